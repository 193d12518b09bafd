"""The tests of calls stand in February 2021, while the call of the factories is open."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.calls import DURING
from tests.factories.commission import AT_WORK


@pytest.fixture(autouse=True)
def _in_february() -> Iterator[None]:
    with clock.at(DURING):
        yield


@pytest.fixture
def in_march() -> Iterator[None]:
    """After the close, while the commission of the factories is at work."""
    with clock.at(AT_WORK):
        yield
