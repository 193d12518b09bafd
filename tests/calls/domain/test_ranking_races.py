"""Fifty threads on one approval, and a card handed in while it happens: one effect (C9, C10)."""

from collections.abc import Callable
from typing import Any

import pytest

from calls.domain.places import select_next
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.enums import RankingState
from calls.models import Advance, Ranking
from calls.queries import selected_submissions
from core.access import clock
from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from tests.calls.domain.test_races import at_once
from tests.factories import programmes, rankings
from tests.factories.calls import DURING
from tests.factories.rankings import ACT, APPROVAL

FIFTY = 50


@pytest.fixture
def stage(committed_db: None) -> Programme:
    return programmes.programme(slug="gara", name="Gara")


def tries(programme: Programme, act: Callable[[], Any]) -> Callable[[], bool]:
    """Whether the act took effect, asked in a transaction of its own."""

    def attempt() -> bool:
        with open_programme(programme.pk), clock.at(APPROVAL):
            try:
                act()
            except Blocked:
                return False
            return True

    return attempt


@pytest.mark.rule("C10")
def test_fifty_who_approve_at_once_approve_once(stage: Programme) -> None:
    with open_programme(stage.pk), clock.at(DURING):
        found = rankings.scored()
        ranking = rankings.drawn(found)
    official = found.cast.official
    approve = tries(stage, lambda: approve_ranking(ranking_id=ranking.pk, by=official, **ACT))
    assert sum(at_once([approve] * FIFTY)) == 1
    with open_programme(stage.pk):
        assert Ranking.objects.get().state == RankingState.FINAL
        assert selected_submissions().count() == 2
        assert OutboxMessage.objects.filter(kind="calls.proposal_selected").count() == 2


@pytest.mark.rule("C9")
def test_a_free_place_taken_by_many_at_once_is_taken_once(stage: Programme) -> None:
    from calls.domain.places import renounce_submission

    with open_programme(stage.pk), clock.at(DURING):
        found = rankings.scored()
        ranking = rankings.approved(found)
        by = found.best.started_by
        renounce_submission(submission_id=found.best.pk, reason="Non possiamo", by=by)
        territory = found.best.territory
    give = tries(
        stage,
        lambda: select_next(
            ranking_id=ranking.pk, territory=territory, by=found.cast.official, **ACT
        ),
    )
    assert sum(at_once([give] * 8)) == 1
    with open_programme(stage.pk):
        assert Advance.objects.count() == 1


def test_drawing_at_once_leaves_one_provisional_ranking(stage: Programme) -> None:
    with open_programme(stage.pk), clock.at(DURING):
        found = rankings.scored()
    draw = tries(stage, lambda: draw_ranking(call_id=found.call.pk, by=found.cast.coordinator))
    assert all(at_once([draw] * 4))
    with open_programme(stage.pk):
        states = Ranking.objects.order_by("number").values_list("state", flat=True)
        assert list(states) == [RankingState.REPLACED] * 3 + [RankingState.PROVISIONAL]
