"""What mentorship gives to the whole portal; `projects.portal` takes it in.

Everybody's next step: facilitators see the networks without a mentor, a mentor what to answer, to log
and whom to meet, a network what it agreed to do.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.access.clock import ROME
from core.access.http import PortalRequest
from core.access.portal import (
    Family,
    IfAny,
    NavItem,
    Panel,
    Panels,
    Thing,
    Todo,
    Todos,
    of_each,
)
from core.people import queries as people
from projects import mentorship_paths as paths
from projects.mentorship_enums import AssignmentState
from projects.mentorship_lists import said_in_short
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries
from projects.queries import mentorship_log as log

SHOWN = 5


def mentorship_navigation(request: PortalRequest) -> list[NavItem]:
    slug, user = request.programme.slug, request.user
    sees_all = user.has_perm("projects.see_mentorships")
    name = "mentorship_home" if sees_all else "mentorship_mine"
    return [
        NavItem(
            _("Mentorship"),
            reverse(f"projects:{name}", args=[slug]),
            "user",
            family=Family.PROJECTS,
            if_any=() if sees_all else queries.mentorship_of(user),
        )
    ]


def mentorship_todos(request: PortalRequest) -> Todos:
    return [
        *_gap(request),
        _to_answer(request),
        *_to_meet(request),
        _to_log(request),
        *_overdue(request),
        _to_do(request),
    ]


def _gap(request: PortalRequest) -> Iterator[Todo]:
    """The networks with nobody, in one line: it is one page that closes the gap (R12)."""
    if not request.user.has_perm("projects.assign_mentor"):
        return
    count = queries.networks_without_mentor().count()
    if count:
        words = ngettext("%(count)d network", "%(count)d networks", count) % {"count": count}
        url = reverse("projects:mentorship_home", args=[request.programme.slug])
        yield Todo(text=_("Find a mentor for those who have none"), url=url, about=words)


def _to_answer(request: PortalRequest) -> IfAny[Todo]:
    return of_each(
        queries.proposals_for(request.user).select_related("network", "programme"),
        lambda row: Todo(
            text=_("Say whether you accompany the network"),
            url=paths.accept(row),
            about=row.network.name,
        ),
    )


def _to_meet(request: PortalRequest) -> Todos:
    """Networks that asked, and networks that were never met."""
    return [
        of_each(
            log.open_requests_to(request.user),
            lambda row: Todo(
                text=_("Propose a day for a meeting"),
                url=paths.of(row.assignment, "mentorship_plan"),
                about=row.assignment.network.name,
            ),
        ),
        of_each(
            queries.never_met(request.user),
            lambda assignment: Todo(
                text=_("Agree the first meeting"),
                url=paths.of(assignment, "mentorship_plan"),
                about=assignment.network.name,
            ),
        ),
        IfAny(queries.long_unmet(request.user), _to_meet_again),
    ]


def _to_meet_again(rows: QuerySet[MentorshipAssignment]) -> Iterator[Todo]:
    """In one line, which leads to the only one or to the list of those that the person accompanies."""
    found = list(rows)
    for one in found[:1]:
        own = reverse("projects:mentorship_mine", args=[one.programme.slug])
        yield Todo(
            text=_("Meet again, or close the mentorship"),
            url=paths.detail(one) if len(found) == 1 else own,
            about=said_in_short([row.network.name for row in found]),
        )


def _to_log(request: PortalRequest) -> IfAny[Todo]:
    return of_each(
        log.meetings_to_log(request.user),
        lambda session: Todo(
            text=_("Meet the network, then log the meeting"),
            url=f"{paths.log(session.assignment)}?planned={session.pk}",
            due=session.held_at,
            about=session.assignment.network.name,
        ),
    )


def _to_do(request: PortalRequest) -> IfAny[Todo]:
    """Actions that the person, or their organisation, has agreed to."""
    return of_each(
        log.actions_to_do(request.user),
        lambda action: Todo(
            text=_("Do what was agreed with the mentor"),
            url=paths.network(action.session.assignment),
            due=_end_of(action.due_on),
            about=action.text,
        ),
    )


def _overdue(request: PortalRequest) -> Iterator[Todo]:
    """What networks agreed to and did not do in time, in one line for the facilitators."""
    if not request.user.has_perm("projects.see_mentorships"):
        return
    late = log.networks_with_overdue_actions()
    if late:
        count = sum(network.actions for network in late)
        words = ngettext("%(count)d action", "%(count)d actions", count) % {"count": count}
        names = said_in_short([network.name for network in late])
        yield Todo(
            text=_("Ask after the agreed actions that are overdue"),
            url=paths.network(late[0]) if len(late) == 1 else paths.overdue(request.programme.slug),
            about=f"{words} · {names}",
        )


def _end_of(day: date | None) -> datetime | None:
    """A term that is a day lasts until its end."""
    return datetime.combine(day, time(23, 59), tzinfo=ROME) if day else None


def mentorship_panels(request: PortalRequest) -> Panels:
    accompanied = queries.open_assignments_of(request.user).exclude(state=AssignmentState.PROPOSED)
    networks = people.networks_of(request.user).order_by().values("pk")
    mentors = queries.at_work().filter(network__in=networks).exclude(mentor=request.user)
    return [
        IfAny(accompanied, lambda rows: _accompanied(request, rows)),
        IfAny(mentors, lambda rows: _our_mentors(request, rows)),
    ]


def _accompanied(request: PortalRequest, rows: QuerySet[MentorshipAssignment]) -> Iterator[Panel]:
    found = queries.with_hours(rows).select_related("network", "programme")[:SHOWN]
    things = [
        Thing(
            title=row.network.name,
            url=paths.detail(row),
            note=_("%(held)s of %(planned)s hours")
            % {
                "held": _said(queries.hours_of(row.minutes_held)),
                "planned": _said(row.hours_planned),
            },
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in found
    ]
    url = reverse("projects:mentorship_mine", args=[request.programme.slug])
    yield Panel(title=_("My mentorship"), things=things, url=url)


def _said(hours: Decimal) -> str:
    return localize(queries.plain(hours))


def _our_mentors(request: PortalRequest, rows: QuerySet[MentorshipAssignment]) -> Iterator[Panel]:
    """For who belongs to a network that has a mentor."""
    things = [
        Thing(
            title=row.mentor.full_name,
            url=paths.network(row),
            note=row.network.name,
            state=row.get_state_display(),
            tone=row.tone,
        )
        for row in rows.select_related("network", "mentor", "programme")[:SHOWN]
    ]
    url = reverse("projects:mentorship_mine", args=[request.programme.slug])
    yield Panel(title=_("Our mentor"), things=things, url=url)
