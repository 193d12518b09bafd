"""What comes next for who keeps a commission in order, once every card is in: minutes, ranking, reviews."""

from collections.abc import Callable

import pytest
from django.test import Client

from calls.domain.declarations import declare
from calls.domain.sittings import record_sitting
from calls.enums import ScorecardState
from calls.models import Scorecard
from core.access import clock
from core.access.models import User
from core.people.enums import TieKind
from tests.factories import commission, rankings
from tests.factories.rankings import APPROVAL, Scored

SignIn = Callable[[User], Client]
MINUTES, DRAW = "Write the minutes of a sitting", "Draw the ranking"

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.begins_from(stage=rankings.scored)]


def _home(client: Client, found: Scored) -> tuple[dict[str, str], str]:
    """Steps with their state, and the act that the head of the page offers."""
    answer = client.get(f"/en/prova/area/commissione/{found.call.pk}/")
    states = {str(step.label): step.state for step in answer.context["steps"]}
    act = answer.context["next_act"]
    return states, str(act.message) if act else ""


def _waits(client: Client) -> bool:
    return "Write the minutes of the sitting" in client.get("/en/prova/area/").content.decode()


def test_from_the_last_card_to_the_reviews(sign_in: SignIn) -> None:
    found = rankings.scored()
    meets, drawn = "The commission meets, the secretary writes the minutes", "The ranking is drawn"
    approved = "The official approves it: letters leave, the list is public"
    reviews = "Networks may ask for a review"
    with clock.at(APPROVAL):
        secretary, member = sign_in(found.cast.secretary), sign_in(found.cast.member)
        states, act = _home(secretary, found)
        assert (states[meets], states[drawn], act) == ("now", "next", MINUTES)
        assert _waits(secretary)
        assert not _waits(member)
        assert _home(member, found)[1] == ""
        record_sitting(
            commission_id=found.commission.pk, held_on=clock.today(), minutes="Presenti tutti.",
            by=found.cast.secretary,
        )  # fmt: skip
        states, act = _home(secretary, found)
        assert (states[meets], states[drawn], act) == ("done", "now", DRAW)
        assert not _waits(secretary)
        ranking = rankings.drawn(found)
        states, act = _home(secretary, found)
        assert (states[drawn], states[approved], act) == ("done", "now", "")
        rankings.approved(found, ranking)
        states, act = _home(member, found)
        assert (states[approved], states[reviews]) == ("done", "now")


def test_while_a_card_is_missing_nothing_is_asked_of_the_secretary(sign_in: SignIn) -> None:
    found = rankings.scored()
    card = Scorecard.objects.order_by("pk").last()
    assert card is not None
    Scorecard.objects.filter(pk=card.pk).update(state=ScorecardState.DRAFT, submitted_at=None)
    with clock.at(APPROVAL):
        secretary = sign_in(found.cast.secretary)
        states, act = _home(secretary, found)
        assert set(states.values()) == {"done", "next"}
        assert act == ""
        assert not _waits(secretary)


def test_a_card_that_was_set_aside_stands_for_none_that_is_missing(sign_in: SignIn) -> None:
    """A tie that arose closes one application to the member, whose card on another is open again."""
    found = rankings.scored()
    seat = commission.seat_of(found.commission, found.cast.member)
    with clock.at(commission.AT_WORK):
        ties = {found.best.network_id: {TieKind.KIN}}
        declare(seat_id=seat.pk, ties=ties, by=found.cast.member)
    commission.hand_in(found.commission, found.cast.alternate, found.best)
    rows = Scorecard.objects.filter(seat=seat)
    rows.filter(submission=found.low).update(state=ScorecardState.DRAFT, submitted_at=None)
    with clock.at(APPROVAL):
        secretary = sign_in(found.cast.secretary)
        assert _home(secretary, found)[1] == ""
        rows.filter(submission=found.low).update(
            state=ScorecardState.SUBMITTED, submitted_at=clock.now()
        )
        assert _home(secretary, found)[1] == MINUTES
