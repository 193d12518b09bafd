"""The published file of a ranking: pseudonyms, scores and the rule, so that anybody computes it again (C11).

CSV, one row for each proposal and one for each territory without any. Every row repeats the rule (weights,
threshold, highest score, places, order of the criteria with equal totals, seed of the lots), so that a
spreadsheet that filters or sorts loses nothing. Keys and figures are the same in every language: a dot
before the decimals, codes for outcomes.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from django.utils.translation import gettext as _

from calls.domain.ordering import Candidate, Placed, Rule, order
from calls.enums import Outcome
from calls.models import Ranking
from calls.queries.rankings import TerritoryRanking, by_territory
from core.ui.spreadsheets import as_csv

SCORE = "media_"
"""Before the key of a criterion: the column of its mean."""
EMPTY = "posto_non_assegnato"
OUTCOMES = {
    Outcome.SELECTED: "ammessa_e_finanziata",
    Outcome.RESERVE: "idonea_non_finanziata",
    Outcome.NOT_ELIGIBLE: "non_idonea",
}
OWN = ("pseudonimo", "codice_territorio", "territorio")
RESULT = ("schede", "totale", "posizione", "esito", "per_sorteggio")
RULE = ("pesi", "soglia", "punteggio_massimo", "posti", "a_parita", "seme_sorteggio")
MOST_ROWS, MOST_CRITERIA = 5000, 50
"""Far above what a call can have; a file beyond them was made to keep the portal busy."""
HIGHEST = 100
"""Of a score, of a weight, of a total."""
WIDEST = len((*OWN, *RESULT, *RULE)) + MOST_CRITERIA
UNREADABLE = (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, csv.Error)
"""What a cell raises that holds something else than the portal wrote there."""


class BadFile(ValueError):
    """The file is not one that the portal published; the message says where."""


@dataclass(frozen=True)
class Published:
    """What a file says: the scores placed by its rule, the list it states (pseudonym → total, position,
    outcome), on which line each proposal stands, and the name of each territory by its code."""

    placed: list[Placed]
    stated: Mapping[str, tuple[Decimal, int, str]]
    lines: Mapping[str, int]
    territories: Mapping[str, str]

    def compared(self) -> list["Compared"]:
        """Every proposal as computed, in the order of the list, beside what the file states."""
        return [
            Compared(
                self.lines[placed.candidate.pseudonym],
                placed,
                self.territories[placed.candidate.territory],
                str(Outcome(placed.outcome).label),
                self._states(placed),
            )
            for placed in self.placed
        ]

    def first_difference(self) -> int | None:
        """The first line of the file that states otherwise; None where the lists are equal."""
        return min(
            (self.lines[placed.candidate.pseudonym] for placed in self.differing()), default=None
        )

    def differing(self) -> list[Placed]:
        """Places that the file states otherwise; empty means that the list follows from the scores."""
        return [placed for placed in self.placed if not self._states(placed)]

    def _states(self, placed: Placed) -> bool:
        stated = self.stated[placed.candidate.pseudonym]
        return stated == (placed.total, placed.position, OUTCOMES[placed.outcome])


@dataclass(frozen=True)
class Compared:
    """A place as computed, and whether the file states the same; `row` counts the file's lines from 2."""

    row: int
    placed: Placed
    territory: str
    outcome: str
    equal: bool


def write(ranking: Ranking) -> bytes:
    """The file of a ranking, with BOM and semicolons as every export of the portal (docs/adr/0073)."""
    rule = Rule.from_json(ranking.rule)
    return as_csv([_headings(rule), *_rows(ranking, rule)])


def _headings(rule: Rule) -> list[str]:
    return [*OWN, *(f"{SCORE}{key}" for key in rule.weights), *RESULT, *RULE]


def _rows(ranking: Ranking, rule: Rule) -> Iterator[list[str]]:
    said = [
        " ".join(f"{key}={weight}" for key, weight in rule.weights.items()),
        "" if rule.threshold is None else str(rule.threshold),
        str(rule.highest_score),
        str(rule.places),
        " ".join(rule.tie_break),
        ranking.seed,
    ]
    for one in by_territory(ranking):
        yield from ([*row, *said] for row in _of_territory(one, rule))


def _of_territory(one: TerritoryRanking, rule: Rule) -> Iterator[list[str]]:
    place = [one.territory.code, one.territory.name]
    for entry in one.entries:
        yield [
            entry.pseudonym,
            *place,
            *(entry.averages[key] for key in rule.weights),
            str(entry.cards),
            str(entry.total),
            str(entry.position),
            OUTCOMES[Outcome(entry.outcome)],
            "sì" if entry.by_lot else "no",
        ]
    if one.empty_place is not None:
        yield ["", *place, *("" for _key in rule.weights), "", "", "", EMPTY, ""]


def read(text: str) -> Published:
    """What a published file says, ordered again. Raises BadFile, in words, for anything else."""
    try:
        rows = _rows_of(text)
        rule = _rule(rows[0])
        lines = {line: row for line, row in enumerate(rows, 2) if row["pseudonimo"]}
        candidates = {line: _candidate(line, row, rule) for line, row in lines.items()}
        stated = {row["pseudonimo"]: _stated(line, row) for line, row in lines.items()}
        if len(stated) != len(lines):
            raise BadFile(_("A pseudonym stands on more than one row."))
        placed = order(rule, rows[0]["seme_sorteggio"], candidates.values())
    except BadFile:
        raise
    except UNREADABLE as error:
        raise BadFile(_("This is not a file of a ranking that the portal published.")) from error
    names = {row["codice_territorio"]: row["territorio"] for row in rows}
    at = {row["pseudonimo"]: line for line, row in lines.items()}
    return Published(placed, stated, at, names)


def _rows_of(text: str) -> list[dict[str, str]]:
    """The rows, all as wide as the heading and of one rule."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    heading = reader.fieldnames or ()
    if not {*OWN, *RESULT, *RULE} & set(heading):
        raise BadFile(_("This is not a file of a ranking that the portal published."))
    if lacking := {*OWN, *RESULT, *RULE} - set(heading):
        raise BadFile(
            _("These columns are missing: %(names)s") % {"names": ", ".join(sorted(lacking))}
        )
    rows = list(islice(reader, MOST_ROWS + 1)) if len(heading) <= WIDEST else []
    if not 0 < len(rows) <= MOST_ROWS:
        raise BadFile(
            _("A ranking has from 1 to %(rows)d rows and at most %(criteria)d criteria.")
            % {"rows": MOST_ROWS, "criteria": MOST_CRITERIA}
        )
    for line, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise BadFile(_("Row %(row)d has not as many cells as the heading.") % {"row": line})
    if len({tuple(row[name] for name in RULE) for row in rows}) != 1:
        raise BadFile(_("The rows do not state one and the same rule."))
    return rows


def _rule(row: Mapping[str, str]) -> Rule:
    pairs = [pair.rsplit("=", 1) for pair in row["pesi"].split()]
    weights = {key: _figure(weight, HIGHEST) for key, weight in pairs}
    tie_break = tuple(row["a_parita"].split())
    highest, places = int(row["punteggio_massimo"]), int(row["posti"])
    sound = (
        0 < len(weights) == len(pairs) <= MOST_CRITERIA
        and 1 <= highest <= HIGHEST
        and 0 <= places <= MOST_ROWS
        and len(set(tie_break)) == len(tie_break)
        and set(tie_break) <= set(weights)
    )
    if not sound:
        raise ValueError("a rule out of its bounds")
    threshold = _figure(row["soglia"], HIGHEST) if row["soglia"] else None
    return Rule(highest, threshold, places, weights, tie_break)


def _candidate(line: int, row: Mapping[str, str], rule: Rule) -> Candidate:
    try:
        averages = {key: _figure(row[f"{SCORE}{key}"], rule.highest_score) for key in rule.weights}
    except UNREADABLE as error:
        raise BadFile(_unreadable(line)) from error
    return Candidate(row["pseudonimo"], row["codice_territorio"], averages)


def _stated(line: int, row: Mapping[str, str]) -> tuple[Decimal, int, str]:
    try:
        return _figure(row["totale"]), int(row["posizione"]), row["esito"]
    except UNREADABLE as error:
        raise BadFile(_unreadable(line)) from error


def _unreadable(line: int) -> str:
    return _("Row %(row)d: a figure can't be read or is out of its bounds.") % {"row": line}


def _figure(text: str, highest: int | None = None) -> Decimal:
    """A finite number, from 0 to `highest` where that is given. ArithmeticError or ValueError otherwise."""
    figure = Decimal(text)
    if not figure.is_finite() or (highest is not None and not 0 <= figure <= highest):
        raise ValueError(text)
    return figure
