"""The card of one application: its text at the left, the criteria at the right; and its reopening."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths, queries
from calls.domain import scorecards
from calls.forms.commission import ReopenForm
from calls.forms.scoring import ScorecardForm
from calls.models import CommissionSeat, Scorecard, Selection, Submission
from calls.queries import commission as seats
from calls.queries import progress
from calls.queries import scores as score_queries
from calls.views.commission import commission_crumbs
from calls.views.seats import commission_card, seat_in, seated_submission
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb
from core.ui.wording import hour_text

UNPROCESSABLE = 422


@page("calls.score_submission", writes={"POST"}, load=seated_submission)
def scorecard_write(request: PortalRequest, target: Submission) -> HttpResponse:
    """Save what is written so far, or hand it in. What is wrong or missing is said; the rest is kept."""
    seat, selection = _seat_and_rule(request, target)
    card = progress.card_of(seat, target)
    form = ScorecardForm(request.POST or None, selection=selection, card=card)
    lacking = None
    if request.method == "POST":
        form.is_valid()
        card = scorecards.save_scorecard(
            submission_id=target.pk, seat_id=seat.pk, by=request.user, **form.written()
        )
        lacking = blockers.hand_in_blockers(progress.card_of(seat, target), _criteria(selection))
        if form.is_valid() and (answer := _after_saving(request, seat, target, bool(lacking))):
            return answer
    context = {
        **_shown(target, seat, selection, card),
        "form": form,
        "lacking": lacking if "hand_in" in request.POST and form.is_valid() else [],
        "breadcrumbs": commission_crumbs(request, target.call, Crumb(target.number)),
    }
    return render(request, "calls/scorecard_write.html", context)


@page("calls.score_submission", writes={"POST"}, load=seated_submission)
def scorecard_autosave(request: PortalRequest, target: Submission) -> HttpResponse:
    """What `static/js/autosave.js` sends while somebody writes: the changed fields only."""
    if request.method != "POST":
        return redirect(paths.scorecard(target))
    seat, selection = _seat_and_rule(request, target)
    form = ScorecardForm(request.POST, selection=selection, card=progress.card_of(seat, target))
    valid = form.is_valid()
    card = scorecards.save_scorecard(
        submission_id=target.pk, seat_id=seat.pk, by=request.user, **form.written(partial=True)
    )
    answer: dict[str, Any] = {"saved_at": hour_text(card.changed_at)}
    if not valid:
        answer["errors"] = {
            name: [str(one) for one in found] for name, found in form.errors.items()
        }
    response = JsonResponse(answer, status=200 if valid else UNPROCESSABLE)
    response.keeps_writes = True  # type: ignore[attr-defined]  # read by PageMiddleware
    return response


@page("calls.reopen_scorecard", writes={"POST"}, load=commission_card)
def scorecard_reopen(request: PortalRequest, card: Scorecard) -> HttpResponse:
    form = ReopenForm(request.POST or None)
    back = reverse(
        "calls:commission_calibration",
        kwargs={"slug": request.programme.slug, "key": card.submission.call_id},
    )
    if request.method == "POST" and form.is_valid():
        scorecards.reopen_scorecard(
            scorecard_id=card.pk, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The card is reopened; its member has been told."))
        return redirect(back)
    context = {
        "card": card,
        "form": form,
        "blockers": blockers.reopen_blockers(card),
        "back_url": back,
        "breadcrumbs": commission_crumbs(
            request, card.submission.call, Crumb(_("Calibration"), back), Crumb(_("Reopen a card"))
        ),
    }
    return render(request, "calls/scorecard_reopen.html", context)


def _seat_and_rule(request: PortalRequest, target: Submission) -> tuple[CommissionSeat, Selection]:
    selection = score_queries.selection_of(target.call)
    assert selection is not None  # no commission without one
    return seat_in(request, target.call), selection


def _criteria(selection: Selection) -> list[tuple[str, str]]:
    return [(row.key, str(row.title)) for row in selection.criteria.all()]


def _after_saving(
    request: PortalRequest, seat: CommissionSeat, target: Submission, lacking: bool
) -> HttpResponse | None:
    """Where to go; None to stay and say what is missing."""
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved."))
        return redirect(paths.scorecard(target))
    if lacking:
        return None
    scorecards.submit_scorecard(submission_id=target.pk, seat_id=seat.pk, by=request.user)
    messages.success(request, _("The card is handed in."))
    return redirect(_next_open(seat) or paths.commission(target.call))


def _next_open(seat: CommissionSeat) -> str:
    """The next application whose card is still to hand in; "" when none is."""
    done = {key for key, card in progress.own_cards(seat).items() if card.is_in}
    rows = seats.scoring_submissions(seat)
    waiting = [row for row in rows if row.pk not in done and progress.still_in_play(row)]
    return paths.scorecard(waiting[0]) if waiting else ""


def _shown(
    target: Submission, seat: CommissionSeat, selection: Selection, card: Scorecard | None
) -> dict[str, Any]:
    sending = queries.last_sending(target)
    others = progress.cards_in(target) if progress.others_are_visible(card) else []
    return {
        "submission": target,
        "call": target.call,
        "selection": selection,
        "card": card,
        "saved_at": card.changed_at if card else None,
        "sections": readable(sending.sheet if sending else target.sheet, get_language() or "it"),
        "progress": progress.seat_progress(seat),
        "total": score_queries.card_total(card, selection) if card else None,
        "others": [
            (one, score_queries.card_total(one, selection))
            for one in others
            if one.seat_id != seat.pk
        ],
        "blockers": blockers.score_blockers(target, seat, card),
        "autosave_url": f"{paths.scorecard(target)}salva/",
    }
