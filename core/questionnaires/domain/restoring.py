"""Putting back what was taken out of the draft of a form (docs/adr/0154)."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from core.access.blocked import Blocker, refuse
from core.access.models import User
from core.questionnaires.domain.editing import Draft
from core.questionnaires.enums import DraftAct
from core.questionnaires.models import Section
from core.questionnaires.spec import QuestionSpec, SectionSpec


@transaction.atomic
def restore_part(*, version_id: UUID, part_id: UUID, by: User) -> str:
    """Put back what was taken out, where it stood or as near as can be; its key or that of its section.

    A condition on a question that is no longer there falls. Raises RemovedPart.DoesNotExist.
    """
    draft = Draft(version_id)
    part = draft.version.removed.get(pk=part_id)
    if part.is_section:
        spec = SectionSpec.model_validate(part.spec)
        intro = spec.intro.bilingual if spec.intro else None
        section = draft.insert_section(spec.key, spec.title.bilingual, intro, part.place)
        key = section.key
        for question in spec.questions:
            draft.insert(section, _loosened(question, draft.keys))
    else:
        section = _section_for(draft, part.section_key)
        question = QuestionSpec.model_validate(part.spec)
        key = draft.insert(section, _loosened(question, draft.keys), part.place).key
    part.delete()
    draft.settle()
    draft.record(DraftAct.PART_RESTORED, key, by)
    return key


def _loosened(question: QuestionSpec, asked: set[str]) -> QuestionSpec:
    condition = question.condition
    if condition is None or condition.question in asked:
        return question
    return question.model_copy(update={"condition": None})


def _section_for(draft: Draft, key: str) -> Section:
    """The section with this key; the last one where it is gone."""
    found = next((each for each in draft.sections if each.key == key), None)
    if found is None and not draft.sections:
        text = _("A question stands in a section: put its section back, or add one.")
        refuse([Blocker("no_section", text)])
    return found or draft.sections[-1]
