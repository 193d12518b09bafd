"""A sweep does each row alone."""

from uuid import UUID, uuid4

import pytest

from core.access.scope import open_programme
from core.access.sweeping import each_alone
from core.people.models import Network
from tests.factories.people import network
from tests.factories.programmes import programme


def test_a_row_that_fails_stops_no_other_and_leaves_nothing(
    db: None, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = (programme(slug=slug, name=slug).pk for slug in ("uno", "due"))
    bad, idle, good = uuid4(), uuid4(), uuid4()

    def verb(key: UUID) -> bool:
        if key != idle:
            network(str(key))
        if key == bad:
            raise RuntimeError("no")
        return key == good

    assert each_alone("a row", [(first, bad), (first, idle), (second, good)], verb) == 1
    with open_programme(first):
        assert not Network.objects.exists()
    with open_programme(second):
        assert Network.objects.get().name == str(good)
    assert f"a row: {bad} of programme {first} failed" in caplog.text
