"""The tests of labs stand on the first of March 2021, before the event of the factories."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.labs import NOW


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with clock.at(NOW):
        yield
