"""Forms of the list of applications: a view's name, who looks after what, a reminder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from calls.domain.views_of_lists import NAME_TAKEN
from calls.models import Submission
from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.forms import PortalForm, VerbForm

LONGEST_NOTE = 1000


class ViewForm(VerbForm, forms.Form):
    name = forms.CharField(label=_("Name of the view"), max_length=60)
    field_of_code: ClassVar = {NAME_TAKEN: "name"}


class _OfRows(PortalForm, forms.Form):
    """A form about several applications, each with its check box; all are ticked at first."""

    def __init__(self, *args: Any, rows: Iterable[Submission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        choices = [(str(row.pk), _words(row)) for row in self.rows]
        self.fields["rows"] = forms.MultipleChoiceField(
            label=_("Applications"),
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            initial=[key for key, _label in choices],
            error_messages={"required": _("Choose at least one application.")},
        )


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class AssignForm(_OfRows):
    person = _PersonField(
        None,
        label=_("Who looks after them"),
        required=False,
        empty_label=_("nobody"),
        help_text=_("Facilitators and coordinators. Who already looked after one is replaced."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, _PersonField)
        team = people.people_with_role(RoleName.FACILITATOR, RoleName.COORDINATOR)
        keys = [person.pk for person in team]
        field.queryset = User.objects.filter(pk__in=keys).order_by("full_name", "pk")


class RemindForm(_OfRows):
    note = forms.CharField(
        label=_("What you want to add"),
        required=False,
        help_text=_(
            "The message says which draft, of which call, and until when. Yours comes first."
        ),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NOTE}),
    )


def _words(row: Submission) -> str:
    parts = (row.number, row.title, row.network.name, row.territory.name)
    return " · ".join(part for part in parts if part)
