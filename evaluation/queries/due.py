"""Values that are expected and not there yet: of whom, of what, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from core.access import clock
from core.access.models import User
from core.access.once import asked_once
from evaluation.enums import BEING_WRITTEN, COLLECTION, UNDER_WAY, ReviewState
from evaluation.models import Measurement, Target
from projects import queries as projects
from projects.enums import STARTED_STATES
from projects.models import Project

NOTICED_BEFORE = timedelta(days=30)
"""How long before the end of a period its value is announced on the pages."""


@dataclass(frozen=True)
class Due:
    """A value that a project owes; `draft` is what was begun, or returned."""

    target: Target
    project: Project
    draft: Measurement | None = None

    @property
    def at(self) -> datetime:
        """The end of the last day on which the value is awaited, in Rome."""
        return datetime.combine(self.due_on, time(23, 59), tzinfo=clock.ROME)

    @property
    def due_on(self) -> date:
        return self.target.ends_on + COLLECTION

    @property
    def returned(self) -> bool:
        return self.draft is not None and self.draft.review_state == ReviewState.RETURNED

    @property
    def can_be_recorded(self) -> bool:
        return self.target.ends_on <= clock.today()


def expected_projects() -> QuerySet[Project]:
    """The projects from which values are expected: those that have started."""
    return Project.objects.filter(state__in=sorted(STARTED_STATES)).order_by("title", "pk")


def owed_by(rows: Iterable[Project]) -> list[Due]:
    """What these projects owe now or within a month, the first to end first. Three queries."""
    found = [project for project in rows if project.state in STARTED_STATES]
    targets = list(
        Target.objects.filter(
            indicator__replaced_at=None,
            starts_on__lte=clock.today(),
            ends_on__lte=clock.today() + NOTICED_BEFORE,
        )
        .select_related("indicator__programme")
        .order_by("ends_on", "pk")
    )
    if not found or not targets:
        return []
    given = {
        (row.indicator_id, row.project_id, row.starts_on, row.ends_on): row
        for row in Measurement.objects.filter(
            project__in=[project.pk for project in found],
            indicator__in={target.indicator_id for target in targets},
        )
        .exclude(review_state=ReviewState.SUPERSEDED)
        .exclude(supersedes__isnull=False, review_state__in=UNDER_WAY)
        .select_related("programme")
        .order_by("recorded_at", "pk")
    }
    due = []
    for target in targets:
        for project in found:
            row = given.get((target.indicator_id, project.pk, target.starts_on, target.ends_on))
            overlaps = _runs_in(project, target.starts_on, target.ends_on)
            if overlaps and (row is None or row.review_state in BEING_WRITTEN):
                due.append(Due(target, project, row))
    return due


def owing(user: User) -> QuerySet[Project]:
    """The projects from which values are expected and in which this person may write."""
    written = projects.written_by(user).filter(state__in=sorted(STARTED_STATES))
    return written.order_by("title", "pk")


@asked_once
def values_due(user: User) -> list[Due]:
    """What the projects in which this person may write owe."""
    return owed_by(owing(user))


def _runs_in(project: Project, starts_on: date, ends_on: date) -> bool:
    """Whether the project lasts on at least one of these days."""
    begun = project.starts_on is None or project.starts_on <= ends_on
    last = project.last_day
    return begun and (last is None or last >= starts_on)
