"""Where we are: what of a programme's timeline is past, now, next, on each day."""

from datetime import date

import pytest

from core.programmes import queries
from core.programmes.enums import DatePrecision, ProgrammeState
from core.programmes.models import Milestone, Phase, Programme
from tests.factories import programmes

MONTH, FROM = DatePrecision.MONTH, DatePrecision.FROM_MONTH


@pytest.fixture
def phases(programme: Programme) -> None:
    one = Phase.objects.create(
        key="uno",
        name="Uno",
        starts_on=date(2020, 5, 1),
        ends_on=date(2020, 12, 1),
        precision=MONTH,
    )
    two = Phase.objects.create(
        key="due",
        name="Due",
        starts_on=date(2021, 1, 1),
        ends_on=date(2021, 12, 1),
        precision=MONTH,
        position=1,
    )
    for phase, title, starts, ends, precision in (
        (one, "idee", date(2020, 5, 1), date(2020, 7, 1), MONTH),
        (one, "proposte", date(2020, 9, 1), date(2020, 11, 1), MONTH),
        (two, "lab", date(2021, 3, 25), None, DatePrecision.DAY),
        (two, "sistema", date(2021, 4, 1), None, FROM),
        (two, "fine", date(2021, 12, 1), None, MONTH),
    ):
        Milestone.objects.create(
            phase=phase, title=title, starts_on=starts, ends_on=ends, precision=precision
        )


@pytest.mark.parametrize(
    ("day", "places"),
    [
        (date(2020, 4, 30), ["next", "next", "next", "next", "next"]),
        (date(2020, 5, 1), ["now", "next", "next", "next", "next"]),
        (date(2020, 7, 31), ["now", "next", "next", "next", "next"]),
        (date(2020, 8, 15), ["now", "next", "next", "next", "next"]),
        (date(2020, 9, 1), ["past", "now", "next", "next", "next"]),
        (date(2021, 3, 25), ["past", "past", "now", "next", "next"]),
        (date(2021, 4, 1), ["past", "past", "past", "now", "next"]),
        (date(2021, 12, 31), ["past", "past", "past", "now", "now"]),
        (date(2022, 1, 1), ["past", "past", "past", "past", "past"]),
    ],
)
def test_we_are_here(phases: None, day: date, places: list[str]) -> None:
    stages = [stage for phase in queries.timeline(day) for stage in phase.stages]
    assert [stage.place for stage in stages] == places


def test_the_phase_of_today_is_marked(phases: None) -> None:
    assert [each.is_now for each in queries.timeline(date(2021, 2, 15))] == [False, True]
    assert [each.is_now for each in queries.timeline(date(2023, 2, 15))] == [False, False]


@pytest.mark.parametrize("count", [3, 30])
def test_the_timeline_costs_two_queries(
    programme: Programme, count: int, django_assert_num_queries: object
) -> None:
    phase = Phase.objects.create(key="una", name="Una", starts_on=date(2020, 1, 1))
    for place in range(count):
        Milestone.objects.create(phase=phase, title=f"t{place}", starts_on=date(2020, 1, 1))
    with django_assert_num_queries(2):  # type: ignore[operator]  # pytest-django types it as object
        queries.timeline(date(2020, 1, 1))


def test_drafts_are_not_listed_to_the_public(db: None) -> None:
    for state in ProgrammeState:
        programmes.programme(slug=state.value, name=state.value, state=state)
    assert [each.slug for each in queries.public_programmes()] == ["public", "archived"]
    assert queries.only_public_programme() is None


def test_the_only_public_programme(db: None) -> None:
    programmes.programme(slug="bozza", name="Bozza", state=ProgrammeState.DRAFT)
    made = programmes.programme(slug="unico", name="Unico")
    assert queries.only_public_programme() == made
    assert queries.programme_by_slug("bozza") is not None
    assert queries.programme_by_slug("nessuno") is None


def test_territories_stand_in_their_own_order(programme: Programme) -> None:
    rivoli, collegno = programmes.territory("Rivoli"), programmes.territory("Collegno")
    collegno.position, rivoli.position = 1, 0
    collegno.save()
    assert list(queries.territories()) == [rivoli, collegno]
    assert queries.territory_by_code("001090") == collegno
