"""Recusals and cards at once, on a real PostgreSQL with real threads: one effect each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from calls.domain.declarations import declare
from calls.domain.scorecards import save_scorecard, submit_scorecard
from calls.enums import SeatKind
from calls.models import CommissionSeat, Scorecard, Submission, Substitution
from calls.queries.commission import declaration_of
from core.access import clock
from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.people.enums import TieKind
from core.programmes.models import Programme
from tests.factories import commission, people, programmes
from tests.factories.commission import AT_WORK, CRITERIA


@pytest.fixture
def stage(committed_db: None) -> Programme:
    return programmes.programme(slug="gara", name="Gara")


def at_once(jobs: list[Callable[[], Any]], programme: Programme) -> list[Any]:
    """Run every job in its own thread, connection and programme, all from the same moment."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        try:
            barrier.wait(30)
            with clock.at(AT_WORK), open_programme(programme.pk):
                return job()
        except Blocked as blocked:
            return blocked
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(60) for future in [pool.submit(run, job) for job in jobs]]


@pytest.mark.rule("C7")
def test_two_who_recuse_at_once_are_given_two_alternates(stage: Programme) -> None:
    with open_programme(stage.pk), clock.at(AT_WORK):
        call = commission.open_call()
        submission = commission.answered(call, "Rete Uno")
        call = commission.close(call)
        more = [(people.user("Altra Supplente"), SeatKind.ALTERNATE)]
        commission.appoint(call, commission.prepared(call, more=more))

    def recuse(kind: SeatKind) -> Callable[[], Any]:
        def job() -> Any:
            seat = CommissionSeat.objects.select_related("person").get(kind=kind)
            ties = {row.network.pk: {TieKind.KIN} for row in declaration_of(seat)}
            return declare(seat_id=seat.pk, ties=ties, by=seat.person)

        return job

    done = at_once([recuse(SeatKind.CHAIR), recuse(SeatKind.MEMBER)], stage)
    assert not any(isinstance(each, Blocked) for each in done)
    with open_programme(stage.pk):
        live = Substitution.objects.filter(submission=submission, ended_at__isnull=True)
        assert len(set(live.values_list("seat", flat=True))) == 2
        assert len(set(live.values_list("alternate", flat=True))) == 2


@pytest.mark.rule("C8")
def test_a_card_handed_in_from_many_tabs_is_handed_in_once(stage: Programme) -> None:
    with open_programme(stage.pk), clock.at(AT_WORK):
        work = commission.at_work()
        seat = commission.seat_of(work.commission, work.cast.member)
        key, by = work.first.pk, work.cast.member

    def hand_in() -> Any:
        values = {row.key: 7 for row in CRITERIA}
        save_scorecard(submission_id=key, seat_id=seat.pk, by=by, values=values)  # type: ignore[arg-type]  # whole points
        return submit_scorecard(submission_id=key, seat_id=seat.pk, by=by)

    done = at_once([hand_in] * 8, stage)
    assert sum(isinstance(each, Scorecard) for each in done) == 1
    with open_programme(stage.pk):
        card = Scorecard.objects.get()
        assert card.is_in
        assert card.scores.count() == len(CRITERIA)
        assert Submission.objects.get(pk=key).scorecards.count() == 1
