"""Who is accompanied by whom, for how long, and who has nobody (R12). No query here reads private notes."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Count,
    DecimalField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce

from calls import queries as calls
from calls.enums import CallKind
from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from core.people.models import Network, Role
from core.people.models.periods import current
from core.people.queries import standing_of
from projects.mentorship_enums import (
    COVERS,
    ENDED,
    HOLDS_THE_ROLE,
    OPEN,
    ActionState,
    AssignmentState,
    SessionState,
)
from projects.models import (
    AgreedAction,
    MeetingRequest,
    MentorshipAssignment,
    MentorshipSession,
    SupportOffer,
)

if TYPE_CHECKING:
    from calls.models import Call

HOURS = DecimalField(max_digits=9, decimal_places=1)
SEES_ALL = (RoleName.COORDINATOR, RoleName.FACILITATOR)
UNMET_FOR = timedelta(days=60)
COVERING = Q(state__in=sorted(COVERS), mentor__is_active=True)


# ── Assignments ─────────────────────────────────────────────────────────────────────────────────────


def assignments_visible_to(user: User) -> QuerySet[MentorshipAssignment]:
    """All for facilitators; else one's own, and what was accepted for networks one belongs to or
    accompanies (who takes over reads what came before)."""
    rows = MentorshipAssignment.objects.order_by("-proposed_at", "-pk")
    if people.has_role(user, *SEES_ALL):
        return rows
    near = Q(network__in=people.networks_of(user).order_by().values("pk")) | Q(
        network__in=list(standing_of(user).accompanied)
    )
    return rows.filter(Q(mentor=user) | near & Q(accepted_at__isnull=False))


def mentors_of(network: Network) -> QuerySet[User]:
    """Who accompanies the network now."""
    live = MentorshipAssignment.objects.filter(network=network, state__in=sorted(HOLDS_THE_ROLE))
    return User.objects.filter(pk__in=live.values("mentor"), is_active=True).order_by(
        "full_name", "pk"
    )


def offers() -> QuerySet[SupportOffer]:
    """The kinds of accompaniment of the programme, in their order."""
    return SupportOffer.objects.order_by("position", "pk")


# ── Networks with and without (R12) ─────────────────────────────────────────────────────────────────


def call_to_cover() -> "Call | None":
    """Whose networks are to be accompanied first: the latest call for ideas that has answers."""
    return calls.latest_answered(CallKind.IDEAS) or calls.answered_calls().first()


def networks_to_accompany(call: "Call | None") -> QuerySet[Network]:
    """Networks that answered the call; none without a call."""
    return calls.networks_that_answered(call) if call else Network.objects.none()


def networks_without_mentor(call: "Call | None" = None) -> QuerySet[Network]:
    """The gap: networks that answered `call` (the one to cover, if none is given) with nobody asked
    or at work. A suspended mentorship leaves its network here."""
    networks = networks_to_accompany(call or call_to_cover())
    covered = MentorshipAssignment.objects.filter(COVERING, network=OuterRef("pk"))
    return networks.filter(~Exists(covered)).order_by("name", "pk")


def with_mentorship(networks: QuerySet[Network]) -> QuerySet[Network]:
    """Each network with `mentor_names` and `mentor_states` (parallel lists), `hours_planned`,
    `minutes_held`, `last_session`, `next_due` and `is_covered`: no further query per row."""
    own = MentorshipAssignment.objects.filter(network=OuterRef("pk"))
    not_ended = own.filter(state__in=sorted(OPEN)).order_by("mentor__full_name", "pk")
    held = MentorshipSession.objects.filter(
        assignment__network=OuterRef("pk"), state=SessionState.HELD
    )
    due = AgreedAction.objects.filter(
        session__assignment__network=OuterRef("pk"), state=ActionState.OPEN, due_on__isnull=False
    )
    return networks.annotate(
        mentor_names=ArraySubquery(not_ended.values("mentor__full_name")),
        mentor_states=ArraySubquery(not_ended.values("state")),
        hours_planned=Coalesce(
            _total(not_ended, "network", Sum("hours_planned")),
            Value(Decimal(0)),
            output_field=HOURS,
        ),
        minutes_held=Coalesce(_total(held, "assignment__network", Sum("minutes")), Value(0)),
        last_session=_total(held, "assignment__network", Max("held_at")),
        next_due=_total(due, "session__assignment__network", Min("due_on")),
        is_covered=Exists(own.filter(COVERING)),
    )


def _total(rows: QuerySet[Any], key: str, aggregate: Any) -> Subquery:
    """One figure per outer row."""
    return Subquery(rows.order_by().values(key).annotate(figure=aggregate).values("figure"))


# ── Hours ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class NetworkHours:
    """What a network received and is still to receive; `minutes` of meetings that were held (R16)."""

    planned: Decimal = Decimal(0)
    minutes: int = 0
    meetings: int = 0

    @property
    def held(self) -> Decimal:
        return hours_of(self.minutes)


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours with one place, half up: 90 → 1.5."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"))


def plain(hours: Decimal) -> Decimal | int:
    """Hours as people say them: 10, not 10.0."""
    return int(hours) if hours == int(hours) else hours


def hours_by_network() -> Mapping[UUID, NetworkHours]:
    """By network: hours planned in assignments not ended, minutes and number of meetings held. Two
    queries; a network without any assignment is absent."""
    planned: dict[UUID, Decimal] = defaultdict(Decimal)
    for network, state, hours in MentorshipAssignment.objects.order_by("pk").values_list(
        "network", "state", "hours_planned"
    ):
        planned[network] += hours if state not in ENDED else Decimal(0)
    held = {
        row["assignment__network"]: (row["total"], row["meetings"])
        for row in MentorshipSession.objects.filter(state=SessionState.HELD)
        .values("assignment__network")
        .annotate(total=Sum("minutes"), meetings=Count("pk"))
        .order_by()
    }
    return {
        network: NetworkHours(hours, *held.get(network, (0, 0)))
        for network, hours in planned.items()
    }


def with_hours(rows: QuerySet[MentorshipAssignment]) -> QuerySet[Any]:
    """Each assignment with `minutes_held`, `meetings_held` and `last_session`."""
    held = Q(sessions__state=SessionState.HELD)
    return rows.annotate(
        minutes_held=Coalesce(Sum("sessions__minutes", filter=held), 0),
        meetings_held=Count("sessions", filter=held),
        last_session=Max("sessions__held_at", filter=held),
    )


# ── Mentors ─────────────────────────────────────────────────────────────────────────────────────────


def candidates() -> QuerySet[Any]:
    """Active people who could be asked, with `is_known` (mentored once, or holds the role), and their
    live load: `networks`, `hours_planned`, `minutes_held`."""
    own = MentorshipAssignment.objects.filter(mentor=OuterRef("pk"))
    live = own.filter(state__in=sorted(OPEN))
    held = MentorshipSession.objects.filter(
        assignment__mentor=OuterRef("pk"),
        assignment__state__in=sorted(OPEN),
        state=SessionState.HELD,
    )
    granted = Role.objects.filter(current(), user=OuterRef("pk"))
    known = own.filter(accepted_at__isnull=False)
    return (
        User.objects.filter(Exists(granted) | Exists(own), is_active=True)
        .annotate(
            is_known=Exists(known) | Exists(granted.filter(name=RoleName.MENTOR)),
            networks=Coalesce(_total(live, "mentor", Count("network", distinct=True)), Value(0)),
            hours_planned=Coalesce(
                _total(live, "mentor", Sum("hours_planned")), Value(Decimal(0)), output_field=HOURS
            ),
            minutes_held=Coalesce(_total(held, "assignment__mentor", Sum("minutes")), Value(0)),
        )
        .order_by("full_name", "pk")
    )


def open_assignments_of(user: User) -> QuerySet[MentorshipAssignment]:
    """What this person accompanies, or was asked to."""
    return MentorshipAssignment.objects.filter(mentor=user, state__in=sorted(OPEN)).order_by(
        F("accepted_at").asc(nulls_first=True), "pk"
    )


def proposals_for(user: User) -> QuerySet[MentorshipAssignment]:
    """What waits for this person's yes or no."""
    return MentorshipAssignment.objects.filter(
        mentor=user, state=AssignmentState.PROPOSED
    ).order_by("proposed_at", "pk")


def unanswered_proposals() -> QuerySet[MentorshipAssignment]:
    """Proposals that wait for their mentor, the oldest first."""
    return (
        MentorshipAssignment.objects.filter(state=AssignmentState.PROPOSED)
        .select_related("network", "mentor", "programme")
        .order_by("proposed_at", "pk")
    )


def at_work() -> QuerySet[MentorshipAssignment]:
    """Mentorships that were accepted and go on, suspended ones included."""
    return MentorshipAssignment.objects.filter(state__in=sorted(HOLDS_THE_ROLE)).order_by(
        "network__name", "pk"
    )


def never_met(mentor: User) -> QuerySet[MentorshipAssignment]:
    """Accepted by this mentor, with no meeting held, planned or asked for."""
    rows = MentorshipAssignment.objects.filter(mentor=mentor, state=AssignmentState.ACCEPTED)
    return _with_nothing_ahead(rows).order_by("accepted_at", "pk")


def long_unmet(mentor: User) -> QuerySet[MentorshipAssignment]:
    """Under way, last met more than `UNMET_FOR` ago, with no meeting planned or asked for."""
    since = MentorshipSession.objects.filter(
        assignment=OuterRef("pk"),
        state=SessionState.HELD,
        held_at__gte=clock.now() - UNMET_FOR,
    )
    rows = MentorshipAssignment.objects.filter(
        ~Exists(since), mentor=mentor, state=AssignmentState.ACTIVE
    )
    return _with_nothing_ahead(rows).order_by("network__name", "pk")


def _with_nothing_ahead(rows: QuerySet[MentorshipAssignment]) -> QuerySet[MentorshipAssignment]:
    planned = MentorshipSession.objects.filter(
        assignment=OuterRef("pk"), state=SessionState.PLANNED
    )
    asked = MeetingRequest.objects.filter(assignment=OuterRef("pk"), answered_at__isnull=True)
    return rows.filter(~Exists(planned), ~Exists(asked)).select_related("network", "programme")


def mentorship_of(user: User) -> list[QuerySet[Any]]:
    """Rows of which any makes mentorship worth a place in the menu: those accompanied, those of one's networks."""
    return [MentorshipAssignment.objects.filter(mentor=user), people.networks_of(user)]
