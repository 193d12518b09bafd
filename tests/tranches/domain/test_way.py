"""Every step of a tranche in every state, and what each leaves behind."""

import contextlib
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import Deadline, InboxItem
from core.people.domain.organisations import change_organisation, verify_iban
from core.people.models import Organisation
from core.programmes.models import Programme
from tests.factories import tranches as factory
from tests.factories.tranches import Way
from tranches import queries
from tranches.domain import evidence, payments, requests
from tranches.enums import Condition, OpinionKind, TrancheState
from tranches.models import BankReturn, PaymentOrder, Tranche
from tranches.money import ZERO
from tranches.story import awaited_to_resume

pytestmark = pytest.mark.begins_from(stage=factory.granted)
S = TrancheState

STEPS: dict[str, tuple[Callable[[Way], None], set[TrancheState], Verb, str]] = {
    "request": (Way.request, {S.PLANNED, S.RETURNED}, Verb.REQUEST, S.REQUESTED),
    "verify": (Way.verify, {S.REQUESTED}, Verb.VERIFY, S.VERIFIED),
    "approve": (Way.approve, {S.VERIFIED, S.OPINION_GIVEN}, Verb.APPROVE, S.APPROVED),
    "pay": (Way.pay, {S.ORDERED}, Verb.PAY, S.PAID),
    "return": (Way.send_back, {S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN}, Verb.RETURN, S.RETURNED),
    "suspend": (
        Way.suspend,
        {S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN, S.APPROVED},
        Verb.SUSPEND,
        S.SUSPENDED,
    ),
}


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Blocked) as refusal:
        act()
    return [blocker.code for blocker in refusal.value.blockers]


class Undone(Exception):
    """Takes back what a step did, so that the next one finds the state as it was."""


@pytest.mark.rule("T2")
@pytest.mark.parametrize("state", list(TrancheState))
def test_each_step_in_each_state(programme: Programme, state: TrancheState) -> None:
    way = factory.way_to(state)
    now = way.now
    for step, allowed, verb, after in STEPS.values():
        with contextlib.suppress(Undone), transaction.atomic():
            _try(way, step, verb=verb, after=after if state in allowed else None)
            raise Undone
        way.now = now
        way.tranche.refresh_from_db()
        assert way.tranche.state == state


def _try(way: Way, step: Callable[[Way], None], *, verb: Verb, after: str | None) -> None:
    """Do the step: it leads to `after` and is recorded, or is refused because of the state (None)."""
    if after is None:
        with pytest.raises(Blocked) as refused:
            step(way)
        assert refused.value.blockers[0].code.startswith("state_")
        return
    step(way)
    assert way.tranche.state == after
    assert history_of(way.tranche)[0].verb == verb


def test_the_whole_way(programme: Programme) -> None:
    factory.opinion_step()
    way = factory.granted()
    for step in (way.request, way.verify, way.opine, way.approve, way.publish, way.clear):
        step()
    way.order()
    order = PaymentOrder.objects.get()
    assert (order.gross, order.withheld, order.net) == (Decimal(9000), ZERO, Decimal(9000))
    assert order.net_in_words == "novemila/00"
    assert order.commitment_number == "1204"
    way.pay()
    assert way.grant.paid == Decimal(9000)
    assert queries.paid_total() == Decimal(9000)
    assert queries.granted_total() == Decimal(30000)
    assert queries.years() == [2021]
    [act] = queries.acts_of_year(2021)
    assert act.paid == act.amount == Decimal(9000)  # type: ignore[attr-defined]
    assert act.cup == "J87G21000120005"
    assert act.published_on is not None  # type: ignore[attr-defined]
    [entry] = queries.payments_of_year(2021)
    assert entry.receipt_number == "Q-901"


def test_who_is_told(programme: Programme) -> None:
    factory.opinion_step()
    way = factory.granted()
    people = way.team
    for step in (way.request, way.verify, way.opine, way.approve, way.publish, way.clear):
        step()
    way.order()
    way.pay()

    def told(person: User) -> list[str]:
        rows = InboxItem.objects.filter(person=person, kind__startswith="tranches.")
        return list(rows.order_by("created_at", "pk").values_list("kind", flat=True))

    assert told(people.verifier) == ["tranches.to_verify"]
    assert told(people.municipal) == ["tranches.to_give_opinion"]
    assert told(people.official) == ["tranches.to_approve"]
    assert told(people.finance) == ["tranches.to_order"]
    assert set(told(people.signatory)) == {
        "tranches.grant_awarded",
        "tranches.tranche_verified",
        "tranches.tranche_approved",
        "tranches.tranche_paid",
    }


def test_a_return_says_why_and_clears_what_followed(programme: Programme) -> None:
    factory.opinion_step()
    way = factory.way_to(S.VERIFIED)
    way.send_back()
    row = way.tranche
    assert row.return_reason == "Manca un allegato."
    assert (row.verified_at, row.verified_by, row.opinion_due) == (None, None, None)
    way.request()
    assert (way.tranche.returned_at, way.tranche.return_reason) == (None, "")


@pytest.mark.parametrize("state", [S.REQUESTED, S.VERIFIED, S.OPINION_GIVEN, S.APPROVED])
def test_what_is_suspended_goes_on_from_there(programme: Programme, state: TrancheState) -> None:
    way = factory.way_to(state)
    way.suspend()
    assert queries.next_step(way.tranche) is None
    way.at(lambda: requests.resume_tranche(tranche_id=way.tranche.pk, by=way.team.official))
    assert way.tranche.state == state
    assert way.tranche.suspend_reason == ""


def test_silence_lets_the_act_go_on(programme: Programme) -> None:
    """Ten days, and the last one falls on a working day; L. 241/1990 art. 16."""
    factory.opinion_step(silence_days=10)
    way = factory.granted()
    way.request()
    way.verify()
    due = way.tranche.opinion_due
    assert due is not None
    assert Deadline.objects.get(kind="tranches.opinion").on == due
    with pytest.raises(Blocked) as refused:
        way.approve()
    assert [blocker.code for blocker in refused.value.blockers] == ["opinion_awaited"]
    way.now += timedelta(days=(due - way.now.date()).days)
    way.approve()
    assert way.tranche.opinion == OpinionKind.NOT_GIVEN
    assert way.tranche.opinion_by is None
    assert Deadline.objects.get(kind="tranches.opinion").dropped_at is not None


def test_an_opinion_that_the_programme_requires_has_no_silence(programme: Programme) -> None:
    factory.opinion_step(optional=False, silence_days=None)
    way = factory.granted()
    way.request()
    way.verify()
    way.now += timedelta(days=400)
    with pytest.raises(Blocked, match="opinion_awaited"):
        way.approve()
    way.opine(OpinionKind.CONTRARY)
    way.approve()
    assert way.tranche.state == S.APPROVED


@pytest.mark.rule("R11")
def test_a_month_of_the_plan_stays_a_month(programme: Programme) -> None:
    way = factory.granted()
    planned = Deadline.objects.filter(kind="tranches.planned")
    assert planned.count() == 4
    assert {row.precision for row in planned} == {"month"}
    assert {row.remind_on for row in planned} == {None}
    way.request()
    assert Deadline.objects.get(kind="tranches.planned", object_id=way.tranche.pk).met_at


@pytest.mark.rule("T8")
@pytest.mark.rule("T10")
@pytest.mark.parametrize("state", [S.ORDERED, S.PAID])
def test_what_the_bank_sends_back_opens_the_tranche_again(
    programme: Programme, state: TrancheState
) -> None:
    way = factory.way_to(state)
    way.at(
        lambda: payments.record_bank_return(
            tranche_id=way.tranche.pk, reason="Conto chiuso", by=way.team.finance
        )
    )
    assert way.tranche.state == S.APPROVED
    assert way.tranche.ordered_by is None
    assert way.grant.paid == ZERO
    entries = list(way.tranche.entries.order_by("amount").values_list("amount", flat=True))
    assert entries == ([] if state == S.ORDERED else [Decimal(-9000), Decimal(9000)])
    assert queries.live_order(way.tranche) is None
    told = queries.undone_by_bank(way.tranche)
    assert told is not None
    assert told.reason == "Conto chiuso"
    assert refused(way.order) == ["iban_verified"]
    [mine] = queries.sent_back_by_bank(way.team.signatory)
    assert mine == way.tranche
    way.verify_account()
    assert not queries.sent_back_by_bank(way.team.signatory)
    way.order()
    assert queries.undone_by_bank(way.tranche) is None
    way.pay()
    assert way.grant.paid == Decimal(9000)
    assert way.tranche.orders.count() == 2


@pytest.mark.rule("T6")
@pytest.mark.rule("T10")
def test_a_return_doubts_the_account_it_came_back_from(programme: Programme) -> None:
    """Not the one that took its place; the database holds it too."""
    way = factory.way_to(S.ORDERED)
    order, by = PaymentOrder.objects.get(tranche=way.tranche), way.team.finance
    said = {"reason": "Conto chiuso", "returned_on": clock.today(), "recorded_at": clock.now()}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        BankReturn.objects.create(order=order, recorded_by=by, **said)
    assert "still counts as verified" in str(error.value)
    other = "IT24D0542811101000000654321"
    key = way.grant.beneficiary_id
    change_organisation(organisation_id=key, by=way.team.signatory, iban=other)
    verify_iban(organisation_id=key, iban=other, by=by)
    way.at(
        lambda: payments.record_bank_return(tranche_id=way.tranche.pk, reason="Conto chiuso", by=by)
    )
    assert Organisation.objects.get(pk=key).is_iban_verified
    assert not queries.sent_back_by_bank(way.team.signatory)


@pytest.mark.rule("T2")
@pytest.mark.rule("T8")
@pytest.mark.rule("T10")
def test_what_the_bank_sends_back_while_a_later_one_is_approved(programme: Programme) -> None:
    """The ledger says it at once; then the later one is suspended, the earlier paid, the later resumed."""
    first = factory.way_to(S.PAID)
    later = factory.Way(first.grant, Tranche.objects.get(position=2), first.team, first.now)
    with clock.at(later.now):
        evidence.record_condition(
            tranche_id=later.tranche.pk, condition=Condition.REPORT_ACCEPTED,
            reference="Rendicontazione 1", accepted_on=clock.today(), by=later.team.verifier,
        )  # fmt: skip
    later.until_published()
    first.now = later.now
    key = first.tranche.pk

    first.at(
        lambda: payments.record_bank_return(
            tranche_id=key, reason="Conto chiuso", by=first.team.finance
        )
    )
    assert (first.tranche.state, first.tranche.suspended_from) == (S.SUSPENDED, S.APPROVED)
    with translation.override("en"):
        assert awaited_to_resume(first.tranche) == (
            "It waits until instalment 2 is paid, sent back or suspended; then the metropolitan"
            " official resumes it: it goes on from “approved”."
        )
    assert first.grant.paid == ZERO
    first.clear()
    later.now = first.now
    assert refused(later.order) == ["not_in_order", "iban_verified"]
    assert refused(first.resume) == ["one_in_flight"]

    later.suspend()
    for step in (first.verify_account, first.resume, first.order, first.pay):
        step()
    later.now = first.now
    later.resume()
    later.order()
    later.pay()
    assert first.grant.paid == Decimal(16500)


def test_a_suspended_instalment_with_no_other_moving_waits_for_its_reason_alone(
    programme: Programme,
) -> None:
    way = factory.way_to(S.APPROVED)
    way.suspend()
    with translation.override("en"):
        assert awaited_to_resume(way.tranche) == (
            "Once the reason is gone, the metropolitan official resumes it: it goes on from “approved”."
        )


@pytest.mark.rule("T2")
def test_one_after_the_other(programme: Programme) -> None:
    way = factory.way_to(S.REQUESTED)
    second = Tranche.objects.get(position=2)
    with pytest.raises(Blocked) as refused, clock.at(way.now):
        requests.request_tranche(tranche_id=second.pk, by=way.team.signatory)
    codes = [blocker.code for blocker in refused.value.blockers]
    assert codes == ["not_in_order", "report_accepted"]
