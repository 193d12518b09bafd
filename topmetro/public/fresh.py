"""Public pages answer a stranger from a copy that the next act in the programme makes stale.

Every verb leaves an entry in the decision register in the transaction that changes the page, so the last
entry says whether anything changed: no page has to know which verbs touch it. The minute is part of
the mark because calls open and close by the clock.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from core.access import clock
from core.access.http import OpenRequest
from core.audit.models import Entry

KEPT_FOR = 120
"""Seconds; a mark changes every minute, so an older copy is never asked for."""

KEPT_HEADERS = ("Content-Type", "Content-Disposition")
"""What a file needs beside its content to be the same file when it comes from the copy."""

PublicView = Callable[..., HttpResponse]


def fresh_for_strangers(view: PublicView) -> PublicView:
    """Answer 304 or the kept copy to whoever is not signed in; everybody else gets the page made anew.

    So does a stranger to whom something is to be said ("you signed out"): it is said to nobody else.
    """

    @wraps(view)
    def answered(request: OpenRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_known = request.user.is_authenticated or len(get_messages(request)) > 0
        if is_known or request.method not in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        mark = _mark(request)
        unchanged = get_conditional_response(request, etag=f'"{mark}"')
        response = unchanged or _kept(mark) or _made(view(request, *args, **kwargs), mark)
        response["ETag"] = f'"{mark}"'
        patch_vary_headers(response, ["Cookie"])
        patch_cache_control(response, no_cache=True)
        return response

    return answered


def _mark(request: OpenRequest) -> str:
    """One query: what this address shows now, in 32 hexadecimal figures."""
    entry = (
        Entry.objects.order_by("-at", "-id").values_list("pk", flat=True).first()
        if request.programme
        else None
    )
    minute = int(clock.now().timestamp() // 60)
    programme = request.programme.state if request.programme else ""
    parts = (request.build_absolute_uri(), programme, str(entry), str(minute))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def _kept(mark: str) -> HttpResponse | None:
    kept = cache.get(f"public:{mark}")
    return HttpResponse(kept[0], headers=kept[1]) if kept is not None else None


def _made(response: HttpResponse, mark: str) -> HttpResponse:
    if response.status_code == 200:
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        cache.set(f"public:{mark}", (response.content, headers), KEPT_FOR)
    return response
