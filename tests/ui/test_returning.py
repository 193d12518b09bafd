"""A row leads to a page that leads back to the list as one left it."""

import pytest
from django.http import QueryDict

from core.programmes.models import Programme, Territory
from core.ui.returning import back_to, carry, leading_back
from tests.factories.programmes import territory
from tests.ui.test_tables import listing


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("letter=C&sort=-name", "?list=sort%3D-name%26letter%3DC"),
        ("letter=C&unknown=1", "?list=letter%3DC"),
        ("", ""),
        ("letter=Z", ""),
    ],
)
def test_a_row_carries_how_its_list_stands(programme: Programme, asked: str, kept: str) -> None:
    place = territory("Collegno")
    query = QueryDict(asked)
    page = leading_back(listing(), query).page(Territory.objects.all(), query)
    assert [row.url for row in page.rows] == [f"/{place.pk}/{kept}"]


def test_the_row_leads_back_and_to_its_neighbours() -> None:
    here = QueryDict("list=letter%3DC%26q%3Ddue%2Bparole")
    assert back_to("/rows/", here) == "/rows/?letter=C&q=due+parole"
    assert carry("/rows/2/", here) == "/rows/2/?list=letter%3DC%26q%3Ddue%2Bparole"
    assert back_to("/rows/", QueryDict("")) == "/rows/"
    assert carry("/rows/2/", QueryDict("")) == "/rows/2/"
