"""From one version of a form to the next: what becomes of the answers being written, told before it is done.

What was sent keeps its version; a sheet being written moves on to the new one by a new sheet. Every answer
that fits is carried with its author and instant; what does not fit stays readable in the sheet that it
came from (`AnswerSheet.predecessor`): nothing is lost silently (RULES C2, C3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from core.access.blocked import refuse
from core.access.locking import lock
from core.questionnaires.carrying import fitting
from core.questionnaires.domain.sheets import move_blockers
from core.questionnaires.models import Answer, AnswerSheet, HeldAnswer, Question, Version
from core.questionnaires.queries import Filled, load, load_many, questions_of
from core.questionnaires.readable import text_of
from core.questionnaires.reading import is_empty, read
from core.questionnaires.spec import QuestionSpec
from core.ui.bilingual import Bilingual


@dataclass
class Fate:
    """What becomes of the answers to one question: how many sheets each way.

    `kept` arrive as they are, `to_correct` arrive and then break a new limit, `shortened` lose choices or
    columns that are gone, `left` stay in the old sheet because the question is gone or of another type.
    """

    label: Bilingual
    kept: int = 0
    to_correct: int = 0
    shortened: int = 0
    left: int = 0

    @property
    def is_whole(self) -> bool:
        return not (self.to_correct or self.shortened or self.left)


@dataclass
class Forecast:
    """What a new version would do to the sheets being written."""

    sheets: int = 0
    touched: int = 0
    fates: dict[str, Fate] = field(default_factory=dict)
    added: Sequence[QuestionSpec] = ()
    removed: Sequence[QuestionSpec] = ()
    changed: Sequence[QuestionSpec] = ()

    @property
    def whole(self) -> list[Fate]:
        return [fate for fate in self.fates.values() if fate.is_whole]

    @property
    def troubled(self) -> list[Fate]:
        return [fate for fate in self.fates.values() if not fate.is_whole]


def foresee(sheets: Iterable[AnswerSheet], version: Version) -> Forecast:
    """What would become of these sheets in `version`; a fixed number of queries, however many they are."""
    moving = [sheet for sheet in sheets if sheet.version_id != version.pk]
    asked = {question.key: question.spec for question in questions_of(version)}
    forecast = Forecast(sheets=len(moving))
    before: dict[str, QuestionSpec] = {}
    for filled in load_many(moving).values():
        before |= {each.key: each.spec for each in filled.questions}
        whole = [_foresee_one(filled, each, asked, forecast) for each in filled.questions]
        forecast.touched += not all(whole)
    if before:
        forecast.added = [spec for key, spec in asked.items() if key not in before]
        forecast.removed = [spec for key, spec in before.items() if key not in asked]
        both = [(before[key], spec) for key, spec in asked.items() if key in before]
        forecast.changed = [spec for old, spec in both if old != spec]
    return forecast


def _foresee_one(
    filled: Filled, question: Question, asked: dict[str, QuestionSpec], forecast: Forecast
) -> bool:
    """Count one answer of one sheet; whether it arrives as it is."""
    shown = filled.shown(question.key)
    if is_empty(shown):
        return True
    fate = forecast.fates.setdefault(question.key, Fate(question.label))
    target = asked.get(question.key)
    fit = fitting(question.spec, target, shown) if target else None
    if target is None or fit is None:
        fate.left += 1
    elif fit != shown:
        fate.shortened += 1
    elif read(target, fit).error and not read(question.spec, shown).error:
        fate.to_correct += 1
    else:
        fate.kept += 1
        return True
    return False


@transaction.atomic
def move_sheet(sheet: AnswerSheet, version: Version) -> AnswerSheet:
    """A sheet of `version` that takes over from `sheet`. Refuses a locked one, or a draft version.

    Answers keep revision, author and instant, so that a page that is open meanwhile still knows what it
    had been shown; texts that wait for a choice between two come along.
    """
    old = lock(AnswerSheet, sheet.pk)
    refuse(move_blockers(old, version))
    filled = load(old)
    new = AnswerSheet.objects.create(
        version=version,
        predecessor=old,
        revision=old.revision,
        started_at=old.started_at,
        saved_at=old.saved_at,
    )
    asked = {question.key: question for question in questions_of(version)}
    Answer.objects.bulk_create(_carried(filled, new, asked))
    held = HeldAnswer.objects.filter(sheet=old).select_related("question").order_by("pk")
    HeldAnswer.objects.bulk_create(
        HeldAnswer(
            sheet=new,
            question=asked[row.question.key],
            by_id=row.by_id,
            raw=row.raw,
            held_at=row.held_at,
        )
        for row in held
        if row.question.key in asked and asked[row.question.key].type == row.question.type
    )
    return new


def _carried(filled: Filled, new: AnswerSheet, asked: dict[str, Question]) -> Iterable[Answer]:
    for question in filled.questions:
        answer, target = filled.answers.get(question.key), asked.get(question.key)
        if answer is None or target is None:
            continue
        fit: Any = fitting(question.spec, target.spec, answer.shown)
        if fit is None:
            continue
        reading = read(target.spec, fit)
        yield Answer(
            sheet=new,
            question=target,
            value=reading.value,
            raw=reading.raw,
            revision=answer.revision,
            updated_at=answer.updated_at,
            updated_by=answer.updated_by,
        )


def left_behind(sheet: AnswerSheet) -> list[tuple[Bilingual, str]]:
    """Question and answer of what the newer form could not take over from the sheet before it."""
    if sheet.predecessor is None:
        return []
    filled = load(sheet.predecessor)
    asked = {question.key: question.spec for question in questions_of(sheet.version)}
    found = []
    for question in filled.questions:
        shown, target = filled.shown(question.key), asked.get(question.key)
        fit = fitting(question.spec, target, shown) if target else None
        if not is_empty(shown) and (fit is None or fit != shown):
            reading = read(question.spec, shown)
            text = str(reading.raw) if reading.error else text_of(question.spec, reading.value)
            found.append((question.label, text))
    return found
