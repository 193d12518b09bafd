"""Amounts that add up (T1), and their words (T11)."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tranches.money import CENT, SharesDoNotMakeAWhole, in_words, split, withheld_of

D = Decimal


@pytest.mark.rule("T1")
@pytest.mark.parametrize(
    ("amount", "shares", "parts"),
    [
        ("30000.00", "30 25 25 20", "9000.00 7500.00 7500.00 6000.00"),
        ("10000.01", "30 25 25 20", "3000.01 2500.00 2500.00 2000.00"),
        ("0.01", "50 50", "0.01 0.00"),
        ("100.00", "33.33 33.33 33.34", "33.33 33.33 33.34"),
    ],
)
def test_awkward_amounts_are_split_to_the_cent(amount: str, shares: str, parts: str) -> None:
    assert split(D(amount), [D(one) for one in shares.split()]) == [D(one) for one in parts.split()]


@pytest.mark.rule("T1")
@pytest.mark.parametrize("shares", ["33.33 33.33 33.33", "50 60", "100 0", "120 -20", ""])
def test_shares_that_make_no_whole_are_refused(shares: str) -> None:
    with pytest.raises(SharesDoNotMakeAWhole):
        split(D("10000.01"), [D(one) for one in shares.split()])


@pytest.mark.parametrize("amount", ["-1", "10.001"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        split(D(amount), [D(100)])


@st.composite
def whole_shares(draw: st.DrawFn) -> list[Decimal]:
    """Up to twelve percentages, of two places, that make exactly 100."""
    cuts = sorted(draw(st.sets(st.integers(1, 9999), max_size=11)))
    edges = [0, *cuts, 10000]
    return [D(after - before) * CENT for before, after in pairwise(edges)]


@pytest.mark.rule("T1")
@given(amount=st.decimals(0, 9_999_999_999, places=2), shares=whole_shares())
def test_the_parts_always_make_the_whole(amount: Decimal, shares: list[Decimal]) -> None:
    parts = split(amount, shares)
    assert sum(parts) == amount
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - amount * share / 100) < CENT


@pytest.mark.rule("T11")
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "zero/00"),
        ("1.05", "uno/05"),
        ("21.00", "ventuno/00"),
        ("28.10", "ventotto/10"),
        ("33.00", "trentatré/00"),
        ("103.00", "centotre/00"),
        ("1000.00", "mille/00"),
        ("1234.56", "milleduecentotrentaquattro/56"),
        ("7500.00", "settemilacinquecento/00"),
        ("9000.00", "novemila/00"),
        ("30000.00", "trentamila/00"),
        ("101001.00", "centounomilauno/00"),
        ("1000000.00", "unmilione/00"),
        ("2180000.99", "duemilionicentottantamila/99"),
    ],
)
def test_amounts_in_words(amount: str, words: str) -> None:
    assert in_words(D(amount)) == words


def test_only_amounts_that_can_be_spelt() -> None:
    with pytest.raises(ValueError, match="spelt"):
        in_words(D("-1"))


@pytest.mark.parametrize(
    ("gross", "percent", "withheld"),
    [("9000.00", "4", "360.00"), ("0.13", "4", "0.01"), ("0.12", "4", "0.00"), ("9", "0", "0.00")],
)
def test_withholding_is_rounded_to_the_cent(gross: str, percent: str, withheld: str) -> None:
    assert withheld_of(D(gross), D(percent)) == D(withheld)
