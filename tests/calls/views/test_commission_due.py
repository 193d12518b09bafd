"""Once every card is in, no page of a commission asks for the scores by a day that may be over."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.enums import ScorecardState
from calls.models import Scorecard
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import rankings
from tests.factories.rankings import APPROVAL

SignIn = Callable[[User], Client]
DONE = "All the scores are in."


@pytest.mark.begins_from(stage=rankings.scored)
def test_the_term_of_the_scores_is_not_told_when_all_are_in(
    programme: Programme, sign_in: SignIn
) -> None:
    found = rankings.scored()
    kwargs = {"slug": "prova", "key": found.call.pk}
    pages = [
        (found.cast.member, reverse("calls:commission_home", kwargs=kwargs)),
        (found.cast.coordinator, reverse("calls:commission_prepare", kwargs=kwargs)),
    ]
    with clock.at(APPROVAL):
        for person, address in pages:
            assert DONE in sign_in(person).get(f"/en{address}").content.decode()
        Scorecard.objects.filter(submission=found.low).update(
            state=ScorecardState.DRAFT, submitted_at=None
        )
        for person, address in pages:
            assert DONE not in sign_in(person).get(f"/en{address}").content.decode()
