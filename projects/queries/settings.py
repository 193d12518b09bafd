"""What the programme's definition says of pilots and of who takes which step."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.programmes import queries as programmes
from projects.models import PilotSettings

OPINION_STEP = "opinion-on-pilot"


def pilot_settings() -> PilotSettings:
    """The programme's, or plain ones that are not saved when its definition says nothing."""
    return PilotSettings.objects.order_by().first() or PilotSettings()


def contribution_of_a_pilot() -> Decimal | None:
    """The whole amount of one pilot in euro, where the programme has one."""
    return pilot_settings().contribution


@dataclass(frozen=True)
class OpinionStep:
    """Whether a municipality's opinion is waited for, and for how many calendar days at most."""

    is_required: bool = False
    silence_days: int | None = None

    @property
    def is_waited_for(self) -> bool:
        return self.is_required or self.silence_days is not None


def opinion_step() -> OpinionStep:
    """What the definition says of the opinion on a pilot; a step that it leaves out waits for nobody."""
    steps = programmes.section_content("steps")
    rows = [row for row in steps or [] if isinstance(row, Mapping)]
    found = next((row for row in rows if row.get("key") == OPINION_STEP), None)
    if found is None:
        return OpinionStep()
    days = found.get("silence_days")
    return OpinionStep(
        is_required=not found.get("optional", False),
        silence_days=int(days) if days else None,
    )
