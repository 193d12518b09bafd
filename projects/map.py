"""The territories as a schematic map, drawn on the server: a picture of who is there, not of where.

The definition knows no coordinates, so the nodes stand on a ring in the programme's order, around the
programme itself; the page says that it is a scheme. The same rows are a list beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from core.programmes import queries as programmes
from core.ui.ring import CENTRE, HEIGHT, NODE, WIDTH, spot
from projects import paths, queries
from projects.models import Project


@dataclass(frozen=True)
class Node:
    """A territory on the map: its place, and its projects, if any is public.

    Numbers are texts with a point, as SVG wants them in every language.
    """

    name: str
    x: str
    y: str
    label_y: str
    projects: tuple[tuple[str, str], ...]
    """Title and address of each."""

    @property
    def count(self) -> int:
        return len(self.projects)


@dataclass(frozen=True)
class Map:
    """What `projects/_map.html` draws."""

    nodes: tuple[Node, ...]
    width: int = WIDTH
    height: int = HEIGHT
    centre_x: str = f"{CENTRE[0]:.1f}"
    centre_y: str = f"{CENTRE[1]:.1f}"
    radius: int = NODE

    @property
    def without(self) -> list[str]:
        """Territories where nothing is public yet."""
        return [node.name for node in self.nodes if not node.projects]

    @property
    def count(self) -> int:
        return sum(node.count for node in self.nodes)


def map_of(projects: Iterable[Project]) -> Map:
    """Every territory of the programme with its projects. Two queries beside the projects' own."""
    found: dict[object, list[tuple[str, str]]] = {}
    for project in projects:
        found.setdefault(project.territory_id, []).append((project.title, paths.public(project)))
    territories = list(programmes.territories())
    return Map(
        tuple(
            _node(territory.name, index, len(territories), tuple(found.get(territory.pk, ())))
            for index, territory in enumerate(territories)
        )
    )


def public_map() -> Map:
    """The map of what is public now, for the programme's home and for the list."""
    rows = queries.public_projects().select_related("programme")
    return map_of(rows.order_by("title", "pk"))


def _node(name: str, index: int, total: int, projects: tuple[tuple[str, str], ...]) -> Node:
    """The first territory stands at the top, the others follow clockwise."""
    place = spot(index, total)
    return Node(name, place.x, place.y, place.label_y, projects)
