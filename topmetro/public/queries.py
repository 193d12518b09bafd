"""What the public pages read of every part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from calls import queries as calls
from core.access.clock import today
from core.people.enums import NetworkMemberState
from core.people.models import NetworkMember
from core.programmes import queries as programmes
from core.programmes.enums import FunderRole
from core.programmes.models import Funder
from core.programmes.queries import Stage
from core.ui.pieces import Step
from core.ui.wording import money_text
from tranches import queries as tranches

if TYPE_CHECKING:
    from core.access.blocked import Text

STATES = {"past": "done", "now": "now", "next": "next"}
SHOWN_BEFORE_NOW = 2
SHOWN = 6


@dataclass(frozen=True)
class Figure:
    """A public number: it always says where it comes from and of which day it is."""

    value: int | str
    label: str
    source: str
    day: date


@dataclass(frozen=True)
class Bodies:
    """Those who play the same part."""

    part: "Text"
    funders: list[Funder]


def timeline_steps() -> list[Step]:
    """Every milestone of the programme, in order, with "we are here"."""
    return [_step(stage) for phase in programmes.timeline() for stage in phase.stages]


def steps_around_now(steps: Sequence[Step]) -> list[Step]:
    """As many as fit a line: two that are done, where we are, what comes."""
    if len(steps) <= SHOWN:
        return list(steps)
    coming = next((place for place, step in enumerate(steps) if step.state != "done"), len(steps))
    first = min(max(0, coming - SHOWN_BEFORE_NOW), len(steps) - SHOWN)
    return list(steps[first : first + SHOWN])


def _step(stage: Stage) -> Step:
    return Step(
        label=str(stage.milestone.title), state=STATES[stage.place], when=stage.milestone.when
    )


def promoter() -> QuerySet[Funder]:
    """The body whose service this is, first."""
    return programmes.funders().filter(role=FunderRole.PROMOTER)


def bodies() -> list[Bodies]:
    """Who makes the programme, one line for each part played, in the order of the definition."""
    by_role: dict[str, list[Funder]] = {}
    for funder in programmes.funders():
        by_role.setdefault(funder.role, []).append(funder)
    return [Bodies(FunderRole(role).label, funders) for role, funders in by_role.items()]


def figures() -> list[Figure]:
    """How many answered, how many work together, how much was paid; nothing while there is none."""
    received = sum(
        total for call in calls.public_calls() for _place, total in calls.answers_by_territory(call)
    )
    members = NetworkMember.objects.filter(state=NetworkMemberState.ACTIVE)
    organisations = members.values("organisation").distinct().count()
    paid = tranches.paid_total()
    counted: list[tuple[int | str, str]] = [
        (received, _("applications received")),
        (organisations, _("organisations in the networks")),
        (money_text(paid) if paid else 0, _("paid to the projects")),
    ]
    source = _("this portal's register")
    return [Figure(value, label, source, today()) for value, label in counted if value]
