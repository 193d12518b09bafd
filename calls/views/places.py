"""Where the pages of the work area stand, and the way back."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths
from calls.models import Call, Submission
from core.access.http import PortalRequest
from core.ui.pieces import Crumb, home_crumb
from core.ui.returning import back_to


def desk_crumbs(request: PortalRequest, *last: Crumb, from_row: bool = False) -> list[Crumb]:
    """`from_row`: the page is a call's own, to which the list of calls leads."""
    slug = request.programme.slug
    url = reverse("calls:call_desk", args=[slug]) if last else ""
    url = back_to(url, request.GET) if from_row else url
    return [home_crumb(request), Crumb(_("Calls"), url), *last]


def public_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    home = reverse("public:programme_home", args=[request.programme.slug])
    return [Crumb(request.programme.name, home), *last]


def desk_crumb(call: Call) -> Crumb:
    return Crumb(call.title, paths.desk(call))


def list_crumb(request: PortalRequest, call: Call) -> Crumb:
    """The list of applications as one left it: the row that was opened carries its filters."""
    return Crumb(_("Applications"), back_to(paths.applications(call), request.GET))


def my_crumbs(request: PortalRequest, *last: Crumb) -> list[Crumb]:
    slug = request.programme.slug
    url = reverse("calls:submission_mine", args=[slug]) if last else ""
    return [home_crumb(request), Crumb(_("Applications"), url), *last]


def submission_crumb(submission: Submission) -> Crumb:
    return Crumb(submission.number or submission.title, paths.detail(submission))


def to_desk(call: Call) -> HttpResponse:
    return redirect(paths.desk(call))


def to_submission(submission: Submission) -> HttpResponse:
    return redirect(paths.detail(submission))
