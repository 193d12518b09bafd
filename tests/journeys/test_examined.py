"""Proposals are admitted or excluded, a commission is appointed by an act and declares on conflicts.

The programme stands on the day after the close of its call for proposals: nothing is decided yet.
"""

from datetime import date

import pytest

from tests.journeys import examining
from tests.journeys.acting import As
from tests.journeys.conftest import portal_standing_on

portal = portal_standing_on(date(2020, 11, 17))


@pytest.mark.rule("C7")
def test_proposals_are_admitted_and_a_commission_declares(as_: As) -> None:
    examining.check_admissibility(as_("Marco Bonino"))
    examining.appoint(as_)
    examining.declare(as_)
