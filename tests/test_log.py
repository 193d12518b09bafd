"""The log names no address that opens something by itself."""

import logging
from typing import Any

import pytest
from django.conf import settings

from topmetro.log import KeysMasked, masked

KEY = "Zk3-9_aQe7RrT0yUpLmNbVcXsWq2E4rT6yUiOpAsDfG"


@pytest.mark.parametrize(
    "address",
    [
        f"/prova/inviti/{KEY}/",
        f"/en/prova/inviti/{KEY}/rifiuta/",
        f"/accounts/confirm-email/MQ:1tSgQ:{KEY}/",
        f"/accounts/password/reset/key/1-{KEY}/",
        f"/prova/area/agenda.ics?token={KEY}",
        f"/prova/area/agenda.ics?x=1&token={KEY}&y=2",
    ],
)
def test_a_key_is_masked(address: str) -> None:
    line = masked(f"Not Found: {address}")
    assert KEY not in line
    assert "***" in line


def test_the_rest_of_the_line_stays() -> None:
    line = "Not Found: /prova/area/enti/01a205fe-15e9-77a2-b49a-0d51b0b1a6ab/"
    assert masked(line) == line


def test_the_words_of_another_library_are_masked_too() -> None:
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "%s: %s", ("Forbidden", f"/x/inviti/{KEY}/"), None
    )
    assert KeysMasked().filter(record)
    assert record.getMessage() == "Forbidden: /x/inviti/***/"


def test_every_handler_masks() -> None:
    logging_settings: dict[str, Any] = settings.LOGGING
    assert all(one["filters"] == ["keys"] for one in logging_settings["handlers"].values())
