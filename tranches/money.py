"""Euro that add up to the cent, and amounts in Italian words.

`Decimal`, two places. A split gives each share its floor and hands the cents that are left to the
largest remainders (T1), so that the parts always make the whole.
"""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
WHOLE = Decimal(100)
ZERO = Decimal("0.00")

_UNITS = (
    *("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci"),
    *("undici", "dodici", "tredici", "quattordici", "quindici", "sedici", "diciassette"),
    *("diciotto", "diciannove"),
)
_TENS = (
    *("", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta"),
    "novanta",
)


class SharesDoNotMakeAWhole(ValueError):
    """The percentages do not sum to 100, or one is not positive."""


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """`amount` (euro, at most two places) by percentages that make 100; the parts sum to it exactly.

    Equal remainders: the earlier share gets the cent. Raises SharesDoNotMakeAWhole, and ValueError for
    an amount that is negative or has a fraction of a cent.
    """
    if amount < 0 or amount != amount.quantize(CENT):
        raise ValueError(f"{amount} is not an amount in euro.")
    if not shares or sum(shares) != WHOLE or any(share <= 0 for share in shares):
        raise SharesDoNotMakeAWhole(", ".join(str(share) for share in shares))
    exact = [amount * share / WHOLE for share in shares]
    parts = [part.quantize(CENT, rounding=ROUND_DOWN) for part in exact]
    left = int((amount - sum(parts)) / CENT)
    by_remainder = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_remainder[:left]:
        parts[at] += CENT
    return parts


def withheld_of(gross: Decimal, percent: Decimal) -> Decimal:
    """The part that the payer keeps for the tax office, to the cent, half a cent up."""
    return (gross * percent / WHOLE).quantize(CENT, rounding=ROUND_HALF_UP)


def in_words(amount: Decimal) -> str:
    """As an Italian payment order spells it: "novemila/00", "milleduecentotrentaquattro/56" (T11).

    Raises ValueError below zero and from a thousand million on.
    """
    if not 0 <= amount < 10**9:
        raise ValueError(f"{amount} cannot be spelt.")
    euro, cents = divmod(int((amount / CENT).to_integral_value()), 100)
    return f"{_spelt(euro)}/{cents:02d}"


def _spelt(number: int) -> str:
    if number == 0:
        return _UNITS[0]
    millions, rest = divmod(number, 1_000_000)
    thousands, hundreds = divmod(rest, 1000)
    words = ""
    if millions:
        words += "unmilione" if millions == 1 else f"{_below_thousand(millions)}milioni"
    if thousands:
        words += "mille" if thousands == 1 else f"{_below_thousand(thousands)}mila"
    return words + _below_thousand(hundreds, last=True)


def _below_thousand(number: int, *, last: bool = False) -> str:
    """Nothing for zero. `last`: a final "tre" after something takes its accent ("ventitré")."""
    hundreds, rest = divmod(number, 100)
    words = ""
    if hundreds:
        words = ("" if hundreds == 1 else _UNITS[hundreds]) + "cento"
    tail = _below_hundred(rest)
    words = words.removesuffix("o") + tail if tail.startswith("ott") else words + tail
    accented = last and rest % 10 == 3 and rest > 20
    return f"{words[:-1]}é" if accented else words


def _below_hundred(number: int) -> str:
    if number < 20:
        return _UNITS[number] if number else ""
    tens, units = divmod(number, 10)
    stem = _TENS[tens]
    return (stem[:-1] if units in (1, 8) else stem) + (_UNITS[units] if units else "")
