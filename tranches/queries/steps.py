"""Which step comes next, and what the definition says of the municipality's opinion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.access import clock
from core.programmes import queries as programmes
from tranches.enums import Step, TrancheState
from tranches.models import Tranche
from tranches.queries.facts import publication_of

OPINION_STEP = "opinion-on-instalment"
S = TrancheState


@dataclass(frozen=True)
class OpinionStep:
    """Whether the opinion is part of the way, may be done without, and after how many calendar days."""

    is_part: bool = False
    is_required: bool = False
    silence_days: int | None = None


def opinion_step() -> OpinionStep:
    """What the definition says; a step that it leaves out waits for nobody."""
    kept = programmes.section_content("steps")
    rows = [row for row in kept or [] if isinstance(row, Mapping)]
    found = next((row for row in rows if row.get("key") == OPINION_STEP), None)
    if found is None:
        return OpinionStep()
    days = found.get("silence_days")
    return OpinionStep(
        is_part=True,
        is_required=not found.get("optional", False),
        silence_days=int(days) if days else None,
    )


def silence_is_over(tranche: Tranche, today: date | None = None) -> bool:
    """The term for the opinion passed without one: it is deemed skipped (L. 241/1990 art. 16)."""
    due = tranche.opinion_due
    return due is not None and (today or clock.today()) > due


def waits_for_opinion(tranche: Tranche, step: OpinionStep) -> bool:
    """Checked, and the municipality still has its say."""
    if tranche.state != S.VERIFIED or not step.is_part:
        return False
    if step.is_required:
        return True
    return step.silence_days is not None and not silence_is_over(tranche)


def next_step(tranche: Tranche) -> Step | None:
    """What is to be done now; None for what is paid or suspended."""
    opinion = opinion_step() if tranche.state == S.VERIFIED else OpinionStep()
    is_published = tranche.state == S.APPROVED and publication_of(tranche) is not None
    return step_of(tranche, opinion, is_published=is_published)


def step_of(tranche: Tranche, opinion: OpinionStep, *, is_published: bool) -> Step | None:
    """The same of a tranche about which everything is known: no query."""
    if tranche.state == S.VERIFIED:
        return Step.OPINION if waits_for_opinion(tranche, opinion) else Step.APPROVE
    if tranche.state == S.APPROVED:
        return Step.ORDER if is_published else Step.PUBLISH
    return {
        S.PLANNED: Step.REQUEST,
        S.RETURNED: Step.REQUEST,
        S.REQUESTED: Step.VERIFY,
        S.OPINION_GIVEN: Step.APPROVE,
        S.ORDERED: Step.PAY,
    }.get(TrancheState(tranche.state))
