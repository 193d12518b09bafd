"""Text that shows nothing: white space, controls, zero-width marks, letters that are drawn blank."""

import unicodedata

UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
"""Unicode categories of controls, format marks (U+200B to U+200F and their like) and spaces."""

DRAWN_BLANK = frozenset(
    map(
        chr,
        [
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2065, 0x2800, 0x3164, 0xFFA0, 0x1D159),
            *(*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xFFF0, 0xFFF9)),
            *range(0xE0000, 0xE1000),
        ],
    )
)
"""What no font draws though its category is another: the code points that Unicode says may be ignored
(Default_Ignorable_Code_Point: fillers, variation selectors), the empty Braille pattern."""


def is_unseen(text: str) -> bool:
    """Whether nobody would see anything of this text; true of an empty one.

    Marks between letters stay: emoji and Arabic need them.
    """
    return all(
        character in DRAWN_BLANK or unicodedata.category(character) in UNSEEN for character in text
    )
