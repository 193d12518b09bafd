"""The rows of a plan: activities, milestones, budget lines, written together while the project is designed.

The network's organisations and the facilitators write at the same time: each save says which revision of
the row it was written on, and a row that moved on meanwhile is not overwritten (`Stale`). The project is
locked first, since its state decides and its lines are counted together (P3).
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from projects.blockers import complete_milestone_blockers, write_blockers
from projects.domain import terms
from projects.domain.revisions import refuse_stale
from projects.models import Activity, BudgetLine, Milestone, Project
from projects.models.plan import PlanRow

Row = TypeVar("Row", bound=PlanRow)


@transaction.atomic
def add_activity(*, project_id: UUID, by: User, **fields: Any) -> Activity:
    """`fields`: title, description, starts_on, ends_on, organisation (of the network)."""
    return _add(Activity, project_id, fields, by)


@transaction.atomic
def change_activity(*, activity_id: UUID, revision: int, by: User, **fields: Any) -> Activity:
    return _change(Activity, activity_id, revision, fields, by)


@transaction.atomic
def remove_activity(*, activity_id: UUID, by: User) -> None:
    _remove(Activity, activity_id, by)


@transaction.atomic
def add_milestone(*, project_id: UUID, by: User, **fields: Any) -> Milestone:
    """`fields`: title, due."""
    return _add(Milestone, project_id, fields, by)


@transaction.atomic
def change_milestone(*, milestone_id: UUID, revision: int, by: User, **fields: Any) -> Milestone:
    return _change(Milestone, milestone_id, revision, fields, by)


@transaction.atomic
def remove_milestone(*, milestone_id: UUID, by: User) -> None:
    _remove(Milestone, milestone_id, by)


@transaction.atomic
def complete_milestone(*, milestone_id: UUID, by: User) -> Milestone:
    """Say that it was reached, once the project is approved."""
    milestone = lock(Milestone, milestone_id)
    refuse(complete_milestone_blockers(milestone))
    milestone.done_at, milestone.done_by = clock.now(), by
    milestone.save()
    terms.meet_milestone(milestone)
    record(milestone.project, Verb.COMPLETE, by=by, data={"milestone": milestone.pk})
    return milestone


@transaction.atomic
def add_budget_line(*, project_id: UUID, by: User, **fields: Any) -> BudgetLine:
    """`fields`: category, description, organisation (of the network), granted, cofinancing (euro)."""
    return _add(BudgetLine, project_id, fields, by)


@transaction.atomic
def change_budget_line(
    *, budget_line_id: UUID, revision: int, by: User, **fields: Any
) -> BudgetLine:
    return _change(BudgetLine, budget_line_id, revision, fields, by)


@transaction.atomic
def remove_budget_line(*, budget_line_id: UUID, by: User) -> None:
    _remove(BudgetLine, budget_line_id, by)


def _add(model: type[Row], project_id: UUID, fields: dict[str, Any], by: User) -> Row:
    project = lock(Project, project_id)
    refuse(write_blockers(project))
    _refuse_strangers(project, fields)
    rows = model.objects.filter(project=project)
    last = rows.aggregate(last=Max("position"))["last"] or 0
    row = model(project=project, position=last + 1, changed_at=clock.now(), changed_by=by, **fields)
    row.save()
    _record(project, row, Verb.ADD, by)
    return row


def _change(model: type[Row], key: UUID, revision: int, fields: dict[str, Any], by: User) -> Row:
    project, row = _locked(model, key)
    refuse(write_blockers(project))
    refuse_stale(row, revision)
    _refuse_strangers(project, fields)
    if all(getattr(row, name) == value for name, value in fields.items()):
        return row
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.changed_at, row.changed_by = clock.now(), by
    row.save()
    _record(project, row, Verb.CHANGE, by)
    return row


def _remove(model: type[Row], key: UUID, by: User) -> None:
    project, row = _locked(model, key)
    refuse(write_blockers(project))
    _record(project, row, Verb.REMOVE, by)
    row.delete()


def _locked(model: type[Row], key: UUID) -> tuple[Project, Row]:
    """The project first, so that two verbs on it never wait for one another crosswise."""
    found = model.objects.values_list("project_id", flat=True).get(pk=key)
    return lock(Project, found), lock(model, key)


def _refuse_strangers(project: Project, fields: dict[str, Any]) -> None:
    """Raises Organisation.DoesNotExist for an organisation in charge that is not in the network."""
    if organisation := fields.get("organisation"):
        people.organisations_of_network(project.network).get(pk=organisation.pk)


def _record(project: Project, row: PlanRow, verb: Verb, by: User) -> None:
    record(project, verb, by=by, data={"row": row._meta.model_name, "key": row.pk})
