"""A person's notices in a programme, and how to hear of each kind."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.notices.domain.inbox import choose_channels, read_all, read_notice
from core.notices.forms import PreferencesForm, duties
from core.notices.kinds import label_of
from core.notices.models import InboxItem
from core.notices.queries import inbox_of, unread_count
from core.ui.cells import Day, State, Text
from core.ui.context import switched_url
from core.ui.pieces import Crumb
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone

READ = [("no", gettext_lazy("to read")), ("yes", gettext_lazy("read"))]


def notice_of_person(request: HttpRequest, notice_id: UUID) -> InboxItem:
    return get_object_or_404(inbox_of(request.user), pk=notice_id)  # type: ignore[arg-type]  # signed in


@page(SIGNED_IN)
def inbox(request: PortalRequest) -> HttpResponse:
    slug = request.programme.slug
    listing = Listing[InboxItem](
        columns=[
            Column(
                "notice",
                gettext_lazy("Notice"),
                lambda item: Text(item.subject, label_of(item.kind)),
            ),
            Column("state", gettext_lazy("State"), _state),
            Column(
                "received", gettext_lazy("Received"), lambda item: Day(item.created_at), sort="turn"
            ),
        ],
        default_sort="-received",
        row_url=lambda item: reverse(
            "notices:notice_open", kwargs={"slug": slug, "notice_id": item.pk}
        ),
        filters=[Filter("read", gettext_lazy("Show"), READ, _by_reading)],
        search=lambda rows, words: rows.filter(subject__icontains=words),
    )
    context = {
        "page": listing.page(inbox_of(request.user), request.GET),
        "unread": unread_count(request.user),
        "breadcrumbs": [Crumb(_("Notices"))],
    }
    return render(request, "notices/inbox.html", context)


@page(
    SIGNED_IN,
    writes={"GET", "POST"},
    reason="Opening a notice is reading it; nothing else changes.",
    load=notice_of_person,
)
def notice_open(request: PortalRequest, notice: InboxItem) -> HttpResponse:
    """Mark as read, then go where the notice points; a notice without a page is shown here."""
    read_notice(notice_id=notice.pk, by=request.user)
    if notice.path.startswith("/") and not notice.path.startswith("//"):
        return redirect(switched_url(notice.path, get_language() or "it"))
    crumbs = [Crumb(_("Notices"), _inbox_url(request)), Crumb(notice.subject)]
    return render(request, "notices/notice_open.html", {"notice": notice, "breadcrumbs": crumbs})


@page(SIGNED_IN, writes={"POST"}, load=notice_of_person)
def notice_read(request: PortalRequest, notice: InboxItem) -> HttpResponse:
    if request.method == "POST":
        read_notice(notice_id=notice.pk, by=request.user)
    return redirect(_inbox_url(request))


@page(SIGNED_IN, writes={"POST"})
def inbox_read_all(request: PortalRequest) -> HttpResponse:
    if request.method == "POST":
        count = read_all(by=request.user)
        words = ngettext(
            "%(count)d notice marked as read.", "%(count)d notices marked as read.", count
        )
        messages.success(request, words % {"count": count})
    return redirect(_inbox_url(request))


@page(SIGNED_IN, writes={"POST"})
def preferences(request: PortalRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        choose_channels(by=request.user, channels=form.channels())
        messages.success(request, _("Saved: this is how you will hear from the programme."))
        return redirect("notices:preferences", slug=request.programme.slug)
    crumbs = [Crumb(_("Notices"), _inbox_url(request)), Crumb(_("How you hear of things"))]
    context: dict[str, Any] = {"form": form, "duties": duties(), "breadcrumbs": crumbs}
    return render(request, "notices/preferences.html", context)


def _inbox_url(request: HttpRequest) -> str:
    return reverse("notices:inbox", kwargs={"slug": cast(PortalRequest, request).programme.slug})


def _state(item: InboxItem) -> State:
    if item.read_at is None:
        return State(_("to read"), Tone.WARNING)
    return State(_("read"), Tone.NEUTRAL)


def _by_reading(rows: Any, value: str) -> Any:
    return rows.filter(read_at__isnull=value == "no")
