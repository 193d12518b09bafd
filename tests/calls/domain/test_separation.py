"""Ties that arise late, and the hands that must not be the same (C7, C10)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from calls.domain.declarations import record_known_tie
from calls.domain.rankings import approve_blockers, approve_ranking, draw_blockers, draw_ranking
from calls.domain.scorecards import reopen_scorecard
from calls.enums import SeatKind
from calls.models import Ranking, Scorecard, Substitution
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.people.domain.roles import grant_role
from core.people.domain.ties import declare_tie
from core.people.enums import RoleName, TieKind
from core.people.queries import forget
from tests.factories import rankings
from tests.factories.rankings import ACT, APPROVAL, Scored

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.begins_from(stage=rankings.scored)]


@pytest.fixture
def found() -> Scored:
    return rankings.scored()


def codes(raised: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code for blocker in raised.value.blockers}


def tie(person: User, found: Scored) -> Scorecard:
    """A tie of kin with the best network, after its card was handed in."""
    with clock.at(APPROVAL):
        declare_tie(user=person, network=found.best.network, kind=TieKind.KIN, by=person)
    forget(person)
    return Scorecard.objects.get(submission=found.best, seat__person=person)


@pytest.mark.rule("C7")
def test_a_tie_that_arises_after_the_card_stops_the_ranking(found: Scored) -> None:
    card = tie(found.cast.member, found)
    with clock.at(APPROVAL):
        (blocker,) = draw_blockers(found.call)
        assert (blocker.code, found.best.number in str(blocker.message)) == ("tied_since", True)
        assert found.cast.member.full_name in str(blocker.who)
        with pytest.raises(Blocked) as raised:
            draw_ranking(call_id=found.call.pk, by=found.cast.coordinator)
        assert codes(raised) == {"tied_since"}
        record_known_tie(scorecard_id=card.pk, by=found.cast.secretary)
        called = Substitution.objects.get(submission=found.best)
        assert called.alternate.kind == SeatKind.ALTERNATE
        assert {row.code for row in draw_blockers(found.call)} == {"not_scored"}


@pytest.mark.rule("C7")
def test_only_a_tie_that_is_known_sets_a_card_aside_and_not_by_who_is_tied(found: Scored) -> None:
    card = Scorecard.objects.get(submission=found.best, seat__person=found.cast.member)
    with clock.at(APPROVAL), pytest.raises(Blocked) as raised:
        record_known_tie(scorecard_id=card.pk, by=found.cast.chair)
    assert codes(raised) == {"no_tie"}
    own = tie(found.cast.chair, found)
    with clock.at(APPROVAL), pytest.raises(Blocked) as raised:
        record_known_tie(scorecard_id=own.pk, by=found.cast.chair)
    assert codes(raised) == {"tied"}


@pytest.mark.rule("C7")
def test_a_tied_chair_reopens_no_card_of_the_network(found: Scored) -> None:
    tie(found.cast.chair, found)
    card = Scorecard.objects.get(submission=found.best, seat__person=found.cast.member)
    with clock.at(APPROVAL), pytest.raises(Blocked) as raised:
        reopen_scorecard(scorecard_id=card.pk, reason="Un refuso", by=found.cast.chair)
    assert codes(raised) == {"tied"}


@pytest.mark.rule("C10")
@pytest.mark.parametrize(("who", "code"), [("coordinator", "drew_it"), ("chair", "has_seat")])
def test_who_draws_or_sits_does_not_approve(found: Scored, who: str, code: str) -> None:
    person = getattr(found.cast, who)
    grant_role(user=person, name=RoleName.METROPOLITAN_OFFICIAL, by=found.cast.official)
    forget(person)
    ranking = rankings.drawn(found)
    with clock.at(APPROVAL):
        assert code in {row.code for row in approve_blockers(ranking, person)}
        with pytest.raises(Blocked) as raised:
            approve_ranking(ranking_id=ranking.pk, by=person, **ACT)
    assert codes(raised) == {code}


@pytest.mark.rule("C10")
def test_the_database_refuses_one_hand_for_both(found: Scored) -> None:
    ranking = rankings.drawn(found)
    with (
        pytest.raises(IntegrityError, match="ranking_drawn_by_one_approved_by_another"),
        transaction.atomic(),
    ):
        Ranking.objects.filter(pk=ranking.pk).update(
            state="final", approved_at=APPROVAL, approved_by=ranking.drawn_by,
            act_number="DD 1", act_date=date(2021, 3, 20), act_url="https://example.org/1",
        )  # fmt: skip
