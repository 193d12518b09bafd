"""The terms of a call's examination and its requirements: set before anybody is examined, then the same
for all; ticked one by one for each application; and the call's own words in the letters of its outcomes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.domain.admissibility import check_blockers
from calls.enums import CallKind, CallState, Outcome, RankingState
from calls.models import (
    AdmissibilityDecision,
    Call,
    ExaminationRule,
    ExclusionNotice,
    IntegrationRequest,
    OutcomeLetter,
    Ranking,
    Requirement,
    RequirementCheck,
    Submission,
)
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.bilingual import Bilingual

TERMS = frozenset(
    {
        "integration_days", "untouchable", "offers_observations", "observation_days",
        "review_days", "shows_comments", "talk",
    }
)  # fmt: skip


@dataclass(frozen=True)
class RequirementRow:
    """One requirement as it is written; `key` stays the same when its words change."""

    key: str
    label: Bilingual


def change_blockers(call: Call) -> list[Blocker]:
    """Why the terms can't change now: once somebody was examined they are the same for all."""
    if call.kind != CallKind.PROPOSALS:
        return [Blocker("idea", _("Ideas are open and light: they are not checked."))]
    if call.state in {CallState.ARCHIVED, CallState.CANCELLED}:
        return [Blocker("call_over", _("The call is over."))]
    begun = any(
        rows.filter(submission__call=call).exists()
        for rows in (
            AdmissibilityDecision.objects.all(),
            IntegrationRequest.objects.all(),
            ExclusionNotice.objects.all(),
            RequirementCheck.objects.all(),
        )
    )
    if begun:
        text = _("The examination has begun: its terms are the same for all, and no longer change.")
        return [Blocker("begun", text)]
    return []


@transaction.atomic
def change_examination(
    *, call_id: UUID, requirements: Iterable[RequirementRow], by: User | None, **terms: Any
) -> ExaminationRule:
    """Write the terms (fields of ExaminationRule) and the requirements, whole.

    `by` is None where a definition is loaded by nobody in particular.
    """
    call = lock(Call, call_id)
    refuse(change_blockers(call))
    rows = list(requirements)
    rule, _created = ExaminationRule.objects.update_or_create(
        call=call, defaults={**terms, "changed_at": clock.now(), "changed_by": by}
    )
    Requirement.objects.filter(call=call).exclude(key__in=[row.key for row in rows]).delete()
    for position, row in enumerate(rows):
        Requirement.objects.update_or_create(
            call=call, key=row.key, defaults={"label": row.label, "position": position}
        )
    data = {"what": "examination", "requirements": [row.key for row in rows]}
    record(call, Verb.CHANGE, by=by, data=data)
    return rule


@dataclass(frozen=True)
class Tick:
    """What was found of a requirement; None where nobody has read it yet."""

    holds: bool | None
    note: str = ""


@transaction.atomic
def check_requirements(
    *, submission_id: UUID, ticks: Mapping[str, Tick], by: User
) -> list[RequirementCheck]:
    """Tick requirements (by key), each with its note; what does not hold needs one."""
    submission = lock(Submission, submission_id)
    blockers = check_blockers(submission, by)
    required = {row.key: row for row in Requirement.objects.filter(call=submission.call)}
    blockers += [
        Blocker(
            f"no_note:{key}",
            _("%(requirement)s: write what is missing.") % {"requirement": required[key].label},
        )
        for key, tick in ticks.items()
        if tick.holds is False and not tick.note.strip()
    ]
    refuse(blockers)
    RequirementCheck.objects.filter(
        submission=submission,
        requirement__in=[required[key] for key, tick in ticks.items() if tick.holds is None],
    ).delete()
    RequirementCheck.objects.bulk_create(
        [
            RequirementCheck(
                submission=submission,
                requirement=required[key],
                holds=tick.holds,
                note=tick.note.strip(),
                checked_at=clock.now(),
                checked_by=by,
            )
            for key, tick in ticks.items()
            if tick.holds is not None
        ],
        update_conflicts=True,
        unique_fields=["programme", "submission", "requirement"],
        update_fields=["holds", "note", "checked_at", "checked_by"],
    )
    data = {"what": "requirements", "checks": {key: tick.holds for key, tick in ticks.items()}}
    record(submission, Verb.VERIFY, by=by, data=data)
    return list(RequirementCheck.objects.filter(submission=submission).order_by("pk"))


def letter_blockers(call: Call) -> list[Blocker]:
    """Why the call's words in the letters can't change now."""
    if Ranking.objects.filter(call=call, state=RankingState.FINAL).exists() and not (
        Ranking.objects.filter(call=call, state=RankingState.PROVISIONAL).exists()
    ):
        return [Blocker("sent", _("The ranking is final: the letters have left."))]
    return []


@transaction.atomic
def write_letters(*, call_id: UUID, words: Mapping[Outcome, Bilingual], by: User) -> None:
    """The call's own paragraph in the letter of each outcome; empty words take it away."""
    call = lock(Call, call_id)
    refuse(letter_blockers(call))
    for outcome, text in words.items():
        if any(str(part).strip() for part in text.values()):
            OutcomeLetter.objects.update_or_create(
                call=call,
                outcome=outcome,
                defaults={"words": text, "changed_at": clock.now(), "changed_by": by},
            )
        else:
            OutcomeLetter.objects.filter(call=call, outcome=outcome).delete()
    record(call, Verb.CHANGE, by=by, data={"what": "letters"})
