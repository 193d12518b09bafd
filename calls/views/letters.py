"""The letters of a ranking: an example of each outcome, the list, each one by itself, the call's own words."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import integration_paths, paths
from calls import outcome_letters as letters
from calls.domain import procedure as domain
from calls.forms.integration import LettersForm
from calls.letter_lists import DELIVERY, NOBODY, letters_listing
from calls.models import OutcomeLetter, Ranking, RankingEntry
from calls.views.places import desk_crumb, desk_crumbs
from calls.views.rankings import ranking_of_call
from core.access.http import PortalRequest
from core.access.page import page
from core.notices.models import OutboxMessage
from core.ui.pieces import Crumb


@page("calls.read_letters", load=ranking_of_call)
def letter_list(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """Every letter of a ranking: before the approval as it would leave, afterwards where it is."""
    post = letters.Post(ranking)
    context = {
        "call": ranking.call,
        "ranking": ranking,
        "page": letters_listing(ranking, post).page(letters.letters_in_order(ranking), request.GET),
        "examples": [] if ranking.is_final else _examples(ranking),
        "posted": post.whole(),
        "unreachable": ranking.entries.exclude(submission__in=list(post.of)).count()
        if ranking.is_final
        else 0,
        "unreachable_query": f"?{DELIVERY}={NOBODY}",
        "may_write": request.user.has_perm("calls.change_letters")
        and not domain.letter_blockers(ranking.call),
        "may_see_outbox": request.user.has_perm("notices.see_outbox"),
        "breadcrumbs": _crumbs(request, ranking, Crumb(_("Letters"))),
    }
    return render(request, "calls/letter_list.html", context)


def _examples(ranking: Ranking) -> list[tuple[letters.Example, str]]:
    return [
        (one, integration_paths.letter(ranking, one.entry)) for one in letters.examples(ranking)
    ]


def entry_of_ranking(request: PortalRequest, key: UUID, ranking: UUID, entry: UUID) -> RankingEntry:
    found = ranking_of_call(request, key, ranking)
    rows = found.entries.select_related("submission__network", "submission__programme", "territory")
    row: RankingEntry = get_object_or_404(rows, pk=entry)
    row.ranking = found
    row.submission.call = found.call
    return row


@page("calls.read_letters", load=entry_of_ranking)
def letter_detail(request: PortalRequest, entry: RankingEntry) -> HttpResponse:
    """One letter, word by word, and each person to whom it goes or went."""
    posted = list(letters.messages_of(entry))
    context = {
        "call": entry.ranking.call,
        "ranking": entry.ranking,
        "entry": entry,
        "letter": _as_written(posted) or letters.preview(entry),
        "posted": [(row, _outbox(request, row)) for row in posted],
        "people": letters.people_of(entry),
        "may_read": request.user.has_perm("calls.see_submission", entry.submission),
        "breadcrumbs": _crumbs(
            request,
            entry.ranking,
            Crumb(_("Letters"), integration_paths.letters(entry.ranking)),
            Crumb(entry.submission.number),
        ),
    }
    return render(request, "calls/letter_detail.html", context)


def _as_written(posted: list[OutboxMessage]) -> OutboxMessage | None:
    """What left, in the reader's language if somebody was written to in it."""
    own = [row for row in posted if row.language == get_language()]
    return next(iter(own or posted), None)


def _outbox(request: PortalRequest, message: OutboxMessage) -> str:
    """Where a coordinator reads how it was delivered, and tries again."""
    if not request.user.has_perm("notices.see_outbox"):
        return ""
    kwargs = {"slug": request.programme.slug, "message_id": message.pk}
    return reverse("notices:message_detail", kwargs=kwargs)


@page("calls.change_letters", writes={"POST"}, load=ranking_of_call)
def letter_write(request: PortalRequest, ranking: Ranking) -> HttpResponse:
    """The call's own paragraph in the letter of each outcome, before the ranking is approved."""
    rows = OutcomeLetter.objects.filter(call=ranking.call).order_by("pk")
    form = LettersForm(request.POST or None, held={row.outcome: row for row in rows})
    if request.method == "POST" and form.is_valid():
        domain.write_letters(call_id=ranking.call_id, words=form.words(), by=request.user)
        messages.success(request, _("Saved: read how each letter looks now."))
        return redirect(integration_paths.letters(ranking))
    context: dict[str, Any] = {
        "call": ranking.call,
        "form": form,
        "blockers": domain.letter_blockers(ranking.call),
        "breadcrumbs": _crumbs(
            request,
            ranking,
            Crumb(_("Letters"), integration_paths.letters(ranking)),
            Crumb(_("Words of the call")),
        ),
    }
    return render(request, "calls/letter_write.html", context)


def _crumbs(request: PortalRequest, ranking: Ranking, *last: Crumb) -> list[Crumb]:
    here = Crumb(_("Ranking"), paths.ranking(ranking.call))
    return desk_crumbs(request, desk_crumb(ranking.call), here, *last)
