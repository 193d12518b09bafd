"""The report of the previous period goes from the lead to the verifier, who accepts it or sends it back.

Rows are never changed: what is handed over again takes the place of what came before, and both stay.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import digest_of, store
from core.documents.enums import Visibility
from core.documents.queries import last_version
from projects.domain.paper_readers import reads_papers
from tranches import report_blockers as blockers
from tranches.domain.evidence import record_condition
from tranches.domain.moves import locked
from tranches.enums import Condition, ReportAnswerKind
from tranches.models import ReportAnswer, ReportHandover
from tranches.queries.reports import has_open_report
from tranches.report_notices import ReportAccepted, ReportReceipt, ReportReturned, ToAnswerReport

if TYPE_CHECKING:
    from django.core.files import File

    from core.access.models import User
    from tranches.models import ConditionEvidence

ACCEPTED_FILES = frozenset({"pdf", "p7m"})
"""A report is read as it was signed: a PDF, or one in its signed envelope."""


@transaction.atomic
def hand_over_report(
    *,
    tranche_id: UUID,
    upload: File[Any],
    reference: str,
    signed_by_name: str,
    by: User,
    note: str = "",
) -> ReportHandover:
    """The lead hands a report over, for the first time or again. Raises ValidationError about the file.

    `reference` says what it covers, `signed_by_name` who signs it, as `by` declares.
    """
    tranche = locked(tranche_id)
    refuse(blockers.hand_over_blockers(tranche))
    words = blockers.ReportWords(reference.strip(), signed_by_name.strip(), note.strip())
    refuse(blockers.twice_blockers(tranche, digest_of(upload), words, by=by))
    document = store(
        upload,
        about=tranche,
        by=by,
        title=reference,
        visibility=Visibility.PARTIES,
        accept=ACCEPTED_FILES,
        kind="tranches.report",
    )
    row = ReportHandover.objects.create(
        tranche=tranche,
        ordinal=ReportHandover.objects.filter(tranche=tranche).count() + 1,
        **asdict(words),
        document=document,
        handed_over_at=clock.now(),
        handed_over_by=by,
    )
    data = {"report": row.ordinal, "sha256": last_version(document).sha256}
    record(tranche, Verb.SUBMIT, by=by, data=data)
    ReportReceipt(row).queue()
    ToAnswerReport(row, by=by).queue()
    return row


@transaction.atomic
def accept_report(*, handover_id: UUID, by: User) -> ReportAnswer:
    """A verifier accepts the last report: from its file, the condition of the gate is met today."""
    handover = _locked(handover_id)
    refuse(blockers.answer_blockers(handover, by=by))
    evidence = record_condition(
        tranche_id=handover.tranche_id,
        condition=Condition.REPORT_ACCEPTED,
        reference=handover.reference,
        accepted_on=clock.today(),
        by=by,
        document=handover.document,
    )
    answer = _answer(handover, ReportAnswerKind.ACCEPTED, by=by, evidence=evidence)
    record(handover.tranche, Verb.ACCEPT, by=by, data={"report": handover.ordinal})
    ReportAccepted(handover, by=by).queue()
    return answer


@transaction.atomic
def return_report(*, handover_id: UUID, reason: str, by: User) -> ReportAnswer:
    """A verifier sends the last report back; the lead reads the reason and hands over another one."""
    handover = _locked(handover_id)
    refuse(blockers.answer_blockers(handover, by=by))
    answer = _answer(handover, ReportAnswerKind.RETURNED, by=by, reason=reason.strip())
    record(handover.tranche, Verb.RETURN, by=by, data={"report": handover.ordinal})
    ReportReturned(handover, by=by, reason=answer.reason).queue()
    return answer


reads_papers("tranches", has_open_report)


def _locked(handover_id: UUID) -> ReportHandover:
    """With its tranche, whose lock keeps a later report from arriving meanwhile."""
    rows = ReportHandover.objects.select_related("document__programme")
    found = rows.get(pk=handover_id)
    found.tranche = locked(found.tranche_id)
    return found


def _answer(
    handover: ReportHandover,
    kind: ReportAnswerKind,
    *,
    by: User,
    reason: str = "",
    evidence: ConditionEvidence | None = None,
) -> ReportAnswer:
    return ReportAnswer.objects.create(
        handover=handover,
        kind=kind,
        reason=reason,
        evidence=evidence,
        answered_at=clock.now(),
        answered_by=by,
    )
