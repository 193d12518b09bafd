"""Calls: who sees which, and where each stands by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from calls.enums import (
    MOMENT_TONES,
    NEVER_SENT,
    PUBLIC_CALL_STATES,
    CallState,
    Moment,
    SubmissionState,
)
from calls.models import Call, Submission, Window
from core.access import clock
from core.access.models import User
from core.people import queries as people
from core.people.enums import OrganisationKind, RoleName
from core.programmes.models import Territory
from core.ui.bilingual import Bilingual
from core.ui.tones import Tone

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

PREPARES_CALLS = (RoleName.COORDINATOR, RoleName.FACILITATOR)


@dataclass(frozen=True)
class TerritoryWindow:
    """A territory's window, its own or the call's, and where it stands."""

    territory: Territory
    window: Window
    moment: Moment
    is_own: bool

    @property
    def tone(self) -> Tone:
        return MOMENT_TONES[self.moment]


@dataclass(frozen=True)
class OpenCall:
    """An open call as the programme's home shows it; `closes_at` is the next closing, aware."""

    title: Bilingual
    summary: Bilingual
    url: str
    closes_at: datetime | None


def public_calls() -> QuerySet[Call]:
    """What anybody may read about."""
    return Call.objects.filter(state__in=PUBLIC_CALL_STATES)


def calls_visible_to(user: "User | AnonymousUser") -> QuerySet[Call]:
    """Drafts only for who prepares calls; the rest for everybody."""
    if isinstance(user, User) and people.has_role(user, *PREPARES_CALLS):
        return Call.objects.all()
    return public_calls()


def window_of(call: Call, territory_id: UUID | None) -> Window:
    """The window that holds for a territory; without one, the call's."""
    for own in call.windows.all():
        if own.territory_id == territory_id:
            return own.window
    return call.window


def territory_windows(
    call: Call, territories: Iterable[Territory], now: datetime | None = None
) -> list[TerritoryWindow]:
    """One row per territory, in the given order. Reads `call.windows`: prefetch it for many calls."""
    instant = now or clock.now()
    own = {row.territory_id: row.window for row in call.windows.all()}
    rows = []
    for territory in territories:
        window = own.get(territory.pk, call.window)
        moment = _follow_state(call, window.moment(instant))
        rows.append(TerritoryWindow(territory, window, moment, territory.pk in own))
    return rows


def moment_of(call: Call, now: datetime | None = None) -> Moment:
    """Open while any territory may answer; the clock decides, not the state that follows it."""
    if call.state != CallState.PUBLISHED:
        return _follow_state(call, Moment.CLOSED)  # whatever its windows say
    instant = now or clock.now()
    windows = [call.window, *(row.window for row in call.windows.all())]
    moments = {window.moment(instant) for window in windows}
    for moment in (Moment.OPEN, Moment.UPCOMING):
        if moment in moments:
            return _follow_state(call, moment)
    return _follow_state(call, Moment.CLOSED)


def moments_by_territory(call: Call, now: datetime | None = None) -> list[TerritoryWindow]:
    """`territory_windows` over all territories of the programme."""
    return territory_windows(call, Territory.objects.order_by("position", "pk"), now)


def open_now() -> list[OpenCall]:
    """Calls that somebody can answer at this instant, the first to close first. Two queries."""
    now = clock.now()
    rows = public_calls().filter(state=CallState.PUBLISHED, last_closes_at__gte=now)
    found = [
        OpenCall(
            call.title, call.summary, call.public_path(call.programme.slug), next_closing(call)
        )
        for call in rows.select_related("programme").prefetch_related("windows").order_by("pk")
        if moment_of(call, now) == Moment.OPEN
    ]
    return sorted(found, key=lambda row: row.closes_at or now)


def being_answered() -> QuerySet[Call]:
    """Calls of which some window has not closed, with their windows; the first to close first."""
    now = clock.now()
    rows = Call.objects.filter(
        state=CallState.PUBLISHED, opens_at__lte=now, last_closes_at__gte=now
    )
    found = rows.select_related("programme").prefetch_related("windows")
    return found.order_by("last_closes_at", "pk")


def next_closing(call: Call) -> datetime | None:
    """The earliest closing that has not come yet, among the call's window and the territories' own."""
    now = clock.now()
    windows = [call.window, *(row.window for row in call.windows.all())]
    return min((w.closes_at for w in windows if w.closes_at and w.closes_at >= now), default=None)


def kind_words(call: Call) -> list[str]:
    """The kinds of lead organisation that may answer, in words; empty means any."""
    return [str(OrganisationKind(kind).label) for kind in call.admitted_kinds]


def answers_by_territory(call: Call) -> list[tuple[Territory, int]]:
    """How many answered, by principal territory; the withdrawn ones are not counted."""
    sent = Q(call=call) & ~Q(state__in=[*NEVER_SENT, SubmissionState.WITHDRAWN])
    counts = dict(
        Submission.objects.filter(sent)
        .values("territory")
        .annotate(total=Count("pk"))
        .values_list("territory", "total")
        .order_by()
    )
    territories = Territory.objects.order_by("position", "pk")
    return [(territory, counts.get(territory.pk, 0)) for territory in territories]


def _follow_state(call: Call, moment: Moment) -> Moment:
    """A draft has not begun, whatever its dates; a cancelled or archived call is over."""
    if call.state == CallState.DRAFT:
        return Moment.PLANNED
    return moment if call.state == CallState.PUBLISHED else Moment.CLOSED
