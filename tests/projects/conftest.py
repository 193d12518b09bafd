"""The tests of projects stand in March 2021, while the projects of the factories are designed."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.projects import DESIGN


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with clock.at(DESIGN):
        yield
