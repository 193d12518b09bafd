"""A place that was renounced, or that a correction gave to somebody else, is paid no more (C9)."""

import pytest

from calls.enums import SubmissionState
from core.programmes.models import Programme
from projects import queries
from tests.factories import projects as factory
from tests.factories.rankings import in_state


@pytest.mark.parametrize("state", [SubmissionState.RENOUNCED, SubmissionState.RESERVE])
def test_nothing_is_paid_once_the_place_is_lost(
    programme: Programme, state: SubmissionState
) -> None:
    project = factory.opened()
    assert not queries.selection_blockers(project)
    in_state(project.submission, state)
    assert "not_selected" in {found.code for found in queries.payment_blockers(project)}
