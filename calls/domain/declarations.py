"""Declarations on conflict, recusal, alternates (C7; L. 241/1990 art. 6-bis, DPR 62/2013 art. 7).

Every seat declares on every network before a text opens. What the portal itself knows (memberships,
mentorship, the municipality) is part of the declaration and can't be denied. A tie that the call's rule
bars recuses the seat from that application, and the first alternate without ties is called.
"""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls import commission_blockers as blockers
from calls.commission_notices import AlternateCalled, ScorerMissing
from calls.enums import SCORING_SEATS, SeatKind
from calls.models import (
    Commission,
    CommissionSeat,
    Declaration,
    Scorecard,
    Submission,
    Substitution,
)
from calls.queries import commission as queries
from calls.queries.commission import IN_PLAY, NetworkToDeclare
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.people import queries as people
from core.people.domain.ties import declare_tie
from core.people.enums import DECLARABLE_TIES, TieKind


@transaction.atomic
def declare(
    *, seat_id: UUID, ties: Mapping[UUID, Collection[TieKind]], by: User
) -> list[Declaration]:
    """Declare on networks, by key: no tie (an empty collection), or which.

    Every network that waits for a declaration must be answered. On the others a tie may be added, none
    is taken away. Raises Blocked. The commission's row is locked: two recusals never call one alternate.
    """
    seat = CommissionSeat.objects.select_related("person").get(pk=seat_id)
    seat.commission = lock(Commission, seat.commission_id)
    rows = queries.declaration_of(seat)
    found = blockers.declare_blockers(seat.commission)
    found += _unanswered(rows, ties)
    if any(kind not in DECLARABLE_TIES for kinds in ties.values() for kind in kinds):
        found.append(Blocker("derived_tie", _("This tie is read from roles and memberships.")))
    refuse(found)
    kinds = queries.barring_kinds_of([seat.commission.call_id])[seat.commission.call_id]
    asked = [row for row in rows if row.network.pk in ties]
    made = [_declared(seat, row, frozenset(ties[row.network.pk]), kinds, by) for row in asked]
    record(
        seat.commission,
        Verb.DECLARE,
        by=by,
        data={"seat": seat.kind, "networks": len(made), "barred": sum(row.bars for row in made)},
    )
    _recuse(seat, [row.network_id for row in made if row.bars])
    return made


@transaction.atomic
def record_known_tie(*, scorecard_id: UUID, by: User) -> Declaration:
    """Set a card aside for a tie that the portal knows of and its seat has not declared.

    What is written stays in the record and no longer counts; the alternate is called. Raises Blocked.
    """
    card = Scorecard.objects.select_related("submission__network", "seat__person").get(
        pk=scorecard_id
    )
    seat = card.seat
    seat.commission = lock(Commission, seat.commission_id)
    refuse(blockers.set_aside_blockers(card, by))
    call = seat.commission.call
    kinds = queries.barring_kinds_of([call.pk])[call.pk]
    row = queries.declaration_on(seat, card.submission.network)
    made = _declared(seat, row, frozenset(), kinds, by)
    record(card, Verb.EXCLUDE, by=by, data={"seat": seat.kind, "network": str(made.network_id)})
    _recuse(seat, [made.network_id])
    return made


def _unanswered(
    rows: Iterable[NetworkToDeclare], ties: Mapping[UUID, Collection[TieKind]]
) -> list[Blocker]:
    text = _("%(network)s: say whether you have a tie.")
    return [
        Blocker(
            f"unanswered:{row.network.pk}",
            text % {"network": row.network.name},
            pgettext("who", "yourself"),
        )
        for row in rows
        if row.open and row.network.pk not in ties
    ]


def _declared(
    seat: CommissionSeat,
    row: NetworkToDeclare,
    said: frozenset[TieKind],
    kinds: frozenset[TieKind],
    by: User,
) -> Declaration:
    """Write the declaration; a declared tie is also kept among the person's ties, for every other part."""
    for kind in said:
        declare_tie(user=seat.person, network=row.network, kind=kind, by=by)
    before = {TieKind(tie) for tie in row.declared.ties} if row.declared else set()
    held = before | said | row.known
    declaration = row.declared or Declaration(seat=seat, network=row.network)
    declaration.ties = [kind.value for kind in TieKind if kind in held]
    declaration.bars = bool(held & kinds)
    declaration.declared_at = clock.now()
    declaration.save()
    return declaration


def _recuse(seat: CommissionSeat, networks: list[UUID]) -> None:
    """Somebody else scores the applications of these networks in the place of this seat."""
    for submission in _scored_by(seat, _in_play(seat.commission, networks)):
        if seat.kind in SCORING_SEATS:
            _call_alternate(submission, seat)
        elif seat.kind == SeatKind.ALTERNATE:
            _pass_on(submission, seat)


def _scored_by(seat: CommissionSeat, rows: list[Submission]) -> list[Submission]:
    """Where the rule asks for some scorers, a tie calls nobody for what was not given to the seat."""
    rule = queries.rules_of([seat.commission.call_id]).get(seat.commission.call_id)
    if rule is None or not rule.scorers_each or seat.kind not in SCORING_SEATS:
        return rows
    given = set(seat.assignments.values_list("submission", flat=True))
    return [row for row in rows if row.pk in given]


def _pass_on(submission: Submission, alternate: CommissionSeat) -> None:
    """An alternate who was called is tied too: the next one is called."""
    rows = Substitution.objects.select_for_update(no_key=True, of=("self",))
    held = (
        rows.filter(submission=submission, alternate=alternate, ended_at__isnull=True)
        .select_related("seat__commission")
        .order_by("pk")
        .first()
    )
    if held is not None:
        held.ended_at = clock.now()
        held.save()
        _call_alternate(submission, held.seat)


def call_missing_alternates(commission: Commission) -> None:
    """Fill the places that no alternate could take before: a new one has been appointed."""
    barred = Declaration.objects.filter(
        seat__commission=commission, seat__kind__in=SCORING_SEATS, bars=True
    ).select_related("seat__commission")
    for declaration in barred.order_by("declared_at", "pk"):
        rows = _in_play(commission, [declaration.network_id])
        for submission in _scored_by(declaration.seat, rows):
            _call_alternate(submission, declaration.seat, told=False)


def _call_alternate(submission: Submission, seat: CommissionSeat, *, told: bool = True) -> None:
    """Call the first alternate who is free, once; else tell the coordinators (unless `told` is false)."""
    live = Substitution.objects.filter(submission=submission, ended_at__isnull=True)
    if live.filter(seat=seat).exists():
        return
    alternate = _first_free(submission, seat.commission, live.values_list("alternate", flat=True))
    if alternate is None:
        if told:
            ScorerMissing(submission).queue()
        return
    substitution = Substitution.objects.create(
        submission=submission, seat=seat, alternate=alternate, called_at=clock.now()
    )
    record(submission, Verb.ASSIGN, by=None, data={"seat": seat.kind, "to": alternate.kind})
    AlternateCalled(substitution).queue()


def _first_free(
    submission: Submission, commission: Commission, taken: Iterable[UUID]
) -> CommissionSeat | None:
    kinds = queries.barring_kinds_of([commission.call_id])[commission.call_id]
    busy = set(taken)
    barred = set(
        Declaration.objects.filter(
            seat__commission=commission, network=submission.network_id, bars=True
        ).values_list("seat", flat=True)
    )
    alternates = commission.seats.filter(kind=SeatKind.ALTERNATE).select_related("person")
    for alternate in alternates.order_by("position", "pk"):
        known = {tie.kind for tie in people.ties_with(alternate.person, submission.network)}
        if alternate.pk not in busy | barred and not known & kinds:
            return alternate
    return None


def _in_play(commission: Commission, networks: list[UUID]) -> list[Submission]:
    rows = Submission.objects.filter(
        call=commission.call_id, network__in=networks, state__in=IN_PLAY
    )
    return list(rows.select_related("network", "call__programme").order_by("number", "pk"))
