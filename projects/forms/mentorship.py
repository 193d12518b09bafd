"""Forms of mentorship: asking a mentor, answering, and what is written of a meeting."""

from __future__ import annotations  # form fields are not generic at run time

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.models import Network
from core.ui.decision_forms import ReasonForm
from core.ui.forms import DateInput, DateTimeInput, PortalForm
from projects.domain.mentorship_sessions import Meeting, NewAction
from projects.mentorship_enums import MeetingChannel, SupportKind
from projects.models import MentorshipAssignment, MentorshipSession, SupportOffer
from projects.models.mentorship_sessions import LONGEST_MEETING
from projects.queries import mentorship as queries

ACTION_ROWS = 3


def _lines(label: Any, *, rows: int = 4, limit: int = 1000, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "maxlength": limit})
    return forms.CharField(label=label, max_length=limit, widget=widget, **kwargs)


def _hours(label: Any, **kwargs: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.5"),
        max_value=Decimal(999),
        max_digits=5,
        decimal_places=1,
        localize=True,
        **kwargs,
    )


class AssignForm(PortalForm, forms.Form):
    """The terms of a mentorship; the same for every network that was chosen."""

    units: ClassVar = {"hours_planned": _("hours")}

    phase: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label=_("Kind of accompaniment")
    )
    support_kind = forms.ChoiceField(
        label=_("What to help with"), choices=SupportKind.choices, widget=forms.RadioSelect
    )
    goals = _lines(
        _("Goals"),
        limit=2000,
        help_text=_("What should be different at the end. The network reads it."),
    )
    hours_planned = _hours(_("Hours planned for each network"), initial=Decimal(10))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offers = queries.offers()
        field = self.fields["phase"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = offers
        first = offers.first()
        field.required = first is not None
        self.initial.setdefault("phase", first.pk if first else None)
        kinds = first.support_kinds if first else []
        self.initial.setdefault("support_kind", kinds[0] if kinds else SupportKind.DESIGN)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        phase: SupportOffer | None = data.get("phase")
        kind = data.get("support_kind")
        if phase and kind and phase.support_kinds and kind not in phase.support_kinds:
            offered = ", ".join(str(SupportKind(one).label) for one in phase.support_kinds)
            message = _("“%(phase)s” helps with: %(kinds)s. Choose one of these.")
            self.add_error("support_kind", message % {"phase": phase.title, "kinds": offered})
        return data


class AcceptForm(PortalForm, forms.Form):
    """The mentor's declaration on conflicts (R13)."""

    has_conflict = forms.TypedChoiceField(
        label=_("Is there anything that could make you less free?"),
        help_text=_("Work, kinship, offices, money: with one of the network's organisations."),
        choices=[("no", _("No, nothing")), ("yes", _("Yes, I disclose it below"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    declaration = _lines(
        _("What it is"),
        required=False,
        help_text=_("The facilitators read it; the network does not."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("has_conflict") and not data.get("declaration", "").strip():
            self.add_error("declaration", _("Say what it is, in a few words."))
        return data


class EndForm(ReasonForm):
    label = _("What came of it")
    help_text = _("Two lines that help whoever looks back. The network reads them.")
    is_required = False


class CandidateField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """A person with what they already carry."""

    def label_from_instance(self, person: Any) -> str:
        words = ngettext("%(count)d network", "%(count)d networks", person.networks)
        load = words % {"count": person.networks}
        return f"{person.full_name} · {load}, {queries.plain(person.hours_planned)} h"


class ReassignForm(PortalForm, forms.Form):
    units: ClassVar = {"hours_planned": _("hours")}

    mentor = CandidateField(None, label=_("New mentor"))
    reason = _lines(
        _("Why the mentor changes"), help_text=_("Both mentors and the network read it.")
    )
    goals = _lines(_("Goals from now on"), limit=2000)
    hours_planned = _hours(_("Hours planned from now on"))

    def __init__(self, *args: Any, assignment: MentorshipAssignment, **kwargs: Any) -> None:
        held = queries.hours_of(getattr(assignment, "minutes_held", 0))
        left = max(assignment.hours_planned - held, Decimal(1))
        kwargs.setdefault("initial", {"goals": assignment.goals, "hours_planned": left})
        super().__init__(*args, **kwargs)
        field = self.fields["mentor"]
        assert isinstance(field, forms.ModelChoiceField)
        known = queries.candidates().exclude(pk=assignment.mentor_id)
        field.queryset = known.order_by("-is_known", "full_name", "pk")


class PersonField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, person: Any) -> str:
        return str(person.full_name)


class MeetingForm(PortalForm, forms.Form):
    """What is written of a meeting that was held; hours are Italian."""

    units: ClassVar = {"minutes": pgettext_lazy("duration", "minutes")}

    held_at = forms.DateTimeField(label=_("When"), widget=DateTimeInput)
    minutes = forms.IntegerField(
        label=_("How long"), min_value=1, max_value=LONGEST_MEETING, initial=60
    )
    channel = forms.ChoiceField(
        label=_("How"), choices=MeetingChannel.choices, widget=forms.RadioSelect
    )
    participants = PersonField(
        None,
        label=_("Who was there, of the network"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others_present = forms.CharField(label=_("Others present"), max_length=300, required=False)
    shared_note = _lines(
        _("Shared note"),
        rows=6,
        limit=10_000,
        help_text=_("What was said, in words that the network can use. The network reads it."),
    )

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["participants"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = people.people_of_network(network)
        self.initial.setdefault("channel", MeetingChannel.IN_PERSON)

    def clean_held_at(self) -> datetime:
        held_at: datetime = self.cleaned_data["held_at"]
        if held_at > clock.now():
            raise ValidationError(
                _("This day is still to come: plan the meeting, and log it afterwards."),
                code="future",
            )
        return held_at

    @property
    def meeting(self) -> Meeting:
        """What was typed, for the verb."""
        data = self.cleaned_data
        return Meeting(
            held_at=data["held_at"],
            minutes=data["minutes"],
            channel=MeetingChannel(data["channel"]),
            shared_note=data["shared_note"],
            participants=list(data["participants"]),
            others_present=data["others_present"],
        )


class LogForm(MeetingForm):
    private_note = _lines(
        _("Note for yourself"),
        rows=3,
        limit=10_000,
        required=False,
        help_text=_("Only you read it: not the network, not the facilitators, in no export."),
    )


class CorrectForm(MeetingForm):
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=300,
        help_text=_("It stays beside what the record said before."),
    )

    def __init__(self, *args: Any, session: MentorshipSession, **kwargs: Any) -> None:
        present = list(session.participants.values_list("person", flat=True))
        initial = {
            "held_at": session.held_at,
            "minutes": session.minutes,
            "channel": session.channel,
            "participants": present,
            "others_present": session.others_present,
            "shared_note": session.shared_note,
        }
        super().__init__(*args, initial=initial, network=session.assignment.network, **kwargs)


class ActionForm(PortalForm, forms.Form):
    """One agreed action; an empty one is no action."""

    text = forms.CharField(label=_("What"), max_length=300, required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)

    def __init__(self, *args: Any, assignment: MentorshipAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners_of(assignment)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *((key, words) for key, (words, _row) in self.owners.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        text, owner = data.get("text", "").strip(), data.get("owner")
        if text and not owner and "owner" not in self.errors:
            self.add_error("owner", _("Say who does it: without an owner nobody does."))
        if not text and (owner or data.get("due_on")):
            self.add_error("text", _("Say what is to be done, or empty this line."))
        return data

    @property
    def action(self) -> NewAction | None:
        if not self.cleaned_data.get("text"):
            return None
        _words, owner = self.owners[self.cleaned_data["owner"]]
        due_on: date | None = self.cleaned_data["due_on"]
        text = self.cleaned_data["text"]
        if isinstance(owner, User):
            return NewAction(text=text, person=owner, due_on=due_on)
        return NewAction(text=text, organisation=owner, due_on=due_on)


def owners_of(assignment: MentorshipAssignment) -> dict[str, tuple[str, Any]]:
    """Who may take on an action: the network's organisations, its people, the mentor."""
    found: dict[str, tuple[str, Any]] = {}
    for organisation in people.organisations_of_network(assignment.network):
        found[f"organisation:{organisation.pk}"] = (organisation.name, organisation)
    for person in people.people_of_network(assignment.network):
        found[f"person:{person.pk}"] = (person.full_name, person)
    mentor = assignment.mentor
    words = _("%(name)s (mentor)") % {"name": mentor.full_name}
    found[f"person:{mentor.pk}"] = (words, mentor)
    return found


def action_forms(
    assignment: MentorshipAssignment, data: Any = None, *, rows: int = ACTION_ROWS
) -> list[ActionForm]:
    """The lines of actions under a meeting, numbered from 0."""
    return [
        ActionForm(data, prefix=f"action-{number}", assignment=assignment) for number in range(rows)
    ]


class PlanForm(PortalForm, forms.Form):
    starts_at = forms.DateTimeField(
        label=_("When"), widget=DateTimeInput, help_text=_("Italian time.")
    )
    channel = forms.ChoiceField(
        label=_("How"),
        choices=MeetingChannel.choices,
        initial=MeetingChannel.IN_PERSON,
        widget=forms.RadioSelect,
    )
    place = forms.CharField(label=_("Place or link"), max_length=300, required=False)

    def clean_starts_at(self) -> datetime:
        starts_at: datetime = self.cleaned_data["starts_at"]
        if starts_at <= clock.now():
            raise ValidationError(
                _("This day is past: log the meeting instead of planning it."), code="past"
            )
        return starts_at


class NoteForm(PortalForm, forms.Form):
    text = _lines(
        _("Note for yourself"),
        rows=6,
        limit=10_000,
        required=False,
        help_text=_("Only you read it. Emptied, it is thrown away."),
    )


class RequestForm(PortalForm, forms.Form):
    text = _lines(
        _("What would you like to talk about?"), help_text=_("Your mentor answers with a day.")
    )


def chosen_networks(values: list[str]) -> list[UUID]:
    """Keys of networks as an address carries them: repeated, or joined by commas; others are ignored."""
    found: list[UUID] = []
    for value in ",".join(values).split(","):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(dict.fromkeys(found))
