"""What everybody reads: the calls, and each call."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths, queries
from calls.domain.following import follow_blockers
from calls.domain.questions import ask_blockers
from calls.enums import MOMENT_TONES, CallKind, CallState, Moment
from calls.models import Call
from calls.queries import TerritoryWindow
from calls.queries.overview import burden_of
from calls.queries.questions import is_followed
from calls.queries.scores import selection_of
from calls.views.loaders import public_call
from calls.views.notice import has_terms
from calls.views.places import public_crumbs
from core.access.http import PortalRequest
from core.access.models import User
from core.access.page import PUBLIC, page
from core.documents import queries as documents
from core.documents.enums import Visibility
from core.programmes.models import Territory
from core.questionnaires.paper import minutes_to_fill
from core.ui.pieces import Crumb, Step, Words

QUESTIONS_SHOWN = 3

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from calls.models import Submission


@dataclass(frozen=True)
class CallCard:
    """A call in a list: its state in words, and the date that matters now."""

    call: Call
    url: str
    moment: Moment
    word: Words
    tone: str
    date_word: Words
    date: datetime | None


def card_of(call: Call, territories: Iterable[Territory]) -> CallCard:
    """Which date matters: the next closing while it is open, else the opening, else the last closing."""
    rows = queries.territory_windows(call, territories)
    moment = queries.moment_of(call)
    windows = [row.window for row in rows if row.moment == moment] or [call.window]
    if moment == Moment.OPEN:
        word, date = _("Closes"), min((w.closes_at for w in windows if w.closes_at), default=None)
    elif moment == Moment.PLANNED:
        word, date = _("Opening planned for"), call.opens_at
    elif moment == Moment.UPCOMING:
        word, date = _("Opens"), min((w.opens_at for w in windows if w.opens_at), default=None)
    else:
        word, date = _("Closed"), call.last_closes_at
    cancelled = call.state == CallState.CANCELLED
    return CallCard(
        call=call,
        url=paths.public(call),
        moment=moment,
        word=CallState.CANCELLED.label if cancelled else moment.label,
        tone="danger" if cancelled else MOMENT_TONES[moment],
        date_word=_("Cancelled") if cancelled else word,
        date=call.cancelled_at if cancelled else date,
    )


@page(PUBLIC)
def call_list(request: PortalRequest) -> HttpResponse:
    territories = list(Territory.objects.order_by("position", "pk"))
    rows = queries.public_calls().select_related("programme").prefetch_related("windows")
    cards = [card_of(call, territories) for call in rows.order_by("-published_at", "pk")]
    groups = [
        (_("Open now"), [card for card in cards if card.moment == Moment.OPEN]),
        (_("Opening soon"), [card for card in cards if card.moment == Moment.UPCOMING]),
        (_("Past calls"), [card for card in cards if card.moment == Moment.CLOSED]),
    ]
    context = {
        "groups": [(title, found) for title, found in groups if found],
        "breadcrumbs": public_crumbs(request, Crumb(_("Calls"))),
    }
    return render(request, "calls/call_list.html", context)


@page(PUBLIC, load=public_call)
def call_detail(request: PortalRequest, call: Call) -> HttpResponse:
    territories = list(Territory.objects.order_by("position", "pk"))
    windows = queries.territory_windows(call, territories)
    is_over = queries.moment_of(call) == Moment.CLOSED and call.state != CallState.CANCELLED
    mine = _mine(request.user, call)
    context = {
        "call": call,
        "card": card_of(call, territories),
        "windows": windows,
        "differ": len({row.window for row in windows}) > 1,
        "documents": documents_of(call),
        "extensions": call.extensions.select_related("territory").order_by("-decided_at", "-pk"),
        "questions": queries.answered_questions(call)[:QUESTIONS_SHOWN],
        "can_ask": not ask_blockers(call),
        "questions_until": queries.questions_until(call),
        "answers": queries.answers_by_territory(call) if is_over else [],
        "burden": burden_of(call) if is_over else None,
        "is_ranked": queries.has_published_ranking(call),
        "minutes": minutes_to_fill(call.version) if call.version else 0,
        "kinds": queries.kind_words(call),
        "selection": selection_of(call),
        "terms": has_terms(call),
        "steps": steps_of(call, windows),
        "mine": mine,
        "can_follow": not follow_blockers(call),
        "follows": is_followed(call, request.user),
        "start_url": reverse("calls:submission_start", args=[request.programme.slug, call.slug]),
        "breadcrumbs": public_crumbs(
            request,
            Crumb(_("Calls"), reverse("calls:call_list", args=[request.programme.slug])),
            Crumb(call.title),
        ),
    }
    return render(request, "calls/call_detail.html", context)


def documents_of(call: Call) -> list[tuple[str, str, int]]:
    """Title, address and size in bytes of each document that everybody may read, in its order."""
    order = dict(call.documents.values_list("document", "position"))
    found = documents.documents_about(call, visibility=Visibility.PUBLIC)
    rows = [row for row in found if row.pk in order]
    rows.sort(key=lambda row: order[row.pk])
    return [(row.title, row.url(), getattr(row, "size", 0)) for row in rows]


def steps_of(call: Call, windows: list[TerritoryWindow]) -> list[Step]:
    """The path of an answer, for somebody who has never answered a call."""
    moment = queries.moment_of(call)
    reached = moment == Moment.OPEN
    done = moment == Moment.CLOSED
    opens = min(
        (row.window.opens_at for row in windows if row.window.opens_at), default=call.opens_at
    )
    if call.cancelled_at is not None:
        opened = [Step(_("The call opens"), "done", opens)]
        end = Step(_("The call is cancelled"), "done", call.cancelled_at)
        return [*(opened if opens and opens <= call.cancelled_at else []), end]
    return [
        Step(_("The call opens"), "done" if reached or done else "next", opens),
        Step(
            _("Answers are written and sent"),
            "now" if reached else "done" if done else "next",
            note=_("Together, online, with everything saved as you write."),
        ),
        Step(_("The call closes"), "done" if done else "next", call.last_closes_at),
        *_after_the_close(call, done),
    ]


def _after_the_close(call: Call, is_closed: bool) -> list[Step]:
    """Reading, and for proposals the ranking: a call that came to its end says so."""
    is_ranked = is_closed and queries.has_published_ranking(call)
    is_read = is_ranked or call.state == CallState.ARCHIVED
    reading = Step(_("The answers are read"), "done" if is_read else "now" if is_closed else "next")
    if call.kind != CallKind.PROPOSALS:
        return [reading]
    url = paths.published_ranking(call) if is_ranked else ""
    return [
        reading,
        Step(_("The ranking is published"), "done" if is_ranked else "next", url=url),
    ]


def _mine(user: "User | AnonymousUser", call: Call) -> "Submission | None":
    """The application of one of the person's networks, so that the page leads back to it."""
    if not isinstance(user, User):
        return None
    return queries.mine(user).filter(call=call).exclude(state="withdrawn").first()
