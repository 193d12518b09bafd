"""What is refused: the wrong person, a missing condition, a mistaken figure; by Python and by PostgreSQL."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.keys import new_id
from core.access.tenancy import TenantModel
from core.people.domain.organisations import change_organisation, verify_iban
from core.people.domain.roles import grant_role
from core.people.domain.ties import declare_tie
from core.people.enums import RoleName, TieKind
from core.people.queries import forget
from core.programmes.enums import PayerKind
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import programmes
from tests.factories import tranches as factory
from tests.factories.calls import DURING
from tests.factories.tranches import Way
from tranches import gate
from tranches.domain import acts, evidence, grants, payments
from tranches.enums import ClearanceState, Condition, Step, TrancheState
from tranches.models import (
    Act,
    ActPublication,
    LedgerEntry,
    PaymentOrder,
    PlannedShare,
    Tranche,
    TranchePlan,
)

pytestmark = pytest.mark.begins_from(stage=factory.granted)
S = TrancheState
D = Decimal
OTHER_TAX_CODE = "97614510028"


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Blocked) as refused:
        act()
    return [blocker.code for blocker in refused.value.blockers]


def at_commit() -> None:
    """What the commit would check, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def committed(change: Callable[[], object]) -> None:
    """Do it, and let the commit check it; a refusal takes it back."""
    change()
    at_commit()


# ------------------------------------------------------------------ T1: what adds up
@pytest.mark.rule("T1")
def test_amounts_make_the_grant_in_the_database(programme: Programme) -> None:
    way = factory.granted()
    at_commit()
    amounts = way.grant.tranches.order_by("position").values_list("amount", flat=True)
    assert list(amounts) == [D(9000), D(7500), D(7500), D(6000)]
    with pytest.raises(IntegrityError, match="do not make the grant"):
        committed(lambda: Tranche.objects.filter(pk=way.tranche.pk).update(amount=D("9000.01")))


@pytest.mark.rule("T1")
def test_percentages_make_the_whole_in_the_database(programme: Programme) -> None:
    way = factory.granted()
    with pytest.raises(IntegrityError, match="do not make the grant"):
        committed(lambda: Tranche.objects.filter(pk=way.tranche.pk).update(percent=D("29.99")))


@pytest.mark.rule("T1")
@pytest.mark.begins_from(stage=None)
def test_a_plan_of_three_thirds_is_refused(programme: Programme) -> None:
    """33.33 three times makes 99.99: neither the plan nor the split lets it pass."""
    with pytest.raises(IntegrityError, match="do not make 100"):
        committed(lambda: factory.plan([D("33.33")] * 3, contribution=D("10000.01")))


@pytest.mark.rule("T1")
@pytest.mark.begins_from(stage=None)
def test_a_plan_without_shares_is_refused(programme: Programme) -> None:
    with pytest.raises(IntegrityError, match="do not make 100"):
        committed(lambda: TranchePlan.objects.create(contribution=1))
    assert PlannedShare.objects.count() == 0


@pytest.mark.rule("T1")
def test_a_tranche_cannot_be_taken_away(programme: Programme) -> None:
    way = factory.granted()
    with pytest.raises(IntegrityError, match="do not make the grant"):
        committed(lambda: Tranche.objects.filter(grant=way.grant, position=4).delete())


@pytest.mark.rule("T1")
@pytest.mark.begins_from(stage=None)
def test_a_tranche_moved_to_another_grant_is_counted_at_both(programme: Programme) -> None:
    """The grant that receives it had lost as much: only the one that gave it is no longer whole."""
    way = factory.granted()
    giving = way.grant
    with clock.at(DURING):
        other = factory.payable_lead("Altri Orti", tax_code=OTHER_TAX_CODE)
        elsewhere = programmes.territory("Rivoli")
    second = factory.project(other, territory=elsewhere)
    with clock.at(factory.AWARDED):
        taking = grants.award_grant(project_id=second.pk, by=way.team.official)

    def move() -> None:
        taking.tranches.get(position=4).delete()
        giving.tranches.filter(position=4).update(grant=taking)

    with pytest.raises(IntegrityError, match="do not make the grant"):
        committed(move)


# ------------------------------------------------------------------ T2: one in flight
@pytest.mark.rule("T2")
def test_the_database_lets_one_fly(programme: Programme) -> None:
    way = factory.way_to(S.REQUESTED)
    with pytest.raises(IntegrityError, match="tranche_one_in_flight"), transaction.atomic():
        Tranche.objects.filter(grant=way.grant, position=2).update(
            state=S.REQUESTED, requested_at=clock.now(), requested_by=way.team.signatory
        )


# ------------------------------------------------------------------ T3: the gate
@pytest.mark.rule("T3")
def test_the_gate_and_the_refusal_are_one_list(programme: Programme) -> None:
    way = factory.granted()
    for step in (way.request, way.verify, way.approve):
        step()
    lines = gate.gate(way.tranche, Step.ORDER)
    unmet = [line.code for line in lines if not line.is_met]
    assert [line.code for line in lines if line.is_met] == ["agreement_in_force", "iban_verified"]
    assert unmet == ["act_published", "clearance_regular", "withholding_declared"]
    assert all(line.rule and line.label for line in lines)
    assert all(line.who and line.fix_url for line in lines if not line.is_met)
    assert codes(way.order) == unmet


@pytest.mark.rule("T3")
def test_the_second_tranche_waits_for_the_report(programme: Programme) -> None:
    way = factory.way_to(S.PAID)
    second = Tranche.objects.get(position=2)
    way.tranche = second
    assert codes(way.request) == ["report_accepted"]
    with clock.at(way.now):
        evidence.record_condition(
            tranche_id=second.pk, condition=Condition.REPORT_ACCEPTED, reference="Rendicontazione 1",
            accepted_on=clock.today(), by=way.team.verifier, upload=factory.pdf(),
        )  # fmt: skip
    way.request()
    [_agreement, report] = gate.gate(way.tranche)
    assert report.is_met
    assert "Rendicontazione 1" in report.evidence
    assert report.url


# ------------------------------------------------------------------ T4: who
def step_by(way: Way, name: str, role: RoleName, tie: TieKind) -> list[str]:
    """What is told to somebody in the role who is tied to the network."""
    tied = people_factory.with_role(role, people_factory.user("Tina Legata"))
    declare_tie(user=tied, network=way.grant.project.network, kind=tie, by=tied)
    way.team = type(way.team)(**{**way.team.__dict__, name: tied})
    step = {
        "verifier": way.verify,
        "official": way.approve,
        "finance": way.order,
    }[name]
    return codes(step)


@pytest.mark.rule("T4")
@pytest.mark.rule("P9")
@pytest.mark.parametrize(
    ("state", "name", "role"),
    [
        (S.REQUESTED, "verifier", RoleName.VERIFIER),
        (S.VERIFIED, "official", RoleName.METROPOLITAN_OFFICIAL),
    ],
)
def test_nobody_acts_on_a_network_of_theirs(
    programme: Programme, state: TrancheState, name: str, role: RoleName
) -> None:
    assert step_by(factory.way_to(state), name, role, TieKind.HELPED) == ["tie"]


@pytest.mark.rule("T4")
def test_who_checked_does_not_approve(programme: Programme) -> None:
    way = factory.granted()
    both = way.team.official
    grant_role(user=both, name=RoleName.VERIFIER, by=both)
    forget(both)
    way.team = type(way.team)(**{**way.team.__dict__, "verifier": both})
    way.request()
    way.verify()
    assert codes(way.approve) == ["same_person"]


@pytest.mark.rule("T4")
@pytest.mark.parametrize("step", ["verified", "approved", "ordered", "paid"])
def test_distinct_people_in_the_database(programme: Programme, step: str) -> None:
    way = factory.way_to(S.PAID)
    name = f"tranche_{step}_by_another_person"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Tranche.objects.filter(pk=way.tranche.pk).update(**{f"{step}_by": way.team.signatory})


@pytest.mark.rule("T4")
def test_one_finance_officer_orders_and_pays(programme: Programme) -> None:
    way = factory.way_to(S.PAID)
    assert way.tranche.ordered_by == way.tranche.paid_by == way.team.finance


# ------------------------------------------------------------------ T6, T7, T11: the order
def ready(way: Way) -> Way:
    way.until_published()
    way.clear()
    return way


@pytest.mark.rule("T6")
@pytest.mark.parametrize(
    ("state", "until", "refused"),
    [
        (ClearanceState.PENDING, None, True),
        (ClearanceState.IRREGULAR, None, True),
        (ClearanceState.REGULAR, 3, False),
        (ClearanceState.REGULAR, 0, True),
        (ClearanceState.NOT_SUBJECT, None, False),
    ],
)
def test_the_clearance_counts_on_the_day(
    programme: Programme, state: ClearanceState, until: int | None, refused: bool
) -> None:
    """The order leaves a day later: what is valid until today has expired by then."""
    way = ready(factory.granted())
    with clock.at(way.now):
        evidence.record_clearance(
            tranche_id=way.tranche.pk, state=state, by=way.team.finance,
            valid_until=None if until is None else clock.today() + timedelta(days=until),
        )  # fmt: skip
    if refused:
        assert codes(way.order) == ["clearance_regular"]
    else:
        way.order()


@pytest.mark.rule("T6")
def test_no_order_before_publication(programme: Programme) -> None:
    way = factory.granted()
    for step in (way.request, way.verify, way.approve, way.clear):
        step()
    assert codes(way.order) == ["act_published"]


@pytest.mark.rule("T6")
@pytest.mark.rule("T7")
def test_the_iban_is_verified_and_frozen(programme: Programme) -> None:
    way = ready(factory.granted())
    lead, other = way.grant.beneficiary, "IT13S0542811101000000123457"
    change_organisation(organisation_id=lead.pk, by=way.team.signatory, iban=other)
    assert codes(way.order) == ["iban_verified"]
    verify_iban(organisation_id=lead.pk, iban=other, by=factory.team_member("Vera"))
    way.order()
    change_organisation(organisation_id=lead.pk, by=way.team.signatory, iban=people_factory.IBAN)
    assert PaymentOrder.objects.get().iban == other


@pytest.mark.rule("T6")
def test_an_order_is_dated_after_what_it_rests_on(programme: Programme) -> None:
    """Clearance and declaration came a day after the publication: an order of that day is too early."""
    way = factory.granted()
    way.until_published()
    published = way.now.date()
    way.now += factory.DAY
    way.clear()

    def of(day: date) -> Callable[[], None]:
        return lambda: way.at(
            lambda: payments.order_tranche(
                tranche_id=way.tranche.pk, order_number="1", by=way.team.finance,
                order_date=day, commitment=factory.COMMITMENT,
            )
        )  # fmt: skip

    assert codes(of(published)) == ["too_early", "too_early"]
    of(published + factory.DAY)()
    order = PaymentOrder.objects.get()
    assert order.cleared_on == order.declared_on == order.date
    assert order.published_on == published


@pytest.mark.rule("T6")
@pytest.mark.parametrize("name", ["published_on", "cleared_on", "iban_verified_on", "declared_on"])
def test_the_database_refuses_an_order_from_before(programme: Programme, name: str) -> None:
    way = factory.way_to(S.ORDERED)
    order = PaymentOrder.objects.get()
    copy = {field.attname: getattr(order, field.attname) for field in order._meta.concrete_fields}
    copy |= {"id": new_id(), "ordinal": 2, name: order.date + factory.DAY}
    with (
        pytest.raises(IntegrityError, match="paymentorder_after_what_it_rests_on"),
        transaction.atomic(),
    ):
        PaymentOrder.objects.create(**copy)
    assert way.tranche.orders.count() == 1


@pytest.mark.rule("T11")
def test_the_order_says_everything_twice(programme: Programme) -> None:
    way = factory.granted()
    way.until_published()
    way.clear()
    with clock.at(way.now):
        evidence.declare_withholding(
            tranche_id=way.tranche.pk, subject=True, norm="Attività commerciale",
            by=way.team.signatory,
        )  # fmt: skip
    way.order()
    order = PaymentOrder.objects.get()
    assert (order.gross, order.withheld, order.net) == (D(9000), D(360), D(8640))
    assert order.net_in_words == "ottomilaseicentoquaranta/00"
    assert order.date <= order.value_date


def test_a_public_payer_cites_its_commitment(programme: Programme) -> None:
    way = ready(factory.granted())
    assert codes(
        lambda: payments.order_tranche(
            tranche_id=way.tranche.pk, order_number="1", by=way.team.finance,
            order_date=way.now.date(),
        )
    ) == ["no_commitment", "future"]  # fmt: skip


@pytest.mark.begins_from(stage=None)
def test_a_private_payer_has_none(programme: Programme) -> None:
    factory.payer(PayerKind.PRIVATE)
    way = ready(factory.granted())
    way.at(
        lambda: payments.order_tranche(
            tranche_id=way.tranche.pk, order_number="B-1", by=way.team.finance
        )
    )
    assert PaymentOrder.objects.get().commitment_number == ""


# ------------------------------------------------------------------ T8: append-only
@pytest.mark.rule("T8")
@pytest.mark.parametrize("model", [LedgerEntry, PaymentOrder, Act, ActPublication])
def test_money_and_acts_are_never_rewritten(programme: Programme, model: type[TenantModel]) -> None:
    factory.way_to(S.PAID)
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement.format(model._meta.db_table))


@pytest.mark.rule("T8")
def test_paid_without_its_entry_is_refused(programme: Programme) -> None:
    way = factory.way_to(S.ORDERED)
    at_commit()
    with pytest.raises(IntegrityError, match="The ledger says"):
        committed(
            lambda: Tranche.objects.filter(pk=way.tranche.pk).update(
                state=S.PAID, paid_at=clock.now(), paid_by=way.team.finance
            )
        )


# ------------------------------------------------------------------ dates, award
@pytest.mark.parametrize("days", [1, 400])
def test_an_act_is_not_of_the_future(programme: Programme, days: int) -> None:
    way = factory.way_to(S.VERIFIED)
    with clock.at(way.now):
        day = clock.today() + timedelta(days=days)
        assert codes(
            lambda: acts.approve_tranche(
                tranche_id=way.tranche.pk, act_number="1", act_date=day, by=way.team.official
            )
        ) == ["future"]  # fmt: skip


def test_a_contribution_is_awarded_once(programme: Programme) -> None:
    way = factory.granted()
    project = way.grant.project
    again = lambda: grants.award_grant(project_id=project.pk, by=way.team.official)  # noqa: E731 - one line
    assert codes(again) == ["already_awarded"]


@pytest.mark.begins_from(stage=None)
def test_who_cannot_be_paid_gets_no_award(programme: Programme) -> None:
    with clock.at(DURING):
        lead = people_factory.organisation("Senza codice")
    of = factory.project(lead)
    assert codes(
        lambda: grants.award_grant(project_id=of.pk, by=people_factory.user("Olga Altra"))
    ) == ["no_tax_code"]
