"""The published file, and the same list computed again from it alone (C11)."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from calls import ranking_file
from calls.domain.ordering import Candidate, Rule, lot_of, order
from calls.enums import Outcome
from calls.models import Ranking
from core.people.models import Network
from core.programmes.models import Territory
from tests.factories import rankings

pytestmark = pytest.mark.rule("C11")
RULE = Rule(
    highest_score=10,
    threshold=Decimal(60),
    places=1,
    weights={"bisogno": Decimal(50), "rete": Decimal(30), "novita": Decimal(20)},
    tie_break=("bisogno",),
)
MARKS = st.decimals(0, 10, places=2)


def candidate(name: str, *marks: str | Decimal, territory: str = "001090") -> Candidate:
    averages = {key: Decimal(mark) for key, mark in zip(RULE.weights, marks, strict=True)}
    return Candidate(name, territory, averages)


@pytest.fixture
def ranking(programme: object) -> Ranking:
    return rankings.approved(rankings.scored())


@pytest.mark.begins_from(stage=rankings.scored)
def test_the_file_names_nobody_and_gives_the_same_list(ranking: Ranking) -> None:
    text = ranking_file.write(ranking).decode("utf-8-sig")
    for network in Network.objects.order_by("pk"):
        assert network.name not in text
    for entry in ranking.entries.select_related("submission").order_by("pk"):
        assert entry.submission.number not in text
        assert entry.submission.title not in text
    published = ranking_file.read(text)
    assert published.differing() == []
    assert {row.territory for row in published.compared()} <= set(
        Territory.objects.values_list("name", flat=True)
    )
    stated = {
        (row.pseudonym, row.position, row.total, row.outcome)
        for row in ranking.entries.order_by("pk")
    }
    again = {
        (row.candidate.pseudonym, row.position, row.total, row.outcome.value)
        for row in published.placed
    }
    assert again == stated
    assert ranking_file.EMPTY in text, "the territory without a proposal is a row"


@pytest.mark.begins_from(stage=rankings.scored)
def test_the_command_prints_the_list_and_finds_a_changed_one(
    ranking: Ranking, tmp_path: Path
) -> None:
    content = ranking_file.write(ranking)
    file = tmp_path / "graduatoria.csv"
    file.write_bytes(content)
    out = StringIO()
    call_command("recompute_ranking", str(file), stdout=out)
    lines = out.getvalue()
    for entry in ranking.entries.order_by("pk"):
        assert f"{entry.position:>2}  {entry.pseudonym}" in lines
    file.write_bytes(content.replace(b"8.00;8.00;8.00", b"5.00;5.00;5.00"))
    with pytest.raises(CommandError, match="says otherwise"):
        call_command("recompute_ranking", str(file), stdout=StringIO())


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", "\x00", "pseudonimo;esito\nx;y\n"])
def test_any_other_file_is_refused_in_words(text: str, tmp_path: Path) -> None:
    file = tmp_path / "altro.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("recompute_ranking", str(file), stdout=StringIO())


SOUND = "P-1;1;Torino;8.00;2;80.00;1;ammessa_e_finanziata;no;a=100;;10;1;a;seme"


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (";no;a=100;;10;1;a;seme", ""),  # a short row
        (";;10;1;", ";;0;1;"),
        ("8.00", "NaN"),
        ("80.00", "sNaN"),
        ("8.00", "1E999999"),
        (";a;seme", ";b;seme"),
        ("seme", "s" * 140_000),
        ("a=100", "=".join(["a", "9" * 5000])),
        ("a=100", " ".join(f"k{number}=1" for number in range(51))),
    ],
)
def test_a_crafted_file_is_refused_in_words(was: str, now: str) -> None:
    heading = ";".join([*ranking_file.OWN, "media_a", *ranking_file.RESULT, *ranking_file.RULE])
    assert ranking_file.read(f"{heading}\n{SOUND}\n").differing() == []
    assert was in SOUND
    with pytest.raises(ranking_file.BadFile):
        ranking_file.read(f"{heading}\n{SOUND.replace(was, now)}\n")
    with pytest.raises(ranking_file.BadFile, match="5000"):
        ranking_file.read(f"{heading}\n" + f"{SOUND}\n" * 5001)


@pytest.mark.rule("C8")
def test_equal_totals_go_by_the_criterion_then_by_lot() -> None:
    first = candidate("A", "8", "6", "6")
    second = candidate("B", "7", "7", "7")  # 70 both; the need decides
    placed = order(RULE, "seme", [second, first])
    assert [(row.candidate.pseudonym, row.by_lot) for row in placed] == [("A", False), ("B", False)]
    twins = [candidate("C", "7", "7", "7"), candidate("D", "7", "7", "7")]
    by_lot = order(RULE, "seme", twins)
    expected = sorted("CD", key=lambda name: lot_of("seme", name))
    assert [row.candidate.pseudonym for row in by_lot] == expected
    assert all(row.by_lot for row in by_lot)
    seeds = {order(RULE, str(seed), twins)[0].candidate.pseudonym for seed in range(20)}
    assert seeds == {"C", "D"}, "neither is favoured"


def test_the_threshold_itself_is_enough_and_below_it_nobody_gets_a_place() -> None:
    at = order(RULE, "s", [candidate("A", "6", "6", "6")])[0]
    below = order(RULE, "s", [candidate("A", "6", "6", "5.99")])[0]
    assert (at.total, at.outcome) == (Decimal("60.00"), Outcome.SELECTED)
    assert (below.total, below.outcome) == (Decimal("59.98"), Outcome.NOT_ELIGIBLE)


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.tuples(MARKS, MARKS, MARKS, st.sampled_from(["001090", "001120"])),
        min_size=1,
        max_size=8,
    ),
    seed=st.text("0123456789abcdef", min_size=1, max_size=8),
    shift=st.integers(0, 7),
)
def test_the_order_of_arrival_does_not_matter(
    rows: list[tuple[Decimal, Decimal, Decimal, str]], seed: str, shift: int
) -> None:
    them = [candidate(f"P-{index}", *row[:3], territory=row[3]) for index, row in enumerate(rows)]
    turned = them[shift % len(them) :] + them[: shift % len(them)]
    placed = order(RULE, seed, them)
    assert placed == order(RULE, seed, turned)
    for territory in {row.candidate.territory for row in placed}:
        here = [row for row in placed if row.candidate.territory == territory]
        assert [row.position for row in here] == list(range(1, len(here) + 1))
        assert [row.total for row in here] == sorted((row.total for row in here), reverse=True)
        assert sum(row.outcome == Outcome.SELECTED for row in here) <= 1


def test_another_kind_of_file_is_not_asked_for_columns() -> None:
    with pytest.raises(ranking_file.BadFile, match=r"non è un file di graduatoria"):
        ranking_file.read("%PDF-1.7\n1 0 obj\n")
