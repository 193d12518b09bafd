"""Which way each paragraph of a text runs, by its first letter: WeasyPrint knows `dir="auto"` only by name."""

import unicodedata
from collections.abc import Iterator
from typing import Literal, Protocol

Direction = Literal["ltr", "rtl"]
STRONG: dict[str, Direction] = {"L": "ltr", "R": "rtl", "AL": "rtl"}
PARAGRAPHS = ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6")
"""Each is read on its own: a text in two languages changes sides where its language does."""


class Element(Protocol):
    """What we use of a parsed page: an element of `xml.etree`."""

    def get(self, key: str, /) -> str | None: ...
    def set(self, key: str, value: str, /) -> None: ...
    def iter(self, tag: str, /) -> "Iterator[Element]": ...
    def itertext(self) -> Iterator[str]: ...


def direction_of(text: str) -> Direction | None:
    """By the first character that has a direction of its own; None without one (figures, signs, emoji)."""
    found = (STRONG.get(unicodedata.bidirectional(character)) for character in text)
    return next((direction for direction in found if direction), None)


def resolve(page: Element) -> None:
    """Write the direction of every element that says `dir="auto"`, and of each paragraph inside it."""
    for text in page.iter("*"):
        if text.get("dir") != "auto":
            continue
        text.set("dir", direction_of("".join(text.itertext())) or "ltr")
        for tag in PARAGRAPHS:
            for paragraph in text.iter(tag):
                direction = direction_of("".join(paragraph.itertext()))
                if direction and paragraph.get("dir") is None:
                    paragraph.set("dir", direction)
