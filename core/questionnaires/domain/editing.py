"""Writing the draft of a form: one section or one question at a time, in one act each.

Every act looks at the form as it would be: a condition never names a question that is gone, comes later
or waits for the one that carries it, so nothing is removed or moved unnoticed (RULES C3). Whoever changes
a row brings the mark of what they had read; a row that somebody else changed meanwhile is not written
over (docs/adr/0132).
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires import effort
from core.questionnaires.domain.changes import keep_change, snapshot_of
from core.questionnaires.domain.conditions import condition_blockers, removal_blockers
from core.questionnaires.domain.versions import question_columns
from core.questionnaires.enums import DraftAct
from core.questionnaires.models import Question, RemovedPart, Section, Version
from core.questionnaires.queries import fingerprint
from core.questionnaires.spec import ConditionSpec, QuestionSpec
from core.ui.bilingual import Bilingual

KEY_LENGTH = 50
"""Of a key made from words; two figures may follow."""
MOST_QUESTIONS = 200


class ChangedMeanwhile(Exception):
    """Somebody else saved this row since it was read; `now` is how it stands. Nothing was written."""

    def __init__(self, now: QuestionSpec | Section) -> None:
        super().__init__(f"{now.key} was changed meanwhile")
        self.now = now


def mark_of(row: QuestionSpec | Section) -> str:
    """A short mark of a question or of a section's words, which a form sends back with its text."""
    if isinstance(row, Section):
        return fingerprint({"title": dict(row.title), "intro": dict(row.intro or {})})
    return fingerprint(row.model_dump(mode="json", exclude_defaults=True))


def edit_blockers(version: Version) -> list[Blocker]:
    """Why this version can't be written in."""
    if version.is_published:
        return [
            Blocker("published", _("A published form never changes: make a new version of it."))
        ]
    return []


class Draft:
    """A draft in the hand of one act: locked, with its rows in their order."""

    def __init__(self, version_id: UUID) -> None:
        self.version = lock(Version, version_id)
        refuse(edit_blockers(self.version))
        self.before = snapshot_of(self.version)
        self.sections = list(self.version.sections.order_by("position", "pk"))
        self.questions: dict[UUID, list[Question]] = {each.pk: [] for each in self.sections}
        for question in self.version.questions.order_by("position", "pk"):
            self.questions[question.section_id].append(question)

    @property
    def asked(self) -> list[QuestionSpec]:
        return [each.spec for section in self.sections for each in self.questions[section.pk]]

    @property
    def keys(self) -> set[str]:
        return {each.key for rows in self.questions.values() for each in rows}

    def section(self, key: str) -> Section:
        for each in self.sections:
            if each.key == key:
                return each
        raise Section.DoesNotExist(key)

    def question(self, key: str) -> Question:
        for rows in self.questions.values():
            for each in rows:
                if each.key == key:
                    return each
        raise Question.DoesNotExist(key)

    def rows_beside(self, question: Question) -> list[Question]:
        return self.questions[question.section_id]

    def insert(self, section: Section, spec: QuestionSpec, place: int | None = None) -> Question:
        """A new row at `place` (from 0; last without one), under a key that is free."""
        spec = spec.model_copy(update={"key": fresh_key(spec.key, self.keys)})
        rows = self.questions[section.pk]
        made = Question.objects.create(
            **question_columns(self.version, section, spec, len(rows) + 1)
        )
        rows.insert(len(rows) if place is None else place, made)
        return made

    def insert_section(
        self, words: str, title: Bilingual, intro: Bilingual | None, place: int | None = None
    ) -> Section:
        """A section without questions at `place` (from 0; last without one), its key made of `words`."""
        made = Section.objects.create(
            version=self.version,
            key=fresh_key(words, {each.key for each in self.sections}),
            position=len(self.sections) + 1,
            title=title,
            intro=intro or Bilingual(),
        )
        self.questions[made.pk] = []
        self.sections.insert(len(self.sections) if place is None else place, made)
        return made

    def rewrite(self, question: Question, spec: QuestionSpec) -> None:
        section = next(each for each in self.sections if each.pk == question.section_id)
        for name, value in question_columns(self.version, section, spec, question.position).items():
            setattr(question, name, value)
        question.__dict__.pop("_spec", None)
        question.save()

    def settle(self) -> None:
        """Refuse a form whose conditions don't hold; write order and minutes of what moved."""
        refuse(condition_blockers(self.asked))
        if len(self.asked) > MOST_QUESTIONS:
            text = _("A form can have at most %(most)s questions.") % {"most": MOST_QUESTIONS}
            refuse([Blocker("too_many", text)])
        moved: list[Question] = []
        for place, section in enumerate(self.sections, start=1):
            rows = self.questions[section.pk]
            minutes = effort.minutes_of(each.spec for each in rows)
            if (section.position, section.minutes) != (place, minutes):
                section.position, section.minutes = place, minutes
                section.save(update_fields=["position", "minutes"])
            for number, row in enumerate(rows, start=1):
                if (row.position, row.section_id) != (number, section.pk):
                    row.position, row.section = number, section
                    moved.append(row)
        Question.objects.bulk_update(moved, ["position", "section"])

    def record(self, what: DraftAct, key: str, by: User | None) -> None:
        data = {"number": self.version.number, "what": what.value, "key": key}
        record(self.version, Verb.CHANGE, by=by, data=data)
        keep_change(self.version, self.before, what, key, by)


def fresh_key(words: str, taken: Iterable[str]) -> str:
    """A key made of words ("Che cosa serve?" → "che_cosa_serve"), or of a key, that nobody has yet."""
    base = (
        slugify(words.replace("’", " ").replace("'", " ")).replace("-", "_")[:KEY_LENGTH].strip("_")
    )
    if not base or not base[0].isalpha():
        base = f"q_{base}".rstrip("_")
    used = set(taken)
    number, key = 1, base
    while key in used:
        number += 1
        key = f"{base}_{number}"
    return key


@transaction.atomic
def add_section(
    *, version_id: UUID, title: Bilingual, intro: Bilingual | None = None, by: User
) -> Section:
    """A new last section, still without questions."""
    draft = Draft(version_id)
    made = draft.insert_section(title["it"], title, intro)
    draft.record(DraftAct.SECTION_ADDED, made.key, by)
    return made


@transaction.atomic
def change_section(
    *, version_id: UUID, key: str, title: Bilingual, intro: Bilingual | None, mark: str, by: User
) -> Section:
    """New words for a section. Raises ChangedMeanwhile if `mark` is not of what stands there now."""
    draft = Draft(version_id)
    section = draft.section(key)
    if mark != mark_of(section):
        raise ChangedMeanwhile(section)
    section.title, section.intro = title, intro or Bilingual()
    section.save(update_fields=["title", "intro"])
    draft.record(DraftAct.SECTION_CHANGED, key, by)
    return section


@transaction.atomic
def remove_section(*, version_id: UUID, key: str, by: User, used: Iterable[str] = ()) -> None:
    """Take a section out with its questions; it can be put back."""
    draft = Draft(version_id)
    section = draft.section(key)
    rows = draft.questions[section.pk]
    refuse(removal_blockers(draft.asked, {each.key for each in rows}, used))
    _keep(draft, spec_of_section(section, rows), place=draft.sections.index(section), by=by)
    Question.objects.filter(pk__in=[each.pk for each in rows]).delete()
    section.delete()
    draft.sections.remove(section)
    draft.settle()
    draft.record(DraftAct.SECTION_REMOVED, key, by)


@transaction.atomic
def move_section(*, version_id: UUID, key: str, place: int, by: User) -> None:
    """Put a section at `place` among the others, from 0; beyond the ends it stays at the end."""
    draft = Draft(version_id)
    section = draft.section(key)
    draft.sections.remove(section)
    draft.sections.insert(max(0, place), section)
    draft.settle()
    draft.record(DraftAct.SECTION_MOVED, key, by)


@transaction.atomic
def add_question(*, version_id: UUID, section_key: str, spec: QuestionSpec, by: User) -> Question:
    """A new last question of a section; a key that is taken gets a figure."""
    draft = Draft(version_id)
    made = draft.insert(draft.section(section_key), spec)
    draft.settle()
    draft.record(DraftAct.QUESTION_ADDED, made.key, by)
    return made


@transaction.atomic
def change_question(*, version_id: UUID, spec: QuestionSpec, mark: str, by: User) -> Question:
    """Write `spec` over the question that has its key; its type stays.

    Raises ChangedMeanwhile if `mark` is not of what stands there now.
    """
    draft = Draft(version_id)
    question = draft.question(spec.key)
    if mark != mark_of(question.spec):
        raise ChangedMeanwhile(question.spec)
    if spec.type != question.type:
        text = _("A question keeps its type: take it out and add another one.")
        refuse([Blocker("type", text)])
    draft.rewrite(question, spec)
    draft.settle()
    draft.record(DraftAct.QUESTION_CHANGED, spec.key, by)
    return question


@transaction.atomic
def remove_question(*, version_id: UUID, key: str, by: User, used: Iterable[str] = ()) -> None:
    """Take a question out; refused while another one depends on it. It can be put back."""
    draft = Draft(version_id)
    question = draft.question(key)
    refuse(removal_blockers(draft.asked, {key}, used))
    section = next(each for each in draft.sections if each.pk == question.section_id)
    spec = question.spec.model_dump(mode="json", exclude_defaults=True)
    _keep(draft, spec, place=draft.rows_beside(question).index(question), by=by, beside=section)
    draft.rows_beside(question).remove(question)
    question.delete()
    draft.settle()
    draft.record(DraftAct.QUESTION_REMOVED, key, by)


def _keep(
    draft: Draft, spec: dict[str, Any], *, place: int, by: User, beside: Section | None = None
) -> None:
    """Remember a part that is taken out, while the version is a draft."""
    RemovedPart.objects.create(
        version=draft.version,
        section_key=beside.key if beside else "",
        place=place,
        spec=spec,
        removed_at=clock.now(),
        removed_by=by,
    )


def spec_of_section(section: Section, rows: Iterable[Question]) -> dict[str, Any]:
    """A section with its questions as the JSON of a `SectionSpec`."""
    return {
        "key": section.key,
        "title": dict(section.title),
        "intro": dict(section.intro) if section.intro else None,
        "questions": [row.spec.model_dump(mode="json", exclude_defaults=True) for row in rows],
    }


@transaction.atomic
def duplicate_question(*, version_id: UUID, key: str, by: User) -> Question:
    """The same question once more, right after it."""
    draft = Draft(version_id)
    question = draft.question(key)
    section = next(each for each in draft.sections if each.pk == question.section_id)
    place = draft.rows_beside(question).index(question) + 1
    made = draft.insert(section, question.spec, place)
    draft.settle()
    draft.record(DraftAct.QUESTION_ADDED, made.key, by)
    return made


@transaction.atomic
def move_question(*, version_id: UUID, key: str, section_key: str, place: int, by: User) -> None:
    """Put a question at `place` of a section, from 0, counted without itself."""
    draft = Draft(version_id)
    question, section = draft.question(key), draft.section(section_key)
    draft.rows_beside(question).remove(question)
    draft.questions[section.pk].insert(max(0, place), question)
    draft.settle()
    draft.record(DraftAct.QUESTION_MOVED, key, by)


@transaction.atomic
def step_question(*, version_id: UUID, key: str, down: bool, by: User) -> None:
    """One place up or down; over the edge of a section it goes into the next one."""
    draft = Draft(version_id)
    question = draft.question(key)
    rows = draft.rows_beside(question)
    here = [each.pk for each in draft.sections].index(question.section_id)
    place = rows.index(question) + (1 if down else -1)
    if 0 <= place < len(rows):
        section = draft.sections[here]
    else:
        beyond = here + (1 if down else -1)
        if not 0 <= beyond < len(draft.sections):
            return
        section = draft.sections[beyond]
        place = 0 if down else len(draft.questions[section.pk])
    move_question(version_id=version_id, key=key, section_key=section.key, place=place, by=by)


@transaction.atomic
def set_condition(
    *, version_id: UUID, key: str, condition: ConditionSpec | None, by: User
) -> Question:
    """Ask the question only when another answer says so, or always."""
    draft = Draft(version_id)
    question = draft.question(key)
    draft.rewrite(question, question.spec.model_copy(update={"condition": condition}))
    draft.settle()
    draft.record(DraftAct.CONDITION_CHANGED, key, by)
    return question


@transaction.atomic
def bind_question(*, version_id: UUID, key: str, source: str, by: User) -> Question:
    """Fill the question in from what the portal knows; "" lets applicants write it themselves."""
    draft = Draft(version_id)
    question = draft.question(key)
    draft.rewrite(question, question.spec.model_copy(update={"ask_once": source}))
    draft.settle()
    draft.record(DraftAct.QUESTION_BOUND, key, by)
    return question
