"""Two programmes in a database of their own: ours, with people in every role, and the neighbour's, full."""

from dataclasses import dataclass

import pytest

from core.access.keys import new_id
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import programmes as programme_factory
from tests.isolation import worlds
from tests.isolation.worlds import World


@dataclass(frozen=True)
class Neighbours:
    """`ours` is where people try; `theirs` is what they must never see. `insider` belongs to theirs."""

    database: str
    ours: Programme
    theirs: Programme
    own: World
    world: World
    insider: User


@pytest.fixture
def neighbours(committed_db: None, test_database_name: str) -> Neighbours:
    ours = programme_factory.programme(slug="prova", name="Programma di prova")
    theirs = programme_factory.programme(slug="altro", name="Altro programma")
    insider = people_factory.user("Vicina Vicini")
    world = World(theirs.pk, new_id())
    worlds.fill(test_database_name, world, insider.pk)
    with open_programme(ours.pk):
        programme_factory.territory()
    return Neighbours(test_database_name, ours, theirs, World(ours.pk, new_id()), world, insider)
