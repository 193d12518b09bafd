"""What the public pages read of every part."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.programmes import queries as programmes
from core.programmes.queries import Stage
from core.ui.pieces import Step

STATES = {"past": "done", "now": "now", "next": "next"}
SHOWN_BEFORE_NOW = 2
SHOWN = 6


@dataclass(frozen=True)
class Figure:
    """A public number: it always says where it comes from and of which day it is."""

    value: int
    label: str
    source: str
    at: datetime


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


def source_name() -> str:
    return _("this portal's register")
