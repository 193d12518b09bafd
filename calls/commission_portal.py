"""What waits for whoever sits in a commission, prepares it or appoints it."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calls import commission_blockers as blockers
from calls import paths
from calls.enums import CallKind, CallState
from calls.models import Call, Commission, CommissionSeat
from calls.queries import commission as seats
from calls.queries import progress
from core.access import clock
from core.access.http import PortalRequest
from core.access.portal import Family, IfAny, NavItem, Panel, Thing, Todo, Todos
from core.people import queries as people
from core.ui.tones import Tone


def navigation(request: PortalRequest) -> list[NavItem]:
    """To the commission of the latest call in which the person holds a seat (keys follow the time)."""
    calls = {call for _role, call in people.standing_of(request.user).calls}
    if not calls:
        return []
    latest = max(calls)
    return [
        NavItem(
            _("Commission"),
            paths.commission_in(request.programme.slug, latest),
            "bookmark",
            family=Family.CALLS,
            if_any=[seats.appointed_seats(request.user).filter(commission__call=latest)],
        )
    ]


def todos(request: PortalRequest) -> Todos:
    return [*_of_seats(request), *_to_prepare(request), *_to_appoint(request)]


def panels(request: PortalRequest) -> list[Panel]:
    things = [
        Thing(
            title=str(seat.commission.call.title),
            url=paths.commission(seat.commission.call),
            note=_("Cards handed in: %(in)d of %(all)d")
            % {"in": row.handed_in, "all": row.to_score}
            if row.to_score
            else "",
            state=str(seat.get_kind_display()),
            tone=Tone.ACTIVE,
        )
        for seat, row in _with_progress(request)
    ]
    return [Panel(title=_("Commissions in which I sit"), things=things)] if things else []


def _of_seats(request: PortalRequest) -> list[Todo]:
    found = []
    for seat, row in _with_progress(request):
        call = seat.commission.call
        if call.state != CallState.CLOSED:
            continue
        due = _end_of_day(seat.commission)
        if row.to_declare:
            found.append(
                Todo(
                    text=_("Declare on conflicts of interest"),
                    url=paths.declaration(call),
                    due=due,
                    about=str(call.title),
                )
            )
        if row.left:
            words = ngettext("Hand in %(count)d card", "Hand in %(count)d cards", row.left)
            found.append(
                Todo(
                    text=words % {"count": row.left},
                    url=paths.commission(call),
                    due=due,
                    about=str(call.title),
                )
            )
    return found


def _with_progress(
    request: PortalRequest,
) -> list[tuple[CommissionSeat, progress.SeatProgress]]:
    return [(seat, progress.seat_progress(seat)) for seat in seats.seats_held(request.user)]


def _to_prepare(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.prepare_commission"):
        return []
    return [IfAny(_without_appointment(), _lacking)]


def _lacking(calls: Iterable[Call]) -> list[Todo]:
    return [
        Todo(
            text=_("Prepare the commission"),
            url=paths.commission_prepare(call),
            about=str(call.title),
        )
        for call in calls
        if blockers.appoint_blockers(call, seats.commission_of(call))
    ]


def _to_appoint(request: PortalRequest) -> Todos:
    if not request.user.has_perm("calls.appoint_commission"):
        return []
    return [IfAny(_without_appointment(), _complete)]


def _complete(calls: Iterable[Call]) -> list[Todo]:
    return [
        Todo(
            text=_("Appoint the commission"),
            url=paths.commission_prepare(call),
            about=str(call.title),
        )
        for call in calls
        if not blockers.appoint_blockers(call, seats.commission_of(call))
    ]


def _without_appointment() -> QuerySet[Call]:
    """Closed calls for proposals whose commission is not appointed yet."""
    appointed = Commission.objects.filter(appointed_at__isnull=False).values("call")
    rows = Call.objects.filter(kind=CallKind.PROPOSALS, state=CallState.CLOSED)
    return rows.exclude(pk__in=appointed).select_related("programme").order_by("closed_at", "pk")


def _end_of_day(commission: Commission) -> datetime | None:
    """A term is a civil day in Italy: it is over when the day is."""
    if commission.scores_due_on is None:
        return None
    return datetime.combine(commission.scores_due_on, time(23, 59), tzinfo=clock.ROME)
