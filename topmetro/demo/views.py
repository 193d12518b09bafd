"""Pages that exist only in the demo: who one can sign in as, and what mail was sent."""

from collections.abc import Callable
from typing import cast

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_update
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core.access.http import OpenRequest
from core.access.page import PUBLIC, View, page
from topmetro.demo import accounts, mail

SANDBOX = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}
"""A message's HTML is shown with its own styles and nothing else: no script, no form, no request."""


# csp types its decorators for views without arguments, and passes any.
shows_own_frames = cast("Callable[[View], View]", csp_update({"frame-src": [SELF]}))
sandboxed = cast("Callable[[View], View]", csp(SANDBOX))


def letter_of(request: HttpRequest, name: str, **_: object) -> mail.Letter:
    letter = mail.letter_named(name)
    if letter is None:
        raise Http404
    return letter


@page(PUBLIC)
def demo_home(request: OpenRequest) -> HttpResponse:
    return redirect("demo:account_list")


@page(PUBLIC)
def account_list(request: OpenRequest) -> HttpResponse:
    """One account per role, with the current code of its second factor."""
    shown = accounts.shown_accounts()
    context = {
        "accounts": shown,
        "groups": accounts.by_programme(shown),
        "seconds_left": accounts.seconds_left(),
    }
    return render(request, "demo/account_list.html", context)


@page(PUBLIC, writes={"POST"})
def account_sign_in(request: OpenRequest) -> HttpResponse:
    """Become one of the demo's people."""
    if request.method != "POST":
        return redirect("demo:account_list")
    account = accounts.sign_in(request, request.POST.get("email", ""))
    target = (
        reverse("area:home", args=[account.slug])
        if account.slug
        else reverse("platform:programme_list")
    )
    return HttpResponseRedirect(target)


@page(PUBLIC)
def letter_list(request: OpenRequest) -> HttpResponse:
    """Every message that the portal sent in this demo, newest first."""
    search = request.GET.get("q", "")
    return render(
        request, "demo/letter_list.html", {"letters": mail.letters(search), "search": search}
    )


@page(PUBLIC, load=letter_of)
@shows_own_frames
def letter_detail(request: OpenRequest, letter: mail.Letter) -> HttpResponse:
    """One message: its words, its HTML in a frame that can do nothing, its attachments."""
    return render(request, "demo/letter_detail.html", {"letter": letter})


@page(PUBLIC, load=letter_of)
@xframe_options_sameorigin
@sandboxed
def letter_html(request: OpenRequest, letter: mail.Letter) -> HttpResponse:
    """The HTML part alone, for the frame; its links open beside it."""
    return HttpResponse(f'<base target="_blank">{letter.html}')


@page(PUBLIC)
def letter_attachment(request: OpenRequest, name: str, number: int) -> HttpResponse:
    """A file that came with the message."""
    letter = letter_of(request, name)
    if number >= len(letter.attachments):
        raise Http404
    attachment = letter.attachments[number]
    response = HttpResponse(attachment.content, content_type=attachment.content_type)
    response["Content-Disposition"] = f'attachment; filename="file-{number}"'
    return response
