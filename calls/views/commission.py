"""The commission at work: its home, the declaration on conflict, the minutes, the spread of the scores."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths
from calls.commission_lists import own_submissions
from calls.commission_pdf import MINUTES
from calls.domain import declarations, sittings
from calls.enums import KEEPS_ORDER, SeatKind
from calls.forms.commission import DeclarationForm, SittingForm
from calls.models import Call, CommissionMeeting, CommissionSeat, Scorecard, Selection, Submission
from calls.queries import blind, minutes, spread
from calls.queries import commission as seats
from calls.queries.arisen import tied_cards
from calls.queries.blind import Shown
from calls.queries.commission_home import home_of, own_list
from calls.queries.rankings import never_ranked
from calls.queries.scores import rule_of, selection_of
from calls.views.commission_steps import Path
from calls.views.seats import seat_in, seated_call
from core.access.http import PortalRequest
from core.access.page import page
from core.documents.queries import pdfs_of
from core.ui.pieces import Crumb, home_crumb
from core.ui.returning import back_to, leading_back


@page("calls.sit_in_commission", load=seated_call)
def commission_home(request: PortalRequest, call: Call) -> HttpResponse:
    """What waits for this seat, its applications, and how far everybody is."""
    seat = seat_in(request, call)
    selection = rule_of(call.pk)
    home = home_of(seat, selection)
    listing = leading_back(own_submissions(seat, selection, home), request.GET)
    rows = own_list(seat, selection)
    keeps_order = seat.kind in KEEPS_ORDER
    sittings = _sittings(seat) if home.has_sittings else []
    held_on = max((row.held_on for row, _url in sittings), default=None)
    path = Path(seat, home.mine, home.everybody, held_on)
    context = {
        "call": call,
        "seat": seat,
        "selection": selection,
        "commission": seat.commission,
        "mine": home.mine,
        "tied_cards": _tied_cards(seat, selection) if keeps_order else [],
        "page": listing.page(rows, request.GET, of_all=home.mine.to_score),
        "progress": home.everybody,
        "substitutions": blind.substitutions_shown(
            call, masked=selection is not None and selection.blind
        )
        if home.has_substitutions
        else [],
        "sittings": sittings,
        "steps": path.steps(),
        "next_act": path.next_act,
        "all_in": path.all_in,
        "may_record": request.user.has_perm("calls.record_sitting", call),
        "is_chair": seat.kind == SeatKind.CHAIR,
        "breadcrumbs": commission_crumbs(request, call),
    }
    return render(request, "calls/commission_home.html", context)


def _tied_cards(seat: CommissionSeat, rule: Selection | None) -> list[tuple[Scorecard, Shown]]:
    """Cards that a tie has overtaken, and what they are on."""
    cards = tied_cards(seat.commission.call)
    names = blind.shown_to(seat, rule, [card.submission for card in cards])
    return [(card, names[card.submission_id]) for card in cards]


@page("calls.declare_ties", writes={"POST"}, load=seated_call)
def commission_declare(request: PortalRequest, call: Call) -> HttpResponse:
    """Names of the networks only: no text opens before this page is answered."""
    seat = seat_in(request, call)
    rows = seats.declaration_of(seat)
    form = DeclarationForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        made = declarations.declare(seat_id=seat.pk, ties=form.ties(), by=request.user)
        _thank(request, sum(row.bars for row in made))
        return redirect(paths.commission(call))
    context = {
        "call": call,
        "seat": seat,
        "form": form,
        "waiting": sum(row.open for row in rows),
        "blockers": blockers.declare_blockers(seat.commission),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Declaration"))),
    }
    return render(request, "calls/commission_declare.html", context)


@page("calls.see_calibration", load=seated_call)
def commission_calibration(request: PortalRequest, call: Call) -> HttpResponse:
    """For the chair: which cards are in; how far apart they are, once all of them are."""
    rows = spread.spread_of(call, opened=seats.texts_open_to_seats(request.user))
    complete = bool(rows) and all(row.is_complete for row in rows)
    selection = selection_of(call)
    masked = selection is not None and selection.blind and not complete
    known = blind.listed((row.submission, masked) for row in rows)
    changes = minutes.submissions_with_changes(call) if complete else {}
    settled, came_after = blockers.scores_are_settled(call), set(never_ranked(call))

    def may_change(submission: Submission) -> bool:
        return not settled or submission in came_after

    context = {
        "call": call,
        "rows": [
            (
                row,
                known[row.submission.pk],
                changes.get(row.submission.pk, []),
                may_change(row.submission),
            )
            for row in rows
        ],
        "complete": complete,
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Calibration"))),
    }
    return render(request, "calls/commission_calibration.html", context)


@page("calls.record_sitting", writes={"POST"}, load=seated_call)
def sitting_record(request: PortalRequest, call: Call) -> HttpResponse:
    seat = seat_in(request, call)
    form = SittingForm(request.POST or None, seats=seats.seats_of(seat.commission))
    if request.method == "POST" and form.is_valid():
        sittings.record_sitting(
            commission_id=seat.commission_id, by=request.user, **form.cleaned_data
        )
        messages.success(request, _("The minutes are kept."))
        return redirect(paths.commission(call))
    context = {
        "call": call,
        "form": form,
        "blockers": sittings.sitting_blockers(seat.commission),
        "breadcrumbs": commission_crumbs(request, call, Crumb(_("Minutes of a sitting"))),
    }
    return render(request, "calls/sitting_record.html", context)


def _sittings(seat: CommissionSeat) -> list[tuple[CommissionMeeting, str]]:
    """The sittings of the commission, each with the address of its PDF once it is drawn."""
    rows = list(seat.commission.meetings.select_related("recorded_by"))
    jobs = pdfs_of(rows, MINUTES)
    files = {key: job.document for key, job in jobs.items()}
    return [(row, file.url() if (file := files.get(row.pk)) else "") for row in rows]


def commission_crumbs(
    request: PortalRequest, call: Call, *last: Crumb, from_row: bool = False
) -> list[Crumb]:
    """`from_row`: the page is an application's, to which the commission's own list leads."""
    url = paths.commission(call) if last else ""
    url = back_to(url, request.GET) if from_row else url
    here = Crumb(_("Commission: %(call)s") % {"call": call.title}, url)
    return [home_crumb(request), here, *last]


def _thank(request: PortalRequest, barred: int) -> None:
    if barred:
        text = _(
            "Your declaration is kept. Where you have a tie somebody else scores in your place."
        )
    else:
        text = _("Your declaration is kept.")
    messages.success(request, text)
