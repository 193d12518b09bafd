"""Without a connection: all texts as one PDF, and a sheet that is filled elsewhere and read back."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths, scoring_sheet, sheet_changes
from calls.commission_pdf import TEXTS
from calls.domain import sheets
from calls.forms.scoring import SheetForm
from calls.models import Call, CommissionSeat, Selection
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.queries.scores import selection_of
from calls.views.commission import commission_crumbs
from calls.views.seats import seat_in, seated_call
from core.access.blocked import Blocked
from core.access.http import PortalRequest
from core.access.page import page
from core.documents.domain.pdf import ask_pdf
from core.documents.queries import pdf_of
from core.ui.downloads import download
from core.ui.pieces import Crumb

SALT = "calls.scoring_sheet.seen"
PREVIEW = timedelta(hours=1)
"""How long what was previewed may be taken over."""


@page("calls.score_offline", writes={"POST"}, load=seated_call)
def commission_offline(request: PortalRequest, call: Call) -> HttpResponse:
    """Ask for the PDF; give a filled sheet back and read what it would change; take it over."""
    seat, selection = seat_in(request, call), selection_of(call)
    assert selection is not None  # no commission without one
    if "texts" in request.POST:
        ask_pdf(TEXTS, about=seat, by=request.user, renew=True)
        return redirect(_here(call))
    if "agreed" in request.POST:
        return _take_over(request, call, seat)
    form = SheetForm(request.POST or None, request.FILES or None)
    found = _read(form, seat, selection) if request.method == "POST" and form.is_valid() else None
    context = {
        "call": call,
        "form": form,
        "found": found,
        "agreed": _signed(seat, found) if found else "",
        "job": pdf_of(seat, TEXTS),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Without a connection"))),
    }
    return render(request, "calls/commission_offline.html", context)


@page("calls.score_offline", load=seated_call)
def commission_sheet(request: PortalRequest, call: Call) -> HttpResponse:
    """The sheet, with what the own cards say so far."""
    seat, selection = seat_in(request, call), selection_of(call)
    assert selection is not None  # no commission without one
    rows = list(seats.scoring_submissions(seat))
    cards = progress.own_cards(seat, rows)
    known = blind.listed((row, blind.is_masked(selection, cards.get(row.pk))) for row in rows)
    shown = [(row, known[row.pk], cards.get(row.pk)) for row in rows]
    return download(scoring_sheet.write(shown, selection), f"{call.slug}-schede.xlsx")


def _read(
    form: SheetForm, seat: CommissionSeat, selection: Selection
) -> list[sheet_changes.SheetChange] | None:
    try:
        own = set(seats.scoring_submissions(seat).values_list("pk", flat=True))
        read = scoring_sheet.read(form.cleaned_data["file"], selection, own)
    except scoring_sheet.BadSheet as error:
        form.add_error("file", str(error))
        return None
    return sheet_changes.changes_of(seat, selection, read)


def _signed(seat: CommissionSeat, found: list[sheet_changes.SheetChange]) -> str:
    """What was previewed, so that just this is taken over; "" where nothing can be."""
    lines = {
        str(one.submission.pk): [
            [
                change.line.key,
                None if change.line.value is None else str(change.line.value),
                change.line.reason,
            ]
            for change in one.changes
        ]
        for one in found
        if one.submission is not None and one.changes and not one.errors
    }
    if not lines:
        return ""
    seen = sheets.states_of(seat, [one.submission for one in found if one.submission is not None])
    return signing.dumps([str(seat.pk), lines, seen], salt=SALT, compress=True)


def _take_over(request: PortalRequest, call: Call, seat: CommissionSeat) -> HttpResponse:
    try:
        key, lines, seen = signing.loads(request.POST["agreed"], salt=SALT, max_age=PREVIEW)
    except signing.BadSignature:
        key, lines, seen = "", {}, {}
    if key != str(seat.pk):
        messages.error(request, _("The preview is no longer good: give the sheet back once more."))
        return redirect(_here(call))
    said = {submission: _written(rows) for submission, rows in lines.items()}
    try:
        sheets.take_sheet(seat=seat, said=said, seen=seen, by=request.user)
    except Blocked as blocked:
        for blocker in blocked.blockers:
            messages.error(request, blocker.message)
        return redirect(_here(call))
    messages.success(
        request, _("Your cards hold what the sheet says; hand each in when it is ready.")
    )
    return redirect(paths.commission(call))


def _written(said: list[tuple[str, str | None, str]]) -> dict[str, Any]:
    """What `save_scorecard` takes."""
    scores = [row for row in said if row[0] != scoring_sheet.COMMENT]
    comments = [reason for key, _value, reason in said if key == scoring_sheet.COMMENT]
    return {
        "values": {key: None if value is None else Decimal(value) for key, value, _r in scores},
        "reasons": {key: reason for key, _value, reason in scores},
        "comment": comments[0] if comments else None,
    }


def _here(call: Call) -> str:
    return reverse("calls:commission_offline", kwargs={"slug": call.programme.slug, "key": call.pk})
