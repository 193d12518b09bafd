"""The sessions of an event: hours, minutes, and who was there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import page
from core.ui.pieces import Crumb
from core.ui.wording import day_text
from labs import blockers, queries
from labs.domain import attendance, sessions
from labs.enums import AttendanceSource
from labs.forms import AttendanceForm, MinutesForm, SessionForm
from labs.models import Event, EventSession
from labs.views.loaders import desk_event, desk_session
from labs.views.places import desk_crumb, desk_crumbs, to_desk


@page("labs.add_session", writes={"POST"}, load=desk_event)
def session_create(request: PortalRequest, event: Event) -> HttpResponse:
    form = SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sessions.add_session(event_id=event.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The session is added; who is registered has been told."))
        return to_desk(event)
    context = {
        "event": event,
        "session": None,
        "form": form,
        "blockers": blockers.session_blockers(event),
        "breadcrumbs": desk_crumbs(request, desk_crumb(event), Crumb(_("New session"))),
    }
    return render(request, "labs/session_form.html", context)


@page("labs.move_session", writes={"POST"}, load=desk_session)
def session_change(request: PortalRequest, session: EventSession) -> HttpResponse:
    form = SessionForm(request.POST or None, instance=session)
    if request.method == "POST" and form.is_valid():
        sessions.move_session(session_id=session.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved; who is registered has been told what changed."))
        return to_desk(session.event)
    context = {
        "event": session.event,
        "session": session,
        "form": form,
        "blockers": blockers.move_session_blockers(session),
        "breadcrumbs": _crumbs(request, session, _("Move the session")),
    }
    return render(request, "labs/session_form.html", context)


@page("labs.cancel_session", writes={"POST"}, load=desk_session)
def session_cancel(request: PortalRequest, session: EventSession) -> HttpResponse:
    if request.method == "POST":
        sessions.cancel_session(session_id=session.pk, by=request.user)
        messages.success(request, _("The session is cancelled; who is registered has been told."))
    return to_desk(session.event)


@page("labs.record_minutes", writes={"POST"}, load=desk_session)
def session_minutes(request: PortalRequest, session: EventSession) -> HttpResponse:
    initial = {"minutes": session.minutes, "outputs": session.outputs}
    form = MinutesForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        sessions.record_minutes(session_id=session.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The minutes are recorded."))
        return to_desk(session.event)
    context = {
        "event": session.event,
        "session": session,
        "form": form,
        "blockers": blockers.record_blockers(session),
        "breadcrumbs": _crumbs(request, session, pgettext("meeting", "Minutes")),
    }
    return render(request, "labs/session_minutes.html", context)


@page("labs.record_attendance", writes={"POST"}, load=desk_session)
def session_attendance(request: PortalRequest, session: EventSession) -> HttpResponse:
    """A row for each registered person and for who came without being so; nothing marked beforehand."""
    form = _attendance_form(request, session)
    if request.method == "POST" and form.is_valid():
        changed = attendance.record_attendance(
            session_id=session.pk,
            marks=form.marks(),
            source=AttendanceSource(form.cleaned_data["source"]),
            by=request.user,
        )
        said = ngettext("%(count)d mark recorded.", "%(count)d marks recorded.", len(changed))
        messages.success(request, said % {"count": len(changed)})
        return to_desk(session.event)
    context = {
        "event": session.event,
        "session": session,
        "form": form,
        "rows": form.rows(),
        "count": queries.head_count(session),
        "blockers": blockers.record_blockers(session),
        "breadcrumbs": _crumbs(request, session, _("Attendance")),
    }
    return render(request, "labs/session_attendance.html", context)


def _attendance_form(request: PortalRequest, session: EventSession) -> AttendanceForm:
    known = {row.person_id: row.status for row in session.attendance.all()}
    registered = queries.people_of_event(session.event)
    marked = User.objects.filter(pk__in=known)
    rows = (registered | marked).distinct().order_by("full_name", "pk")
    return AttendanceForm(request.POST or None, known=known, people=rows)


def _crumbs(request: PortalRequest, session: EventSession, here: str) -> list[Crumb]:
    return desk_crumbs(
        request, desk_crumb(session.event), Crumb(f"{here} · {day_text(session.starts_at)}")
    )
