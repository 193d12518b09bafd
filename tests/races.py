"""Races on a real PostgreSQL: threads with connections of their own, all from the same moment."""

import threading
from collections.abc import Callable

from django.db import connections


def together(*jobs: Callable[[], object]) -> list[BaseException]:
    """Run the jobs in threads that start at the same instant; give back what they raised."""
    gate, raised = threading.Barrier(len(jobs)), []

    def run(job: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            job()
        except BaseException as error:  # noqa: BLE001 - the test reads it
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return raised
