"""Forms of whoever prepares and runs a call. Hours are Italian; an hour that a change of clock skips or
repeats is refused, because nobody could say which instant it means."""

from __future__ import annotations  # form fields are not generic at run time

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from calls.domain.calls import extend_blockers
from calls.domain.reopening import reopen_blockers
from calls.enums import CallKind, CallState
from calls.models import Call
from calls.queries import TerritoryWindow
from core.access.fields import free_slug
from core.people.enums import OrganisationKind
from core.programmes.models import Territory
from core.questionnaires.models import Version
from core.ui.bilingual import BilingualFormField
from core.ui.forms import DateTimeInput, PortalForm
from core.ui.pieces import Words

BODY_ROWS = 14
"""The text of a call is pages long: its field shows more than that of a summary."""
NEEDED = _("needed before publishing")
TAKEN = _("Another call of this programme has this address.")


class NewCallForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """What a call begins with; everything else is written part by part, from its desk."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=CallKind.choices,
        widget=forms.RadioSelect,
        help_text=_("Ideas are gathered and compared by nobody; proposals are ranked."),
    )
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        required=False,
        help_text=_(
            "The last part of the public address. Leave it empty and it is made from the title."
        ),
    )

    class Meta:
        model = Call
        fields: ClassVar = ["kind", "title", "slug"]

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if slug and Call.objects.filter(slug=slug).exists():
            raise ValidationError(TAKEN, code="taken")
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("slug") and data.get("title") and "slug" not in self.errors:
            data["slug"] = free_slug(Call.objects.all(), data["title"]["it"], untitled="bando")
        return data

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


@dataclass(frozen=True)
class Group:
    """Fields of a long form that belong together; `key` is the anchor to which the desk leads."""

    key: str
    legend: Words
    fields: Sequence[forms.BoundField]


class CallForm(PortalForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """Everything that can be changed in a draft; of a published call only whom to ask."""

    @property
    def needed(self) -> Mapping[str, Words]:
        names = ("summary", "body", "version", "opens_at", "closes_at")
        return dict.fromkeys((*names, "contact_email", "responsible_officer"), NEEDED)

    version: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Form"),
        required=False,
        empty_label=_("none chosen yet"),
        help_text=_("A published form; you can also write one of your own, from the call’s page."),
    )
    admitted_kinds = forms.MultipleChoiceField(
        label=_("Who may answer"),
        choices=OrganisationKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kinds of lead organisation; none chosen means any."),
    )
    requires_answer_to: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label=_("Only for networks that answered"),
        required=False,
        empty_label=_("no earlier call is needed"),
    )
    GROUPS: ClassVar[Mapping[str, tuple[Words, tuple[str, ...]]]] = {
        "texts": (_("The texts"), ("kind", "title", "slug", "summary", "body")),
        "hours": (_("Opening and closing"), ("opens_at", "closes_at", "late_policy")),
        "people": (
            _("Who may answer, whom to ask"),
            (
                "admitted_kinds", "requires_answer_to", "contact_name", "contact_email",
                "contact_phone", "responsible_officer",
            ),
        ),
        "form": (_("The form"), ("version",)),
    }  # fmt: skip

    class Meta:
        model = Call
        fields: ClassVar = [
            "kind", "title", "slug", "summary", "body", "opens_at", "closes_at",
            "late_policy", "admitted_kinds", "contact_name", "contact_email", "contact_phone",
            "responsible_officer",
        ]  # fmt: skip
        widgets: ClassVar = {"opens_at": DateTimeInput, "closes_at": DateTimeInput}
        help_texts: ClassVar = {
            "slug": _("The last part of the public address: small letters, figures and hyphens."),
            "body": _(
                "What is asked, what is offered, how answers are chosen. An empty line begins a"
                " paragraph, a line with “- ” an item of a list, one with “## ” a heading."
            ),
            "opens_at": _("Italian time."),
            "closes_at": _("Italian time. The instant itself is still in time."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.fields["body"].widget
        assert isinstance(body, forms.MultiWidget)
        for part in body.widgets:
            part.attrs["rows"] = BODY_ROWS
        self._offer("version", published_forms(self.instance.version_id), self.instance.version_id)
        self._offer(
            "requires_answer_to", self._earlier_calls(), self.instance.requires_answer_to_id
        )
        if self.instance.state == CallState.PUBLISHED:
            for name in set(self.fields) - {"contact_name", "contact_email", "contact_phone"}:
                del self.fields[name]

    @property
    def groups(self) -> list[Group]:
        """The fields that are there, in their groups."""
        found = [
            Group(key, legend, [self[name] for name in names if name in self.fields])
            for key, (legend, names) in self.GROUPS.items()
        ]
        return [group for group in found if group.fields]

    def _offer(self, name: str, rows: QuerySet[Any], chosen: UUID | None) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        self.initial.setdefault(name, chosen)

    def _earlier_calls(self) -> QuerySet[Call]:
        others = Call.objects.exclude(state__in=[CallState.DRAFT, CallState.CANCELLED])
        return others.exclude(pk=self.instance.pk).order_by("-published_at", "pk")

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Call.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(TAKEN, code="taken")
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        return data

    def validate_constraints(self) -> None:
        """The database's own checks are said above in people's words."""


def published_forms(own: UUID | None = None) -> QuerySet[Version]:
    """The forms that a call may choose, and the draft being written for it, whose key is `own`."""
    choosable = Q(published_at__isnull=False) | Q(pk=own)
    rows = Version.objects.filter(choosable).select_related("questionnaire")
    return rows.order_by("-published_at", "pk")


class WindowForm(PortalForm, forms.Form):
    """A territory's own window: both instants, or neither."""

    opens_at = forms.DateTimeField(label=_("Opens"), required=False, widget=DateTimeInput)
    closes_at = forms.DateTimeField(label=_("Closes"), required=False, widget=DateTimeInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if bool(opens) != bool(closes) and not self.errors:
            raise ValidationError(_("Give both instants, or neither."))
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The closing must come after the opening."))
        return data


def window_forms(
    rows: list[TerritoryWindow], data: Mapping[str, Any] | None = None
) -> list[tuple[Territory, WindowForm]]:
    """One form per territory, filled in only where the territory differs from the call."""
    found = []
    for row in rows:
        own = {"opens_at": row.window.opens_at, "closes_at": row.window.closes_at}
        initial = own if row.is_own else {}
        form = WindowForm(data, prefix=row.territory.code, initial=initial)
        found.append((row.territory, form))
    return found


def read_windows(
    forms_: list[tuple[Territory, WindowForm]],
) -> dict[UUID, tuple[datetime, datetime]] | None:
    """The windows that were typed, by territory; None if some form is not valid."""
    # Every form is asked, so that each shows its own errors.
    if not all([form.is_valid() for _territory, form in forms_]):  # noqa: C419 - see above
        return None
    return {
        territory.pk: (form.cleaned_data["opens_at"], form.cleaned_data["closes_at"])
        for territory, form in forms_
        if form.cleaned_data.get("opens_at")
    }


class ExtendForm(PortalForm, forms.Form):
    """Until when, where, why; `blockers` are the verb's."""

    blockers = staticmethod(extend_blockers)
    field_of_code: ClassVar[dict[str, str]] = {"not_later": "closes_at", "in_past": "closes_at"}

    closes_at = forms.DateTimeField(
        label=_("New closing"), widget=DateTimeInput, help_text=_("Italian time.")
    )
    territory: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Territory"), required=False, empty_label=_("every territory")
    )
    reason = BilingualFormField(
        label=_("Reason"), multiline=True, help_text=_("Everybody can read it on the call's page.")
    )

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        self.call = call
        super().__init__(*args, **kwargs)
        field = self.fields["territory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Territory.objects.order_by("position", "pk")

    def clean(self) -> dict[str, Any]:
        """What would refuse the act where it is asked for, told beside what was typed."""
        data = super().clean() or self.cleaned_data
        territory = data.get("territory")
        place = territory.pk if territory else None
        for blocker in self.blockers(self.call, place, data.get("closes_at")):
            field = self.field_of_code.get(blocker.code, "territory")
            self.add_error(field, str(blocker.message))
        return data


class ReopenForm(ExtendForm):
    """The same questions as an extension."""

    blockers = staticmethod(reopen_blockers)


class CancelForm(PortalForm, forms.Form):
    reason = BilingualFormField(
        label=_("Reason"), multiline=True, help_text=_("Everybody can read it on the call's page.")
    )


class DocumentForm(PortalForm, forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"))
