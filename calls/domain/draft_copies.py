"""Filling a draft from an application that the network wrote before: only what is still empty (C2)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import blockers
from calls.domain.draft_help import note_help
from calls.models import Submission
from calls.queries.proposals import sheet_of
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.questionnaires import queries as questionnaires
from core.questionnaires.domain import sheets
from core.questionnaires.queries import Filled
from core.questionnaires.reading import is_empty


@dataclass(frozen=True)
class Offer:
    """An earlier application, and the questions of the draft that it would fill in."""

    earlier: Submission
    labels: tuple[str, ...]


def offers(draft: Submission, earlier: list[Submission]) -> list[Offer]:
    """What each would fill in; those that add nothing are left out. Three queries for all of them."""
    sheet_by = {row.pk: sheet_of(row) for row in earlier}
    filled = questionnaires.load_many([draft.sheet, *sheet_by.values()])
    own = filled[draft.sheet_id]
    labels = {row.key: str(row.label) for row in own.questions}
    found = []
    for row in earlier:
        given = _given(filled[sheet_by[row.pk].pk], own)
        if given:
            found.append(Offer(row, tuple(labels[key] for key in labels if key in given)))
    return found


def copy_blockers(draft: Submission, earlier: Submission) -> list[Blocker]:
    """Why nothing can be taken over from the earlier application."""
    found = blockers.write_blockers(draft)
    if draft.pk == earlier.pk:
        found.append(Blocker("itself", _("This is the draft itself.")))
    return found


@transaction.atomic
def copy_from_earlier(*, submission_id: UUID, earlier: Submission, by: User) -> frozenset[str]:
    """Fill in the questions that are still empty; answers the keys. Nothing that was written changes."""
    draft = lock(Submission, submission_id)
    refuse(copy_blockers(draft, earlier))
    own = questionnaires.load(draft.sheet)
    given = _given(questionnaires.load(sheet_of(earlier)), own)
    saved = sheets.save_answers(draft.sheet_id, given, draft.sheet.revision, by=by)
    draft.changed_at = clock.now()
    draft.save(update_fields=["changed_at"])
    note_help(draft, by=by)
    data = {"what": "answers", "from": earlier.pk, "count": len(saved.changed)}
    record(draft, Verb.IMPORT, by=by, data=data)
    return saved.changed


def _given(source: Filled, own: Filled) -> dict[str, Any]:
    carried = sheets.carried_answers(source, own.sheet.version)
    return {key: value for key, value in carried.items() if is_empty(own.shown(key))}
