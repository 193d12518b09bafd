"""Copying questions and sections of another form into a draft, in one act each."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from core.access.models import User
from core.questionnaires.domain.editing import Draft
from core.questionnaires.enums import DraftAct
from core.questionnaires.models import Question, Section, Version


@dataclass(frozen=True)
class Copied:
    """The section that it filled, the new questions, and those always asked without their condition."""

    section: str
    questions: tuple[Question, ...]
    loosened: tuple[Question, ...]


@transaction.atomic
def copy_questions(
    *, version_id: UUID, section_key: str, source: Version, keys: Iterable[str], by: User
) -> Copied:
    """Copy questions of another form to the end of a section, in their order there."""
    draft = Draft(version_id)
    rows = source.questions.filter(key__in=set(keys)).order_by("section__position", "position")
    copied = _copy(draft, draft.section(section_key), rows)
    draft.settle()
    draft.record(DraftAct.QUESTIONS_COPIED, section_key, by)
    return copied


@transaction.atomic
def copy_section(*, version_id: UUID, source: Section, by: User) -> Copied:
    """Copy a section of another form, with its questions, to the end of this one."""
    draft = Draft(version_id)
    made = draft.insert_section(source.title["it"], source.title, source.intro)
    copied = _copy(draft, made, source.questions.order_by("position"))
    draft.settle()
    draft.record(DraftAct.SECTION_COPIED, made.key, by)
    return copied


def _copy(draft: Draft, section: Section, rows: Iterable[Question]) -> Copied:
    """A condition comes along when the question it looks at is copied too."""
    named: dict[str, str] = {}
    made, loosened = [], []
    for row in rows:
        condition = row.spec.condition
        kept = condition and condition.question in named
        carried = (
            condition.model_copy(update={"question": named[condition.question]})
            if condition and kept
            else None
        )
        copy = draft.insert(section, row.spec.model_copy(update={"condition": carried}))
        named[row.key] = copy.key
        made.append(copy)
        if condition and not kept:
            loosened.append(copy)
    return Copied(section.key, tuple(made), tuple(loosened))
