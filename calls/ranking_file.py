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
from decimal import Decimal, InvalidOperation

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


class BadFile(ValueError):
    """The file is not one that the portal published; the message says where."""


@dataclass(frozen=True)
class Published:
    """What a file says: the rule, the scores, the list it states (pseudonym → position, outcome), and on
    which line each proposal stands."""

    rule: Rule
    seed: str
    candidates: list[Candidate]
    stated: Mapping[str, tuple[Decimal, int, str]]
    lines: Mapping[str, int]

    def recomputed(self) -> list[Placed]:
        return order(self.rule, self.seed, self.candidates)

    def compared(self) -> list["Compared"]:
        """Every proposal as computed, in the order of the list, beside what the file states."""
        wrong = {placed.candidate.pseudonym for placed in self.differing()}
        return [
            Compared(
                self.lines[placed.candidate.pseudonym],
                placed,
                str(Outcome(placed.outcome).label),
                placed.candidate.pseudonym not in wrong,
            )
            for placed in self.recomputed()
        ]

    def first_difference(self) -> int | None:
        """The first line of the file that states otherwise; None where the lists are equal."""
        return min(
            (self.lines[placed.candidate.pseudonym] for placed in self.differing()), default=None
        )

    def differing(self) -> list[Placed]:
        """Places that the file states otherwise; empty means that the list follows from the scores."""
        return [
            placed
            for placed in self.recomputed()
            if self.stated[placed.candidate.pseudonym]
            != (placed.total, placed.position, OUTCOMES[placed.outcome])
        ]


@dataclass(frozen=True)
class Compared:
    """A place as computed, and whether the file states the same; `row` counts the file's lines from 2."""

    row: int
    placed: Placed
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
    """What a published file says. Raises BadFile, in words, for anything else."""
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))
    lacking = {*OWN, *RESULT, *RULE} - set(rows[0] if rows else ())
    if lacking:
        raise BadFile(
            _("These columns are missing: %(names)s") % {"names": ", ".join(sorted(lacking))}
        )
    rules = {tuple(row[name] for name in RULE) for row in rows}
    if len(rules) != 1:
        raise BadFile(_("The rows do not state one and the same rule."))
    proposals = [row for row in rows if row["pseudonimo"]]
    try:
        rule = _rule(rows[0])
        candidates = [_candidate(row, rule) for row in proposals]
        stated = {
            row["pseudonimo"]: (Decimal(row["totale"]), int(row["posizione"]), row["esito"])
            for row in proposals
        }
    except (InvalidOperation, KeyError, ValueError) as error:
        raise BadFile(_("A figure can't be read: %(what)s") % {"what": error}) from error
    lines = {row["pseudonimo"]: line for line, row in enumerate(rows, 2) if row["pseudonimo"]}
    return Published(rule, rows[0]["seme_sorteggio"], candidates, stated, lines)


def _rule(row: Mapping[str, str]) -> Rule:
    pairs = [pair.rsplit("=", 1) for pair in row["pesi"].split()]
    return Rule(
        highest_score=int(row["punteggio_massimo"]),
        threshold=Decimal(row["soglia"]) if row["soglia"] else None,
        places=int(row["posti"]),
        weights={key: Decimal(weight) for key, weight in pairs},
        tie_break=tuple(row["a_parita"].split()),
    )


def _candidate(row: Mapping[str, str], rule: Rule) -> Candidate:
    return Candidate(
        row["pseudonimo"],
        row["codice_territorio"],
        {key: Decimal(row[f"{SCORE}{key}"]) for key in rule.weights},
    )
