"""Text that shows nothing: white space, controls, zero-width marks, letters that are drawn blank."""

import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories of controls, format marks (U+200B to U+200F and their like) and spaces."""

DRAWN_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by name that no font draws: Hangul fillers, the empty Braille pattern."""


def is_unseen(text: str) -> bool:
    """Whether nobody would see anything of this text; true of an empty one.

    Marks between letters stay: emoji and Arabic need them.
    """
    return all(
        character in DRAWN_BLANK or unicodedata.category(character) in UNSEEN for character in text
    )
