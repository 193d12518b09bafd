"""What an organisation says of a supporting document that it puts in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.documents.domain.files import REFUSALS
from core.people.models import Organisation
from core.ui.forms import VerbForm
from projects.enums import PaperKind
from projects.paper_blockers import TWICE

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PaperForm(VerbForm, forms.Form):
    field_of_code: ClassVar = dict.fromkeys((*REFUSALS, TWICE), "upload")

    organisation: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Organisation"),
        help_text=_("Whose expense it is."),
    )
    kind = forms.TypedChoiceField(
        label=_("Kind"), choices=PaperKind.choices, coerce=PaperKind, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("What it is"),
        max_length=200,
        help_text=_("For instance: payslips of March, two workers. Write no names here."),
    )
    is_personal = forms.BooleanField(
        label=_("It speaks of persons"),
        required=False,
        help_text=_(
            "Then only your organisation and the verifiers read it. A payslip always counts as such."
        ),
    )
    upload = forms.FileField(label=_("File"))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organisations
        if organisations.count() == 1:
            field.initial = organisations.get().pk
