"""What people record for the gate: an accepted report, a clearance, the declaration on withholding.

Rows are never changed: a later one replaces an earlier one, and both stay readable.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import Visibility
from tranches import blockers
from tranches.domain.moves import locked
from tranches.enums import ClearanceState, Condition
from tranches.models import Clearance, ConditionEvidence, WithholdingDeclaration

if TYPE_CHECKING:
    from django.core.files import File
    from django.db.models import Model

    from core.access.models import User
    from core.documents.models import Document

RATE = Decimal(4)
"""Per cent withheld by default where the tax is due (DPR 600/1973 art. 28 c. 2)."""


@transaction.atomic
def record_condition(
    *,
    tranche_id: UUID,
    condition: Condition,
    reference: str,
    accepted_on: date,
    by: User,
    upload: File[Any] | None = None,
    document: Document | None = None,
) -> ConditionEvidence:
    """A verifier says that the condition is met, by a file that arrives now or by one kept already.

    Raises ValidationError about the file.
    """
    tranche = locked(tranche_id)
    refuse(
        [*blockers.record_blockers(tranche, by=by), *blockers.date_blockers(accepted_on)],
    )
    row = ConditionEvidence.objects.create(
        tranche=tranche,
        condition=condition,
        reference=reference.strip(),
        accepted_on=accepted_on,
        document=document or _file(upload, tranche, "tranches.evidence", reference, by),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(tranche, Verb.RECORD, by=by, data={"condition": condition, "on": accepted_on})
    return row


@transaction.atomic
def record_clearance(
    *,
    tranche_id: UUID,
    state: ClearanceState,
    by: User,
    asked_on: date | None = None,
    valid_until: date | None = None,
    reference: str = "",
    upload: File[Any] | None = None,
) -> Clearance:
    """The clearance (DURC) of the beneficiary, as awaited or as answered; it serves all its tranches.

    Only a regular one, or a declaration that the body is not subject, has a `valid_until`.
    """
    tranche = locked(tranche_id)
    day = asked_on or clock.today()
    lasts = state in {ClearanceState.REGULAR, ClearanceState.NOT_SUBJECT}
    refuse(
        [
            *blockers.record_blockers(tranche, by=by),
            *blockers.date_blockers(day),
            *blockers.validity_blockers(state, day, valid_until),
        ]
    )
    row = Clearance.objects.create(
        organisation=tranche.grant.beneficiary,
        state=state,
        asked_on=day,
        valid_until=valid_until if lasts else None,
        reference=reference.strip(),
        document=_file(upload, tranche.grant, "tranches.clearance", "DURC", by),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(tranche, Verb.RECORD, by=by, data={"clearance": state, "until": row.valid_until})
    return row


@transaction.atomic
def declare_withholding(
    *,
    tranche_id: UUID,
    subject: bool,
    norm: str,
    by: User,
    percent: Decimal | None = None,
    signed_on: date | None = None,
    upload: File[Any] | None = None,
) -> WithholdingDeclaration:
    """The lead's signatory declares for the whole grant whether the tax is withheld, and by which norm."""
    tranche = locked(tranche_id)
    day = signed_on or clock.today()
    refuse([*blockers.declare_blockers(tranche.grant), *blockers.date_blockers(day)])
    row = WithholdingDeclaration.objects.create(
        grant=tranche.grant,
        subject=subject,
        percent=(percent or RATE) if subject else Decimal(0),
        norm=norm.strip(),
        signed_by_name=by.full_name,
        signed_on=day,
        document=_file(upload, tranche.grant, "tranches.withholding", norm, by),
        recorded_at=clock.now(),
        recorded_by=by,
    )
    record(tranche, Verb.DECLARE, by=by, data={"subject": subject, "percent": row.percent})
    return row


def _file(
    upload: File[Any] | None, about: Model, kind: str, title: str, by: User
) -> Document | None:
    if upload is None:
        return None
    return store(
        upload, about=about, by=by, title=title[:200], visibility=Visibility.PARTIES, kind=kind
    )
