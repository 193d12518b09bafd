"""Every component is drawn, escapes what it is given, and passes no attribute unescaped."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import engines
from django.test import Client
from django.utils.translation import override

from core.ui.tones import ICONS, Tone

FOLDER = Path(settings.BASE_DIR) / "templates/cotton"
COMPONENTS = sorted(path.stem for path in FOLDER.glob("*.html"))
HOSTILE = "\" onfocus='alert(1)' x=\"><script>alert('x')</script>\""
PAGES = [FOLDER.parent / "ui" / name for name in ("gallery.html", "_gallery_lists.html")]
INSIDE_OTHERS = {"error_summary", "filters", "table", "pagination"}  # drawn by listing and forms


class Tags(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _value in attrs}


def draw(source: str, **context: Any) -> str:
    # Cotton rewrites `<c-…>` when a file is loaded; the test does the same by hand.
    from django_cotton.compiler_regex import CottonCompiler

    compiled: str = CottonCompiler().process(source)
    return engines["django"].from_string(compiled).render(context)


@pytest.mark.parametrize("name", COMPONENTS)
def test_component_declares_what_it_reads(name: str) -> None:
    text = (FOLDER / f"{name}.html").read_text(encoding="utf-8")
    assert "<c-vars" in text or re.sub(r"{{ slot }}", "", text).count("{{") == 0
    assert "{{ attrs }}" not in text, "cotton marks it safe: use {% html_attrs attrs %}"


@pytest.mark.parametrize("name", sorted(set(COMPONENTS) - INSIDE_OTHERS))
def test_component_is_in_the_gallery(name: str) -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    assert f"<c-{name.replace('_', '-')}" in shown


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/galleria/", "/en/galleria/"])
def test_gallery_is_drawn_in_both_languages(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    html = response.content.decode()
    assert "<c-" not in html
    assert "{{" not in html


@pytest.mark.parametrize(
    "source",
    [
        '<c-button id="{{ x }}" data-name="{{ x }}">{{ x }}</c-button>',
        '<c-button :title="x">ok</c-button>',
        '<c-chip tone="active">{{ x }}</c-chip>',
        '<c-alert tone="info" title="{{ x }}">{{ x }}</c-alert>',
        '<c-badge name="{{ x }}" href="{{ x }}" note="{{ x }}" />',
        '<c-card :title="x" href="{{ x }}" kicker="{{ x }}">{{ x }}</c-card>',
        '<c-code :value="x" :label="x" />',
        '<c-confirm :label="x" :question="x" :action="x" />',
        '<c-definition :term="x">{{ x }}</c-definition>',
        '<c-term :word="x">{{ x }}</c-term>',
    ],
)
def test_what_comes_from_data_is_escaped(source: str) -> None:
    html = draw(source, x=HOSTILE, csrf_token="token")
    seen = Tags()
    seen.feed(html)
    assert "script" not in seen.names
    assert not [name for name in seen.attributes if name.startswith("on")]


def test_disabled_button_says_why() -> None:
    html = draw(
        '<c-button disabled="disabled" reason="Manca il CUP" reason_id="why">Paga</c-button>'
    )
    assert " disabled" in html
    assert 'aria-describedby="why"' in html
    assert 'id="why">Manca il CUP' in html


def test_a_disabled_link_is_a_disabled_button() -> None:
    assert "<a" not in draw('<c-button href="/paga/" disabled="disabled">Paga</c-button>')


def test_missing_amount_is_a_dash_not_zero() -> None:
    assert "—" in draw('<c-money :amount="amount" word="speso" />', amount=None)
    with override("it"):
        assert "0,00" in draw('<c-money :amount="amount" word="speso" />', amount=0)


@pytest.mark.parametrize("tone", list(Tone))
def test_every_tone_has_its_icon_in_the_sprite(tone: Tone) -> None:
    from django.contrib.staticfiles import finders

    found = finders.find("svg/sprites.svg")
    assert isinstance(found, str)
    sprite = Path(found).read_text(encoding="utf-8")
    assert f'id="it-{ICONS[tone]}"' in sprite


def test_every_icon_named_in_a_template_exists() -> None:
    from django.contrib.staticfiles import finders

    found = finders.find("svg/sprites.svg")
    assert isinstance(found, str)
    sprite = set(re.findall(r'id="it-([a-z-]+)"', Path(found).read_text(encoding="utf-8")))
    named = set()
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'{% icon "([a-z-]+)"', text)) | set(
            re.findall(r' icon="([a-z-]+)"', text)
        )
    assert named <= sprite, named - sprite
