"""Who may do what with questions, indicators and values.

Evaluators manage indicators and targets and review values; whoever writes for a network records those of
its projects, and the team and the evaluators those of any subject (docs/adr/0107).
"""

from typing import Any
from uuid import UUID

import rules

from core.access.models import User
from core.access.once import asked_once
from core.documents.domain.access import documents_of
from core.people import queries as people
from core.people.enums import RoleName
from core.people.rules import has, is_in_programme
from evaluation import queries
from evaluation.models import Indicator, Measurement
from projects import queries as projects

is_evaluator = has(RoleName.EVALUATOR)
records_everything = has(RoleName.EVALUATOR, RoleName.COORDINATOR, RoleName.FACILITATOR)


@rules.predicate
def knows_measurement(user: User, measurement: Measurement) -> bool:
    return queries.visible_to(user).filter(pk=measurement.pk).exists()


@rules.predicate
def writes_for_a_project(user: User, target: object = None) -> bool:
    """Acts for an organisation of a network that has a project."""
    return _writes_for_some(user)


@asked_once
def _writes_for_some(user: User) -> bool:
    return projects.written_by(user).exists()


@rules.predicate
def writes_for_its_project(user: User, measurement: Measurement) -> bool:
    if measurement.project_id is None:
        return False
    return projects.written_by(user).filter(pk=measurement.project_id).exists()


def may_record_of(user: User, project_id: UUID | None) -> bool:
    """Whether this person may record a value of a project, or (None) of a territory or the programme."""
    if people.has_role(user, RoleName.EVALUATOR, RoleName.COORDINATOR, RoleName.FACILITATOR):
        return True
    return project_id is not None and projects.written_by(user).filter(pk=project_id).exists()


_sees_desk = (
    has(
        RoleName.EVALUATOR,
        RoleName.COORDINATOR,
        RoleName.FACILITATOR,
        RoleName.METROPOLITAN_OFFICIAL,
        RoleName.MUNICIPAL_OFFICIAL,
        RoleName.SCIENTIFIC_EDITOR,
        RoleName.MENTOR,
    )
    | writes_for_a_project
)

_PERMISSIONS: dict[str, Any] = {
    "evaluation.see_desk": _sees_desk,
    "evaluation.manage_indicators": is_evaluator,
    "evaluation.set_target": is_evaluator,
    "evaluation.record_measurement": records_everything | writes_for_a_project,
    "evaluation.see_measurement": is_in_programme & knows_measurement,
    "evaluation.write_measurement": records_everything | writes_for_its_project,
    "evaluation.review_measurement": is_evaluator,
}
for _name, _predicate in _PERMISSIONS.items():
    rules.add_perm(_name, _predicate)


@documents_of("evaluation.Measurement")
def may_read_evidence(user: User, object_id: UUID) -> bool:
    """Evidence is read by whoever works with the value, also once the value itself is public."""
    if people.has_role(user, *queries.READS_ALL):
        return True
    own = projects.mine(user).order_by().values("pk")
    return Measurement.objects.filter(pk=object_id, project__in=own).exists()


def may_record(user: User, indicator: Indicator) -> bool:
    return bool(user.has_perm("evaluation.record_measurement")) and indicator.is_current
