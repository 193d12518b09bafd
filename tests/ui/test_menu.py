"""The menu: the place where one is, and places of one family gathered under it."""

import pytest

from core.access.portal import Family, NavItem
from core.ui.pieces import menu

HOME = NavItem("Home", "/p/area/")
CALLS = NavItem("Calls", "/p/area/bandi/", family=Family.CALLS)
SEAT = NavItem("Commission", "/p/area/bandi/1/commissione/", family=Family.CALLS)
MEETINGS = NavItem("Meetings", "/p/area/incontri/", family=Family.MEETINGS)
MAIL = NavItem("Messages", "/p/area/messaggi/", count=2, family=Family.DATES)
AGENDA = NavItem("Agenda", "/p/area/agenda/", family=Family.DATES)


def test_places_of_a_family_stand_under_its_name_where_the_first_one_stood() -> None:
    found = menu([HOME, CALLS, MEETINGS, SEAT, AGENDA, MAIL], "/p/area/")
    assert [(str(item.label), [str(one.label) for one in item.children]) for item in found] == [
        ("Home", []),
        (str(Family.CALLS.label), ["Calls", "Commission"]),
        ("Meetings", []),
        (str(Family.DATES.label), ["Agenda", "Messages"]),
    ]
    assert [item.count for item in found] == [0, 0, 0, 2]


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/p/area/", ["Home"]),
        ("/p/area/incontri/3/", ["Meetings"]),
        ("/p/area/bandi/2/", [str(Family.CALLS.label), "Calls"]),
        ("/p/area/bandi/1/commissione/", [str(Family.CALLS.label), "Commission"]),
        ("/p/altrove/", []),
    ],
)
def test_the_place_and_its_family_are_marked(path: str, marked: list[str]) -> None:
    found = menu([HOME, CALLS, SEAT, MEETINGS], path)
    items = [one for item in found for one in (item, *item.children)]
    assert [str(one.label) for one in items if one.active] == marked
