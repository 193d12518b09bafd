"""Writing a plan: the project's own words and days, one row at a time, and what clashed with others."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from projects import blockers, paths
from projects.domain import plan, projects, tables
from projects.domain.revisions import Stale
from projects.forms import ProjectForm, TableForm
from projects.models import Project
from projects.views.loaders import (
    kind_of,
    milestone_of,
    project,
    project_of_kind,
    project_of_milestone,
    project_of_row,
    row_of,
)
from projects.views.places import plan_crumbs, project_crumbs, to_plan, to_project

CONFLICT = 409


@page("projects.write_plan", writes={"POST"}, load=project)
def project_change(request: PortalRequest, target: Project) -> HttpResponse:
    """Title, public summary, days, co-financing."""
    names = ("title", "summary", "starts_on", "ends_on", "cofinancing", "revision")
    initial: dict[str, Any] = {name: getattr(target, name) for name in names}
    if target.precision != "day":  # a month has no day to begin from
        initial["starts_on"] = initial["ends_on"] = None
    form = ProjectForm(request.POST or None, initial=initial)
    clashes, status = [], 200
    if request.method == "POST" and form.is_valid():
        try:
            projects.change_project(
                project_id=target.pk,
                revision=form.read_revision(),
                by=request.user,
                **form.values(),
            )
        except Stale as stale:
            clashes, status = form.show_stale(stale.row), CONFLICT
        else:
            messages.success(request, _("Saved."))
            return to_plan(target)
    context = {
        "project": target,
        "form": form,
        "clashes": clashes,
        "blockers": blockers.write_blockers(target),
        "breadcrumbs": plan_crumbs(request, target, Crumb(_("The project in short"))),
    }
    return render(request, "projects/project_change.html", context, status=status)


@page("projects.write_plan", writes={"POST"}, load=project_of_kind)
def plan_row_add(request: PortalRequest, target: Project) -> HttpResponse:
    kind = kind_of(request)
    form = kind.form(request.POST or None, project=target)
    if request.method == "POST" and form.is_valid():
        kind.add(project_id=target.pk, by=request.user, **form.values())
        messages.success(request, _("Added to the plan."))
        return to_plan(target)
    return _row_page(request, target, {"form": form, "row": None})


@page("projects.write_plan", writes={"POST"}, load=project_of_row)
def plan_row_change(request: PortalRequest, target: Project) -> HttpResponse:
    """A save written on an older revision changes nothing: it shows both texts and asks again."""
    kind, row = kind_of(request), row_of(request, target)
    initial = {name: getattr(row, name) for name in (*kind.form.base_fields,)}
    form = kind.form(request.POST or None, initial=initial, project=target)
    clashes, status = [], 200
    if request.method == "POST" and form.is_valid():
        try:
            kind.change(
                **{kind.key: row.pk},
                revision=form.read_revision(),
                by=request.user,
                **form.values(),
            )
        except Stale as stale:
            clashes, status = form.show_stale(stale.row), CONFLICT
        else:
            messages.success(request, _("Saved."))
            return to_plan(target)
    context = {"form": form, "row": row, "clashes": clashes}
    return _row_page(request, target, context, status=status)


@page("projects.write_plan", writes={"POST"}, load=project_of_row)
def plan_row_remove(request: PortalRequest, target: Project) -> HttpResponse:
    if request.method == "POST":
        kind, row = kind_of(request), row_of(request, target)
        kind.remove(**{kind.key: row.pk}, by=request.user)
        messages.success(request, _("Taken out of the plan."))
    return to_plan(target)


@page("projects.complete_milestone", writes={"POST"}, load=project_of_milestone)
def milestone_complete(request: PortalRequest, target: Project) -> HttpResponse:
    if request.method == "POST":
        milestone = milestone_of(request, target)
        plan.complete_milestone(milestone_id=milestone.pk, by=request.user)
        messages.success(request, _("The milestone is reached."))
        return redirect(paths.milestone(milestone))
    return to_project(target)


@page("projects.convene_table", writes={"POST"}, load=project)
def table_convene(request: PortalRequest, target: Project) -> HttpResponse:
    form = TableForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        tables.convene_table(project_id=target.pk, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("The table is convened: network, municipality and facilitators are told.")
        )
        return to_project(target)
    context = {
        "project": target,
        "form": form,
        "blockers": blockers.table_blockers(target),
        "breadcrumbs": project_crumbs(request, target, Crumb(_("Co-design table"))),
    }
    return render(request, "projects/table_convene.html", context)


def _row_page(
    request: PortalRequest, target: Project, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    kind = kind_of(request)
    whole = {
        "project": target,
        "kind": kind.slug,
        "noun": kind.model._meta.verbose_name,
        "clashes": [],
        "blockers": blockers.write_blockers(target),
        "breadcrumbs": plan_crumbs(request, target, Crumb(str(kind.model._meta.verbose_name))),
        **context,
    }
    return render(request, "projects/plan_row_form.html", whole, status=status)
