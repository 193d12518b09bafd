"""Projects as they can be read in the work area: the list, the page of one, its plan, its budget."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.ui.downloads import download
from labs import paths as labs_paths
from projects import blockers, exports, paths, queries
from projects.enums import ENDED_EARLY, UNAPPROVED_STATES
from projects.lists import projects_listing, with_parties
from projects.models import CodesignTable, Project
from projects.views.history import history_of
from projects.views.loaders import project, project_to_export
from projects.views.places import desk_crumbs, plan_crumbs, project_crumbs
from projects.views.steps import Standing, missing_of, steps_of


@page("projects.see_desk")
def project_desk(request: PortalRequest) -> HttpResponse:
    rows = with_parties(queries.visible_to(request.user))
    may_open = request.user.has_perm("projects.open_project")
    context = {
        "page": projects_listing().page(rows, request.GET),
        "waiting": queries.selected_without_project().count() if may_open else 0,
        "breadcrumbs": desk_crumbs(request),
    }
    return render(request, "projects/project_desk.html", context)


@page("projects.see_project", load=project)
def project_detail(request: PortalRequest, target: Project) -> HttpResponse:
    """Where it stands, what comes next, who unblocks it; then its papers."""
    standing = standing_of(target)
    actions = actions_of(request, standing)
    action = next((one for one in actions if one.leads), None)
    context = {
        "project": target,
        "steps": steps_of(standing),
        "missing": missing_of(standing),
        "actions": [one for one in actions if one != action],
        "action": action,
        "tables": tables_of(request, standing),
        "may_convene": _may(request, "convene_table", target)
        and not blockers.table_blockers(target),
        "opinion": standing.opinion,
        "returned": queries.last_return(target),
        "agreement": standing.agreement,
        "members": people.organisations_of_network(target.network),
        "sees_proposal": request.user.has_perm("calls.see_submission", target.submission),
        "sees_papers": _may(request, "see_papers", target),
        "is_public": queries.public_projects().filter(pk=target.pk).exists(),
        **plan_context(request, target),
        "history": history_of(target, standing.agreement),
        "breadcrumbs": project_crumbs(request, target),
    }
    return render(request, "projects/project_detail.html", context)


@page("projects.see_project", load=project)
def plan_detail(request: PortalRequest, target: Project) -> HttpResponse:
    """Activities, milestones and budget, with what each section lacks; where they are written."""
    may_write = _may(request, "write_plan", target) and not blockers.write_blockers(target)
    context = {
        "project": target,
        "may_write": may_write,
        "write_blockers": blockers.write_blockers(target),
        "budget_blockers": blockers.budget_blockers(target),
        "may_submit": _may(request, "submit_plan", target),
        "missing": blockers.submit_blockers(target) if target.is_designing else [],
        "tables": tables_of(request, standing_of(target)),
        **plan_context(request, target),
        "breadcrumbs": plan_crumbs(request, target),
    }
    return render(request, "projects/plan_detail.html", context)


@page("projects.see_project", load=project)
def budget_print(request: PortalRequest, target: Project) -> HttpResponse:
    context = {"project": target, **plan_context(request, target)}
    return render(request, "projects/budget_print.html", context)


@page(
    "projects.see_project",
    writes={"GET"},
    reason="An export leaves an entry in the register.",
    load=project_to_export,
)
def budget_export(request: PortalRequest, target: Project) -> HttpResponse:
    assert request.resolver_match is not None
    if request.resolver_match.kwargs["extension"] != "csv":
        raise Http404
    record(target, Verb.EXPORT, by=request.user, data={"row": "budget", "format": "csv"})
    return download(exports.budget_csv(target), f"{target.slug}-budget.csv")


def standing_of(target: Project) -> Standing:
    tables = CodesignTable.objects.filter(project=target).select_related("event__programme")
    return Standing(
        project=target,
        tables=list(tables.prefetch_related("event__sessions").order_by("convened_at", "pk")),
        opinion=queries.opinion_of(target) if target.round else None,
        agreement=queries.agreement_of(target),
    )


@dataclass(frozen=True)
class Sitting:
    """A sitting of a table: when, where, its minutes, and where the team writes them."""

    table: CodesignTable
    session: Any
    minutes_url: str


def tables_of(request: PortalRequest, standing: Standing) -> list[Sitting]:
    may_write = request.user.has_perm("projects.convene_table", standing.project)
    return [
        Sitting(table, session, labs_paths.minutes(session) if may_write else "")
        for table in standing.tables
        for session in table.event.sessions.all()
        if session.cancelled_at is None
    ]


def plan_context(request: PortalRequest, target: Project) -> dict[str, Any]:
    """The rows of the plan and what the budget makes."""
    milestones = target.milestones.all()
    may_complete = _goes_on(target) and _may(request, "complete_milestone", target)
    return {
        "activities": target.activities.select_related("organisation"),
        "milestones": milestones,
        "lines": target.budget_lines.select_related("organisation"),
        "totals": queries.budget_totals(target),
        "may_complete": may_complete,
    }


def _goes_on(project: Project) -> bool:
    """Approved, and not ended before its time."""
    return project.state not in UNAPPROVED_STATES | ENDED_EARLY


@dataclass(frozen=True)
class Action:
    """`leads` if it may be the page's one button; what ends a project stands in the menu only."""

    label: str
    url: str
    leads: bool = True


def actions_of(request: PortalRequest, standing: Standing) -> list[Action]:
    """What this person can do now, the most urgent first: who may (rules) and whether now (blockers)."""
    project, agreement = standing.project, standing.agreement
    designing = project.is_designing and not project.is_submitted
    in_force = agreement is not None and agreement.is_in_force
    goes_on = _goes_on(project)
    offered = [
        ("give_opinion", _("Give the opinion"), "opinion_give", not blockers.opinion_blockers(project)),
        ("approve_project", _("Approve"), "project_approve",
         not blockers.approve_blockers(project, request.user)),
        ("submit_plan", _("Send the plan"), "plan_submit",
         designing and not blockers.submit_blockers(project)),
        ("activate_project", _("Start the project"), "project_activate",
         not blockers.activate_blockers(project)),
        ("write_plan", _("Write plan and budget"), "plan_detail", designing),
        ("return_plan", _("Send the plan back"), "plan_return", not blockers.return_blockers(project)),
        ("draft_agreement", _("Draft the agreement"), "agreement_draft",
         agreement is None and goes_on),
        ("draft_agreement", _("Complete the agreement"), "agreement_detail",
         agreement is not None and not in_force and goes_on),
        ("revoke_project", _("Revoke the project"), "project_revoke",
         not blockers.revoke_blockers(project)),
    ]  # fmt: skip
    return [
        Action(label, paths.of(project, view), leads=permission != "revoke_project")
        for permission, label, view, is_now in offered
        if is_now and _may(request, permission, project)
    ]


def _may(request: PortalRequest, name: str, target: Project) -> bool:
    return bool(request.user.has_perm(f"projects.{name}", target))
