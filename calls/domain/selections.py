"""How the answers to a call are compared: written while the call is a draft, published with it.

The criteria and how they are weighed are fixed beforehand and made public (L. 241/1990 art. 12): once
the call is published they no longer change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallState
from calls.models import Call, Criterion, Selection
from calls.models.selection import HIGHEST_POSSIBLE
from core.access import hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.bilingual import Bilingual

WHOLE = Decimal(100)
FEWEST_SCORERS = 2
CHANGEABLE = frozenset(
    {
        "places_per_territory", "highest_score", "threshold", "composition", "barring_ties",
        "without_proposal", "equal_scores", "tie_break", "blind", "masked_questions", "scorers_each",
        "collegial",
    }
)  # fmt: skip


@dataclass(frozen=True)
class CriterionRow:
    """One criterion as it is written down; `weight` out of 100. `anchors` say what a score means,
    `questions` are keys of the form's questions that it judges."""

    key: str
    title: Bilingual
    weight: Decimal
    description: Bilingual = field(default_factory=Bilingual)
    anchors: tuple[tuple[int, Bilingual], ...] = ()
    questions: tuple[str, ...] = ()


def criteria_of(rule: Selection) -> list[CriterionRow]:
    """As they are written, to be written again with another setting or for another call."""
    return [
        CriterionRow(
            row.key, row.title, row.weight, row.description, tuple(row.anchor_lines),
            tuple(row.questions),
        )
        for row in rule.criteria.all()
    ]  # fmt: skip


def settings_of(rule: Selection) -> dict[str, Any]:
    """The fields of `CHANGEABLE` as they stand."""
    return {name: getattr(rule, name) for name in CHANGEABLE}


def change_selection_blockers(call: Call) -> list[Blocker]:
    if call.state == CallState.DRAFT:
        return []
    text = _("The call is published: the rule by which it is decided no longer changes.")
    return [Blocker("call_published", text)]


def sorted_anchors(row: CriterionRow) -> list[tuple[int, Bilingual]]:
    return sorted(row.anchors, key=lambda anchor: anchor[0])


def criteria_blockers(criteria: Sequence[CriterionRow], tie_break: Sequence[str]) -> list[Blocker]:
    """Why these criteria make no rule: the weights must make 100, each key stand once."""
    total = sum((row.weight for row in criteria), Decimal(0))
    keys = [row.key for row in criteria]
    found = []
    if total != WHOLE:
        text = _("The weights make %(total)s: they must make 100.") % {"total": total}
        found.append(Blocker("weights_not_whole", text, hands.facilitators()))
    if len(set(keys)) != len(keys):
        found.append(Blocker("criterion_twice", _("Two criteria have the same key.")))
    if not set(tie_break) <= set(keys) or len(set(tie_break)) != len(tie_break):
        text = _("Equal scores can only be decided by criteria of this call, each named once.")
        found.append(Blocker("tie_break_unknown", text))
    return found


def mode_blockers(
    *, scorers_each: int | None, collegial: bool, highest: int, criteria: Sequence[CriterionRow]
) -> list[Blocker]:
    """Settings that contradict one another."""
    found = []
    if collegial and scorers_each:
        text = _(
            "One card for the whole commission leaves nothing to give out: choose one of the two."
        )
        found.append(Blocker("two_modes", text))
    if scorers_each is not None and scorers_each < FEWEST_SCORERS:
        text = _("Nobody scores alone: at least two members score each application.")
        found.append(Blocker("lone_scorer", text))
    text = _("%(criterion)s: a score goes from 0 to %(highest)s, and is explained once.")
    for row in criteria:
        points = [score for score, _words in row.anchors]
        if len(set(points)) != len(points) or not all(0 <= one <= highest for one in points):
            words = text % {"criterion": row.title, "highest": highest}
            found.append(Blocker("anchors", words))
    return found


@transaction.atomic
def set_selection(
    *, call_id: UUID, criteria: Sequence[CriterionRow], by: User | None, **fields: Any
) -> Selection:
    """Write the rule of a call that is still a draft, or write it anew. `fields`: see `CHANGEABLE`."""
    if unknown := set(fields) - CHANGEABLE:
        raise TypeError(f"A selection has no {', '.join(sorted(unknown))}.")
    call = lock(Call, call_id)
    blockers = change_selection_blockers(call)
    blockers += criteria_blockers(criteria, fields.get("tie_break", ()))
    blockers += mode_blockers(
        scorers_each=fields.get("scorers_each"),
        collegial=fields.get("collegial", False),
        highest=fields.get("highest_score", HIGHEST_POSSIBLE),
        criteria=criteria,
    )
    refuse(blockers)
    held = Selection.objects.filter(call=call).first()
    selection = held or Selection(call=call)
    for name, value in fields.items():
        setattr(selection, name, value)
    selection.save()
    selection.criteria.all().delete()
    Criterion.objects.bulk_create(
        Criterion(
            selection=selection,
            key=row.key,
            title=row.title,
            description=row.description,
            weight=row.weight,
            position=position,
            questions=list(row.questions),
            anchors=[{"score": score, "text": dict(text)} for score, text in sorted_anchors(row)],
        )
        for position, row in enumerate(criteria)
    )
    data = {"criteria": len(criteria), "threshold": selection.threshold}
    record(selection, Verb.CHANGE if held else Verb.CREATE, by=by, data=data)
    return selection
