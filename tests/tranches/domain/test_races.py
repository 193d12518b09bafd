"""Fifty who approve at once, on a real PostgreSQL with real threads: one effect (T9)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.audit.enums import Verb
from core.audit.models import Entry
from core.programmes.models import Programme
from tests.factories import programmes
from tests.factories import tranches as factory
from tests.races import together
from tranches.domain import acts, payments
from tranches.enums import TrancheState
from tranches.models import Act, LedgerEntry, Tranche

AT_ONCE = 50


def fifty(programme: Programme, job: Callable[[], Any], at: Any) -> list[BaseException]:
    """Fifty threads, each in a programme and a transaction of its own."""

    def run() -> None:
        with clock.at(at), open_programme(programme.pk):
            job()

    return together(*[run] * AT_ONCE)


def approve(key: UUID, by: User) -> None:
    acts.approve_tranche(
        tranche_id=key, act_number="77", act_date=factory.ACT_DATE, act_url=factory.ACT_URL, by=by
    )


@pytest.mark.rule("T9")
@pytest.mark.rule("T8")
def test_fifty_approvals_and_fifty_receipts_have_one_effect(committed_db: None) -> None:
    programme = programmes.programme(slug="gara", name="Gara")
    with clock.at(factory.AWARDED), open_programme(programme.pk):
        way = factory.way_to(TrancheState.VERIFIED)
    key, official, finance = way.tranche.pk, way.team.official, way.team.finance
    later = way.now + timedelta(days=1)

    refused = fifty(programme, lambda: approve(key, official), later)
    assert len(refused) == AT_ONCE - 1
    assert {type(error) for error in refused} == {Blocked}
    with clock.at(later), open_programme(programme.pk):
        assert Act.objects.count() == 1
        assert Entry.objects.filter(object_id=key, verb=Verb.APPROVE).count() == 1
        way.now = later
        way.tranche = Tranche.objects.get(pk=key)
        for step in (way.publish, way.clear, way.order):
            step()

    def pay() -> None:
        payments.pay_tranche(tranche_id=key, receipt_number="Q", by=finance)

    refused = fifty(programme, pay, way.now + timedelta(days=1))
    assert {type(error) for error in refused} == {Blocked}
    with open_programme(programme.pk):
        assert LedgerEntry.objects.count() == 1
        assert way.grant.paid == way.tranche.amount
