"""The tests of contributions stand in April 2021, when those of the factories are awarded."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.tranches import AWARDED


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with clock.at(AWARDED):
        yield
