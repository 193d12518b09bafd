"""The public page of a ranking accounts for every proposal received, without naming those left out."""

import pytest
from django.test import Client
from django.urls import reverse

from calls.enums import SubmissionState
from calls.queries.outside import Outside, outside_of
from core.access import clock
from core.programmes.models import Programme
from tests.factories import rankings
from tests.factories.rankings import APPROVAL


@pytest.mark.rule("C12")
@pytest.mark.begins_from(stage=rankings.scored)
def test_whoever_is_not_in_a_ranking_is_counted_and_not_named(programme: Programme) -> None:
    found = rankings.scored()
    rankings.in_state(found.low, SubmissionState.INADMISSIBLE)
    rankings.in_state(found.lone, SubmissionState.WITHDRAWN)
    ranking = rankings.approved(found)
    assert outside_of(ranking) == Outside(received=3, ranked=2, not_admitted=1, withdrawn=1)
    address = reverse("calls:ranking_public", args=["prova", found.call.slug])
    with clock.at(APPROVAL):
        page = Client().get(f"/en{address}").content.decode()
    for words in ("Proposals received: 3.", "In the ranking: 2.", "Not admitted: 1."):
        assert words in page
    assert found.low.network.name not in page
    assert found.lone.network.name not in page
    call = reverse("calls:call_detail", args=["prova", found.call.slug])
    assert f'{call}#who"' in page


@pytest.mark.begins_from(stage=rankings.scored)
def test_a_ranking_that_holds_everybody_says_nothing(programme: Programme) -> None:
    found = rankings.scored()
    assert outside_of(rankings.approved(found)).is_empty
