"""What one page costs, asked through the whole stack of one process."""

import os
import time
from statistics import median

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGES = int(os.environ.get("BENCH_PAGES", "25"))
OF_THE_DOOR = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ", "SELECT set_config")
"""What opens the programme asks no table for anything."""


def queries_of(client: Client, address: str) -> int:
    """Queries of one answer; what a process learns once is not the page's. `SHOW_QUERIES` prints them."""
    client.get(address)
    connection.queries_log.clear()  # it holds a limited number, and filling has filled it
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    asked = [each for each in captured.captured_queries if not each["sql"].startswith(OF_THE_DOOR)]
    if os.environ.get("SHOW_QUERIES"):
        for each in asked:
            print(each["time"], each["sql"][:90], "…", each["sql"].partition(" FROM ")[2][:150])
    return len(asked)


def seconds_of(client: Client, address: str) -> float:
    """The median of `PAGES` answers."""
    taken = []
    for _ in range(PAGES):
        started = time.perf_counter()
        client.get(address)
        taken.append(time.perf_counter() - started)
    return median(taken)
