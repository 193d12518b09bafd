"""What is told about values, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import LEVELS_THAT_WRITE, RoleName
from evaluation import paths, queries
from evaluation.enums import COLLECTION
from evaluation.models import Measurement, Target
from projects.models import Project

VALUES_DUE = "evaluation.values_due"


class ValuesAsked(Notice):
    """To whoever writes for a project that has started: a value is expected at the end of a period."""

    kind = "evaluation.values_asked"
    label = _("A value of an indicator is asked of your project")
    template = "evaluation/emails/values_asked"
    action_label = _("See the indicator")

    def __init__(self, target: Target) -> None:
        self.target = target

    def recipients(self) -> Iterable[Recipient]:
        return writers_of(queries.expected_projects().select_related("network"))

    def context(self) -> Mapping[str, Any]:
        return {
            "target": self.target,
            "indicator": self.target.indicator,
            "due_on": self.target.ends_on + COLLECTION,
        }

    def path(self) -> str:
        return paths.manage(self.target.indicator)


class _OfMeasurement(Notice):
    def __init__(self, measurement: Measurement, *, by: User) -> None:
        self.measurement = measurement
        self.by = by

    def context(self) -> Mapping[str, Any]:
        return {
            "measurement": self.measurement,
            "indicator": self.measurement.indicator,
            "of_whom": self.measurement.subject_words,
        }

    def path(self) -> str:
        return paths.measurement(self.measurement)


class MeasurementSubmitted(_OfMeasurement):
    """To the evaluators, except whoever sent it."""

    kind = "evaluation.measurement_submitted"
    label = _("A value waits for your review")
    template = "evaluation/emails/measurement_submitted"
    action_label = _("Review the value")

    def recipients(self) -> Iterable[Recipient]:
        return people.people_with_role(RoleName.EVALUATOR).exclude(pk=self.by.pk)


class _Reviewed(_OfMeasurement):
    """To whoever recorded and whoever sent the value."""

    def recipients(self) -> Iterable[Recipient]:
        sender = self.measurement.submitted_by
        return chain([self.measurement.recorded_by], [sender] if sender else [])


class MeasurementReturned(_Reviewed):
    """A duty: the value does not count until somebody puts it right."""

    kind = "evaluation.measurement_returned"
    label = _("A value that you recorded was returned")
    template = "evaluation/emails/measurement_returned"
    action_label = _("Put it right")
    duty = True


class MeasurementApproved(_Reviewed):
    kind = "evaluation.measurement_approved"
    label = _("A value that you recorded was approved")
    template = "evaluation/emails/measurement_approved"
    action_label = _("See the value")


def writers_of(rows: Iterable[Project]) -> list[User]:
    """Whoever may write for these projects, each person once."""
    found: dict[Any, User] = {}
    for project in rows:
        writers = people.people_of_network(project.network, levels=LEVELS_THAT_WRITE)
        found |= {person.pk: person for person in writers}
    return list(found.values())


def values_due_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those for which a project of this person still owes its value."""
    owed = {due.target.pk for due in queries.values_due(user)}
    return [deadline for deadline in deadlines if deadline.object_id in owed]


@deadline_kind(VALUES_DUE, label=_("Values of an indicator to record"), concerning=values_due_of)
def values_due_audience(deadline: Deadline) -> Iterable[User]:
    """Whoever writes for a project that owes the value; nobody when all have given theirs."""
    rows = queries.expected_projects().select_related("network")
    return writers_of(
        due.project for due in queries.owed_by(rows) if due.target.pk == deadline.object_id
    )
