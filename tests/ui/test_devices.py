"""A person recognises their own devices in the list."""

import pytest
from django.utils import translation

from core.ui.devices import device_name

SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox, Windows",
        ),
        (f"Mozilla/5.0 (Windows NT 10.0) {CHROME} Safari/537.36 Edg/130.0", "Edge, Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {CHROME} Mobile Safari/537.36", "Chrome, Android"),
        (f"Mozilla/5.0 (X11; Linux x86_64) {CHROME} Safari/537.36", "Chrome, Linux"),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) {SAFARI} Mobile Safari/604.1",
            "Safari, iPhone",
        ),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {SAFARI} Safari/605", "Safari, macOS"),
        ("curl/8.5.0", "A browser that does not say its name"),
        ("", "A browser that does not say its name"),
    ],
)
def test_the_name_that_a_person_would_give(header: str, name: str) -> None:
    with translation.override("en"):
        assert device_name(header) == name
