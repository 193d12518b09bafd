"""Where the pages of mentorship stand, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.ui.pieces import Crumb, Tab, home_crumb
from projects import mentorship_paths as paths
from projects.models import MentorshipAssignment


@dataclass(frozen=True)
class Act:
    """What a page with one short form says: its heading, what follows from it, the button's words."""

    heading: str
    lead: str
    button: str
    is_danger: bool = False


def crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    """From the work area to mentorship as this person knows it."""
    slug = request.programme.slug
    desk = request.user.has_perm("projects.see_mentorships")
    name = "mentorship_home" if desk else "mentorship_mine"
    url = reverse(f"projects:{name}", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(_("Mentorship"), url), *last]


def of_assignment(
    request: PortalRequest, assignment: MentorshipAssignment, *last: Crumb
) -> list[Crumb]:
    name = assignment.network.name
    return crumbs(request, Crumb(name, paths.detail(assignment) if last else ""), *last)


def tabs(request: PortalRequest, here: str) -> list[Tab]:
    """The facilitators' views of the same thing: the networks, the hours."""
    slug = request.programme.slug
    places = (("mentorship_home", _("Networks")), ("mentorship_equity", _("Hours by network")))
    return [
        Tab(words, reverse(f"projects:{name}", args=[slug]), name == here) for name, words in places
    ]


def to_assignment(assignment: MentorshipAssignment) -> HttpResponse:
    return redirect(paths.detail(assignment))


def act_page(
    request: PortalRequest,
    assignment: MentorshipAssignment,
    form: BaseForm,
    act: Act,
    found: Sequence[Blocker] = (),
) -> HttpResponse:
    """The page of an act on a mentorship, or on something of it."""
    context = {
        "assignment": assignment,
        "form": form,
        "act": act,
        "blockers": found,
        "breadcrumbs": of_assignment(request, assignment, Crumb(act.heading)),
    }
    return render(request, "projects/mentorship_act.html", context)
