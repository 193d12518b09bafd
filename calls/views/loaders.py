"""Finding the row of a page among those that the person may know of; 404 otherwise."""

from uuid import UUID

import rules
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from calls import queries
from calls.domain.views_of_lists import SUBMISSIONS
from calls.models import Call, DraftHelper, SavedView, Submission
from calls.queries.kept_views import views_known_to
from calls.queries.listed import with_surroundings
from core.access.http import PortalRequest

WITH_CALL = ("call", "network", "lead", "territory", "sheet", "programme")


def from_address(request: PortalRequest, name: str) -> str:
    """What the page's own address says beside the row that was loaded."""
    assert request.resolver_match is not None
    return str(request.resolver_match.kwargs[name])


def public_call(request: PortalRequest, call_slug: str) -> Call:
    return get_object_or_404(_calls(request), slug=call_slug)


def desk_call(request: PortalRequest, key: UUID) -> Call:
    """For the pages of the work area: a stranger to them does not learn that the call exists there."""
    call = get_object_or_404(_calls(request), pk=key)
    if not rules.has_perm("calls.see_desk", request.user, call):
        raise Http404
    return call


def view_of_list(request: PortalRequest, key: UUID, view: UUID) -> SavedView:
    """A view of the list of applications, of a call whose list the person may know of."""
    desk_call(request, key)
    return get_object_or_404(views_known_to(request.user, SUBMISSIONS), pk=view)


def listed_call(request: PortalRequest, key: UUID) -> Call:
    """As `desk_call`, for the list of applications: without windows, with what stands around the list."""
    rows = queries.calls_visible_to(request.user).select_related("programme")
    call = get_object_or_404(with_surroundings(rows), pk=key)
    if not rules.has_perm("calls.see_desk", request.user, call):
        raise Http404
    return call


def submission(request: PortalRequest, key: UUID) -> Submission:
    rows = (
        queries.visible_to(request.user)
        .select_related(*WITH_CALL)
        .prefetch_related("call__windows")
    )
    return get_object_or_404(rows, pk=key)


def submission_of_section(request: PortalRequest, key: UUID, section: str) -> Submission:
    """The application; its view reads the section from the address."""
    return submission(request, key)


def draft_helper(request: PortalRequest, key: UUID, helper: UUID) -> DraftHelper:
    rows = DraftHelper.objects.select_related("submission__network", "submission__programme")
    return get_object_or_404(rows, pk=helper, submission=submission(request, key))


def submission_of_contact(request: PortalRequest, key: UUID, contact: UUID) -> Submission:
    """The application; its view reads the actor from the address."""
    return submission(request, key)


def submission_of_entry(request: PortalRequest, key: UUID, entry: UUID) -> Submission:
    """The application; its view reads the entry of the log from the address."""
    return submission(request, key)


def call_to_export(request: PortalRequest, key: UUID, extension: str) -> Call:
    return desk_call(request, key)


def _calls(request: PortalRequest) -> QuerySet[Call]:
    return (
        queries.calls_visible_to(request.user)
        .select_related("programme")
        .prefetch_related("windows")
    )
