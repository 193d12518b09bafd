"""A programme being played: acts, each at its instant, with the clock set there."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.access import clock
from core.access.clock import ROME
from core.programmes.models import Programme
from core.programmes.shift import Shift


@dataclass(frozen=True)
class Scene:
    """An act at its instant (aware)."""

    at: datetime
    act: Callable[[], object]


@dataclass
class Stage:
    """A programme being played: `when("2020-05-15T09:30")` is that hour of the programme, moved."""

    programme: Programme
    shift: Shift
    scenes: list[Scene] = field(default_factory=list)
    told: Callable[[str], object] = lambda month: None
    """Hears each month of the programme's own time, as 2020-05, when its first scene begins."""

    def when(self, wall: str | datetime) -> datetime:
        instant = datetime.fromisoformat(wall) if isinstance(wall, str) else wall
        return self.shift.instant(instant.replace(tzinfo=ROME))

    def add(self, wall: str | datetime, act: Callable[[], object]) -> None:
        self.scenes.append(Scene(self.when(wall), act))

    def play(self, until: date | None = None) -> None:
        """Every scene that is past, in the order of time; what would come after today is left to do.

        With `until`, a day of the programme's own time, nothing of that day or later has happened.
        """
        month = ""
        end = self.when(datetime.combine(until, time())) if until else clock.now()
        for scene in sorted(self.scenes, key=lambda scene: scene.at):
            if scene.at <= end:
                if (begins := f"{scene.at - timedelta(weeks=self.shift.weeks):%Y-%m}") != month:
                    self.told(month := begins)
                with clock.at(scene.at):
                    scene.act()
