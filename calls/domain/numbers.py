"""Application numbers: without gaps, per programme and year (C4).

The counter is a row, not a sequence: a sequence leaves a gap wherever a transaction is rolled back. Its
lock is held until the commit, so it is taken last of all locks.
"""

from datetime import datetime

from calls.models import NumberCounter
from core.access.clock import ROME


def next_number(instant: datetime) -> str:
    """The next number of the year in which `instant` falls in Italy: "2021-0007"."""
    year = instant.astimezone(ROME).year
    NumberCounter.objects.bulk_create([NumberCounter(year=year)], ignore_conflicts=True)
    counter = NumberCounter.objects.select_for_update(no_key=True).get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:04d}"
