"""What a scoring sheet that is read back would change, before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls.models import CommissionSeat, Scorecard, Selection, Submission
from calls.queries import blind, progress
from calls.queries import commission as seats
from calls.scoring_sheet import COMMENT, Line, SheetRead


@dataclass(frozen=True)
class Change:
    """One line that differs; texts as they are shown."""

    title: str
    before: str
    after: str
    line: Line


@dataclass(frozen=True)
class SheetChange:
    """One application: what would change, or why nothing of it can be taken."""

    submission: Submission | None
    shown: blind.Shown | None
    sheet: str
    changes: list[Change]
    errors: list[str]


def changes_of(
    seat: CommissionSeat, selection: Selection, sheets: Iterable[SheetRead]
) -> list[SheetChange]:
    """Only applications that this seat scores are known; of the others the file may say anything."""
    read = list(sheets)
    rows = seats.scoring_submissions(seat).filter(pk__in=[one.submission for one in read])
    mine = {row.pk: row for row in rows}
    cards = progress.own_cards(seat, list(mine.values()))
    known = blind.listed(
        (row, blind.is_masked(selection, cards.get(row.pk))) for row in mine.values()
    )
    return [
        _of_one(one, row, seat, selection, card=cards.get(row.pk), shown=known[row.pk])
        if (row := mine.get(one.submission))
        else _not_yours(one)
        for one in read
    ]


def _not_yours(sheet: SheetRead) -> SheetChange:
    text = _("This application is not among those that you score.")
    return SheetChange(None, None, sheet.sheet, [], [text])


def _of_one(
    sheet: SheetRead,
    submission: Submission,
    seat: CommissionSeat,
    selection: Selection,
    *,
    card: Scorecard | None,
    shown: blind.Shown,
) -> SheetChange:
    refused = [str(one.message) for one in blockers.score_blockers(submission, seat, card)]
    changes = _changes(sheet.lines, selection, card)
    errors = sheet.errors + (refused if changes or sheet.errors else [])
    return SheetChange(submission, shown, sheet.sheet, changes, errors)


def _changes(lines: list[Line], selection: Selection, card: Scorecard | None) -> list[Change]:
    """A cell left empty takes nothing away: what is on the card stays."""
    titles = {row.key: str(row.title) for row in selection.criteria.all()}
    held = {row.criterion.key: row for row in card.scores.all()} if card else {}
    found = []
    for line in lines:
        if line.key == COMMENT:
            was: tuple[Decimal | None, str] = (None, card.comment if card else "")
        else:
            score = held.get(line.key)
            was = (score.value, score.reason) if score else (None, "")
        now = (was[0] if line.value is None else line.value, line.reason or was[1])
        if now != was:
            title = titles.get(line.key, str(_("Overall judgement")))
            kept = Line(line.key, now[0], now[1])
            found.append(Change(title, _words(*was), _words(*now), kept))
    return found


def _words(value: Decimal | None, reason: str) -> str:
    number = "" if value is None else f"{value.normalize():f}"
    return " · ".join(filter(None, [number, reason])) or "—"
