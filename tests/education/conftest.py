"""The tests of the practices stand in October 2021, when the pilots have something to tell."""

from collections.abc import Iterator

import pytest

from core.access import clock
from tests.factories.education import NOW


@pytest.fixture(autouse=True)
def _in_october() -> Iterator[None]:
    with clock.at(NOW):
        yield
