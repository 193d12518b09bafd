"""What happens to one mentorship: read, answered, paused, ended. Each POST shows what would refuse it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.people import queries as people
from core.people.models import Network
from core.ui.decision_forms import ReasonForm
from core.ui.pieces import Crumb
from projects import mentorship_blockers as blockers
from projects import mentorship_paths as paths
from projects.domain import mentorship
from projects.domain.mentorship_sessions import request_meeting
from projects.forms.mentorship import AcceptForm, EndForm, RequestForm
from projects.mentorship_enums import AssignmentState
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries
from projects.queries import mentorship_log as log
from projects.views.mentorship_history import history_of
from projects.views.mentorship_loaders import assignment, network
from projects.views.mentorship_places import (
    Act,
    act_page,
    crumbs,
    of_assignment,
    to_assignment,
)

State = AssignmentState


@page(SIGNED_IN)
def mentorship_mine(request: PortalRequest) -> HttpResponse:
    """What the person accompanies, and who accompanies their own networks."""
    own = queries.open_assignments_of(request.user)
    past = MentorshipAssignment.objects.filter(mentor=request.user, ended_at__isnull=False)
    context = {
        "proposals": _with_names(queries.proposals_for(request.user)),
        "own": _with_names(queries.with_hours(own.exclude(state=State.PROPOSED))),
        "past": _with_names(queries.with_hours(past.order_by("-ended_at", "pk"))),
        "networks": people.networks_of(request.user).select_related("territory", "programme"),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "projects/mentorship_mine.html", context)


@page("projects.see_mentorship", load=assignment)
def mentorship_detail(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    row = queries.with_hours(MentorshipAssignment.objects.filter(pk=target.pk)).get()
    is_mentor = target.mentor_id == request.user.pk
    is_desk = request.user.has_perm("projects.assign_mentor")
    context = {
        "assignment": target,
        "held": queries.hours_of(row.minutes_held),
        "meetings_held": row.meetings_held,
        "meetings": log.meetings(target, reader=request.user),
        "actions": log.open_actions(target.network, reader=request.user),
        "asked": log.open_request(target) if is_mentor or is_desk else None,
        "is_mentor": is_mentor,
        "is_desk": is_desk,
        "reads_declaration": is_mentor or is_desk,
        "successor": target.successors.select_related("mentor", "programme").first(),
        "history": history_of(target),
        **_possible(request, target),
        "breadcrumbs": of_assignment(request, target),
    }
    return render(request, "projects/mentorship_detail.html", context)


@page("projects.see_network_mentorship", load=network)
def mentorship_network(request: PortalRequest, target: Network) -> HttpResponse:
    """Everything that was said and agreed with one network, by whichever mentor."""
    rows = queries.assignments_visible_to(request.user).filter(network=target)
    assignments = list(_with_names(queries.with_hours(rows)))
    at_work = next((row for row in assignments if row.is_at_work), None)
    may_ask = (
        at_work is not None
        and request.user.has_perm("projects.request_meeting", at_work)
        and not blockers.request_blockers(at_work)
    )
    context = {
        "network": target,
        "assignments": assignments,
        "at_work": at_work,
        "may_ask": may_ask,
        "asked": log.open_request(at_work) if at_work else None,
        "may_assign": request.user.has_perm("projects.assign_mentor"),
        "belongs": people.networks_of(request.user).filter(pk=target.pk).exists(),
        "meetings": log.meetings_of_network(target, reader=request.user),
        "actions": log.actions(target, reader=request.user),
        "breadcrumbs": crumbs(request, Crumb(target.name)),
    }
    return render(request, "projects/mentorship_network.html", context)


@page("projects.accept_assignment", writes={"POST"}, load=assignment)
def mentorship_accept(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = AcceptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mentorship.accept_assignment(assignment_id=target.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("You accompany this network now: it has been told."))
        return to_assignment(target)
    ties = people.ties_with(request.user, target.network)
    context = {
        "assignment": target,
        "form": form,
        "ties": sorted(str(tie.kind.label) for tie in ties),
        "blockers": blockers.accept_blockers(target, request.user),
        "breadcrumbs": of_assignment(request, target, Crumb(_("Answer"))),
    }
    return render(request, "projects/mentorship_accept.html", context)


@page("projects.accept_assignment", writes={"POST"}, load=assignment)
def mentorship_decline(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mentorship.decline_assignment(
            assignment_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("You have declined: who asked you has been told."))
        return to_assignment(target)
    found = blockers.accept_blockers(target, request.user)
    act = Act(
        _("Decline"),
        _("Who asked you reads the reason, and looks for somebody else. The network is not told."),
        _("Decline"),
    )
    return act_page(request, target, form, act, found)


@page("projects.suspend_assignment", writes={"POST"}, load=assignment)
def mentorship_suspend(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mentorship.suspend_assignment(
            assignment_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The mentorship is suspended; both sides have been told."))
        return to_assignment(target)
    found = blockers.move_blockers(target, State.SUSPENDED)
    act = Act(
        _("Suspend the mentorship"),
        _("A pause: no meeting can be logged, and the network shows as one without a mentor."),
        _("Suspend"),
    )
    return act_page(request, target, form, act, found)


@page("projects.suspend_assignment", writes={"POST"}, load=assignment)
def mentorship_resume(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    if request.method == "POST":
        mentorship.resume_assignment(assignment_id=target.pk, by=request.user)
        messages.success(request, _("The mentorship goes on; both sides have been told."))
    return to_assignment(target)


@page("projects.close_assignment", writes={"POST"}, load=assignment)
def mentorship_close(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        mentorship.close_assignment(
            assignment_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The mentorship is closed; what was agreed stays."))
        return to_assignment(target)
    found = blockers.move_blockers(target, State.CLOSED)
    act = Act(
        _("Close the mentorship"),
        _("There is no way back. The mentor no longer sees the network; what was said stays."),
        _("Close"),
        is_danger=True,
    )
    return act_page(request, target, form, act, found)


@page("projects.request_meeting", writes={"POST"}, load=assignment)
def mentorship_request(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = RequestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        request_meeting(assignment_id=target.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your mentor has been asked for a meeting."))
        return redirect(paths.network(target))
    found = blockers.request_blockers(target)
    act = Act(
        _("Ask for a meeting"),
        _("Your mentor is told at once, and proposes a day."),
        _("Ask"),
    )
    return act_page(request, target, form, act, found)


def _possible(request: PortalRequest, target: MentorshipAssignment) -> dict[str, bool]:
    """Which acts are offered: who may (rules), and whether now (blockers)."""

    def may(permission: str) -> bool:
        return bool(request.user.has_perm(f"projects.{permission}", target))

    works = not blockers.work_blockers(target)
    return {
        "can_answer": may("accept_assignment") and target.state == State.PROPOSED,
        "can_log": may("log_session") and works,
        "can_suspend": may("suspend_assignment")
        and not blockers.move_blockers(target, State.SUSPENDED),
        "can_resume": may("suspend_assignment") and not blockers.resume_blockers(target),
        "can_close": may("close_assignment") and not blockers.move_blockers(target, State.CLOSED),
        "can_reassign": may("reassign_mentor") and not blockers.reassign_blockers(target, None),
        "can_request": may("request_meeting") and not blockers.request_blockers(target),
    }


def _with_names(rows: Any) -> Any:
    return rows.select_related("network__territory", "mentor", "phase", "programme")
