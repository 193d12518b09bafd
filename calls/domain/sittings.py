"""Sittings of a commission and their minutes (*verbali*): written once, kept as they were."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls.commission_pdf import MINUTES
from calls.models import Commission, CommissionMeeting, SittingPresence
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.pdf import ask_pdf


def sitting_blockers(commission: Commission) -> list[Blocker]:
    if commission.is_appointed:
        return []
    return [Blocker("not_appointed", _("The commission is not appointed yet."))]


@transaction.atomic
def record_sitting(
    *,
    commission_id: UUID,
    held_on: date,
    minutes: str,
    by: User,
    present: Collection[UUID] = (),
) -> CommissionMeeting:
    """Keep the minutes of a sitting; a mistake is put right in the minutes of the next one.

    `present` are keys of seats; others are no business of this commission (ValueError). The PDF follows.
    """
    commission = lock(Commission, commission_id)
    found = sitting_blockers(commission)
    if not minutes.strip():
        found.append(Blocker("no_minutes", _("The minutes are empty.")))
    if held_on > clock.today():
        found.append(Blocker("sitting_ahead", _("The sitting is still to come.")))
    refuse(found)
    seats = {seat.pk: seat for seat in commission.seats.order_by("pk")}
    if unknown := set(present) - set(seats):
        raise ValueError(f"No seat of this commission: {unknown}")
    sitting = CommissionMeeting.objects.create(
        commission=commission,
        held_on=held_on,
        minutes=minutes.strip(),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    SittingPresence.objects.bulk_create(
        SittingPresence(meeting=sitting, seat=seats[key]) for key in sorted(set(present))
    )
    ask_pdf(MINUTES, about=sitting, by=by)
    record(commission, Verb.RECORD, by=by, data={"held_on": held_on})
    return sitting
