"""The listing toolkit: filters, search, sort, and pagination that neither skips nor repeats a row."""

from typing import Any

import pytest
from django.db.models import QuerySet, Value
from django.db.models.functions import NullIf
from django.http import QueryDict
from django.template import engines

from core.programmes.models import Programme, Territory
from core.ui.cells import Text
from core.ui.tables import Column, Filter, Listing

NAMES = ["Alpignano", "Beinasco", "Collegno", "Condove", "Druento", "Grugliasco", "Rivoli"]


def listing(**changes: Any) -> Listing[Territory]:
    options: dict[str, Any] = {
        "columns": [
            Column("name", "Nome", lambda row: Text(row.name), sort="name"),
            Column("rare", "Codice", lambda row: row.cadastral_code, sort="rare"),
            Column("length", "Lunghezza", lambda row: len(row.name)),
        ],
        "default_sort": "name",
        "row_url": lambda row: f"/{row.pk}/",
        "filters": [
            Filter(
                "letter",
                "Iniziale",
                [("C", "con la C"), ("R", "con la R")],
                lambda rows, value: rows.filter(name__startswith=value),
            )
        ],
        "search": lambda rows, words: rows.filter(name__icontains=words),
        "page_size": 3,
    }
    return Listing(**{**options, **changes})


@pytest.fixture
def rows(programme: Programme) -> QuerySet[Territory]:
    for index, name in enumerate(NAMES):
        Territory.objects.create(
            code=f"00100{index}", name=name, cadastral_code=f"A00{index % 4}" if index % 2 else ""
        )
    return Territory.objects.annotate(rare=NullIf("cadastral_code", Value("")))


def walk(rows: QuerySet[Territory], query: str, towards: str) -> list[list[str]]:
    """The keys of each page, following one of the two links to the end."""
    pages = []
    for _turn in range(10):
        page = listing().page(rows, QueryDict(query))
        pages.append([row.key for row in page.rows])
        link = page.next_url if towards == "next" else page.previous_url
        if not link:
            return pages
        query = link.lstrip("?")
    raise AssertionError("The pages never end.")


@pytest.mark.parametrize("sort", ["name", "-name", "rare", "-rare"])
def test_pages_hold_every_row_once_in_order(rows: QuerySet[Territory], sort: str) -> None:
    forwards = walk(rows, f"sort={sort}", "next")
    keys = [key for page in forwards for key in page]
    assert len(keys) == len(set(keys)) == len(NAMES)
    assert [len(page) for page in forwards] == [3, 3, 1]
    last = f"sort={sort}&after={forwards[1][-1]}"
    backwards = walk(rows, last, "previous")
    assert [key for page in reversed(backwards) for key in page] == keys


def test_missing_values_come_last_in_both_directions(rows: QuerySet[Territory]) -> None:
    for sort in ("rare", "-rare"):
        page = listing(page_size=10).page(rows, QueryDict(f"sort={sort}"))
        texts = [row.cells[1][1] for row in page.rows]
        assert [bool(cell.text) for cell in texts if isinstance(cell, Text)] == [True] * 3 + [
            False
        ] * 4


def test_count_filter_and_search(rows: QuerySet[Territory]) -> None:
    page = listing().page(rows, QueryDict("letter=C"))
    assert (page.count, page.narrowed, page.next_url) == (2, True, "")
    assert [choice.active for choice in page.filters[0].choices] == [True, False]
    assert page.filters[0].choices[0].url == "?"
    assert listing().page(rows, QueryDict("q=grugl")).count == 1


@pytest.mark.parametrize(
    "query",
    ["letter=X", "sort=password", "sort=-", "after=zero", "before=%00", "q=%00", "other=1"],
)
def test_no_address_breaks_a_list(rows: QuerySet[Territory], query: str) -> None:
    page = listing().page(rows, QueryDict(query))
    assert page.count == len(NAMES)
    assert len(page.rows) == 3


def test_a_row_that_has_gone_starts_the_list_again(rows: QuerySet[Territory]) -> None:
    gone = rows.get(name="Collegno").pk
    page = listing().page(rows.exclude(pk=gone), QueryDict(f"after={gone}"))
    assert page.rows[0].cells[0][1] == Text("Alpignano")


def test_links_keep_what_was_asked_but_not_the_place(rows: QuerySet[Territory]) -> None:
    page = listing(keep=["tab"]).page(rows, QueryDict("tab=a&q=o&letter=C&after=x&evil=1"))
    assert page.headers[0].url == "?q=o&tab=a&letter=C&sort=-name"
    assert page.reset_url == "?tab=a"
    assert ("letter", "C") in page.hidden


@pytest.mark.parametrize("copies", [1, 10])
def test_a_page_costs_the_same_at_any_length(
    rows: QuerySet[Territory], copies: int, django_assert_num_queries: Any
) -> None:
    for index in range(copies):
        Territory.objects.create(code=f"00200{index}", name=f"Zeta {index}")
    with django_assert_num_queries(1):
        first = listing().page(rows, QueryDict(""))
    with django_assert_num_queries(2):
        listing().page(rows, QueryDict(first.next_url.lstrip("?")))


def test_the_table_is_drawn(rows: QuerySet[Territory]) -> None:
    from django_cotton.compiler_regex import CottonCompiler

    source = CottonCompiler().process(
        '<c-listing :page="page" caption="Territori">vuoto</c-listing>'
    )
    page = listing().page(rows, QueryDict(""))
    html = engines["django"].from_string(source).render({"page": page})
    assert 'aria-sort="ascending"' in html
    assert '<th scope="col" class="is-figure">' in html
    assert 'data-label="Codice"' in html
    assert "Alpignano" in html
    assert "vuoto" not in html
    empty = engines["django"].from_string(source)
    assert "vuoto" in empty.render({"page": listing().page(rows.none(), QueryDict(""))})


@pytest.mark.parametrize("asked", ["letter=C", "q=col"])
def test_a_count_of_all_is_not_shown_over_a_narrowed_list(
    rows: QuerySet[Territory], asked: str
) -> None:
    whole = len(NAMES)
    assert listing().page(rows, QueryDict(""), of_all=whole).count == whole
    narrowed = listing().page(rows, QueryDict(asked), of_all=whole)
    assert narrowed.count == len(narrowed.rows) < whole
