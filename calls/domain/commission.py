"""The commission of a call: prepared by the coordinator, appointed by an act of the head of service.

It is appointed after the close, when nobody can know any more who will judge what they are writing
(the rule of D.Lgs. 50/2016 art. 77 c. 7, taken up for grants). Before the act whoever prepares it sees
who is tied to which network, and which applications would be left without enough scorers (C7).
"""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from calls import commission_blockers as blockers
from calls import paths
from calls.commission_notices import CommissionAppointed
from calls.domain.declarations import call_missing_alternates
from calls.enums import SeatKind
from calls.models import Call, Commission, CommissionSeat
from calls.queries import commission as queries
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.notices.domain.deadlines import set_deadline
from core.people.domain.roles import grant_role
from core.ui.bilingual import LANGUAGES, Bilingual

SCORING = "calls.scoring"


@transaction.atomic
def add_seat(*, call_id: UUID, person: User, kind: SeatKind, by: User) -> CommissionSeat:
    """Put a person on the list of the commission; nothing is granted before the act."""
    call = lock(Call, call_id)
    commission = queries.commission_of(call)
    refuse(blockers.seat_blockers(call, commission, person.pk, kind))
    if commission is None:
        commission = Commission.objects.create(call=call, prepared_at=clock.now(), prepared_by=by)
        record(commission, Verb.CREATE, by=by, data={"call": call.slug})
    return _seat(commission, person, kind, by)


@transaction.atomic
def remove_seat(*, seat_id: UUID, by: User) -> None:
    """Take a person off the list, before the act."""
    seat = CommissionSeat.objects.select_related("commission").get(pk=seat_id)
    call = lock(Call, seat.commission.call_id)
    refuse(blockers.prepare_blockers(call, queries.commission_of(call)))
    record(seat.commission, Verb.REMOVE, by=by, data={"seat": seat.kind})
    seat.delete()


@transaction.atomic
def appoint_commission(
    *,
    call_id: UUID,
    act_number: str,
    act_date: date,
    by: User,
    scores_due_on: date | None = None,
) -> Commission:
    """Record the act: the seats are held from now on, each person is told and asked to declare."""
    call = lock(Call, call_id)
    commission = queries.commission_of(call)
    found = blockers.appoint_blockers(call, commission, act_date=act_date)
    found += _lacking_act(act_number)
    if scores_due_on is not None and scores_due_on < clock.today():
        found.append(Blocker("due_in_the_past", _("The scores can't be due on a past day.")))
    refuse(found)
    assert commission is not None
    commission.act_number = act_number.strip()
    commission.act_date = act_date
    commission.scores_due_on = scores_due_on
    commission.appointed_at = clock.now()
    commission.appointed_by = by
    commission.save()
    for seat in queries.seats_of(commission):
        _install(seat, commission.act_number, act_date, by)
    record(commission, Verb.APPOINT, by=by, data={"act": act_date, "due": scores_due_on})
    remind_of_scores(commission)
    return commission


@transaction.atomic
def appoint_alternate(
    *, call_id: UUID, person: User, act_number: str, act_date: date, by: User
) -> CommissionSeat:
    """A further alternate by a further act, where the first ones are tied too; called at once."""
    call = lock(Call, call_id)
    commission = queries.commission_of(call)
    found = further_alternate_blockers(commission) + _lacking_act(act_number)
    if act_date > clock.today():
        found.append(Blocker("act_ahead", _("The date of the act is still to come.")))
    if commission and commission.seats.filter(person=person).exists():
        found.append(Blocker("has_seat", _("This person has a seat in the commission already.")))
    refuse(found)
    assert commission is not None
    seat = _seat(commission, person, SeatKind.ALTERNATE, by)
    _install(seat, act_number.strip(), act_date, by)
    call_missing_alternates(commission)
    return seat


def further_alternate_blockers(commission: Commission | None) -> list[Blocker]:
    if commission is None:
        return [Blocker("not_appointed", _("The commission is not appointed yet."))]
    return blockers.declare_blockers(commission)


def remind_of_scores(commission: Commission) -> None:
    """The term of the scores as a deadline of every seat that has something to do."""
    if commission.scores_due_on is None:
        return
    set_deadline(
        about=commission,
        kind=SCORING,
        on=commission.scores_due_on,
        title=_title(commission.call),
        path=paths.in_italian(paths.commission, commission.call),
    )


def _title(call: Call) -> Bilingual:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = _("Hand in your cards: %(call)s") % {"call": call.title}
    return Bilingual(texts)


def _seat(commission: Commission, person: User, kind: SeatKind, by: User) -> CommissionSeat:
    last = commission.seats.aggregate(last=Max("position"))["last"]
    seat = CommissionSeat.objects.create(
        commission=commission,
        person=person,
        kind=kind,
        position=0 if last is None else last + 1,
    )
    record(commission, Verb.ADD, by=by, data={"seat": kind})
    return seat


def _install(seat: CommissionSeat, act_number: str, act_date: date, by: User) -> None:
    grant_role(
        user=seat.person,
        name=SeatKind(seat.kind).role,
        by=by,
        call_id=seat.commission.call_id,
        act_reference=f"{act_number}, {act_date:%d/%m/%Y}",
        told=False,
    )
    CommissionAppointed(seat).queue()


def _lacking_act(act_number: str) -> list[Blocker]:
    if act_number.strip():
        return []
    return [Blocker("no_act", _("An appointment needs the number and the date of its act."))]
