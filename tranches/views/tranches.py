"""The list of tranches, and the page of one: the gate is the page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.access.http import PortalRequest
from core.access.page import page
from core.audit.history import history_of
from core.ui.pieces import Crumb
from tranches import lists, paths, queries
from tranches.actions import lines_for, more_actions, primary_action
from tranches.enums import Condition, TrancheState
from tranches.models import Tranche
from tranches.report_actions import report_actions
from tranches.story import awaited_to_resume, done_steps, what_comes
from tranches.views.act_page import crumbs
from tranches.views.loaders import tranche as found
from tranches.views.steps import opinion_words


@page("tranches.see_tranches")
def tranche_list(request: PortalRequest) -> HttpResponse:
    rows = lists.rows(queries.visible_to(request.user))
    may_award = request.user.has_perm("tranches.award_grant")
    to_award = queries.projects_to_award(request.user) if may_award else []
    context = {
        "page": lists.listing().page(rows, request.GET),
        "to_award": [(project, paths.award(project)) for project in to_award],
        "breadcrumbs": crumbs(request),
    }
    return render(request, "tranches/tranche_list.html", context)


@page("tranches.see_tranche", load=found)
def tranche_detail(request: PortalRequest, tranche: Tranche) -> HttpResponse:
    grant = tranche.grant
    sisters = list(queries.with_project(Tranche.objects.filter(grant=grant)).order_by("position"))
    action, lines = primary_action(request.user, tranche), lines_for(request.user, tranche)
    shown = {line.code for line in lines}
    context = {
        "tranche": tranche,
        "grant": grant,
        "project": grant.project,
        "paid": grant.paid,
        "sisters": sisters,
        "action": action,
        "others": [one for one in action.blockers if one.code not in shown] if action else [],
        "more": more_actions(request.user, tranche),
        "lines": lines,
        **_of_report(request, tranche),
        "gate_title": _gate_title(tranche),
        "done": done_steps(tranche),
        "steps": what_comes(tranche),
        "opinion": opinion_words(tranche),
        "act": queries.act_of(tranche),
        "publication": queries.publication_of(tranche),
        "order": queries.live_order(tranche),
        "sees_iban": request.user.has_perm("people.see_iban", grant.beneficiary),
        "entries": tranche.entries.order_by("date", "recorded_at", "pk"),
        "history": history_of(tranche, noun=_("Instalment")),
        "is_returned": tranche.state == TrancheState.RETURNED,
        "suspended": awaited_to_resume(tranche) if tranche.state == TrancheState.SUSPENDED else "",
        "bank_return": queries.undone_by_bank(tranche),
        "breadcrumbs": crumbs(
            request, Crumb(_("Instalment %(number)d") % {"number": tranche.position})
        ),
    }
    return render(request, "tranches/tranche_detail.html", context)


def _of_report(request: PortalRequest, tranche: Tranche) -> dict[str, Any]:
    """What the page says of the report, where the plan asks for one; the primary act is elsewhere."""
    if Condition.REPORT_ACCEPTED not in tranche.conditions:
        return {}
    found = report_actions(request.user, tranche)
    return {
        "wants_report": True,
        "reports": queries.handed_over(tranche),
        "report_actions": [one for one in (*found.next[1:], *found.others) if not one.blockers],
        "report_is_accepted": queries.evidence_of(tranche, Condition.REPORT_ACCEPTED) is not None,
    }


def _gate_title(tranche: Tranche) -> str:
    """The lines shown with a publication are those of the order that follows it."""
    if tranche.state == TrancheState.APPROVED:
        return _("What the payment order asks for")
    return _("What the next step asks for")
