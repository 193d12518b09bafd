"""Giving each application to some of the commission's seats: evenly, without ties, from a seed (C7).

The chair draws when every seat has declared. The seed is drawn once and shown, so that the same draw can
be made again; by hand the chair may move an application until somebody has begun to score.
"""

import secrets
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls.domain.declarations import call_missing_alternates
from calls.domain.lots import assign
from calls.models import Assignment, Commission, CommissionSeat, Declaration, Submission
from calls.queries import admissibility
from calls.queries import assignments as queries
from calls.queries import commission as seats
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb


def assign_blockers(commission: Commission) -> list[Blocker]:
    """Why applications can't be given out now."""
    found = blockers.declare_blockers(commission)
    rule = seats.rules_of([commission.call_id]).get(commission.call_id)
    if rule is None or not rule.scorers_each:
        text = _("In this call every member scores every application: nothing is given out.")
        return [*found, Blocker("all_score", text)]
    scoring = queries.scoring_seats(commission)
    if len(scoring) < rule.scorers_each:
        text = _("The call asks for %(each)d scorers, the commission has %(seats)d.")
        words = text % {"each": rule.scorers_each, "seats": len(scoring)}
        found.append(Blocker("too_few_seats", words, hands.official()))
    found += _undeclared(scoring)
    if admissibility.to_check(commission.call).exists():
        text = _("Some applications still wait to be admitted.")
        found.append(Blocker("to_check", text, hands.facilitators()))
    if queries.cards_begun(commission) and not _waiting(commission):
        text = _("Somebody has begun to score: who scores what no longer changes.")
        found.append(Blocker("cards_begun", text))
    return found


def _undeclared(scoring: list[CommissionSeat]) -> list[Blocker]:
    text = _("%(name)s has not declared on conflicts of interest yet.")
    return [
        Blocker("undeclared", text % {"name": seat.person.full_name}, seat.person.full_name)
        for seat in scoring
        if seats.still_to_declare(seat)
    ]


def _waiting(commission: Commission) -> list[Submission]:
    given = queries.assignments_of(commission).order_by().values("submission")
    return list(queries.to_assign(commission).exclude(pk__in=given))


@transaction.atomic
def assign_submissions(*, commission_id: UUID, by: User, seed: str = "") -> list[Assignment]:
    """Draw who scores what. Before any card is begun everything is drawn anew from the same seed; after
    that, only what nobody has. `seed` is for a first draw in public; empty, one is made. Raises Blocked."""
    commission = lock(Commission, commission_id)
    refuse(assign_blockers(commission))
    rows = _waiting(commission)
    if not queries.cards_begun(commission):
        queries.assignments_of(commission).delete()
        rows = list(queries.to_assign(commission))
    commission.assignment_seed = commission.assignment_seed or seed or secrets.token_hex(8)
    commission.assigned_at, commission.assigned_by = clock.now(), by
    commission.save()
    made = Assignment.objects.bulk_create(_drawn(commission, rows))
    data = {"seed": commission.assignment_seed, "assignments": len(made)}
    record(commission, Verb.ASSIGN, by=by, data=data)
    call_missing_alternates(commission)  # for the tied ones that were drawn
    return made


def _drawn(commission: Commission, rows: list[Submission]) -> list[Assignment]:
    scoring = {str(seat.position): seat for seat in queries.scoring_seats(commission)}
    barred = set(
        Declaration.objects.filter(seat__commission=commission, bars=True).values_list(
            "seat", "network"
        )
    )
    untied = {
        row.number: [
            key for key, seat in scoring.items() if (seat.pk, row.network_id) not in barred
        ]
        for row in rows
    }
    rule = seats.rules_of([commission.call_id])[commission.call_id]
    load = {str(row.seat.position): row.given for row in queries.loads(commission)}
    assert rule.scorers_each is not None  # asked by the blockers
    drawn = assign(commission.assignment_seed, untied, list(scoring), rule.scorers_each, load)
    now = clock.now()
    return [
        Assignment(submission=row, seat=scoring[key], assigned_at=now)
        for row in rows
        for key in drawn[row.number]
    ]


def move_blockers(commission: Commission) -> list[Blocker]:
    """Why no application can go from one member to another now."""
    found = blockers.declare_blockers(commission)
    if queries.cards_begun(commission):
        text = _("Somebody has begun to score: who scores what no longer changes.")
        found.append(Blocker("cards_begun", text))
    return found


@transaction.atomic
def move_assignment(*, assignment_id: UUID, seat_id: UUID, by: User) -> Assignment:
    """Give one application to another seat, by the chair's hand. Raises Blocked."""
    held = Assignment.objects.select_related("seat").get(pk=assignment_id)
    commission = lock(Commission, held.seat.commission_id)
    assignment = Assignment.objects.select_related("seat", "submission").get(pk=assignment_id)
    assignment.seat.commission = commission
    to = CommissionSeat.objects.select_related("person").get(pk=seat_id)
    found = move_blockers(commission)
    if to not in queries.seats_that_may_take(commission, assignment.submission):
        text = _("This member scores it already, has a tie with the network or has not declared.")
        found.append(Blocker("cannot_take_it", text))
    refuse(found)
    assignment.seat, assignment.by_hand = to, True
    assignment.assigned_at = clock.now()
    assignment.save()
    record(assignment.submission, Verb.REASSIGN, by=by, data={"seat": to.position})
    return assignment
