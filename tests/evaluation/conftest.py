"""The tests of the evaluation stand in July 2021: the second quarter has ended."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.evaluation import NOW


@pytest.fixture(autouse=True)
def _in_july() -> Iterator[None]:
    with clock.at(NOW):
        yield
