"""What anybody can begin with projects and mentorship, whatever waits for them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.portal import Often, Option
from core.people import queries as people
from projects import mentorship_paths as paths
from projects import queries as projects
from projects.mentorship_blockers import request_blockers
from projects.mentorship_enums import AssignmentState
from projects.queries import mentorship as queries


def options(request: PortalRequest) -> list[Option]:
    return [*_of_mentors(request), *_of_networks(request), *_of_team(request), *_public(request)]


def _of_mentors(request: PortalRequest) -> Iterator[Option]:
    """One network leads to its log; several, to the list from which one is chosen."""
    rows = queries.open_assignments_of(request.user).filter(state=AssignmentState.ACTIVE)
    found = list(rows.select_related("network", "programme")[:2])
    if not found:
        return
    alone = len(found) == 1
    url = (
        paths.log(found[0])
        if alone
        else reverse("projects:mentorship_mine", args=[request.programme.slug])
    )
    note = found[0].network.name if alone else _("Choose the network: what was said and agreed.")
    yield Option(_("Log a meeting with a network"), url, note, "comment", Often.DAILY)


def _of_networks(request: PortalRequest) -> Iterator[Option]:
    """Whoever writes for a network may ask its mentor for a meeting, once at a time."""
    own = people.networks_of(request.user).order_by().values("pk")
    rows = queries.at_work().filter(network__in=own).select_related("mentor", "programme")
    for row in rows:
        if request.user.has_perm("projects.request_meeting", row) and not request_blockers(row):
            url = paths.of(row, "mentorship_request")
            yield Option(_("Ask your mentor for a meeting"), url, row.mentor.full_name, "comment")
            return


def _of_team(request: PortalRequest) -> Iterator[Option]:
    if request.user.has_perm("projects.see_mentorships"):
        url = reverse("projects:mentorship_home", args=[request.programme.slug])
        note = _("Hours, meetings and agreed actions of each network.")
        yield Option(_("See how mentorship is going"), url, note, "user")


def _public(request: PortalRequest) -> Iterator[Option]:
    if projects.public_projects().exists():
        url = reverse("projects:project_list", args=[request.programme.slug])
        note = _("Who works on what, and where.")
        yield Option(_("Read about the projects"), url, note, "map-marker", Often.ANYBODY)
