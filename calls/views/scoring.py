"""The card of one application: its text at the left, the criteria at the right; and its reopening."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import judged, paths, queries
from calls.domain import scorecards
from calls.enums import ScorecardState, SubmissionState
from calls.forms.commission import ReopenForm
from calls.forms.scoring import ScorecardForm
from calls.models import CommissionSeat, Scorecard, Selection, Submission
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.queries import scores as score_queries
from calls.views.commission import commission_crumbs
from calls.views.seats import commission_card, seat_in, seated_submission
from core.access.http import PortalRequest
from core.access.page import page
from core.questionnaires.readable import ReadableSection, readable
from core.ui.pieces import Crumb
from core.ui.returning import back_to, carry
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
        lacking += blockers.declared_by_all_blockers(target)
        if form.is_valid() and (answer := _after_saving(request, seat, target, bool(lacking))):
            return answer
    shown = _shown(target, seat, selection, card)
    context = {
        **shown,
        **_steps(target, seat, request.GET),
        "form": form,
        "lines": judged.lines(form, shown["sections"]),
        "lacking": lacking if "hand_in" in request.POST and form.is_valid() else [],
        "breadcrumbs": commission_crumbs(
            request, target.call, Crumb(_code(target, selection, card)), from_row=True
        ),
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
        "shown": _of_card(request, card),
        "form": form,
        "blockers": blockers.reopen_blockers(card, request.user),
        "back_url": back,
        "breadcrumbs": commission_crumbs(
            request, card.submission.call, Crumb(_("Calibration"), back), Crumb(_("Reopen a card"))
        ),
    }
    return render(request, "calls/scorecard_reopen.html", context)


def _of_card(request: PortalRequest, card: Scorecard) -> blind.Shown:
    """How somebody else's card is called for whoever may not have read the names yet."""
    seat = seat_in(request, card.submission.call)
    own = progress.card_of(seat, card.submission)
    rule = score_queries.selection_of(card.submission.call)
    return blind.shown(card.submission, masked=blind.is_masked(rule, own))


def _seat_and_rule(request: PortalRequest, target: Submission) -> tuple[CommissionSeat, Selection]:
    selection = score_queries.selection_of(target.call)
    assert selection is not None  # no commission without one
    return seat_in(request, target.call), selection


def _code(target: Submission, selection: Selection, card: Scorecard | None) -> str:
    masked = blind.is_masked(selection, card)
    return blind.code_of(target) if masked else target.number


def _criteria(selection: Selection) -> list[tuple[str, str]]:
    return [(row.key, str(row.title)) for row in selection.criteria.all()]


def _after_saving(
    request: PortalRequest, seat: CommissionSeat, target: Submission, lacking: bool
) -> HttpResponse | None:
    """Where to go; None to stay and say what is missing."""
    if "hand_in" not in request.POST:
        messages.success(request, _("Saved."))
        return redirect(carry(paths.scorecard(target), request.GET))
    if lacking:
        return None
    scorecards.submit_scorecard(submission_id=target.pk, seat_id=seat.pk, by=request.user)
    messages.success(request, _("The card is handed in."))
    further = _next_open(seat)
    home = back_to(paths.commission(target.call), request.GET)
    return redirect(carry(further, request.GET) if further else home)


def _next_open(seat: CommissionSeat) -> str:
    """The next application whose card is still to hand in; "" when none is."""
    done = Scorecard.objects.filter(seat=seat, state=ScorecardState.SUBMITTED)
    rows = seats.scoring_submissions(seat).filter(state=SubmissionState.ADMISSIBLE)
    waiting = rows.exclude(pk__in=done.values("submission")).first()
    return paths.scorecard(waiting) if waiting else ""


def _shown(
    target: Submission, seat: CommissionSeat, selection: Selection, card: Scorecard | None
) -> dict[str, Any]:
    others = progress.cards_in(target) if progress.others_are_visible(card) else []
    masked = blind.is_masked(selection, card)
    trouble = blockers.score_blockers(target, seat, card)
    sections = _sections(target, selection, masked=masked)
    return {
        "submission": target,
        "shown": blind.shown(target, masked=masked),
        "call": target.call,
        "selection": selection,
        "card": card,
        "saved_at": card.changed_at if card else None,
        "sections": sections if trouble else judged.led_back(sections, selection.criteria.all()),
        "progress": progress.seat_progress(seat),
        "total": score_queries.card_total(card, selection) if card else None,
        "others": [
            (one, score_queries.card_total(one, selection))
            for one in others
            if one.seat_id != seat.pk
        ],
        "blockers": trouble,
        "autosave_url": f"{paths.scorecard(target)}salva/",
    }


def _sections(target: Submission, selection: Selection, *, masked: bool) -> list[ReadableSection]:
    sending = queries.last_sending(target)
    found = readable(sending.sheet if sending else target.sheet, get_language() or "it")
    return blind.without_names(found, target, selection) if masked else found


def _steps(target: Submission, seat: CommissionSeat, query: QueryDict) -> dict[str, Any]:
    """The application before and the one after, in the order of the list, and the place of this one."""
    keys = list(seats.scoring_submissions(seat).values_list("pk", flat=True))
    here = keys.index(target.pk)

    def at(index: int) -> str:
        if not 0 <= index < len(keys):
            return ""
        return carry(paths.scorecard_by_key(target, keys[index]), query)

    return {"previous": at(here - 1), "next": at(here + 1), "place": here + 1}
