"""Sheets: started on a published version, saved field by field, locked when sent.

A draft is never lost (RULES C2): what can't be read is kept as typed, and a save that meets somebody
else's newer answer to the same question keeps both until a person chooses. An integration request
reopens only the questions it names (RULES C5, soccorso istruttorio: L. 241/1990 art. 6 c. 1 b).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access.blocked import Blocked, Blocker, refuse
from core.access.clock import now
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires import queries
from core.questionnaires.carrying import fitting
from core.questionnaires.models import Answer, AnswerSheet, HeldAnswer, Question, Version
from core.questionnaires.reading import Reading, clean, read

Resolution = Literal["mine", "theirs"]


class UnknownQuestion(KeyError):
    """An answer was given to a question that this form does not have."""


@dataclass(frozen=True)
class Conflict:
    """Two texts for one question: the one just sent and the newer one it did not overwrite."""

    key: str
    label: str
    mine: Any
    theirs: Any
    theirs_by: User | None
    theirs_at: datetime


@dataclass(frozen=True)
class Saved:
    """What a save did. `revision` is the sheet's now; `errors` tells by key why an answer, kept as it
    was typed, does not count yet; `changed` are the keys that were written."""

    revision: int
    saved_at: datetime | None
    conflicts: tuple[Conflict, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()


@transaction.atomic
def start_sheet(
    version: Version, *, by: User | None = None, known: Mapping[str, Any] | None = None
) -> AnswerSheet:
    """An empty sheet; answers already known ("organisation.codice_fiscale") are filled in where a
    question asks for them by `ask_once`. Refuses a version that isn't published."""
    if not version.is_published:
        raise Blocked([Blocker("draft", _("This form is not published yet."))])
    sheet = AnswerSheet.objects.create(version=version, started_at=now())
    if known:
        given = {
            question.key: known[question.spec.ask_once]
            for question in version.questions.all()
            if question.spec.ask_once in known
        }
        save_answers(sheet.pk, given, 0, by=by)
        sheet.refresh_from_db()
    return sheet


def move_blockers(sheet: AnswerSheet, version: Version) -> list[Blocker]:
    """Why a sheet can't move on to `version`."""
    if sheet.is_locked:
        return [Blocker("locked", _("These answers have been sent and are closed."))]
    if not version.is_published:
        return [Blocker("draft", _("This form is not published yet."))]
    return []


def save_blockers(sheet: AnswerSheet, keys: Iterable[str]) -> list[Blocker]:
    """Why these questions can't be answered now."""
    if sheet.is_locked:
        return [Blocker("locked", _("These answers have been sent and are closed."))]
    if sheet.open_keys is None:
        return []
    return [
        Blocker("not_open", _("The question “%(key)s” is not open.") % {"key": key})
        for key in keys
        if key not in sheet.open_keys
    ]


@transaction.atomic
def save_answers(
    sheet_id: UUID,
    answers: Mapping[str, Any],
    base_revision: int,
    *,
    by: User | None,
    partial: bool = True,
    bases: Mapping[str, int] | None = None,
    seen: Mapping[str, str] | None = None,
    resolve: Mapping[str, Resolution] | None = None,
) -> Saved:
    """Merge answers (key → as typed) into the sheet, question by question.

    A question that somebody answered otherwise after `base_revision` is a conflict: theirs stays, mine
    is held. `bases` gives single questions a base of their own: what the author has saved or been shown
    since the page was opened. `seen` (key → `queries.fingerprint` of what was shown) tells what the
    author left as it was: that is not saved, so a page opened long ago can be sent whole. `resolve`
    settles an earlier conflict. Without `partial`, questions that are not in `answers` are emptied.

    Raises Blocked on a locked sheet, UnknownQuestion for a key that the form does not have.
    """
    sheet = lock(AnswerSheet, sheet_id)
    page = _Page(base_revision, bases or {}, seen or {}, resolve or {})
    merge = _Merge(queries.load(sheet), page, by)
    given = dict(answers) if partial else {**dict.fromkeys(merge.questions), **answers}
    if unknown := given.keys() - merge.questions.keys():
        raise UnknownQuestion(sorted(unknown)[0])
    readings = {key: read(merge.questions[key].spec, raw) for key, raw in given.items()}
    touched = {key: each for key, each in readings.items() if merge.is_touched(key, each)}
    refuse(save_blockers(sheet, touched))
    for key, reading in touched.items():
        merge.take(key, reading)
    merge.write()
    return merge.result(readings)


@dataclass(frozen=True)
class _Page:
    """What the author had in front of them when they typed."""

    base_revision: int
    bases: Mapping[str, int]
    seen: Mapping[str, str]
    resolve: Mapping[str, Resolution]

    def left_alone(self, key: str, typed: str) -> bool:
        return key not in self.bases and self.seen.get(key) == typed

    def knows(self, key: str, stored: Answer) -> bool:
        if key not in self.bases and key in self.seen:
            return self.seen[key] == queries.fingerprint(stored.shown)
        return stored.revision <= self.bases.get(key, self.base_revision)


class _Merge:
    """One save under way on a locked sheet."""

    def __init__(self, filled: queries.Filled, page: _Page, by: User | None) -> None:
        self.filled, self.sheet, self.page, self.by = filled, filled.sheet, page, by
        self.questions: dict[str, Question] = {each.key: each for each in filled.questions}
        self.at = now()
        self.changed: dict[str, Reading] = {}
        self.conflicts: list[Conflict] = []

    def is_touched(self, key: str, reading: Reading) -> bool:
        if key in self.page.resolve:
            return True
        typed = queries.fingerprint(_shown(reading))
        return not self.page.left_alone(key, typed) and typed != queries.fingerprint(
            self.filled.shown(key)
        )

    def take(self, key: str, reading: Reading) -> None:
        """Keep the reading, or hold it beside somebody else's newer answer."""
        choice = self.page.resolve.get(key)
        stored = self.filled.answers.get(key)
        if choice is None and stored is not None and not self.page.knows(key, stored):
            self._hold(key, reading, stored)
            return
        if choice != "theirs" and _shown(reading) != self.filled.shown(key):
            self.changed[key] = reading
        HeldAnswer.objects.filter(
            sheet=self.sheet, question=self.questions[key], by=self.by
        ).delete()

    def _hold(self, key: str, reading: Reading, stored: Answer) -> None:
        question, mine = self.questions[key], _shown(reading)
        if self.by is not None:
            HeldAnswer.objects.update_or_create(
                sheet=self.sheet,
                question=question,
                by=self.by,
                defaults={"raw": mine, "held_at": self.at},
            )
        self.conflicts.append(
            Conflict(
                key, str(question.label), mine, stored.shown, stored.updated_by, stored.updated_at
            )
        )

    def write(self) -> None:
        if not self.changed:
            return
        self.sheet.revision += 1
        self.sheet.saved_at = self.at
        self.sheet.save(update_fields=["revision", "saved_at"])
        Answer.objects.bulk_create(
            (self._row(key, reading) for key, reading in self.changed.items()),
            update_conflicts=True,
            unique_fields=["programme", "sheet", "question"],
            update_fields=["value", "raw", "revision", "updated_at", "updated_by"],
        )

    def _row(self, key: str, reading: Reading) -> Answer:
        return Answer(
            sheet=self.sheet,
            question=self.questions[key],
            value=reading.value,
            raw=reading.raw,
            revision=self.sheet.revision,
            updated_at=self.at,
            updated_by=self.by,
        )

    def result(self, readings: Mapping[str, Reading]) -> Saved:
        held = {conflict.key for conflict in self.conflicts}
        return Saved(
            revision=self.sheet.revision,
            saved_at=self.sheet.saved_at,
            conflicts=tuple(self.conflicts),
            errors={
                key: reading.error
                for key, reading in readings.items()
                if reading.error and key not in held
            },
            changed=frozenset(self.changed),
        )


def _shown(reading: Reading) -> Any:
    return reading.raw if reading.error else reading.value


def lock_blockers(filled: queries.Filled) -> list[Blocker]:
    """Why the answers can't be closed now: already closed, or something is missing."""
    if filled.sheet.is_locked:
        return [Blocker("locked", _("These answers have been sent and are closed."))]
    return [
        Blocker(f"missing:{each.question_key}", f"{each.label}: {each.message}", _("The applicant"))
        for each in queries.missing(filled)
    ]


@transaction.atomic
def lock_sheet(*, sheet_id: UUID, by: User) -> AnswerSheet:
    """Close the answers: from now on the database refuses to change them; `digest` covers them."""
    sheet = lock(AnswerSheet, sheet_id)
    filled = queries.load(sheet)
    refuse(lock_blockers(filled))
    sheet.digest = queries.canonical_digest(filled)
    sheet.locked_at, sheet.locked_by, sheet.open_keys = now(), by, None
    sheet.save(update_fields=["digest", "locked_at", "locked_by", "open_keys"])
    record(sheet, Verb.LOCK, by=by, data={"revision": sheet.revision, "digest": sheet.digest})
    return sheet


@transaction.atomic
def unlock_sheet(*, sheet_id: UUID, by: User, only: Iterable[str] | None = None) -> AnswerSheet:
    """Open a closed sheet again, whole or `only` the questions named (RULES C5)."""
    sheet = lock(AnswerSheet, sheet_id)
    if not sheet.is_locked:
        raise Blocked([Blocker("open", _("These answers are open already."))])
    keys = None if only is None else sorted(set(only))
    known = set(sheet.version.questions.values_list("key", flat=True))
    if unknown := set(keys or ()) - known:
        raise UnknownQuestion(sorted(unknown)[0])
    sheet.locked_at, sheet.locked_by, sheet.digest, sheet.open_keys = None, None, "", keys
    sheet.save(update_fields=["locked_at", "locked_by", "digest", "open_keys"])
    record(sheet, Verb.UNLOCK, by=by, data={"only": keys})
    return sheet


@transaction.atomic
def copy_answers(
    *,
    source: AnswerSheet,
    target_id: UUID,
    by: User,
    keys: Mapping[str, str] | None = None,
) -> Saved:
    """Carry answers into another sheet, perhaps of another form (RULES C13: an idea's answers travel to
    the proposal), or into a new sheet of the same one, so that what was sent stays as it was.

    `keys` maps source to target; without it equal keys are carried where the type is the same. Choices
    that the target does not offer and columns that it does not have stay behind; what its limits refuse
    arrives as typed text to put right.
    """
    target = AnswerSheet.objects.select_related("version").get(pk=target_id)
    given = carried_answers(queries.load(source), target.version, keys=keys)
    return save_answers(target_id, given, target.revision, by=by)


def carried_answers(
    source: queries.Filled, version: Version, *, keys: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What `copy_answers` would carry into a sheet of `version`: key there → answer."""
    asked = {question.key: question.spec for question in version.questions.all()}
    given = {}
    for question in source.questions:
        to = question.key if keys is None else keys.get(question.key, "")
        if to not in asked:
            continue
        fit = fitting(question.spec, asked[to], source.shown(question.key))
        if fit is not None:
            given[to] = clean(fit)
    return given
