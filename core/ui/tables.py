"""One way to make a list: filters and search from the query string, sort, pagination by key.

    PEOPLE = Listing(
        columns=[
            Column("name", _("Name"), lambda p: Text(p.full_name, p.email), sort="full_name"),
            Column("role", _("Role"), lambda p: p.role_words),
        ],
        row_url=lambda p: reverse("people:person_detail", args=[p.pk]),
        filters=[Filter("role", _("Role"), RoleName.choices)],
        search=lambda rows, words: rows.filter(full_name__icontains=words),
        default_sort="name",
    )
    context = {"page": PEOPLE.page(visible_to(user), request.GET)}        # <c-listing :page="page" />

A page costs one query, which counts too, and one more when it does not start at the beginning, whatever the
number of rows: the cursor is the key of a row, never an offset. Sorting ties are broken by primary key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

from core.access.counting import CountOf
from core.ui.cells import FIGURES, Cell, as_cell
from core.ui.pieces import Words

M = TypeVar("M", bound=Model)

PAGE_SIZE = 25
CHIPS_AT_MOST = 7
SEARCH = "q"
SORT = "sort"
AFTER = "after"
BEFORE = "before"
COUNTED = "listed_in_all"
"""Under which each row of a page carries the number of all."""


@dataclass(frozen=True)
class Column(Generic[M]):
    """`sort` names a field or annotation; without it the header is not a link."""

    key: str
    label: Words
    value: Callable[[M], Cell | Words | int | None]
    sort: str = ""


@dataclass(frozen=True)
class Filter(Generic[M]):
    """`choices` are (value, word); an unknown value in the address is ignored.

    Rows are kept whose field `by` (the key, when empty) has the value, or what `apply` keeps.
    """

    key: str
    label: Words
    choices: Sequence[tuple[str, Words]]
    apply: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    by: str = ""

    def narrow(self, rows: QuerySet[M], value: str) -> QuerySet[M]:
        return (
            self.apply(rows, value) if self.apply else rows.filter(**{self.by or self.key: value})
        )


@dataclass(frozen=True)
class Choice:
    word: Words
    value: str
    url: str
    active: bool


@dataclass(frozen=True)
class FilterGroup:
    """A filter as drawn: chips when the choices are few, a select when they are many."""

    key: str
    label: Words
    value: str
    choices: list[Choice]
    as_chips: bool


@dataclass(frozen=True)
class Header:
    label: Words
    url: str
    direction: str  # "", "ascending" or "descending", as aria-sort wants it
    figures: bool


@dataclass(frozen=True)
class Row:
    url: str
    cells: list[tuple[Words, Cell]]
    key: str


@dataclass(frozen=True)
class ListPage:
    headers: list[Header]
    rows: list[Row]
    count: int
    filters: list[FilterGroup]
    query: str
    searchable: bool
    previous_url: str
    next_url: str
    reset_url: str
    hidden: list[tuple[str, str]]

    @property
    def narrowed(self) -> bool:
        """Whether the list shows less than everything: an empty page then says so."""
        return bool(self.query) or any(group.value for group in self.filters)

    @property
    def has_form(self) -> bool:
        return self.searchable or any(not group.as_chips for group in self.filters)


@dataclass(frozen=True)
class Listing(Generic[M]):
    columns: Sequence[Column[M]]
    default_sort: str
    row_url: Callable[[M], str] | None = None
    filters: Sequence[Filter[M]] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    page_size: int = PAGE_SIZE
    keep: Sequence[str] = field(
        default=()
    )  # further query parameters that belong to the page, such as a tab
    prepare: Callable[[list[M]], None] | None = None
    """Reads at once what the drawn rows need beside their own query, and nothing for the others."""

    def page(self, rows: QuerySet[M], query: QueryDict, *, of_all: int | None = None) -> ListPage:
        """The slice of `rows` that the query string asks for, ready for `<c-listing>`.

        `of_all` is how many `rows` there are, where whoever asks has read it for something else too.
        """
        asked = self._asked(query)
        total = None if self._narrows(asked) else of_all
        rows = self.narrow(rows, query)
        shown, has_previous, has_next = self._slice(rows, asked, counting=total is None)
        if total is not None:
            count = total
        else:
            count = getattr(shown[0], COUNTED) if shown else rows.count() if has_previous else 0
        if self.prepare is not None:
            self.prepare(shown)
        drawn = [self._row(row) for row in shown]
        return ListPage(
            headers=self._headers(asked, drawn),
            rows=drawn,
            count=count,
            filters=self._groups(asked),
            query=asked.get(SEARCH, ""),
            searchable=self.search is not None,
            previous_url=address(asked, **{BEFORE: drawn[0].key, AFTER: ""})
            if has_previous
            else "",
            next_url=address(asked, **{AFTER: drawn[-1].key, BEFORE: ""}) if has_next else "",
            reset_url=address({key: asked[key] for key in self.keep if key in asked}),
            hidden=self._hidden(asked),
        )

    def narrow(self, rows: QuerySet[M], query: QueryDict) -> QuerySet[M]:
        """Filters and search only: what an export of the same list must contain."""
        asked = self._asked(query)
        for one in self.filters:
            if one.key in asked:
                rows = one.narrow(rows, asked[one.key])
        if self.search and asked.get(SEARCH):
            rows = self.search(rows, asked[SEARCH])
        return rows

    def canonical(self, query: QueryDict) -> str:
        """The list's own part of a query string, wherever one has paged to: to keep and to come back."""
        asked = self._asked(query)
        return address({**asked, AFTER: "", BEFORE: ""}).removeprefix("?")

    def _asked(self, query: QueryDict) -> dict[str, str]:
        """The known parameters that hold something sensible; anything else is dropped from every link."""
        values = {
            key: query.get(key, "").strip() for key in (SEARCH, SORT, AFTER, BEFORE, *self.keep)
        }
        for one in self.filters:
            value = query.get(one.key, "")
            values[one.key] = value if value in {choice for choice, _word in one.choices} else ""
        if values[SORT].lstrip("-") not in {column.key for column in self.columns if column.sort}:
            values[SORT] = ""
        return {key: value.replace("\x00", "") for key, value in values.items() if value}

    def _order(self, asked: dict[str, str]) -> tuple[str, bool]:
        sort = asked.get(SORT, self.default_sort)
        fields = {column.key: column.sort for column in self.columns}
        return fields[sort.lstrip("-")], sort.startswith("-")

    def _narrows(self, asked: dict[str, str]) -> bool:
        return SEARCH in asked or any(one.key in asked for one in self.filters)

    def _slice(
        self, rows: QuerySet[M], asked: dict[str, str], *, counting: bool
    ) -> tuple[list[M], bool, bool]:
        name, descending = self._order(asked)
        backwards = BEFORE in asked and AFTER not in asked
        anchor = self._anchor(rows, name, asked.get(AFTER) or asked.get(BEFORE, ""))
        counted = {COUNTED: CountOf(rows)} if counting else {}
        if anchor is not None:
            rows = rows.filter(beyond(name, *anchor, descending=descending, backwards=backwards))
        backwards = backwards and anchor is not None
        rows = in_order(rows, name, descending=descending, backwards=backwards)
        found = list(rows.annotate(**counted)[: self.page_size + 1])
        more = len(found) > self.page_size
        shown = found[: self.page_size]
        if backwards:
            return shown[::-1], more, True
        return shown, anchor is not None, more

    def _anchor(self, rows: QuerySet[M], name: str, key: str) -> tuple[Any, Any] | None:
        """Sort value and key of the row that the address names; a row that has gone starts the list again."""
        if not key:
            return None
        try:
            return rows.filter(pk=key).order_by().values_list(name, "pk").first()
        except (ValueError, ValidationError):
            return None

    def _row(self, row: M) -> Row:
        cells: list[tuple[Words, Cell]] = [
            (column.label, as_cell(column.value(row))) for column in self.columns
        ]
        return Row(url=self.row_url(row) if self.row_url else "", cells=cells, key=str(row.pk))

    def _headers(self, asked: dict[str, str], rows: list[Row]) -> list[Header]:
        current = asked.get(SORT, self.default_sort)
        headers = []
        for index, column in enumerate(self.columns):
            direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(current, "")
            other = f"-{column.key}" if direction == "ascending" else column.key
            url = address(asked, **{SORT: other, AFTER: "", BEFORE: ""}) if column.sort else ""
            figures = bool(rows) and rows[0].cells[index][1].kind in FIGURES
            headers.append(Header(column.label, url, direction, figures))
        return headers

    def _groups(self, asked: dict[str, str]) -> list[FilterGroup]:
        return [self._group(one, asked) for one in self.filters]

    def _group(self, one: Filter[M], asked: dict[str, str]) -> FilterGroup:
        chosen = asked.get(one.key, "")
        choices = [
            Choice(
                word,
                value,
                address(
                    asked, **{one.key: "" if value == chosen else value, AFTER: "", BEFORE: ""}
                ),
                active=value == chosen,
            )
            for value, word in one.choices
        ]
        return FilterGroup(
            one.key, one.label, chosen, choices, as_chips=len(choices) <= CHIPS_AT_MOST
        )

    def _hidden(self, asked: dict[str, str]) -> list[tuple[str, str]]:
        """What the search form must carry along: sort, kept parameters and the filters drawn as chips."""
        chips = [one.key for one in self.filters if len(one.choices) <= CHIPS_AT_MOST]
        return [(key, asked[key]) for key in (SORT, *self.keep, *chips) if key in asked]


def address(asked: dict[str, str], **changes: str) -> str:
    """A query string with some parameters changed; an empty one is dropped."""
    values = {key: value for key, value in {**asked, **changes}.items() if value}
    return f"?{urlencode(values)}"


def in_order(rows: QuerySet[M], name: str, *, descending: bool, backwards: bool) -> QuerySet[M]:
    """Missing values last in both directions; reading backwards turns everything round."""
    by_name = F(name).desc(nulls_last=True) if descending else F(name).asc(nulls_last=True)
    if not backwards:
        return rows.order_by(by_name, "pk")
    return rows.order_by(
        F(name).asc(nulls_first=True) if descending else F(name).desc(nulls_first=True), "-pk"
    )


def beyond(name: str, value: Any, pk: Any, *, descending: bool, backwards: bool) -> Q:
    """The rows after (or before) the anchor in the order that `in_order` gives."""
    key = Q(**{f"pk__{'lt' if backwards else 'gt'}": pk})
    missing = Q(**{f"{name}__isnull": True})
    if value is None:
        return ~missing | (missing & key) if backwards else missing & key
    further = Q(**{f"{name}__{'gt' if descending == backwards else 'lt'}": value})
    here = Q(**{name: value}) & key
    return further | here if backwards else further | here | missing
