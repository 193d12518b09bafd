"""What the programme sent, for its coordinators: what did not arrive comes first, with its reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages as flash
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.http import PortalRequest
from core.access.page import page
from core.audit.queries import history_of
from core.notices.domain.messages import retry_blockers, retry_message
from core.notices.enums import MessageState
from core.notices.kinds import NOTICE_KINDS, label_of
from core.notices.models import OutboxMessage
from core.notices.queries import given_up, sent_messages
from core.ui.cells import Day, State, Text
from core.ui.pieces import Crumb, HistoryEntry
from core.ui.tables import Column, Filter, Listing
from core.ui.tones import Tone

SEE_OUTBOX = "notices.see_outbox"
TONES = {
    MessageState.QUEUED: Tone.WAITING,
    MessageState.SENT: Tone.SUCCESS,
    MessageState.GIVEN_UP: Tone.DANGER,
}


def message_of_programme(request: HttpRequest, message_id: UUID) -> OutboxMessage:
    return get_object_or_404(OutboxMessage.objects.all(), pk=message_id)


@page(SEE_OUTBOX)
def messages(request: PortalRequest) -> HttpResponse:
    context = {
        "page": _listing(request.programme.slug).page(sent_messages(), request.GET),
        "given_up": given_up().count(),
        "breadcrumbs": [Crumb(_("Messages"))],
    }
    return render(request, "notices/messages.html", context)


@page(SEE_OUTBOX, load=message_of_programme)
def message_detail(request: PortalRequest, message: OutboxMessage) -> HttpResponse:
    back = reverse("notices:messages", kwargs={"slug": request.programme.slug})
    context = {
        "message": message,
        "kind": label_of(message.kind),
        "tone": TONES[MessageState(message.state)],
        "may_retry": not retry_blockers(message),
        "history": [_history_line(event) for event in history_of(message)],
        "breadcrumbs": [Crumb(_("Messages"), back), Crumb(message.subject)],
    }
    return render(request, "notices/message_detail.html", context)


@page(SEE_OUTBOX, writes={"POST"}, load=message_of_programme)
def message_retry(request: PortalRequest, message: OutboxMessage) -> HttpResponse:
    if request.method == "POST":
        retry_message(message_id=message.pk, by=request.user)
        flash.success(request, _("The message is on its way again."))
    return redirect("notices:message_detail", slug=request.programme.slug, message_id=message.pk)


def _listing(slug: str) -> Listing[OutboxMessage]:
    return Listing[OutboxMessage](
        columns=[
            Column("subject", gettext_lazy("Subject"), _subject),
            Column("to", gettext_lazy("To"), _addressee),
            Column("state", gettext_lazy("State"), _state),
            Column(
                "written", gettext_lazy("Written"), lambda row: Day(row.created_at), sort="turn"
            ),
        ],
        default_sort="-written",
        row_url=lambda row: reverse(
            "notices:message_detail", kwargs={"slug": slug, "message_id": row.pk}
        ),
        filters=[
            Filter("state", gettext_lazy("State"), MessageState.choices, _by_state),
            Filter(
                "kind", gettext_lazy("Kind"), _kinds(), lambda rows, kind: rows.filter(kind=kind)
            ),
        ],
        search=_by_words,
    )


def _subject(row: OutboxMessage) -> Text:
    """With the mail server's words where it did not arrive, else with the kind of message."""
    return Text(row.subject, row.last_error or label_of(row.kind))


def _addressee(row: OutboxMessage) -> Text:
    return Text(row.name, row.address) if row.name else Text(row.address)


def _kinds() -> list[tuple[str, Any]]:
    return [(kind.kind, kind.label) for kind in sorted(NOTICE_KINDS.values(), key=lambda k: k.kind)]


def _state(row: OutboxMessage) -> State:
    state = MessageState(row.state)
    return State(state.label, TONES[state])


def _by_state(rows: Any, state: str) -> Any:
    return rows.filter(state=state)


def _by_words(rows: Any, words: str) -> Any:
    return rows.filter(
        Q(subject__icontains=words) | Q(address__icontains=words) | Q(name__icontains=words)
    )


def _history_line(event: Any) -> HistoryEntry:
    return HistoryEntry(event.at, event.act, str(event.actor or ""))
