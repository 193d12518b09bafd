"""Forms of practices: the text, its factors, its lessons, and what editors say of it."""

from __future__ import annotations  # form fields are not generic at run time

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.people.enums import RoleName
from core.people.queries import has_role
from core.programmes import queries as programmes
from core.ui.forms import PortalForm
from education import queries
from education.domain.practices import author_blockers
from education.enums import Controllable, Valence
from education.models import Factor, Lesson, Practice
from projects import queries as projects

EMPTY_ROWS = 1
ROWS_AT_MOST = 20
LONG = 6
SHORT = 3


class PracticeForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """The text of a practice. Only title and practitioner are needed to keep a draft."""

    author: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Practitioner"),
        empty_label=None,
        help_text=_("Who did it: reads this text, confirms it, and consents to its publication."),
    )
    network: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Network"), required=False
    )
    project: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Project"), required=False
    )
    scientific_partner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Scientific partner"), required=False
    )
    field_order = (
        "title", "author", "network", "project", "problem", "context", "building_blocks",
        "innovation", "resources", "results", "story", "scientific_partner", "visibility", "licence",
    )  # fmt: skip

    class Meta:
        model = Practice
        fields: ClassVar = [
            "title", "problem", "context", "building_blocks", "innovation", "resources", "results",
            "story", "visibility", "licence",
        ]  # fmt: skip
        widgets: ClassVar = {
            "problem": forms.Textarea(attrs={"rows": LONG}),
            "context": forms.Textarea(attrs={"rows": LONG}),
            "building_blocks": forms.Textarea(attrs={"rows": LONG}),
            "innovation": forms.Textarea(attrs={"rows": LONG}),
            "resources": forms.Textarea(attrs={"rows": LONG}),
            "results": forms.Textarea(attrs={"rows": LONG}),
            "story": forms.Textarea(attrs={"rows": 2 * LONG}),
        }
        help_texts: ClassVar = {
            "title": _(
                "What was done, in a few words of every day. In Italian, like everything here."
            ),
            "problem": _("What was not working, and for whom."),
            "context": _("Where, with whom, under which conditions."),
            "building_blocks": _(
                "The pieces that it is made of: activities, roles, rules, spaces."
            ),
            "innovation": _("What was done in a new way."),
            "resources": _("What it took: people, hours, money, things lent."),
            "results": _("What changed, also what was not wanted. Figures if there are any."),
            "story": _(
                "If you like: how it went, in your own words. No names of people without consent."
            ),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        helps = has_role(user, RoleName.COORDINATOR, RoleName.FACILITATOR)
        offered = {
            "author": queries.possible_authors(user),
            "network": queries.offered_networks(user),
            "project": projects.visible_to(user) if helps else projects.mine(user),
            "scientific_partner": programmes.funders(),
        }
        for name, rows in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows
            chosen = getattr(self.instance, f"{name}_id", None)
            self.initial.setdefault(name, chosen or (user.pk if name == "author" else None))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        project, network = data.get("project"), data.get("network")
        if project and not network:
            data["network"] = network = project.network
        elif project and network and project.network_id != network.pk:
            self.add_error("project", _("This project is of another network."))
        if author := data.get("author"):
            for blocker in author_blockers(author, network):
                self.add_error("author", str(blocker.message))
        return data

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


class FactorForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # see above
    class Meta:
        model = Factor
        fields: ClassVar = ["valence", "text", "mechanism", "controllable", "workaround"]
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": SHORT})
            for name in ("text", "mechanism", "workaround")
        }
        help_texts: ClassVar = {
            "text": _("What helped or hindered."),
            "mechanism": _("Through which steps it had its effect."),
            "workaround": _("How you went around it, or how to make the most of it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valence"].choices = Valence.choices  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["controllable"].choices = Controllable.choices  # type: ignore[attr-defined]  # see above
        for name, usual in (("valence", Valence.SUCCESS), ("controllable", Controllable.PARTLY)):
            self.initial[name] = self.initial.get(name) or usual

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


class LessonForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # see above
    class Meta:
        model = Lesson
        fields: ClassVar = ["event", "cause", "advice", "addressee"]
        widgets: ClassVar = {
            name: forms.Textarea(attrs={"rows": SHORT}) for name in ("event", "cause", "advice")
        }
        help_texts: ClassVar = {
            "advice": _("What you would tell to whoever begins."),
            "addressee": _("For instance: municipalities, associations, whoever facilitates."),
        }

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


class RowSet(forms.BaseFormSet):  # type: ignore[type-arg]  # not generic at run time
    """Rows that are stored can be taken away; an empty one is simply left empty."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take it away")


_SHAPE: dict[str, Any] = {
    "formset": RowSet,
    "extra": EMPTY_ROWS,
    "can_delete": True,
    "can_delete_extra": False,
    "max_num": ROWS_AT_MOST,
    "validate_max": True,
}
FactorSet = forms.formset_factory(FactorForm, **_SHAPE)
LessonSet = forms.formset_factory(LessonForm, **_SHAPE)


def rows_of(formset: Any) -> list[dict[str, Any]]:
    """What was written in a valid formset: without what was left empty or taken away."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]


class ConsentForm(PortalForm, forms.Form):
    """The practitioner's consent: never ticked beforehand."""

    consent = forms.BooleanField(
        label=_(
            "I did what is told here, it is as it is told, and I consent to its publication with my name."
        ),
        error_messages={
            "required": _("Without your consent it can't go on: tick the box, or leave it.")
        },
    )
