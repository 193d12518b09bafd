"""Who was there. Being registered is one fact, having come is another; who is not marked is not absent (R7).

A head-count is counted from these rows and never typed (R10).
"""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from labs.blockers import record_blockers
from labs.domain import dates
from labs.enums import ACTIVE, CAME, AttendanceSource, AttendanceStatus
from labs.models import Attendance, EventSession, Registration


@transaction.atomic
def record_attendance(
    *,
    session_id: UUID,
    marks: Mapping[UUID, AttendanceStatus],
    by: User,
    source: AttendanceSource = AttendanceSource.FACILITATOR,
) -> list[Attendance]:
    """Mark people, by the key of their account; whoever is not in `marks` stays as they are.

    Somebody without a live registration came without one (*senza iscrizione*). `not_recorded` takes a
    mark back. Raises User.DoesNotExist if a key is nobody's. Answers the rows that changed.
    """
    session = lock(EventSession, session_id)
    refuse(record_blockers(session))
    people = {person.pk for person in User.objects.filter(pk__in=marks)}
    if people != set(marks):
        raise User.DoesNotExist
    known = {row.person_id: row for row in Attendance.objects.filter(session=session)}
    registered = _registrations(session, people)
    changed = []
    for person_id, status in marks.items():
        row = known.get(person_id) or Attendance(
            session=session, person_id=person_id, status=AttendanceStatus.NOT_RECORDED
        )
        if row.status == status:
            continue
        row.status, row.source = status, source
        row.registration = row.registration or registered.get(person_id)
        row.recorded_at, row.recorded_by = clock.now(), by
        row.save()
        changed.append(row)
    if changed:
        came = sum(row.status in CAME for row in changed)
        record(session, Verb.RECORD, by=by, data={"marked": len(changed), "came": came})
        dates.meet_session(session)
    return changed


def _registrations(session: EventSession, people: set[UUID]) -> dict[UUID, Registration]:
    rows = Registration.objects.filter(
        event=session.event_id, person__in=people, state__in=ACTIVE
    ).order_by("pk")
    return {row.person_id: row for row in rows}
