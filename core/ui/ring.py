"""Places on a ring: how a scheme of territories is drawn where nobody knows their coordinates.

The first stands at the top, the others follow clockwise. Sizes in the units of the drawing; numbers are
texts with a point, as SVG wants them in every language.
"""

from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, HEIGHT = 640, 400
CENTRE = (WIDTH / 2, HEIGHT / 2 - 10)
RADII = (215, 135)
NODE = 26
LABEL_UNDER = NODE + 20


@dataclass(frozen=True)
class Spot:
    x: str
    y: str
    label_y: str


def spot(index: int, total: int) -> Spot:
    """The place of one of `total`, counted from 0."""
    angle = 2 * pi * index / max(total, 1) - pi / 2
    x = CENTRE[0] + RADII[0] * cos(angle)
    y = CENTRE[1] + RADII[1] * sin(angle)
    return Spot(f"{x:.1f}", f"{y:.1f}", f"{y + LABEL_UNDER:.1f}")
