"""Opens the programme around a view and its rendering, read-only unless the view says otherwise."""

from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

from core.access import third_party
from core.access.blocked import Blocked
from core.access.http import OpenRequest
from core.access.page import Page
from core.access.scope import forbid_writes, open_programme

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFLICT = 409


class PrivateByDefault:
    """A page is for whoever asked for it: nothing between here and the browser keeps it for somebody else.

    Not `no-store`: going back would lose what was typed. Views that say something themselves are left.
    """

    def __init__(self, get_response: Callable[[OpenRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-cache"
        return response


class PageMiddleware:
    """Default deny, one transaction per request, one programme per request.

    A refusal (409) and a failure keep nothing; a 409 whose response says `keeps_writes` does: an
    autosave keeps what it could and answers with the texts that clashed.
    """

    def __init__(self, get_response: Callable[[OpenRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: OpenRequest) -> HttpResponse:
        request.programme = None
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        page = declaration_of(match)
        if page is None:
            raise ImproperlyConfigured(f"{match.view_name or match.route} declares no @page.")
        request.programme = _programme(match)
        with _unit_of_work(request, page):
            response = self.get_response(request)
            if response.status_code >= 500 or (
                response.status_code == CONFLICT and not getattr(response, "keeps_writes", False)
            ):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: OpenRequest, exception: Exception) -> HttpResponse | None:
        """A verb that refuses becomes a page that says why."""
        if isinstance(exception, Blocked):
            return render(
                request, "errors/409.html", {"blockers": exception.blockers}, status=CONFLICT
            )
        return None


def declaration_of(match: ResolverMatch) -> Page | None:
    """What the view says of itself, or what the third-party table says for it."""
    found: Page | None = getattr(match.func, "page", None)
    return found or third_party.declared(match.view_name or "")


def _programme(match: ResolverMatch) -> Any:
    slug = match.kwargs.get("slug")
    if slug is None:
        return None
    programme = apps.get_model("programmes", "Programme").objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def _unit_of_work(request: OpenRequest, page: Page) -> AbstractContextManager[None]:
    read_only = not page.may_write(request.method)
    if request.programme is not None:
        return open_programme(request.programme.pk, read_only=read_only)
    return _plain_transaction(read_only=read_only)


@contextmanager
def _plain_transaction(*, read_only: bool) -> "Iterator[None]":
    with transaction.atomic():
        if read_only:
            forbid_writes()
        yield
        if read_only:
            transaction.set_rollback(True)
