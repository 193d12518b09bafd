"""What anybody can begin with projects and mentorship, whatever waits for them."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import localize
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.portal import IfAny, Often, Option, Options
from core.people import queries as people
from core.ui.wording import distance_text
from projects import mentorship_paths as paths
from projects import paths as project_paths
from projects import queries as projects
from projects.mentorship_blockers import request_blockers
from projects.mentorship_enums import AssignmentState
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries

NETWORKS_SHOWN = 3
"""Of a mentor's networks, those named among what one can do; the rest stand in their list."""
PROJECTS_SHOWN = 2


def options(request: PortalRequest) -> Options:
    at_work = queries.open_assignments_of(request.user).filter(state=AssignmentState.ACTIVE)
    own = people.networks_of(request.user).order_by().values("pk")
    mentored = queries.at_work().filter(network__in=own)
    return [
        IfAny(at_work, lambda rows: _of_mentors(request, rows)),
        *_of_municipalities(request),
        IfAny(mentored, lambda rows: _of_networks(request, rows)),
        *_of_team(request),
        IfAny(projects.public_projects(), lambda _rows: [_public(request)]),
    ]


def _of_mentors(request: PortalRequest, rows: QuerySet[MentorshipAssignment]) -> Iterator[Option]:
    """Each network to its log, first the one not met for longest; of many, the others in their list."""
    found = list(
        queries.with_hours(rows)
        .select_related("network", "programme")
        .order_by("last_session", "pk")[: NETWORKS_SHOWN + 1]
    )
    for row in found[:NETWORKS_SHOWN]:
        words = _("Log a meeting with %(network)s") % {"network": row.network.name}
        yield Option(words, paths.log(row), _how_far(row), "comment", Often.DAILY)
    if len(found) > NETWORKS_SHOWN:
        url = reverse("projects:mentorship_mine", args=[request.programme.slug])
        note = _("Choose the network: what was said and agreed.")
        yield Option(_("Log a meeting with another network"), url, note, "comment", Often.DAILY)


def _how_far(row: Any) -> str:
    """Of an assignment under way: the hours held, and since when nobody has met."""
    return _("%(held)s of %(planned)s hours; you last met %(distance)s.") % {
        "held": localize(queries.plain(queries.hours_of(row.minutes_held))),
        "planned": localize(queries.plain(row.hours_planned)),
        "distance": distance_text(row.last_session),
    }


def _of_municipalities(request: PortalRequest) -> Iterator[Option]:
    """The official of a municipality has its own projects first."""
    territories = people.territories_of(request.user)
    if not territories:
        return
    rows = projects.visible_to(request.user).filter(territory__in=territories)
    for row in rows.select_related("territory", "programme").order_by("title", "pk")[
        :PROJECTS_SHOWN
    ]:
        words = _("See how “%(project)s” is going") % {"project": row.title}
        note = f"{row.territory.name} · {row.get_state_display()}"
        yield Option(words, project_paths.detail(row), note, "map-marker", Often.DAILY)


def _of_networks(
    request: PortalRequest, mentored: QuerySet[MentorshipAssignment]
) -> Iterator[Option]:
    """Whoever writes for a network may ask its mentor for a meeting, once at a time."""
    for row in mentored.select_related("mentor", "programme"):
        if request.user.has_perm("projects.request_meeting", row) and not request_blockers(row):
            url = paths.of(row, "mentorship_request")
            yield Option(_("Ask your mentor for a meeting"), url, row.mentor.full_name, "comment")
            return


def _of_team(request: PortalRequest) -> Iterator[Option]:
    if request.user.has_perm("projects.see_mentorships"):
        url = reverse("projects:mentorship_home", args=[request.programme.slug])
        note = _("Hours, meetings and agreed actions of each network.")
        yield Option(_("See how mentorship is going"), url, note, "user")


def _public(request: PortalRequest) -> Option:
    url = reverse("projects:project_list", args=[request.programme.slug])
    note = _("Who works on what, and where.")
    return Option(_("Read about the projects"), url, note, "map-marker", Often.ANYBODY)
