"""Every accent that a programme may choose can be read."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from core.ui.gallery import ACCENTS

SHEET = (Path(settings.BASE_DIR) / "static/css/topmetro.css").read_text(encoding="utf-8")
COMPONENTS = (Path(settings.BASE_DIR) / "static/css/components.css").read_text(encoding="utf-8")
WHITE = "#ffffff"


def luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def tones(accent: str) -> dict[str, str]:
    block = re.search(rf"\.accent-{accent}[^{{]*{{([^}}]*)}}", SHEET)
    assert block, accent
    return dict(re.findall(r"--tm-(accent[a-z-]*): (#[0-9a-f]{6})", block.group(1)))


@pytest.mark.parametrize("accent", ACCENTS)
def test_accent_is_readable(accent: str) -> None:
    found = tones(accent)
    strong = (found["accent"], found["accent-dark"])
    for text, paper in product(strong, (WHITE, found["accent-soft"])):
        assert contrast(text, paper) >= 4.5, (accent, text, paper)


def test_every_accent_of_the_sheet_can_be_chosen() -> None:
    assert sorted(set(re.findall(r"\.accent-([a-z]+)", SHEET))) == sorted(ACCENTS)


@pytest.mark.parametrize("tone", ["active", "waiting", "success", "warning", "danger"])
def test_chip_is_readable(tone: str) -> None:
    variables = dict(re.findall(r"(--tm-[a-z-]+): (#[0-9a-f]{6})", SHEET))
    block = re.search(rf"\.tm-chip-{tone} {{([^}}]*)}}", COMPONENTS)
    assert block
    colours = [
        variables.get(name, plain)
        for name, plain in re.findall(
            r"(?:background|color): (?:var\((--[a-z-]+)\)|(#[0-9a-f]{6}))", block.group(1)
        )
    ]
    assert contrast(*colours) >= 4.5
