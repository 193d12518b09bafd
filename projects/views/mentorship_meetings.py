"""Meetings and agreed actions: planned, logged, corrected, cancelled, done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.ui.decision_forms import ReasonForm
from core.ui.pieces import Crumb
from projects import mentorship_blockers as blockers
from projects import mentorship_paths as paths
from projects.domain import mentorship_sessions as meetings
from projects.forms.mentorship import (
    ActionForm,
    CorrectForm,
    LogForm,
    NoteForm,
    PlanForm,
    action_forms,
)
from projects.mentorship_enums import ActionState, MeetingChannel, SessionState
from projects.models import AgreedAction, MentorshipAssignment, MentorshipSession
from projects.queries import mentorship_log as log
from projects.views.mentorship_loaders import action, assignment, session
from projects.views.mentorship_places import Act, act_page, of_assignment, to_assignment


@page("projects.log_session", writes={"POST"}, load=assignment)
def mentorship_log(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    planned = _planned(request, target)
    initial = {"held_at": planned.held_at, "channel": planned.channel} if planned else {}
    form = LogForm(request.POST or None, network=target.network, initial=initial)
    lines = action_forms(target, request.POST or None)
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in lines)]):
        meetings.log_session(
            assignment_id=target.pk,
            session_id=planned.pk if planned else None,
            private_note=form.cleaned_data["private_note"],
            actions=[one.action for one in lines if one.action],
            by=request.user,
            **form.meeting,
        )
        messages.success(request, _("The meeting is on record; the network can read the note."))
        return to_assignment(target)
    context = {
        "assignment": target,
        "form": form,
        "lines": lines,
        "blockers": blockers.work_blockers(target),
        "breadcrumbs": of_assignment(request, target, Crumb(_("Log a meeting"))),
    }
    return render(request, "projects/mentorship_log.html", context)


@page("projects.log_session", writes={"POST"}, load=assignment)
def mentorship_plan(request: PortalRequest, target: MentorshipAssignment) -> HttpResponse:
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        meetings.plan_session(
            assignment_id=target.pk,
            starts_at=form.cleaned_data["starts_at"],
            channel=MeetingChannel(form.cleaned_data["channel"]),
            place=form.cleaned_data["place"],
            by=request.user,
        )
        messages.success(request, _("The meeting is planned; the network has been told."))
        return to_assignment(target)
    context = {
        "assignment": target,
        "form": form,
        "asked": log.open_request(target),
        "blockers": blockers.work_blockers(target),
        "breadcrumbs": of_assignment(request, target, Crumb(_("Plan a meeting"))),
    }
    return render(request, "projects/mentorship_plan.html", context)


@page("projects.correct_session", writes={"POST"}, load=session)
def mentorship_correct(request: PortalRequest, target: MentorshipSession) -> HttpResponse:
    form = CorrectForm(request.POST or None, session=target)
    found = blockers.correct_blockers(target)
    if request.method == "POST" and form.is_valid():
        meetings.correct_session(
            session_id=target.pk,
            reason=form.cleaned_data["reason"],
            by=request.user,
            **form.meeting,
        )
        messages.success(request, _("The record is corrected; what it said before is kept."))
        return to_assignment(target.assignment)
    act = Act(
        _("Correct the record"),
        _("What the record says now stays readable beside, with your reason."),
        _("Correct"),
    )
    return act_page(request, target.assignment, form, act, found)


@page("projects.cancel_session", writes={"POST"}, load=session)
def mentorship_cancel(request: PortalRequest, target: MentorshipSession) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    found = blockers.session_blockers(target, SessionState.CANCELLED)
    if request.method == "POST" and form.is_valid():
        meetings.cancel_session(
            session_id=target.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The meeting is cancelled; the network has been told."))
        return to_assignment(target.assignment)
    act = Act(
        _("Cancel the meeting"),
        _("It adds no hours; what was agreed there and is still to do falls with it."),
        _("Cancel the meeting"),
        is_danger=True,
    )
    return act_page(request, target.assignment, form, act, found)


@page("projects.write_private_note", writes={"POST"}, load=session)
def mentorship_note(request: PortalRequest, target: MentorshipSession) -> HttpResponse:
    text = log.private_notes_of(request.user, [target.pk]).get(target.pk, "")
    form = NoteForm(request.POST or None, initial={"text": text})
    if request.method == "POST" and form.is_valid():
        meetings.write_private_note(
            session_id=target.pk, text=form.cleaned_data["text"], by=request.user
        )
        messages.success(request, _("Your note is kept. Only you read it."))
        return to_assignment(target.assignment)
    act = Act(
        _("Note for yourself"),
        _("Neither the network nor the facilitators read it; it is in no export and in no e-mail."),
        _("Keep the note"),
    )
    return act_page(request, target.assignment, form, act)


@page("projects.agree_action", writes={"POST"}, load=session)
def mentorship_agree(request: PortalRequest, target: MentorshipSession) -> HttpResponse:
    form = ActionForm(request.POST or None, assignment=target.assignment)
    form.fields["text"].required = True
    found = blockers.correct_blockers(target)
    if request.method == "POST" and form.is_valid() and form.action:
        meetings.agree_action(session_id=target.pk, action=form.action, by=request.user)
        messages.success(request, _("The action is on record."))
        return to_assignment(target.assignment)
    act = Act(
        _("Add an action"),
        _("Who does what, by when. The network sees it and marks it as done."),
        _("Add"),
    )
    return act_page(request, target.assignment, form, act, found)


@page("projects.settle_action", writes={"POST"}, load=action)
def mentorship_action_done(request: PortalRequest, target: AgreedAction) -> HttpResponse:
    if request.method == "POST":
        meetings.complete_action(action_id=target.pk, by=request.user)
        messages.success(request, _("Marked as done. Thank you."))
    return _back(request, target)


@page("projects.settle_action", writes={"POST"}, load=action)
def mentorship_action_reopen(request: PortalRequest, target: AgreedAction) -> HttpResponse:
    if request.method == "POST":
        meetings.reopen_action(action_id=target.pk, by=request.user)
        messages.success(request, _("The action is to do again."))
    return _back(request, target)


@page("projects.drop_action", writes={"POST"}, load=action)
def mentorship_action_drop(request: PortalRequest, target: AgreedAction) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        meetings.drop_action(
            action_id=target.pk, reason=form.cleaned_data["reason"][:300], by=request.user
        )
        messages.success(request, _("The action is dropped; its reason stays on record."))
        return _back(request, target)
    act = Act(
        _("Drop the action"),
        _("It is not to be done any more; the reason stays beside it."),
        _("Drop"),
    )
    found = blockers.action_blockers(target, ActionState.DROPPED)
    return act_page(request, target.session.assignment, form, act, found)


def _planned(request: PortalRequest, target: MentorshipAssignment) -> MentorshipSession | None:
    """The planned meeting that the address names, if it is one of this mentorship."""
    try:
        key = UUID(request.GET.get("planned", ""))
    except ValueError:
        return None
    rows = target.sessions.filter(state=SessionState.PLANNED)
    return rows.filter(pk=key).order_by().first()


def _back(request: PortalRequest, target: AgreedAction) -> HttpResponse:
    """To the page on which the button stood, if it is one of ours."""
    here = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(here, allowed_hosts=None)
    return redirect(here if known else paths.network(target.session.assignment))
