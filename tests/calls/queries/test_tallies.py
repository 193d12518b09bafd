"""What a commission's home counts for all seats together is what each seat is told of itself."""

from typing import Any

import pytest

from calls.domain.assignments import assign_submissions
from calls.enums import SeatKind
from calls.queries.commission import scoring_submissions, seats_of
from calls.queries.commission_home import home_of
from calls.queries.progress import SeatProgress, seat_progress
from calls.queries.scores import rule_of
from core.people.enums import TieKind
from core.people.queries import forget
from tests.factories import commission, people
from tests.factories.commission import AtWork

pytestmark = pytest.mark.usefixtures("programme", "in_march")

MODES: dict[str, tuple[dict[str, Any], int]] = {
    "each its own": ({}, 4),
    "without names": ({"blind": True}, 4),
    "two scorers each": ({"scorers_each": 2}, 3),
    "one card for all": ({"collegial": True}, 2),
}
"""The rule, and how many seats have something to score: nobody is called where nothing was given."""


def examined(**rule: Any) -> AtWork:
    """Three applications; the chair is tied to the first, where the alternate is called; the secretary has
    not declared; no card is begun."""
    call = commission.open_call(rule=rule)
    names = ("Rete Uno", "Rete Due", "Rete Tre")
    sent = [commission.answered(call, name) for name in names]
    call = commission.close(call)
    checker = people.facilitator("Fede Facilita")
    first, *_others, last = (commission.admitted(each, checker) for each in sent)
    cast = commission.prepared(call, more=[(people.user("Nina Nuova"), SeatKind.MEMBER)])
    held = commission.appoint(call, cast)
    for seat in seats_of(held):
        if seat.kind != SeatKind.SECRETARY:
            tied = {first.network: TieKind.PARTNER} if seat.kind == SeatKind.CHAIR else None
            commission.declare_all(held, seat.person, tied=tied)
    if rule.get("scorers_each"):
        assign_submissions(commission_id=held.pk, by=cast.chair, seed="seme")
    return AtWork(call, held, cast, first, last)


def counts(progress: SeatProgress) -> tuple[int, int, int]:
    return progress.to_declare, progress.to_score, progress.handed_in


@pytest.mark.rule("C7")
@pytest.mark.parametrize(("rule", "scorers"), MODES.values(), ids=MODES.keys())
def test_both_ways_of_counting_agree(rule: dict[str, Any], scorers: int) -> None:
    work = examined(**rule)
    held, handed_in = work.commission, 0
    for seat in seats_of(held):
        forget(seat.person)
        if open_to_it := list(scoring_submissions(seat)):
            commission.hand_in(held, seat.person, open_to_it[-1])
            handed_in += 1
    assert handed_in == scorers
    alone = {seat.pk: counts(seat_progress(seat)) for seat in seats_of(held)}
    for reader in seats_of(held):
        home = home_of(reader, rule_of(work.call.pk))
        assert {each.seat.pk: counts(each) for each in home.everybody} == alone
        assert counts(home.mine) == alone[reader.pk]
    assert any(to_declare for to_declare, *_others in alone.values())


@pytest.mark.rule("C7")
def test_a_card_set_aside_by_a_later_tie_counts_in_neither() -> None:
    work = examined()
    held, member = work.commission, work.cast.member
    seat = commission.seat_of(held, member)
    commission.hand_in(held, member, work.second)
    assert counts(seat_progress(seat)) == (0, 3, 1)
    commission.declare_all(held, member, tied={work.second.network: TieKind.PARTNER})
    assert counts(seat_progress(seat)) == (0, 2, 0)
    home = home_of(seat, rule_of(work.call.pk))
    alone = {each.pk: counts(seat_progress(each)) for each in seats_of(held)}
    assert {each.seat.pk: counts(each) for each in home.everybody} == alone
