"""Finding the row of a page among those that the person may know of; 404 otherwise."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.access.http import PortalRequest
from projects import queries
from projects.domain import plan
from projects.forms import ActivityForm, BudgetLineForm, MilestoneForm, RowForm
from projects.models import Activity, BudgetLine, Milestone, Project, SupportingDocument
from projects.models.plan import PlanRow
from projects.queries.papers import papers_readable_by

WITH_PARTIES = ("submission__call", "network", "lead", "territory", "programme")


@dataclass(frozen=True)
class RowKind:
    """A kind of row of the plan: its place in addresses, its form, its verbs."""

    slug: str
    model: type[PlanRow]
    form: type[RowForm]
    add: Any
    change: Any
    remove: Any
    key: str


ROW_KINDS = {
    kind.slug: kind
    for kind in (
        RowKind(
            "attivita", Activity, ActivityForm, plan.add_activity, plan.change_activity,
            plan.remove_activity, "activity_id",
        ),
        RowKind(
            "tappe", Milestone, MilestoneForm, plan.add_milestone, plan.change_milestone,
            plan.remove_milestone, "milestone_id",
        ),
        RowKind(
            "voci", BudgetLine, BudgetLineForm, plan.add_budget_line, plan.change_budget_line,
            plan.remove_budget_line, "budget_line_id",
        ),
    )
}  # fmt: skip


def project(request: PortalRequest, key: UUID) -> Project:
    rows = queries.visible_to(request.user).select_related(*WITH_PARTIES)
    return get_object_or_404(rows, pk=key)


def project_of_kind(request: PortalRequest, key: UUID, kind: str) -> Project:
    """The project; its view reads the kind of row from the address."""
    if kind not in ROW_KINDS:
        raise Http404
    return project(request, key)


def project_of_row(request: PortalRequest, key: UUID, kind: str, row: UUID) -> Project:
    return project_of_kind(request, key, kind)


def project_of_milestone(request: PortalRequest, key: UUID, row: UUID) -> Project:
    return project(request, key)


def project_with_agreement(request: PortalRequest, key: UUID) -> Project:
    found = project(request, key)
    if queries.agreement_of(found) is None:
        raise Http404
    return found


def project_to_export(request: PortalRequest, key: UUID, extension: str) -> Project:
    return project(request, key)


def paper_of_project(request: PortalRequest, key: UUID, paper: UUID) -> SupportingDocument:
    """Among those that this person may read: an organisation its own, also when it left the network."""
    target = get_object_or_404(Project.objects.select_related(*WITH_PARTIES), pk=key)
    rows = papers_readable_by(request.user, target)
    rows = rows.select_related("organisation", "added_by", "document__programme")
    return get_object_or_404(rows, pk=paper)


def public_project(request: PortalRequest, project_slug: str) -> Project:
    rows = queries.public_projects().select_related(*WITH_PARTIES)
    return get_object_or_404(rows, slug=project_slug)


def kind_of(request: PortalRequest) -> RowKind:
    return ROW_KINDS[str(_argument(request, "kind"))]


def row_of(request: PortalRequest, target: Project) -> PlanRow:
    """The row of the address, in this project and of its kind."""
    rows: QuerySet[Any] = kind_of(request).model.objects.all()
    found: PlanRow = get_object_or_404(
        rows.filter(project=target).order_by(), pk=_argument(request, "row")
    )
    return found


def milestone_of(request: PortalRequest, target: Project) -> Milestone:
    rows = Milestone.objects.filter(project=target).order_by()
    return get_object_or_404(rows, pk=_argument(request, "row"))


def _argument(request: PortalRequest, name: str) -> Any:
    assert request.resolver_match is not None
    return request.resolver_match.kwargs[name]
