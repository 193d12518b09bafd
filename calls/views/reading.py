"""An application as it can be read: the page, the print, and the list of one's own."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from calls import blockers, paths, queries
from calls.domain import corrections
from calls.domain.place_uses import Built
from calls.enums import SubmissionState
from calls.models import Submission
from calls.queries.draft_signing import signature_sent
from calls.queries.draft_work import sittings_of
from calls.queries.idea_growth import origins_of
from calls.queries.proposals import may_compare
from calls.views.examination_state import examination_context
from calls.views.history import history_of
from calls.views.loaders import submission
from calls.views.outcomes import outcome_context, steps_after_the_close
from calls.views.places import desk_crumb, desk_crumbs, list_crumb, my_crumbs
from core.access.http import PortalRequest
from core.access.page import SIGNED_IN, page
from core.people import queries as people
from core.questionnaires.models import AnswerSheet
from core.questionnaires.readable import readable
from core.ui.pieces import Crumb, Step

_VERBS = ("write", "submit", "reopen", "withdraw", "confirm")


@page(SIGNED_IN)
def submission_mine(request: PortalRequest) -> HttpResponse:
    rows = queries.mine(request.user).select_related("call", "network", "territory", "programme")
    context = {
        "submissions": rows.prefetch_related("call__windows"),
        "open_calls": queries.open_now(),
        "breadcrumbs": my_crumbs(request),
    }
    return render(request, "calls/submission_mine.html", context)


@page("calls.see_submission", load=submission)
def submission_detail(request: PortalRequest, target: Submission) -> HttpResponse:
    """What counts: the last sending; the draft itself where nothing was sent."""
    sending = queries.last_sending(target)
    official = request.user.has_perm("calls.see_desk")
    outcome = outcome_context(request, target)
    context = {
        "submission": target,
        "call": target.call,
        "sections": readable(_sheet(target), get_language() or "it"),
        "sending": sending,
        "sendings": target.sendings.select_related("sent_by").order_by("-ordinal"),
        "registry": queries.registry_entry(target),
        "further": target.further_territories.select_related("territory"),
        "steps": steps_of(target, outcome["built"]),
        "history": history_of(target),
        "is_official": official,
        "signature": signature_sent(target),
        "sittings": sittings_of(target),
        "origins": origins_of(target),
        "may_compare": may_compare(request.user, target, target.grown_from_id),
        "may_see_growth": request.user.has_perm("calls.see_growth", target),
        "may_comment": request.user.has_perm("calls.comment_draft", target),
        "may_register": request.user.has_perm("calls.record_registry"),
        **_possible(request, target),
        **outcome,
        **examination_context(request, target),
        "breadcrumbs": _crumbs(request, target, official=official),
    }
    return render(request, "calls/submission_detail.html", context)


@page("calls.see_submission", load=submission)
def submission_print(request: PortalRequest, target: Submission) -> HttpResponse:
    context = {
        "submission": target,
        "call": target.call,
        "sections": readable(_sheet(target), get_language() or "it"),
        "sending": queries.last_sending(target),
    }
    return render(request, "calls/submission_print.html", context)


def steps_of(target: Submission, built: Sequence[Built]) -> list[Step]:
    """What happens to an application, with the dates that are known."""
    window = queries.window_of(target.call, target.territory_id)
    sent = target.submitted_at is not None
    if target.state == SubmissionState.WITHDRAWN:
        return [
            Step(_("Started"), "done", target.started_at),
            Step(_("Withdrawn"), "done", target.withdrawn_at),
        ]
    steps = [
        Step(_("Started"), "done", target.started_at),
        Step(
            _("Sent"),
            "done" if sent else "now",
            target.submitted_at,
            note=_("no. %(number)s") % {"number": target.number} if sent else "",
        ),
    ]
    if target.is_on_behalf:
        confirmed = target.confirmed_at is not None
        state = "done" if confirmed else "now" if sent else "next"
        steps.append(Step(_("Confirmed by the applicant"), state, target.confirmed_at))
    is_over = target.call.closed_at is not None
    steps.append(Step(_("The call closes"), "done" if is_over else "next", window.closes_at))
    return [*steps, *steps_after_the_close(target, built)]


def _sheet(target: Submission) -> AnswerSheet:
    sending = queries.last_sending(target)
    return sending.sheet if sending else target.sheet


def _possible(request: PortalRequest, target: Submission) -> dict[str, Any]:
    """Which acts are offered: who may (rules), and whether now (blockers)."""
    may = {verb: request.user.has_perm(f"calls.{verb}_submission", target) for verb in _VERBS}
    asked = request.user.has_perm("calls.ask_confirmation")
    return {
        "can_write": may["write"] and not blockers.write_blockers(target),
        "can_reopen": may["reopen"] and not blockers.reopen_blockers(target),
        "can_withdraw": may["withdraw"] and not blockers.withdraw_blockers(target),
        "can_confirm": may["confirm"] and not blockers.confirm_blockers(target, request.user),
        "can_correct": request.user.has_perm("calls.correct_submission")
        and not corrections.correct_blockers(target, request.user),
        "can_ask": asked and not blockers.ask_confirmation_blockers(target),
        "belongs": people.networks_of(request.user).filter(pk=target.network_id).exists(),
        "draft_url": paths.draft(target),
    }


def _crumbs(request: PortalRequest, target: Submission, *, official: bool) -> list[Crumb]:
    here = Crumb(target.number or target.title)
    if official:
        return desk_crumbs(request, desk_crumb(target.call), list_crumb(request, target.call), here)
    return my_crumbs(request, here)
