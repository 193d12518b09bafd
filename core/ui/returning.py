"""The way back from a row to the list as one left it: filters, words, order and columns.

page = leading_back(QUESTIONS, request.GET).page(rows, request.GET)      # in the view of the list
Crumb(_("Questions"), back_to(url_of_the_list, request.GET))             # in the view of a row
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict

from core.ui.tables import Listing

M = TypeVar("M", bound=Model)

BACK = "list"
"""The query parameter of a row's page that says how the list stood from which one came."""


def leading_back(listing: Listing[M], query: QueryDict) -> Listing[M]:
    """The same list, whose rows carry how it stands. A list that nothing narrows is named by nothing."""
    if listing.row_url is None:
        return listing
    address: Callable[[M], str] = listing.row_url
    asked = cache(lambda: listing.canonical(query))
    return replace(listing, row_url=lambda row: _with(address(row), asked()))


def back_to(url: str, query: QueryDict) -> str:
    """The address of the list as it stood; what the list doesn't know it will leave out by itself."""
    asked = query.get(BACK, "")
    return f"{url}?{asked}" if asked else url


def carry(url: str, query: QueryDict) -> str:
    """The address of another row's page, from which one gets back to the same list."""
    return _with(url, query.get(BACK, ""))


def _with(url: str, asked: str) -> str:
    return f"{url}?{urlencode({BACK: asked})}" if url and asked else url
