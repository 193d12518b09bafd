"""A commission from its appointment to the approved ranking, by the hands of each who has a part in it.

The programme stands on the day after the close of its call for proposals: nothing is decided yet.
"""

from datetime import date

import pytest

from tests.journeys import examining
from tests.journeys.acting import As
from tests.journeys.conftest import portal_standing_on
from tests.journeys.mailbox import Mailbox
from tests.journeys.paying import PROJECT
from topmetro.demo.people import address_of

portal = portal_standing_on(date(2020, 11, 17))


@pytest.mark.rule("C7")
def test_from_proposals_sent_to_an_approved_ranking(as_: As, mailbox: Mailbox) -> None:
    examining.check_admissibility(as_("Marco Bonino"))
    examining.appoint(as_)
    examining.declare(as_)
    examining.score(as_, best=PROJECT)
    examining.meet(as_)
    examining.rank(as_)
    mailbox.wait_for(address_of("Beatrice Allasia"), PROJECT)
