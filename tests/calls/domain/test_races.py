"""Many who send at once, on a real PostgreSQL with real threads: no number is lost or given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from celery import current_app
from django.db import connections

from calls.domain.calls import publish_call
from calls.domain.submissions import submit_submission
from calls.models import NumberCounter, Receipt, Sending
from core.access import clock, kick
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.audit.enums import Verb
from core.audit.models import Entry
from core.notices.models import OutboxMessage
from core.programmes.models import Programme
from tests.factories import calls, people, programmes
from tests.factories.calls import DURING

AT_ONCE = 12


@pytest.fixture
def stage(committed_db: None) -> Programme:
    return programmes.programme(slug="gara", name="Gara")


def at_once(jobs: list[Callable[[], Any]]) -> list[Any]:
    """Run every job in its own thread and connection, all from the same moment."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            with clock.at(DURING):
                return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


def sender(programme: Programme, key: UUID, by: User) -> Callable[[], str]:
    def send() -> str:
        with open_programme(programme.pk):
            return submit_submission(submission_id=key, by=by).number

    return send


@pytest.mark.rule("C4")
def test_numbers_of_those_who_send_at_once_have_no_gap(stage: Programme) -> None:
    with open_programme(stage.pk):
        call = calls.open_call()
        rows = [calls.ready(call) for _ in range(AT_ONCE)]
        rows.append(calls.draft(call))  # lacks everything: refused in the middle of the crowd
        by = {row.pk: row.started_by for row in rows}

    def refused(job: Callable[[], str]) -> Callable[[], str | None]:
        def run() -> str | None:
            try:
                return job()
            except Blocked:
                return None

        return run

    numbers = at_once([refused(sender(stage, key, who)) for key, who in by.items()])
    assert numbers[-1] is None
    assert sorted(filter(None, numbers)) == [f"2021-{n:04d}" for n in range(1, AT_ONCE + 1)]
    with open_programme(stage.pk):
        assert NumberCounter.objects.get().last == AT_ONCE
        assert Receipt.objects.count() == AT_ONCE


def test_the_button_pressed_many_times_at_once_sends_once(stage: Programme) -> None:
    with open_programme(stage.pk):
        row = calls.ready(calls.open_call())
        who = row.started_by
    numbers = at_once([sender(stage, row.pk, who) for _ in range(8)])
    assert set(numbers) == {"2021-0001"}
    with open_programme(stage.pk):
        assert Sending.objects.count() == Receipt.objects.count() == 1


def test_two_who_publish_at_once_publish_once(stage: Programme) -> None:
    with open_programme(stage.pk):
        author = people.facilitator()
        call = calls.draft_call(by=author)
        people.network()  # whom the call concerns

    def publish() -> bool:
        with open_programme(stage.pk):
            try:
                return bool(publish_call(call_id=call.pk, by=author))
            except Blocked:
                return False

    assert sorted(at_once([publish] * 6)) == [False] * 5 + [True]
    with open_programme(stage.pk):
        told = OutboxMessage.objects.filter(kind="calls.call_published").values_list("address")
        assert len(told) == len(set(told))
        assert Entry.objects.filter(verb=Verb.PUBLISH, object_id=call.pk).count() == 1


def test_a_network_that_starts_twice_at_once_has_one_draft(stage: Programme) -> None:
    with open_programme(stage.pk):
        call, network = calls.open_call(), people.network()
        who = network.lead.created_by

    def start() -> bool:
        with open_programme(stage.pk):
            try:
                return bool(calls.draft(call, network, by=who))
            except Blocked:
                return False

    assert sorted(at_once([start] * 4)) == [False, False, False, True]


def test_a_broker_that_is_down_neither_fails_nor_loses_a_sending(
    stage: Programme, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(current_app, "send_task", down)
    kick.forget_failure()
    with open_programme(stage.pk):
        row = calls.ready(calls.open_call())
    number = at_once([sender(stage, row.pk, row.started_by)])
    kick.forget_failure()
    assert number == ["2021-0001"]
    from core.documents.models import PdfJob
    from core.notices.models import OutboxMessage

    with open_programme(stage.pk):
        assert OutboxMessage.objects.filter(kind="calls.submission_received").exists()
        assert PdfJob.objects.exists()
