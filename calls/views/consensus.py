"""Cards after they were handed in: a score changed in the meeting, a card set aside for a late tie."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths
from calls.domain import consensus, declarations
from calls.forms.commission import ChangeScoreForm
from calls.models import Scorecard
from calls.queries import blind
from calls.queries import commission as seats
from calls.queries.scores import rule_of, selection_of
from calls.views.commission import commission_crumbs
from calls.views.loaders import from_address
from calls.views.seats import commission_card, seat_in
from core.access.http import PortalRequest
from core.access.page import page
from core.people.enums import TieKind
from core.ui.pieces import Crumb


@page("calls.set_aside_scorecard", writes={"POST"}, load=commission_card)
def scorecard_set_aside(request: PortalRequest, card: Scorecard) -> HttpResponse:
    """For the chair and the secretary: the portal knows of a tie that the member did not declare."""
    call = card.submission.call
    if request.method == "POST":
        declarations.record_known_tie(scorecard_id=card.pk, by=request.user)
        messages.success(request, _("The card is set aside; the alternate has been called."))
        return redirect(paths.commission(call))
    kinds = seats.barring_kinds_of([call.pk])[call.pk]
    barring = seats.declaration_on(card.seat, card.submission.network).known & kinds
    names = blind.shown_to(seat_in(request, call), rule_of(call.pk), [card.submission])
    context = {
        "call": call,
        "card": card,
        "shown": names[card.submission_id],
        "ties": [str(kind.label) for kind in TieKind if kind in barring],
        "blockers": blockers.set_aside_blockers(card, request.user),
        "back_url": paths.commission(call),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Set a card aside"))),
    }
    return render(request, "calls/scorecard_set_aside.html", context)


def score_of_card(request: PortalRequest, key: UUID, card: UUID, criterion: str) -> Scorecard:
    """A card that gives this criterion a score; the view reads which from the address."""
    found = commission_card(request, key, card)
    get_object_or_404(found.scores, criterion__key=criterion)
    return found


@page("calls.change_score", writes={"POST"}, load=score_of_card)
def score_change(request: PortalRequest, card: Scorecard) -> HttpResponse:
    """What the commission agreed in its meeting, written down by the chair."""
    call, key = card.submission.call, from_address(request, "criterion")
    score = card.scores.select_related("criterion").get(criterion__key=key)
    back = reverse(
        "calls:commission_calibration", kwargs={"slug": request.programme.slug, "key": call.pk}
    )
    form = ChangeScoreForm(request.POST or None, highest=score.out_of, current=score.value)
    if request.method == "POST" and form.is_valid():
        consensus.change_score(
            scorecard_id=card.pk, criterion_key=key, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The score is changed; its member has been told."))
        return redirect(back)
    rule = selection_of(call)
    context = {
        "card": card,
        "score": score,
        "shown": blind.shown(card.submission, masked=rule is not None and rule.blind),
        "form": form,
        "blockers": consensus.change_score_blockers(card, request.user),
        "back_url": back,
        "breadcrumbs": commission_crumbs(
            request, call, Crumb(_("Calibration"), back), Crumb(_("Change a score"))
        ),
    }
    return render(request, "calls/score_change.html", context)
