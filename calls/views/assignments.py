"""Who scores what, where the rule asks for some scorers and not for all: for the chair."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths
from calls.commission_lists import assigned_submissions
from calls.domain import assignments
from calls.forms.commission import MoveForm
from calls.models import Call, CommissionSeat, Selection, Submission
from calls.queries import assignments as queries
from calls.queries import blind
from calls.queries import commission as seats
from calls.queries.scores import selection_of
from calls.views.commission import commission_crumbs
from calls.views.seats import seat_in, seated_call
from core.access.http import PortalRequest
from core.access.page import page
from core.ui.pieces import Crumb
from core.ui.returning import back_to, leading_back
from core.ui.tables import Listing


def submission_to_move(request: PortalRequest, key: UUID, submission: UUID) -> Submission:
    """An application that was given out and that the person's own declaration opens."""
    seat = seat_in(request, seated_call(request, key))
    rows = queries.to_assign(seat.commission).filter(
        seats.texts_open_to_seats(request.user), assignments__isnull=False
    )
    return get_object_or_404(rows.distinct(), pk=submission)


@page("calls.assign_submissions", writes={"POST"}, load=seated_call)
def assignment_list(request: PortalRequest, call: Call) -> HttpResponse:
    """The draw with its seed, the load of each seat, and each application with its scorers."""
    seat = seat_in(request, call)
    if request.method == "POST":
        assignments.assign_submissions(commission_id=seat.commission_id, by=request.user)
        messages.success(request, _("Every application has its scorers."))
        return redirect(_here(call))
    rows = queries.to_assign(seat.commission).filter(seats.texts_open_to_seats(request.user))
    selection = selection_of(call)
    context = {
        "call": call,
        "commission": seat.commission,
        "selection": selection,
        "loads": queries.loads(seat.commission),
        "page": leading_back(_listing(seat, selection), request.GET).page(rows, request.GET),
        "blockers": assignments.assign_blockers(seat.commission),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Who scores what"))),
    }
    return render(request, "calls/assignment_list.html", context)


def _listing(seat: CommissionSeat, selection: Selection | None) -> Listing[Submission]:
    """Only what was given out can be moved: the other rows lead nowhere."""
    given = set(queries.assignments_of(seat.commission).values_list("submission", flat=True))
    return replace(
        assigned_submissions(seat, selection),
        row_url=lambda row: paths.assignment(row) if row.pk in given else "",
    )


@page("calls.move_assignment", writes={"POST"}, load=submission_to_move)
def assignment_move(request: PortalRequest, target: Submission) -> HttpResponse:
    """One application from one member to another, by the chair's hand, before anybody begins."""
    call = target.call
    back = back_to(_here(call), request.GET)
    commission = seat_in(request, call).commission
    held = list(queries.assignments_of(commission).filter(submission=target))
    others = queries.seats_that_may_take(commission, target)
    form = MoveForm(request.POST or None, held=held, others=others)
    if request.method == "POST" and form.is_valid():
        assignments.move_assignment(
            assignment_id=form.cleaned_data["assignment"],
            seat_id=form.cleaned_data["seat"],
            by=request.user,
        )
        messages.success(request, _("The application has another scorer."))
        return redirect(back)
    rule = selection_of(call)
    context = {
        "call": call,
        "shown": blind.shown(target, masked=rule is not None and rule.blind),
        "form": form,
        "others": others,
        "blockers": assignments.move_blockers(commission),
        "back_url": back,
        "breadcrumbs": commission_crumbs(
            request, call, Crumb(_("Who scores what"), back), Crumb(_("Another scorer"))
        ),
    }
    return render(request, "calls/assignment_move.html", context)


def _here(call: Call) -> str:
    return reverse("calls:assignment_list", kwargs={"slug": call.programme.slug, "key": call.pk})
