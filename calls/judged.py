"""Which answers a criterion judges: from the score to the answer, and back."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.forms import BoundField
from django.utils.translation import gettext as _

from calls.forms.scoring import SCORE, ScorecardForm
from calls.models import Criterion
from core.questionnaires.readable import ReadableSection
from core.ui.bilingual import Bilingual


@dataclass(frozen=True)
class Line:
    """A criterion as its card is written: score, reason, what the scores mean, the answers it judges
    (their words and their places on the page)."""

    score: BoundField
    reason: BoundField
    anchors: list[tuple[int, Bilingual]]
    judges: list[tuple[str, str]]


def lines(form: ScorecardForm, sections: Iterable[ReadableSection]) -> list[Line]:
    """Only answers that stand on the page are led to: a question may not have been asked."""
    shown = {
        answer.key: (answer.label, f"#answer-{answer.key}")
        for section in sections
        for answer in section.answers
    }
    return [
        Line(score, reason, row.anchor_lines, [shown[key] for key in row.questions if key in shown])
        for row, score, reason in form.fields_by_criterion()
    ]


def led_back(
    sections: Iterable[ReadableSection], criteria: Iterable[Criterion]
) -> list[ReadableSection]:
    """The text with, at each answer that is judged, the criteria that judge it."""
    rows = list(criteria)
    return [
        replace(
            section,
            answers=tuple(
                replace(answer, links=_criteria_of(answer.key, rows)) for answer in section.answers
            ),
        )
        for section in sections
    ]


def _criteria_of(key: str, criteria: Iterable[Criterion]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_("Judged by: %(criterion)s") % {"criterion": row.title}, f"#id_{SCORE}{row.key}")
        for row in criteria
        if key in row.questions
    )
