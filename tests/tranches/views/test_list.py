"""The list of tranches says what each waits for and whose hand, what is not paid first."""

from collections.abc import Callable

import pytest
from django.test import Client

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import tranches
from tranches.enums import TrancheState

pytestmark = pytest.mark.begins_from(stage=tranches.granted)
S = TrancheState
SignIn = Callable[[User], Client]
REPORT = ["The report of the previous period", "whoever writes for the lead organisation"]
WAITS: dict[TrancheState, list[str]] = {
    S.PLANNED: ["Request", "the signatory of the lead organisation"],
    S.VERIFIED: ["Settlement act", "the metropolitan official"],
    S.APPROVED: ["Publication of the act", "the metropolitan official"],
    S.ORDERED: ["Treasury receipt", "the finance office"],
    S.SUSPENDED: ["Its resumption, once the reason is gone", "the metropolitan official"],
}


def rows_for(person: User, sign_in: SignIn) -> list[list[str]]:
    page = sign_in(person).get("/en/prova/area/contributi/").context["page"]
    place = next(at for at, head in enumerate(page.headers) if head.label == "What it waits for")
    return [[str(row.cells[place][1].text), str(row.cells[place][1].note)] for row in page.rows]


@pytest.mark.parametrize("state", WAITS)
def test_each_row_says_what_it_waits_for_and_who_acts(
    programme: Programme, sign_in: SignIn, state: TrancheState
) -> None:
    way = tranches.way_to(state)
    first, second, *_ = rows_for(way.team.finance, sign_in)
    assert first == WAITS[state]
    assert second == ["The payment of the one before", ""]


def test_what_is_paid_stands_last(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.way_to(S.PAID)
    rows = rows_for(way.team.official, sign_in)
    assert (rows[0], rows[-1]) == (REPORT, ["", ""])
    way.tranche = way.grant.tranches.get(position=2)
    tranches.hand_over(way)
    rows = rows_for(way.team.official, sign_in)
    assert rows[0] == ["Report of the previous period accepted", "the verifier"]
