"""What people write, as a PDF shows it: emoji have their signs, Arabic and Hebrew begin at the right."""

from io import BytesIO

import pikepdf
import pytest

from core.documents.directions import direction_of
from core.documents.drawing import draw

SEEDLING, FARMER = "\U0001f331", "\U0001f469\u200d\U0001f33e"
MARHABA, SHALOM = "مرحبا بالعالم", "שלום עולם"
FOOT = 700.0
PAGE = """<html lang="it"><head><title>Prova</title>
<link rel="stylesheet" href="/static/css/fonts.css"><link rel="stylesheet" href="/static/css/pdf.css">
</head><body>{body}</body></html>"""


def drawn(body: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(draw(PAGE.format(body=body))))


def fonts(opened: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The fonts of the first page by their names, without the prefix of a subset."""
    found = opened.pages[0].Resources.Font
    return {str(font.BaseFont).partition("+")[2]: font for font in dict(found).values()}


def starts_of_latin(opened: pikepdf.Pdf) -> list[float]:
    """How far from the left each run of Latin letters begins, in points, above the page's foot."""
    page = opened.pages[0]
    latin = {
        str(name)
        for name, font in dict(page.Resources.Font).items()
        if str(font.BaseFont).endswith("Titillium-Web")
    }
    font, place, found = "", (0.0, 0.0), []
    for step in pikepdf.parse_content_stream(page):
        assert isinstance(step, pikepdf.ContentStreamInstruction)
        operator, operands = str(step.operator), [*step.operands]
        if operator == "Tf":
            font = str(operands[0])
        elif operator == "Tm":
            place = (float(operands[4]), float(operands[5]))
        elif operator in {"Tj", "TJ"} and font in latin and place[1] < FOOT:
            found.append(place[0])
    return found


def test_emoji_are_drawn_with_a_font_that_is_in_the_file() -> None:
    opened = drawn(f"<p>Seminiamo {SEEDLING} insieme {FARMER}</p>")
    emoji = fonts(opened)["Noto-Emoji"]
    descriptor = emoji.DescendantFonts[0].FontDescriptor
    assert len(descriptor.FontFile2.read_bytes()) > 500
    mapped = bytes(emoji.ToUnicode.read_bytes()).lower()
    assert SEEDLING.encode("utf-16-be").hex().encode() in mapped


def test_a_page_without_emoji_carries_no_font_for_them() -> None:
    assert "Noto-Emoji" not in fonts(drawn("<p>Seminiamo insieme: 2 orti</p>"))


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Ciao", "ltr"),
        (f"12 {SEEDLING} {MARHABA} ciao", "rtl"),
        (f"({SHALOM})", "rtl"),
        (f"12 {SEEDLING}", None),
    ],
)
def test_the_first_letter_tells_the_direction(text: str, direction: str | None) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize("element", ["div", "td"])
def test_each_paragraph_begins_on_its_own_side(element: str) -> None:
    texts = f'<{element} dir="auto"><p>Ciao a tutti</p><p>{MARHABA} Rivoli</p></{element}>'
    body = texts if element == "div" else f"<table><tr>{texts}</tr></table>"
    opened = drawn(body)
    middle = float(opened.pages[0].mediabox[2]) / 2
    assert [start > middle for start in starts_of_latin(opened)] == [False, True]
