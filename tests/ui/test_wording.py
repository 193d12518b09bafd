"""Amounts, days and marked-up text, as people read them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from core.ui import wording
from core.ui.context import switched_url
from core.ui.templatetags import topmetro_ui as tags

ROME = ZoneInfo("Europe/Rome")
NOW = dt.datetime(2021, 3, 9, 23, 30, tzinfo=ROME)


@pytest.mark.parametrize(
    ("amount", "italian", "english"),
    [
        (Decimal("9000"), "9.000,00\xa0€", "€9,000.00"),
        (Decimal("0.5"), "0,50\xa0€", "€0.50"),
        (Decimal("-1234567.89"), "\u22121.234.567,89\xa0€", "\u2212€1,234,567.89"),
    ],
)
def test_money(amount: Decimal, italian: str, english: str) -> None:
    with override("it"):
        assert wording.money_text(amount) == italian
    with override("en"):
        assert wording.money_text(amount) == english


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_money_loses_no_cent(amount: Decimal) -> None:
    with override("it"):
        text = wording.money_text(amount).removesuffix("\xa0€")
    plain = text.replace(".", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(plain) == amount


def test_a_missing_amount_is_not_zero() -> None:
    assert tags.money(None) == ""


@pytest.mark.parametrize(
    ("days", "english"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-12, "12 days ago"),
        (60, "in 60 days"),
        (91, "in 3 months"),
        (-91, "3 months ago"),
    ],
)
def test_distance(days: int, english: str) -> None:
    with override("en"):
        day = NOW.date() + dt.timedelta(days=days)
        assert wording.distance_text(day, now=NOW) == english


def test_distance_counts_calendar_days_not_hours() -> None:
    with override("en"):
        assert wording.distance_text(NOW + dt.timedelta(hours=1), now=NOW) == "tomorrow"


def test_day_names_the_year_only_when_it_is_another() -> None:
    with override("it"):
        assert wording.day_text(dt.date(2021, 3, 12), now=NOW) == "venerdì 12 marzo"
        assert wording.day_text(dt.date(2022, 3, 12), now=NOW) == "sabato 12 marzo 2022"
        assert wording.day_text(dt.date(2021, 3, 12), now=NOW, year=True).endswith("marzo 2021")
        noon = dt.datetime(2021, 3, 12, 11, 0, tzinfo=dt.UTC)
        assert "12 marzo" in wording.day_text(noon, now=NOW)
        assert wording.day_text(noon, now=NOW).endswith("12:00")


def test_a_day_is_past_when_it_has_ended() -> None:
    assert not wording.is_past(NOW.date(), now=NOW)
    assert wording.is_past(NOW.date() - dt.timedelta(days=1), now=NOW)
    assert wording.is_past(NOW - dt.timedelta(seconds=1), now=NOW)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[x](javascript:alert(1))", 'href="javascript'),
        ("<img src=x onerror=alert(1)>", "<img"),
        ("![x](https://elsewhere.example/pixel.png)", "<img"),
        ('<a href="#" onclick="x()">y</a>', "<a "),
    ],
)
def test_markdown_lets_nothing_active_through(text: str, absent: str) -> None:
    assert absent not in tags.markdown(text)


def test_markdown_headings_start_below_the_page_s_own() -> None:
    html = tags.markdown("# Uno\n\n## Due\n\n**forte**")
    assert "<h3>Uno</h3>" in html
    assert "<h4>Due</h4>" in html
    assert "<strong>forte</strong>" in html


def test_markdown_skips_no_level_of_heading() -> None:
    html = tags.markdown("## Uno\n\n#### Due")
    assert "<h3>Uno</h3>" in html
    assert "<h4>Due</h4>" in html


def test_icon_is_silent_unless_labelled() -> None:
    assert 'aria-hidden="true"' in tags.icon("check")
    assert 'aria-label="a &amp; b"' in tags.icon("check", "a & b")


def test_attributes_of_data_are_escaped() -> None:
    html = tags.html_attrs({"title": '" onfocus="alert(1)', "hidden": True, "lang": None})
    assert "onfocus=&quot;" in html
    assert " hidden" in html
    assert "lang" not in html


@pytest.mark.parametrize(
    ("path", "language", "expected"),
    [
        ("/non-esiste/?q=1", "en", "/en/non-esiste/?q=1"),
        ("/en/non-esiste/", "it", "/non-esiste/"),
    ],
)
def test_language_switch_works_on_an_error_page(path: str, language: str, expected: str) -> None:
    assert switched_url(path, language) == expected


def test_switch_tag_keeps_the_query() -> None:
    request = RequestFactory().get("/accounts/login/?next=/prova/")
    url = tags.switch_language_url({"request": request}, "en")  # type: ignore[arg-type]  # any mapping
    assert url.endswith("?next=/prova/")
    assert url.startswith("/en/")
