"""How a view says who may see it. A view that says nothing is refused, and fails the build.

    @page("calls.publish_call", writes={"POST"}, load=call_of_programme)
    def call_publish(request, call): ...

`load(request, **url_kwargs)` finds the object among those the user may know of, or raises 404; the
permission then decides between 200 and 403. Without `load` the permission is asked of the programme.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol

import rules
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.access.http import OpenRequest
from core.access.typed import typed_fields

PUBLIC = "access.public"
SIGNED_IN = "access.signed_in"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECOND_FACTOR_MET = "access.second_factor_met"
"""A rule (user, programme) that `core.people` defines: roles that decide need a second factor."""
SEE_UNPUBLISHED = "programmes.see_unpublished"


@dataclass(frozen=True)
class Page:
    """A view's declaration: the permission it asks, the methods that may write, why a GET may.

    `before_publication` lets people without a role open a page of a programme that is still a draft: those
    whom it invites. The page's `load` then finds the invitation, or 404.
    """

    permission: str
    writes: frozenset[str] = frozenset()
    reason: str = ""
    before_publication: bool = False

    def __post_init__(self) -> None:
        if self.writes & SAFE_METHODS and not self.reason:
            raise ValueError("A GET that writes needs its reason.")

    @property
    def public(self) -> bool:
        return self.permission == PUBLIC

    def may_write(self, method: str | None) -> bool:
        return method in self.writes

    def allows(self, method: str | None) -> bool:
        return method in SAFE_METHODS or method in self.writes


class View(Protocol):
    def __call__(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


def page(
    permission: str,
    *,
    writes: frozenset[str] | set[str] = frozenset(),
    reason: str = "",
    load: Callable[..., Any] | None = None,
    before_publication: bool = False,
) -> Callable[[View], View]:
    """Declare who may open a view and which of its methods may write."""
    declaration = Page(permission, frozenset(writes), reason, before_publication)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: OpenRequest, **kwargs: Any) -> HttpResponseBase:
            kwargs.pop("slug", None)
            if refusal := _refuse_stranger(request, declaration):
                return refusal
            target = load(request, **kwargs) if load else request.programme
            if not rules.has_perm(permission, request.user, target):
                raise PermissionDenied
            return view(request, target) if load else view(request, **kwargs)

        guarded.page = declaration  # type: ignore[attr-defined]  # read by the middleware and the build
        return guarded

    return decorate


def may_know(user: object, programme: Any) -> bool:
    """Whether a person may learn that a programme exists: a draft only if they work on it."""
    return bool(programme.is_public or rules.has_perm(SEE_UNPUBLISHED, user, programme))


def _refuse_stranger(request: OpenRequest, declaration: Page) -> HttpResponseBase | None:
    """What stops a request before its object is even looked for."""
    programme = request.programme
    if not declaration.allows(request.method):
        return HttpResponseNotAllowed(sorted(SAFE_METHODS | declaration.writes))
    if not declaration.public and not request.user.is_authenticated:
        if is_background(request):
            return HttpResponse(status=401)
        return _ask_to_sign_in(request)
    asked = programme is not None and not declaration.before_publication
    if asked and not may_know(request.user, programme):
        raise Http404
    if declaration.public:
        return None
    if rules.rule_exists(SECOND_FACTOR_MET) and not rules.test_rule(
        SECOND_FACTOR_MET, request.user, programme
    ):
        messages.info(request, _("Your role decides for others: set up a second factor to go on."))
        return redirect("mfa_activate_totp")
    return None


def _ask_to_sign_in(request: OpenRequest) -> HttpResponseBase:
    """To the sign-in page; but a form sent after the session's end comes back with its text."""
    if request.method == "POST" and (typed := typed_fields(request)):
        context = {"typed": typed, "files": bool(request.FILES)}
        return render(request, "errors/signed_out.html", context, status=401)
    return redirect_to_login(request.get_full_path())


def is_background(request: OpenRequest) -> bool:
    """Whether a script asks (autosave, htmx): it can't follow a person to the sign-in page."""
    return bool(
        request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch"
    )
