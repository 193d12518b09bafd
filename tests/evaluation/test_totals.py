"""How values make one figure: what is missing is counted, never added (R24, R25, R27, R28)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.enums import Aggregation, Reporting
from evaluation.totals import Method, Reading, percentage, total

DAY = date(2021, 6, 30)
SUMMED = Method(Reporting.INCREMENTAL, Aggregation.SUM, Aggregation.SUM)
TO_DATE = Method(Reporting.TO_DATE, Aggregation.LATEST, Aggregation.SUM)
SHARES = Method(Reporting.TO_DATE, Aggregation.RATIO, Aggregation.RATIO)

subjects = st.sampled_from(["Rivoli", "Collegno", "Venaria", "Moncalieri"])
values = st.one_of(st.none(), st.decimals(min_value=0, max_value=1_000_000, places=2))
readings = st.lists(
    st.builds(
        Reading,
        subject=subjects,
        ends_on=st.dates(date(2021, 1, 1), date(2021, 12, 31)),
        value=values,
    ),
    max_size=20,
    unique_by=lambda row: (row.subject, row.ends_on),
)


def read(subject: str, value: int | None, *, days: int = 0) -> Reading:
    return Reading(subject, DAY + timedelta(days), None if value is None else Decimal(value))


def share(subject: str, some: int, all_: int, *, days: int = 0) -> Reading:
    value = percentage(Decimal(some), Decimal(all_))
    return Reading(subject, DAY + timedelta(days), value, Decimal(some), Decimal(all_))


@pytest.mark.rule("R24")
@given(readings)
def test_what_is_missing_adds_nothing_and_is_counted(found: list[Reading]) -> None:
    awaited = {"Rivoli", "Collegno", "Venaria", "Moncalieri", "Grugliasco"}
    made = total(found, SUMMED, awaited)
    given_ = [row for row in found if row.value is not None]
    assert made.reported == len({row.subject for row in given_})
    assert made.expected == len(awaited)
    assert made.value == (sum(row.value for row in given_ if row.value) if given_ else None)
    assert total(given_, SUMMED, awaited) == made


@pytest.mark.rule("R24")
@pytest.mark.rule("R25")
def test_nothing_reported_is_no_figure_and_a_counted_zero_is_one() -> None:
    nothing = total([read("Rivoli", None)], SUMMED, ["Rivoli", "Collegno"])
    assert (nothing.value, nothing.reported, nothing.expected) == (None, 0, 2)
    zero = total([read("Rivoli", 0)], SUMMED, ["Rivoli", "Collegno"])
    assert (zero.value, zero.reported, zero.expected) == (Decimal(0), 1, 2)


@pytest.mark.rule("R27")
@given(readings)
def test_to_date_the_latest_of_each_subject_counts(found: list[Reading]) -> None:
    made = total(found, TO_DATE, [])
    latest: dict[object, Reading] = {}
    for row in sorted(found, key=lambda one: one.ends_on):
        if row.value is not None:
            latest[row.subject] = row
    values_ = [row.value for row in latest.values() if row.value is not None]
    assert made.value == (sum(values_) if values_ else None)


@pytest.mark.rule("R27")
@pytest.mark.parametrize("reporting", [Reporting.SNAPSHOT, Reporting.TO_DATE])
@pytest.mark.parametrize("over_time", Aggregation)
def test_only_what_happened_in_each_period_is_added_up(
    reporting: Reporting, over_time: Aggregation
) -> None:
    """Also when somebody writes the wrong operation into an indicator: the reporting decides."""
    made = total(
        [read("Rivoli", 4), read("Rivoli", 7, days=90)],
        Method(reporting, over_time, Aggregation.SUM),
        ["Rivoli"],
    )
    assert made.value == (None if over_time == Aggregation.NONE else 7)


@pytest.mark.rule("R28")
def test_shares_weigh_by_how_many_they_count() -> None:
    made = total([share("Rivoli", 1, 2), share("Collegno", 10, 98)], SHARES, ["Rivoli", "Collegno"])
    assert made.value == 11  # not the mean of 50 and 10.2


@pytest.mark.rule("R28")
@given(
    st.dictionaries(
        subjects, st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=4
    )
)
def test_a_share_of_shares_stays_between_them(rows: dict[str, tuple[int, int]]) -> None:
    found = [share(name, min(some, all_), all_) for name, (some, all_) in rows.items()]
    made = total(found, SHARES, [])
    shares = [row.value for row in found if row.value is not None]
    assert made.value is not None
    slack = Decimal("1e-15")
    assert min(shares) - slack <= made.value <= max(shares) + slack


@pytest.mark.rule("R28")
def test_a_share_of_nobody_is_undefined() -> None:
    assert percentage(Decimal(0), Decimal(0)) is None
    nobody = Reading("Rivoli", DAY, None, Decimal(0), Decimal(0))
    assert total([nobody], SHARES, ["Rivoli"]).value is None


@pytest.mark.parametrize(
    ("operation", "value"),
    [(Aggregation.SUM, 9), (Aggregation.LATEST, 4), (Aggregation.NONE, None)],
)
def test_over_territories(operation: Aggregation, value: int | None) -> None:
    method = Method(Reporting.TO_DATE, Aggregation.LATEST, operation)
    found = [read("Rivoli", 5), read("Collegno", 4, days=1)]
    made = total(found, method, ["Rivoli", "Collegno"])
    assert (made.value, made.is_complete) == (value, True)


@given(readings)
def test_the_order_of_the_readings_says_nothing(found: list[Reading]) -> None:
    for method in (SUMMED, TO_DATE):
        results = [total(rows, method, []) for rows in (found, found[::-1])]
        assert all(one == other for one, other in pairwise(results))
