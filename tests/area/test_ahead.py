"""What comes next: one order, nothing told twice."""

from datetime import date, datetime

from core.access.clock import ROME
from core.access.portal import Coming, Todo
from topmetro.area import ahead

MARCH = date(2021, 3, 1)


def test_the_soonest_first_and_nothing_that_stands_among_the_todos_or_was_told() -> None:
    lab = datetime(2021, 3, 25, 17, 0, tzinfo=ROME)
    found = ahead.steps(
        [
            Coming("lab", lab, "/lab/"),
            Coming("tranche", MARCH, "/tranche/", "marzo 2021", "First the verifier."),
            Coming("the same tranche", MARCH, "/tranche/#gate", "marzo 2021"),
            Coming("milestone", date(2021, 2, 26), "/project/#tappa"),
            Coming("first of March", MARCH, "/day/"),
        ],
        [Todo("Say that it is reached", "/project/")],
    )
    assert [(step.label, step.when) for step in found] == [
        ("first of March", MARCH),
        ("tranche", "marzo 2021"),
        ("lab", lab),
    ]
