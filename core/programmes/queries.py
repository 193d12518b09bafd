"""What others ask about programmes, their territories and their timeline."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from core.access.clock import today
from core.access.once import asked_once
from core.programmes.enums import ProgrammeState
from core.programmes.models import DefinitionSection, Funder, Milestone, Phase, Programme, Territory


def public_programmes() -> QuerySet[Programme]:
    """Those that everybody sees, running first, then archived, the newest first."""
    return Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by(
        "-state", "-starts_on", "slug"
    )


def only_public_programme() -> Programme | None:
    """The programme that the installation's first page goes to, when there is exactly one."""
    found = list(public_programmes()[:2])
    return found[0] if len(found) == 1 else None


def programme_by_slug(slug: str) -> Programme | None:
    return Programme.objects.filter(slug=slug).first()


def territories() -> QuerySet[Territory]:
    return Territory.objects.order_by("position", "name")


def territory_by_code(code: str) -> Territory:
    """Raises Territory.DoesNotExist."""
    return Territory.objects.get(code=code)


def funders() -> QuerySet[Funder]:
    return Funder.objects.order_by("position", "key")


@asked_once
def section_content(name: str) -> dict[str, object] | list[object] | None:
    """What the definition says in a section that is kept as it is (see `DefinitionSection`)."""
    return DefinitionSection.objects.filter(name=name).values_list("content", flat=True).first()


@dataclass(frozen=True)
class Stage:
    """A milestone on the timeline and where it stands with respect to a day."""

    milestone: Milestone
    place: str
    """"past", "now" or "next"."""


@dataclass(frozen=True)
class TimelinePhase:
    phase: Phase
    stages: tuple[Stage, ...]
    is_now: bool


def timeline(day: date | None = None) -> list[TimelinePhase]:
    """Phases with their milestones in order of time; "siamo qui" is where `day` (default: today) falls.

    A milestone is "now" while its day, month or period lasts. Of those that last from a month on, the
    end is the end of their phase. When nothing is under way the last past one is "now", so that
    exactly one place, or several that overlap, is where we are once the programme has begun.
    """
    day = day or today()
    phases = list(Phase.objects.order_by("position", "starts_on"))
    milestones = list(Milestone.objects.order_by("starts_on", "position"))
    current = _current(milestones, {phase.pk: phase for phase in phases}, day)
    return [
        TimelinePhase(
            phase=phase,
            stages=tuple(
                Stage(each, _place(each, current, day))
                for each in milestones
                if each.phase_id == phase.pk
            ),
            is_now=phase.covers(day),
        )
        for phase in phases
    ]


def _current(milestones: list[Milestone], phases: dict[UUID, Phase], day: date) -> set[UUID]:
    lasting = {
        each.pk for each in milestones if each.covers(day) and day <= phases[each.phase_id].last_day
    }
    if lasting:
        return lasting
    begun = [each for each in milestones if each.starts_on <= day]
    return {begun[-1].pk} if begun and len(begun) < len(milestones) else set()


def _place(milestone: Milestone, current: set[UUID], day: date) -> str:
    if milestone.pk in current:
        return "now"
    return "past" if milestone.starts_on <= day else "next"
