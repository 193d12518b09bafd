"""A tie that arose after a card was handed in: who is told, and what a blind call lets them read."""

from collections.abc import Callable

import pytest
from django.test import Client

from calls.enums import ScorecardState
from calls.models import Scorecard, Selection
from calls.queries.blind import code_of
from core.access import clock
from core.access.models import User
from core.people.domain.ties import declare_tie
from core.people.enums import TieKind
from core.people.queries import forget
from tests.factories import rankings
from tests.factories.rankings import APPROVAL, Scored

SignIn = Callable[[User], Client]
WAITS = "Set a card aside"

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.begins_from(stage=rankings.scored)]


def tied(found: Scored) -> Scorecard:
    member = found.cast.member
    with clock.at(APPROVAL):
        declare_tie(user=member, network=found.best.network, kind=TieKind.KIN, by=member)
    forget(member)
    return Scorecard.objects.get(submission=found.best, seat__person=member)


def read(client: Client, found: Scored, card: Scorecard) -> list[str]:
    """The work home, the commission's page and the page that sets the card aside."""
    home = f"/en/prova/area/commissione/{found.call.pk}/"
    aside = f"{home}schede/{card.pk}/accantona/"
    return [client.get(each).content.decode() for each in ("/en/prova/area/", home, aside)]


@pytest.mark.rule("C7")
def test_chair_and_secretary_find_it_among_what_waits(sign_in: SignIn) -> None:
    found = rankings.scored()
    card = tied(found)
    with clock.at(APPROVAL):
        for person in (found.cast.chair, found.cast.secretary):
            work, home, aside = read(sign_in(person), found, card)
            assert WAITS in work
            assert found.best.number in home
            assert found.best.network.name in aside
            assert "is a relative of somebody in the network" in aside
        assert WAITS not in sign_in(found.cast.member).get("/en/prova/area/").content.decode()


@pytest.mark.rule("C7")
def test_in_a_blind_call_the_chair_reads_of_whom_once_the_own_card_is_in(sign_in: SignIn) -> None:
    found = rankings.scored()
    card = tied(found)
    Selection.objects.filter(call=found.call).update(blind=True)
    own = Scorecard.objects.filter(submission=found.best, seat__person=found.cast.chair)
    with clock.at(APPROVAL):
        chair, secretary = sign_in(found.cast.chair), sign_in(found.cast.secretary)
        assert found.best.number in read(chair, found, card)[2]
        own.update(state=ScorecardState.DRAFT, submitted_at=None)
        pages = read(chair, found, card)
        for page in pages:
            assert code_of(found.best) in page
            assert found.best.number not in page
        assert found.best.network.name not in pages[2].partition("<main")[2]
        assert found.best.number in read(secretary, found, card)[2]
