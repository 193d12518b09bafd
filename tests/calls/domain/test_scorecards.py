"""Scores: bounded, weighted as published, missing and not zero, complete only with every seat (C8)."""

from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from calls.domain.declarations import declare
from calls.domain.scorecards import reopen_scorecard, save_scorecard, submit_scorecard
from calls.enums import SubmissionState
from calls.models import Score, Scorecard
from calls.queries.scores import final_scores, mean_scores, rounded, weighted_total
from calls.queries.spread import spread_of
from core.access import clock
from core.access.blocked import Blocked
from core.people.enums import TieKind
from tests.factories import commission
from tests.factories.commission import AT_WORK, AtWork
from tests.factories.rankings import in_state

NOT_YET_CHECKED = frozenset(
    {SubmissionState.DRAFT, SubmissionState.SUBMITTED, SubmissionState.TO_INTEGRATE}
)


def codes(raised: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code.partition(":")[0] for blocker in raised.value.blockers}


def save(work: AtWork, **values: Any) -> Scorecard:
    seat = commission.seat_of(work.commission, work.cast.member)
    with clock.at(AT_WORK):
        return save_scorecard(
            submission_id=work.first.pk, seat_id=seat.pk, by=work.cast.member, values=values
        )


def submit(work: AtWork) -> Scorecard:
    seat = commission.seat_of(work.commission, work.cast.member)
    with clock.at(AT_WORK):
        return submit_scorecard(submission_id=work.first.pk, seat_id=seat.pk, by=work.cast.member)


@st.composite
def rules(draw: st.DrawFn) -> tuple[dict[str, Decimal], int, dict[str, Decimal]]:
    """Weights that make 100, a highest score, and one score for each criterion."""
    cuts = sorted(set(draw(st.lists(st.integers(1, 9999), max_size=7))))
    edges = [0, *cuts, 10000]
    weights = {
        f"c{index}": Decimal(high - low) / 100 for index, (low, high) in enumerate(pairwise(edges))
    }
    highest = draw(st.integers(1, 100))
    halves = st.integers(0, highest * 2).map(lambda half: Decimal(half) / 2)
    return weights, highest, {key: draw(halves) for key in weights}


@pytest.mark.rule("C8")
@given(rules())
def test_the_total_is_the_weighted_sum_between_0_and_100(
    rule: tuple[dict[str, Decimal], int, dict[str, Decimal]],
) -> None:
    weights, highest, scores = rule
    total = weighted_total(weights, scores, highest)
    assert total is not None
    assert 0 <= total <= 100
    exact = sum((weights[key] * scores[key] for key in weights), Decimal(0)) / highest
    assert total == exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert weighted_total(weights, dict.fromkeys(weights, Decimal(highest)), highest) == 100
    assert weighted_total(weights, dict.fromkeys(weights, Decimal(0)), highest) == 0


@pytest.mark.rule("C8")
@given(rules(), st.data())
def test_a_missing_score_is_not_a_zero(
    rule: tuple[dict[str, Decimal], int, dict[str, Decimal]], data: st.DataObject
) -> None:
    weights, highest, scores = rule
    del scores[data.draw(st.sampled_from(sorted(weights)))]
    assert weighted_total(weights, scores, highest) is None


@pytest.mark.rule("C8")
@given(st.lists(st.integers(0, 20), min_size=1, max_size=7))
def test_the_mean_lies_between_the_lowest_and_the_highest(halves: list[int]) -> None:
    cards = [{"c": Decimal(half) / 2} for half in halves]
    mean = mean_scores(cards, ["c"])["c"]
    assert Decimal(min(halves)) / 2 <= mean <= Decimal(max(halves)) / 2
    assert mean == rounded(mean)


@pytest.mark.usefixtures("programme", "in_march")
class TestCards:
    @pytest.mark.rule("C8")
    @pytest.mark.parametrize("score", ["-0.5", "10.5", "99"])
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_a_score_is_bounded_by_the_criterion(self, score: str) -> None:
        work = commission.at_work()
        with pytest.raises(ValidationError) as raised:
            save(work, bisogno=Decimal(score))
        assert list(raised.value.message_dict) == ["bisogno"]
        save(work, bisogno=Decimal(5))
        with pytest.raises(IntegrityError, match="score_within"), transaction.atomic():
            Score.objects.update(value=Decimal(score))

    @pytest.mark.rule("C8")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_a_card_with_a_missing_score_is_not_handed_in(self) -> None:
        work = commission.at_work()
        save(work, bisogno=Decimal(5), rete=Decimal(0))
        with pytest.raises(Blocked) as raised:
            submit(work)
        assert [blocker.code for blocker in raised.value.blockers] == ["missing:novita"]
        save(work, novita=Decimal(0))
        assert submit(work).is_in

    @pytest.mark.begins_from(stage=commission.at_work)
    def test_what_is_not_named_stays_as_it_was(self) -> None:
        work = commission.at_work()
        save(work, bisogno=Decimal(5))
        card = save(work, rete=Decimal(7))
        found = {row.criterion.key: row.value for row in card.scores.select_related("criterion")}
        assert found == {"bisogno": 5, "rete": 7}
        save(work, bisogno=None)
        assert card.scores.get(criterion__key="bisogno").value is None

    @pytest.mark.rule("C8")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_handing_in_locks_the_card_also_in_the_database(self) -> None:
        work = commission.at_work()
        commission.hand_in(work.commission, work.cast.member, work.first)
        with pytest.raises(Blocked) as raised:
            save(work, bisogno=Decimal(9))
        assert codes(raised) == {"handed_in"}
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Score.objects.update(value=Decimal(9))

    @pytest.mark.begins_from(stage=commission.at_work)
    def test_the_chair_reopens_with_a_reason_until_the_ranking_is_drawn(self) -> None:
        work = commission.at_work()
        card = commission.hand_in(work.commission, work.cast.member, work.first)
        with pytest.raises(Blocked) as raised:
            reopen_scorecard(scorecard_id=card.pk, reason=" ", by=work.cast.chair)
        assert codes(raised) == {"no_reason"}
        with clock.at(AT_WORK):
            reopen_scorecard(scorecard_id=card.pk, reason="Un refuso.", by=work.cast.chair)
        save(work, bisogno=Decimal(9))
        assert submit(work).is_in
        in_state(work.first, SubmissionState.SELECTED)
        with pytest.raises(Blocked) as raised:
            reopen_scorecard(scorecard_id=card.pk, reason="Un altro.", by=work.cast.chair)
        assert codes(raised) == {"not_examined"}

    @pytest.mark.rule("C7")
    @pytest.mark.begins_from(stage=commission.appointed)
    def test_nobody_scores_without_declaring_nor_with_a_tie(self) -> None:
        work = commission.appointed()
        with pytest.raises(Blocked) as raised:
            save(work, bisogno=Decimal(5))
        assert codes(raised) == {"not_open_to_you"}
        commission.declare_all(
            work.commission, work.cast.member, tied={work.first.network: TieKind.KIN}
        )
        with pytest.raises(Blocked) as raised:
            save(work, bisogno=Decimal(5))
        assert codes(raised) == {"not_open_to_you"}
        assert not Scorecard.objects.exists()

    @pytest.mark.rule("C7")
    @pytest.mark.rule("C8")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_nothing_counts_as_scored_below_the_appointed_number(self) -> None:
        work = commission.at_work()
        commission.hand_in(work.commission, work.cast.member, work.first, 8, 7, 6)
        first, _second = final_scores(work.call)
        assert (first.cards, first.needed, first.complete, first.total) == (1, 2, False, None)
        assert first.lone
        assert not first.below_threshold
        commission.hand_in(work.commission, work.cast.chair, work.first, 7, 6, 5)
        first, second = final_scores(work.call)
        assert first.complete
        means = {"bisogno": Decimal("7.50"), "rete": Decimal("6.50"), "novita": Decimal("5.50")}
        assert first.by_criterion == means
        assert first.total == Decimal("68.00")
        assert (second.complete, second.total) == (False, None)

    @pytest.mark.rule("C8")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_the_threshold_is_the_published_one(self) -> None:
        work = commission.at_work()
        for person in (work.cast.chair, work.cast.member):
            commission.hand_in(work.commission, person, work.first, 6, 6, 6)
            commission.hand_in(work.commission, person, work.second, 6, 6, 5.5)
        first, second = final_scores(work.call)
        assert (first.total, first.below_threshold) == (Decimal("60.00"), False)
        assert (second.total, second.below_threshold) == (Decimal("59.00"), True)

    @pytest.mark.rule("C7")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_a_recused_seat_no_longer_counts_and_its_alternate_does(self) -> None:
        work = commission.at_work()
        for person in (work.cast.chair, work.cast.member):
            commission.hand_in(work.commission, person, work.first)
        assert final_scores(work.call)[0].complete
        seat = commission.seat_of(work.commission, work.cast.member)
        with clock.at(AT_WORK):
            declare(
                seat_id=seat.pk, ties={work.first.network_id: {TieKind.KIN}}, by=work.cast.member
            )
        assert (final_scores(work.call)[0].cards, final_scores(work.call)[0].total) == (1, None)
        commission.hand_in(work.commission, work.cast.alternate, work.first)
        assert final_scores(work.call)[0].complete

    @pytest.mark.begins_from(stage=commission.at_work)
    def test_the_spread_puts_the_widest_first(self) -> None:
        work = commission.at_work()
        for person, shift in ((work.cast.chair, 0), (work.cast.member, 3)):
            commission.hand_in(work.commission, person, work.first, 7, 7, 7)
            commission.hand_in(work.commission, person, work.second, 7 - shift, 7, 7)
        rows = spread_of(work.call)
        assert [row.submission for row in rows] == [work.second, work.first]
        assert [row.distance for row in rows] == [Decimal("15.00"), Decimal("0.00")]

    @pytest.mark.parametrize("state", sorted(set(SubmissionState) - NOT_YET_CHECKED))
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_only_an_admissible_application_takes_scores(self, state: SubmissionState) -> None:
        work = commission.at_work()
        in_state(work.first, state)
        if state == SubmissionState.ADMISSIBLE:
            assert not save(work, bisogno=Decimal(5)).is_in
            return
        with pytest.raises(Blocked) as raised:
            save(work, bisogno=Decimal(5))
        assert codes(raised) == {"not_examined"}

    def test_an_application_that_nobody_admitted_yet_takes_no_scores(self) -> None:
        call = commission.open_call()
        waiting = commission.answered(call, "Rete Uno")
        cast = commission.prepared(commission.close(call))
        held = commission.appoint(call, cast)
        commission.declare_all(held, cast.member)
        with pytest.raises(Blocked) as raised:
            commission.hand_in(held, cast.member, waiting)
        assert codes(raised) == {"not_examined"}
