"""The rule by which a call's answers are compared."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from calls.domain import selections
from calls.forms.selection import SelectionForm, criterion_forms, read_criteria
from calls.models import Call
from calls.queries.scores import selection_of
from calls.views.loaders import desk_call
from calls.views.places import desk_crumb, desk_crumbs, to_desk
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb


@page("calls.change_selection", writes={"POST"}, load=desk_call)
def selection_change(request: PortalRequest, call: Call) -> HttpResponse:
    """The rule and its criteria in one form; weights that do not make 100 are said, and nothing is lost."""
    held = selection_of(call)
    form = SelectionForm(request.POST or None, instance=held, call=call)
    rows = criterion_forms(held, request.POST if request.method == "POST" else None, call=call)
    found = selections.change_selection_blockers(call)
    trouble = []
    if request.method == "POST" and not found:
        read = read_criteria(rows)
        if form.is_valid() and read is not None:
            criteria, tie_break = read
            trouble = selections.criteria_blockers(criteria, tie_break)
            trouble += selections.mode_blockers(
                scorers_each=form.cleaned_data["scorers_each"],
                collegial=form.cleaned_data["collegial"],
                highest=form.cleaned_data["highest_score"],
                criteria=criteria,
            )
            if not trouble:
                selections.set_selection(
                    call_id=call.pk, criteria=criteria, by=request.user, tie_break=tie_break,
                    **form.cleaned_data,
                )  # fmt: skip
                messages.success(request, _("The rule of the selection is saved."))
                return to_desk(call)
    context = {
        "call": call,
        "form": form,
        "criteria": rows,
        "blockers": found,
        "trouble": trouble,
        "breadcrumbs": desk_crumbs(request, desk_crumb(call), Crumb(_("Selection"))),
    }
    refused = request.method == "POST" and (found or trouble)
    status = 409 if refused else 200
    return render(request, "calls/selection_change.html", context, status=status)
