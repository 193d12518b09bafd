"""Acts on a project, from opening to revoking it; each shows what would refuse it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.decision_forms import ActForm
from core.ui.pieces import Crumb
from projects import blockers, queries
from projects.domain import endings, projects
from projects.enums import OpinionKind
from projects.forms import OpenForm, OpinionForm, ReturnForm, RevokeForm
from projects.models import Project
from projects.views.loaders import project
from projects.views.places import desk_crumbs, project_crumbs, to_project
from projects.views.reading import plan_context


@page("projects.open_project", writes={"POST"})
def project_open(request: PortalRequest) -> HttpResponse:
    """Selected applications without a project: open one, or all of them at once."""
    waiting = queries.selected_without_project().select_related(
        "call", "network__lead", "territory", "programme"
    )
    initial = {"contribution": queries.contribution_of_a_pilot()}
    form = OpenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = request.POST.get("submission", "")
        rows = [row for row in waiting.order_by("pk") if chosen in {"", str(row.pk)}]
        for row in rows:
            projects.open_project(
                submission_id=row.pk,
                contribution=form.cleaned_data["contribution"],
                by=request.user,
            )
        messages.success(request, _("The networks and their municipalities have been told."))
        return redirect(reverse("projects:project_desk", args=[request.programme.slug]))
    context = {
        "form": form,
        "waiting": waiting.order_by("territory__position", "pk"),
        "breadcrumbs": desk_crumbs(request, Crumb(_("Open projects"))),
    }
    return render(request, "projects/project_open.html", context)


@page("projects.submit_plan", writes={"POST"}, load=project)
def plan_submit(request: PortalRequest, target: Project) -> HttpResponse:
    """The plan once more as a whole, and the button that sends it."""
    if request.method == "POST":
        projects.submit_plan(project_id=target.pk, by=request.user)
        messages.success(
            request, _("The plan is sent: the municipality and the body have been told.")
        )
        return to_project(target)
    step = queries.opinion_step()
    context = {
        "project": target,
        "blockers": blockers.submit_blockers(target),
        "silence_days": step.silence_days,
        **plan_context(request, target),
        "breadcrumbs": project_crumbs(request, target, Crumb(_("Send the plan"))),
    }
    return render(request, "projects/plan_submit.html", context)


@dataclass(frozen=True)
class Decision:
    """An act with a form: its page, what refuses it, what it does, and what is said when it is done."""

    name: str
    title: str
    form: forms.Form
    blockers: list[Blocker]
    act: Callable[[dict[str, Any]], object]
    done: str


@page("projects.give_opinion", writes={"POST"}, load=project)
def opinion_give(request: PortalRequest, target: Project) -> HttpResponse:
    def act(data: dict[str, Any]) -> object:
        return projects.give_opinion(
            project_id=target.pk, kind=OpinionKind(data["kind"]), text=data["text"], by=request.user
        )

    decision = Decision(
        name="opinion_give",
        title=_("Give the municipality's opinion"),
        form=OpinionForm(request.POST or None),
        blockers=blockers.opinion_blockers(target),
        act=act,
        done=_("Your opinion is recorded; the network and the body have been told."),
    )
    return _decide(request, target, decision)


@page("projects.return_plan", writes={"POST"}, load=project)
def plan_return(request: PortalRequest, target: Project) -> HttpResponse:
    decision = Decision(
        name="plan_return",
        title=_("Send the plan back"),
        form=ReturnForm(request.POST or None),
        blockers=blockers.return_blockers(target),
        act=lambda data: projects.return_plan(project_id=target.pk, by=request.user, **data),
        done=_("The plan is back with its network, which has been told why."),
    )
    return _decide(request, target, decision)


@page("projects.approve_project", writes={"POST"}, load=project)
def project_approve(request: PortalRequest, target: Project) -> HttpResponse:
    decision = Decision(
        name="project_approve",
        title=_("Approve the project"),
        form=ActForm(request.POST or None),
        blockers=blockers.approve_blockers(target, request.user),
        act=lambda data: projects.approve_project(project_id=target.pk, by=request.user, **data),
        done=_("The project is approved and public; everybody has been told."),
    )
    return _decide(request, target, decision)


@page("projects.revoke_project", writes={"POST"}, load=project)
def project_revoke(request: PortalRequest, target: Project) -> HttpResponse:
    decision = Decision(
        name="project_revoke",
        title=_("Revoke the project"),
        form=RevokeForm(request.POST or None),
        blockers=blockers.revoke_blockers(target),
        act=lambda data: endings.revoke_project(project_id=target.pk, by=request.user, **data),
        done=_("The project is revoked; everybody has been told."),
    )
    return _decide(request, target, decision)


@page("projects.activate_project", writes={"POST"}, load=project)
def project_activate(request: PortalRequest, target: Project) -> HttpResponse:
    if request.method == "POST":
        projects.activate_project(project_id=target.pk, by=request.user)
        messages.success(request, _("The project has started."))
        return to_project(target)
    context = {
        "project": target,
        "blockers": blockers.activate_blockers(target),
        "breadcrumbs": project_crumbs(request, target, Crumb(_("Start the project"))),
    }
    return render(request, "projects/project_activate.html", context)


def _decide(request: PortalRequest, target: Project, decision: Decision) -> HttpResponse:
    """A page with the plan to read, what would refuse the act, and the form that asks for it."""
    form = decision.form
    if request.method == "POST" and form.is_valid():
        decision.act(form.cleaned_data)
        messages.success(request, decision.done)
        return to_project(target)
    context = {
        "project": target,
        "form": form,
        "title": decision.title,
        "blockers": decision.blockers,
        "opinion": queries.opinion_of(target),
        "is_silent": queries.is_silence_enough(target),
        **plan_context(request, target),
        "breadcrumbs": project_crumbs(request, target, Crumb(decision.title)),
    }
    return render(request, f"projects/{decision.name}.html", context)
