"""What running the programme gives to the work area of its coordinators."""

from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.portal import Family, NavItem, Portal, Todo
from core.programmes.enums import ProgrammeState


def navigation(request: PortalRequest) -> list[NavItem]:
    if not request.user.has_perm("steering.run_programme", request.programme):
        return []
    return [NavItem(_("The programme"), _url(request), "tool", family=Family.PEOPLE)]


def todos(request: PortalRequest) -> list[Todo]:
    """A draft waits for its coordinators to fill and publish it."""
    draft = request.programme.state == ProgrammeState.DRAFT
    if not draft or not request.user.has_perm("steering.run_programme", request.programme):
        return []
    return [Todo(_("Fill in and publish the programme"), _url(request))]


def _url(request: PortalRequest) -> str:
    return reverse("steering:programme_detail", args=[request.programme.slug])


PORTAL = Portal(navigation=navigation, todos=todos)
