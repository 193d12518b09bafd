"""Orders, receipts, and what the bank sends back.

A public payer issues a payment order to its treasury (*mandato*, with its budget commitment) and gets a
receipt (*quietanza*); a private one gives a transfer order. No order before publication, nor with a
clearance that is not valid on that day, an IBAN that nobody verified, an undeclared withholding, nor dated
before any of them (T6).
The IBAN is frozen into the order (T7); the ledger is append-only (T8); what the bank returns is a
reversal, and the tranche is open again (T10).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people.domain.organisations import doubt_iban
from tranches import blockers, queries
from tranches.domain.moves import locked, move, undone
from tranches.enums import EntryKind, TrancheState
from tranches.models import BankReturn, LedgerEntry, PaymentOrder, Tranche
from tranches.money import in_words, withheld_of
from tranches.notifications import BankReturned, TranchePaid


@dataclass(frozen=True)
class Commitment:
    """A budget commitment (*impegno di spesa*): number, chapter, year in which it falls due."""

    number: str
    chapter: str
    year: int

    @property
    def is_complete(self) -> bool:
        return bool(self.number.strip() and self.chapter.strip() and self.year)


@transaction.atomic
def order_tranche(
    *,
    tranche_id: UUID,
    order_number: str,
    by: User,
    order_date: date | None = None,
    value_date: date | None = None,
    commitment: Commitment | None = None,
) -> PaymentOrder:
    """Issue the order, dated today and of the same value date unless said otherwise."""
    tranche = locked(tranche_id)
    day = order_date or clock.today()
    refuse(
        [
            *blockers.order_blockers(tranche, by=by),
            *blockers.commitment_blockers(
                tranche.grant, is_complete=commitment is not None and commitment.is_complete
            ),
            *blockers.order_date_blockers(tranche, day),
            *blockers.value_date_blockers(day, value_date or day),
        ]
    )
    order = PaymentOrder(number=order_number.strip(), date=day, value_date=value_date or day)
    if commitment is not None:
        order.commitment_number = commitment.number.strip()
        order.commitment_chapter = commitment.chapter.strip()
        order.commitment_year = commitment.year
    _issue(order, tranche, by)
    move(tranche, TrancheState.ORDERED, "ordered", by=by)
    record(
        tranche,
        Verb.ORDER,
        by=by,
        data={
            "order": order.pk,
            "gross": order.gross,
            "withheld": order.withheld,
            "net": order.net,
        },
    )
    return order


def _issue(order: PaymentOrder, tranche: Tranche, by: User) -> None:
    """Freeze what the order pays and to whom: the very IBAN that was verified (T7)."""
    declaration = queries.declaration_of(tranche.grant)
    act = queries.act_of(tranche)
    assert declaration is not None  # the gate asked for both
    assert act is not None
    for name, known in queries.rests_on(tranche).items():
        setattr(order, name, known)
    order.tranche = tranche
    order.ordinal = tranche.orders.count() + 1
    order.payer_kind = tranche.grant.payer_kind
    order.gross = tranche.amount
    order.withheld = withheld_of(tranche.amount, declaration.percent)
    order.net = order.gross - order.withheld
    order.net_in_words = in_words(order.net)
    order.iban = tranche.grant.beneficiary.verified_iban
    order.beneficiary_name = tranche.grant.beneficiary.name
    order.cup = act.cup
    order.issued_at, order.issued_by = clock.now(), by
    order.save()


@transaction.atomic
def pay_tranche(
    *, tranche_id: UUID, receipt_number: str, by: User, paid_on: date | None = None
) -> LedgerEntry:
    """Record the receipt of the treasury or the bank: the ledger gets its entry, gross."""
    tranche = locked(tranche_id)
    order = queries.live_order(tranche)
    day = paid_on or clock.today()
    refuse(
        [
            *blockers.pay_blockers(tranche, by=by),
            *blockers.date_blockers(day, not_before=order.date if order else None),
        ]
    )
    assert order is not None
    move(tranche, TrancheState.PAID, "paid", by=by)
    entry = LedgerEntry.objects.create(
        grant=tranche.grant,
        tranche=tranche,
        order=order,
        kind=EntryKind.PAYMENT,
        amount=order.gross,
        date=day,
        receipt_number=receipt_number.strip(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(tranche, Verb.PAY, by=by, data={"entry": entry.pk, "amount": entry.amount, "on": day})
    TranchePaid(tranche, by=by).queue()
    return entry


@transaction.atomic
def record_bank_return(
    *, tranche_id: UUID, reason: str, by: User, returned_on: date | None = None
) -> BankReturn:
    """The order came back: what the ledger had is reversed, and the tranche waits for another order.

    The account it came back from counts as verified no longer: it is compared with the bank's paper again, or
    changed, before that order (T6).
    If another tranche is under way meanwhile, this one is suspended as approved: two never move together
    (T2), and the later is not ordered before it.
    """
    tranche = locked(tranche_id)
    order = queries.live_order(tranche)
    day = returned_on or clock.today()
    refuse(
        [
            *blockers.bank_return_blockers(tranche, by=by),
            *blockers.date_blockers(day, not_before=order.date if order else None),
        ]
    )
    assert order is not None
    doubt_iban(organisation_id=tranche.grant.beneficiary_id, iban=order.iban, by=by)
    returned = BankReturn.objects.create(
        order=order,
        reason=reason.strip(),
        returned_on=day,
        recorded_at=clock.now(),
        recorded_by=by,
    )
    _reopen(tranche, returned, by)
    _reverse(tranche, order, returned, by)
    record(tranche, Verb.REVERSE, by=by, data={"order": order.pk, "on": day})
    BankReturned(tranche, reason=returned.reason, by=by).queue()
    return returned


def _reopen(tranche: Tranche, returned: BankReturn, by: User) -> None:
    not_paid = undone("ordered", "paid")
    if queries.moving_sister(tranche) is None:
        move(tranche, TrancheState.APPROVED, "ordered", by=by, **not_paid)
        return
    move(
        tranche,
        TrancheState.SUSPENDED,
        "suspended",
        by=by,
        suspended_from=TrancheState.APPROVED,
        suspend_reason=returned.reason,
        **not_paid,
    )


def _reverse(tranche: Tranche, order: PaymentOrder, returned: BankReturn, by: User) -> None:
    """Take back the order's payment, if it had one; an order that never was paid left no entry."""
    for entry in order.entries.filter(kind=EntryKind.PAYMENT):
        LedgerEntry.objects.create(
            grant=tranche.grant,
            tranche=tranche,
            order=order,
            kind=EntryKind.REVERSAL,
            amount=-entry.amount,
            date=returned.returned_on,
            reverses=entry,
            reason=returned.reason,
            recorded_at=returned.recorded_at,
            recorded_by=by,
        )
