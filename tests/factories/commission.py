"""A call with its rule, a commission, declarations and cards for tests, made by the real verbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from calls.domain.admissibility import admit_submission
from calls.domain.calls import close_call, publish_call
from calls.domain.commission import add_seat, appoint_commission
from calls.domain.declarations import declare
from calls.domain.scorecards import save_scorecard, submit_scorecard
from calls.domain.selections import CriterionRow, set_selection
from calls.enums import BarringTie, CallKind, SeatKind
from calls.models import Call, Commission, CommissionSeat, Scorecard, Selection, Submission
from calls.queries.commission import declaration_of, seats_of
from core.access import clock
from core.access.models import User
from core.people.enums import RoleName, TieKind
from core.people.models import Network
from core.people.queries import forget, has_second_factor
from core.ui.bilingual import Bilingual
from tests.factories import calls, people
from tests.stages import stage

AT_WORK = calls.CLOSES + timedelta(days=10)
"""When the commission of the tests sits: after the close and the act."""
ACT_DATE = date(2021, 3, 3)
CRITERIA = (
    CriterionRow("bisogno", Bilingual(it="Bisogno", en="Need"), Decimal(50)),
    CriterionRow("rete", Bilingual(it="Rete", en="Network"), Decimal(30)),
    CriterionRow("novita", Bilingual(it="Novità", en="Novelty"), Decimal(20)),
)


def selection_for(call: Call, **fields: Any) -> Selection:
    """A rule out of 10 with a threshold of 60, three criteria, and the ties of the shipped programme."""
    values: dict[str, Any] = {
        "highest_score": 10,
        "threshold": Decimal(60),
        "barring_ties": [BarringTie.EMPLOYER, BarringTie.PARTNER, BarringTie.MENTOR],
        "equal_scores": Bilingual(it="Vale il bisogno.", en="Need decides."),
        "tie_break": ["bisogno"],
        **fields,
    }
    return set_selection(call_id=call.pk, criteria=CRITERIA, by=call.created_by, **values)


def open_call(slug: str = "proposte", *, rule: dict[str, Any] | None = None, **fields: Any) -> Call:
    """A published call for proposals with its rule; `rule` changes single fields of it."""
    author = people.facilitator(f"Autrice di {slug}")
    call = calls.draft_call(by=author, slug=slug, kind=CallKind.PROPOSALS, **fields)
    selection_for(call, **(rule or {}))
    with clock.at(calls.OPENS - timedelta(days=1)):
        return publish_call(call_id=call.pk, by=author)


def answered(call: Call, name: str, **fields: Any) -> Submission:
    """An application that a new network sent in time."""
    with clock.at(calls.DURING):
        submission, _receipt = calls.sent(call, people.network(name, **fields))
    return submission


def admitted(submission: Submission, by: User) -> Submission:
    """Let through by a facilitator after the close."""
    with clock.at(AT_WORK):
        admit_submission(submission_id=submission.pk, by=by, note="Ammessa.")
    submission.refresh_from_db()
    return submission


def close(call: Call) -> Call:
    with clock.at(calls.AFTER):
        close_call(call_id=call.pk)
    return Call.objects.get(pk=call.pk)


@dataclass(frozen=True)
class Seats:
    """The people of a commission, with their second factor."""

    chair: User
    member: User
    alternate: User
    secretary: User
    coordinator: User
    official: User


def official(name: str = "") -> User:
    """A metropolitan official; a new one at each call."""
    count = User.objects.filter(full_name__startswith="Dora Dirigente").count()
    return people.with_role(
        RoleName.METROPOLITAN_OFFICIAL, people.user(name or f"Dora Dirigente {count}")
    )


def prepared(call: Call, *, more: Iterable[tuple[User, SeatKind]] = ()) -> Seats:
    """A list with a chair, a member, an alternate and a secretary."""
    cast = Seats(
        chair=people.user("Chiara Presidente"),
        member=people.user("Marco Membro"),
        alternate=people.user("Stella Supplente"),
        secretary=people.user("Sergio Segretario"),
        coordinator=people.coordinator("Carla Commissioni"),
        official=official(),
    )
    seats = [
        (cast.chair, SeatKind.CHAIR),
        (cast.member, SeatKind.MEMBER),
        (cast.alternate, SeatKind.ALTERNATE),
        (cast.secretary, SeatKind.SECRETARY),
        *more,
    ]
    for person, kind in seats:
        add_seat(call_id=call.pk, person=person, kind=kind, by=cast.coordinator)
    return cast


def appoint(call: Call, cast: Seats, *, at: datetime = AT_WORK, **fields: Any) -> Commission:
    """The act, some days after the close; everybody in it has a second factor."""
    with clock.at(at):
        commission = appoint_commission(
            call_id=call.pk, act_number="DD 1234", act_date=ACT_DATE, by=cast.official, **fields
        )
        for seat in seats_of(commission):
            if not has_second_factor(seat.person):
                people.second_factor(seat.person)
            forget(seat.person)
    for person in (cast.chair, cast.member, cast.alternate, cast.secretary):
        forget(person)
    return commission


def seat_of(commission: Commission, person: User) -> CommissionSeat:
    return CommissionSeat.objects.select_related("person", "commission__call__programme").get(
        commission=commission, person=person
    )


def declare_all(
    commission: Commission, person: User, *, tied: dict[Network, TieKind] | None = None
) -> None:
    """No tie with anybody, but with the networks of `tied`."""
    seat = seat_of(commission, person)
    bound = {network.pk: {kind} for network, kind in (tied or {}).items()}
    with clock.at(AT_WORK):
        waiting = [row.network.pk for row in declaration_of(seat) if row.open]
        declare(
            seat_id=seat.pk,
            ties={**{key: set() for key in waiting}, **bound},
            by=person,
        )
    forget(person)


def hand_in(
    commission: Commission, person: User, submission: Submission, *scores: float
) -> Scorecard:
    """A card with these scores, one for each criterion in order (all 7 if none is given)."""
    seat = seat_of(commission, person)
    given = scores or (7, 7, 7)
    values = {row.key: Decimal(str(score)) for row, score in zip(CRITERIA, given, strict=True)}
    with clock.at(AT_WORK):
        save_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=person, values=values)
        return submit_scorecard(submission_id=submission.pk, seat_id=seat.pk, by=person)


@dataclass(frozen=True)
class AtWork:
    """A commission that has declared, and two admitted applications of two networks."""

    call: Call
    commission: Commission
    cast: Seats
    first: Submission
    second: Submission


@stage(at=AT_WORK)
def appointed() -> AtWork:
    """The same before anybody has declared."""
    call = open_call()
    first, second = answered(call, "Rete Uno"), answered(call, "Rete Due")
    call = close(call)
    checker = people.facilitator("Fede Facilita")
    first, second = admitted(first, checker), admitted(second, checker)
    cast = prepared(call)
    return AtWork(call, appoint(call, cast), cast, first, second)


@stage(at=AT_WORK)
def at_work() -> AtWork:
    work = appointed()
    for person in (work.cast.chair, work.cast.member, work.cast.alternate, work.cast.secretary):
        declare_all(work.commission, person)
    return work
