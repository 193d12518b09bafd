"""Where one card is written for the whole commission: every member reads what the chair writes on."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import queries
from calls.collegial_lists import read_together
from calls.models import Call, Selection, Submission
from calls.queries import blind, scores
from calls.queries.collegial import cards_for_all, opened_together
from calls.views.commission import commission_crumbs
from calls.views.seats import seated_call
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb


def collegial_call(request: PortalRequest, key: UUID) -> Call:
    """A call with one card for all; elsewhere each seat finds its own applications on its home."""
    call = seated_call(request, key)
    _rule(call)
    return call


@page("calls.read_texts", load=collegial_call)
def commission_texts(request: PortalRequest, call: Call) -> HttpResponse:
    """Every application that the person's declaration opens, whoever writes the card."""
    context = {
        "call": call,
        "page": read_together(_rule(call)).page(opened_together(call, request.user), request.GET),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Applications to read"))),
    }
    return render(request, "calls/commission_texts.html", context)


def opened_submission(request: PortalRequest, key: UUID, submission: UUID) -> Submission:
    call = collegial_call(request, key)
    return get_object_or_404(opened_together(call, request.user), pk=submission)


@page("calls.read_text", load=opened_submission)
def commission_text(request: PortalRequest, target: Submission) -> HttpResponse:
    """The text, and the commission's card once it is in."""
    selection = _rule(target.call)
    written = cards_for_all([target]).get(target.pk)
    card = written if written is not None and written.is_in else None
    masked = blind.is_masked(selection, card)
    shown = blind.shown(target, masked=masked)
    sending = queries.last_sending(target)
    sections = readable(sending.sheet if sending else target.sheet, get_language() or "it")
    context = {
        "submission": target,
        "shown": shown,
        "sections": blind.without_names(sections, target, selection) if masked else sections,
        "card": card,
        "total": scores.card_total(card, selection) if card else None,
        "selection": selection,
        "breadcrumbs": commission_crumbs(
            request,
            target.call,
            Crumb(_("Applications to read"), _list_url(target.call)),
            Crumb(shown.code),
        ),
    }
    return render(request, "calls/commission_text.html", context)


def _list_url(call: Call) -> str:
    kwargs = {"slug": call.programme.slug, "key": call.pk}
    return reverse("calls:commission_texts", kwargs=kwargs)


def _rule(call: Call) -> Selection:
    found = scores.selection_of(call)
    if found is None or not found.collegial:
        raise Http404
    return found
