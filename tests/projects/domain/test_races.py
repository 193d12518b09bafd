"""The same act in two tabs, with real threads: one of them acts, the other is told why not."""

from datetime import date
from uuid import UUID

import pytest

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.audit.enums import Verb
from core.audit.models import Entry
from core.programmes.models import Programme
from projects.domain.projects import approve_project, open_project
from projects.models import Project
from tests.factories import programmes
from tests.factories import projects as factory
from tests.factories.projects import ACT_URL, DESIGN
from tests.races import together


@pytest.fixture
def stage(committed_db: None) -> Programme:
    return programmes.programme(slug="gara", name="Gara")


def test_one_approval_of_two(stage: Programme) -> None:
    with clock.at(DESIGN), open_programme(stage.pk):
        key, by = factory.submitted().pk, factory.official()

    def approve() -> None:
        with clock.at(DESIGN), open_programme(stage.pk):
            approve_project(
                project_id=key, act_number="1", act_date=date(2021, 3, 10), act_url=ACT_URL, by=by
            )

    raised = together(approve, approve, approve)
    assert [type(error) for error in raised] == [Blocked, Blocked]
    with open_programme(stage.pk):
        assert Entry.objects.filter(object_id=key, verb=Verb.APPROVE).count() == 1


@pytest.mark.rule("P1")
def test_one_project_of_two_openings(stage: Programme) -> None:
    with clock.at(DESIGN), open_programme(stage.pk):
        submission = factory.selected()
        key: UUID = submission.pk
        by: User = submission.started_by

    def start() -> None:
        with clock.at(DESIGN), open_programme(stage.pk):
            open_project(submission_id=key, contribution=factory.CONTRIBUTION, by=by)

    raised = together(start, start)
    assert [type(error) for error in raised] == [Blocked]
    with open_programme(stage.pk):
        assert Project.objects.count() == 1
