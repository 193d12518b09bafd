"""PDFs of a commission: the minutes of a sitting, and the texts that a seat scores."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from calls.models import CommissionMeeting, CommissionSeat, Sending
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.queries.minutes import minuted
from calls.queries.scores import selection_of
from core.documents.domain.pdf import pdf_kind
from core.questionnaires.readable import readable

MINUTES = "calls.minutes"
TEXTS = "calls.texts"


@pdf_kind(MINUTES, template="calls/pdf/minutes.html", title=_("Minutes of a sitting"))
def minutes(object_id: UUID, language: str) -> dict[str, Any]:
    row = CommissionMeeting.objects.select_related(
        "commission__call__programme", "recorded_by"
    ).get(pk=object_id)
    return {
        "meeting": row,
        "commission": row.commission,
        "call": row.commission.call,
        "minuted": minuted(row),
        "filename": f"verbale-{row.held_on:%Y-%m-%d}",
        "issued_at": row.recorded_at,
    }


@pdf_kind(TEXTS, template="calls/pdf/texts.html", title=_("Applications to score"))
def texts(object_id: UUID, language: str) -> dict[str, Any]:
    """Every application that the seat scores today, without names where the call hides them."""
    seat = CommissionSeat.objects.select_related("person", "commission__call__programme").get(
        pk=object_id
    )
    selection = selection_of(seat.commission.call)
    rows = list(seats.scoring_submissions(seat).select_related("sheet"))
    cards = progress.own_cards(seat, rows)
    sent = {
        one.submission_id: one.sheet
        for one in Sending.objects.filter(submission__in=rows)
        .select_related("sheet")
        .order_by("ordinal")
    }
    applications = []
    for row in rows:
        masked = blind.is_masked(selection, cards.get(row.pk))
        sections = readable(sent.get(row.pk, row.sheet), language)
        if masked and selection is not None:
            sections = blind.without_names(sections, row, selection)
        applications.append((blind.shown(row, masked=masked), row.territory.name, sections))
    return {
        "seat": seat,
        "call": seat.commission.call,
        "applications": applications,
        "filename": f"{seat.commission.call.slug}-domande",
    }
