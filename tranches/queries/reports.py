"""Where the report of a tranche stands: the last one handed over, its answer, what was accepted."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from core.access.once import asked_once
from core.documents.models import DocumentVersion
from tranches.enums import Condition, ReportAnswerKind, ReportState
from tranches.models import ConditionEvidence, ReportAnswer, ReportHandover, Tranche
from tranches.queries.facts import evidence_of

if TYPE_CHECKING:
    from projects.models import Project


@dataclass(frozen=True)
class ReportStanding:
    """The last report of a tranche; `evidence` is there once one is accepted, on paper too."""

    state: ReportState
    handover: ReportHandover | None = None
    answer: ReportAnswer | None = None
    evidence: ConditionEvidence | None = None


@dataclass(frozen=True)
class Handed:
    """A report as it was handed over: its file's own name and SHA-256, and what was answered."""

    row: ReportHandover
    file_name: str
    sha256: str
    answer: ReportAnswer | None
    is_last: bool


@asked_once
def report_standing(tranche: Tranche) -> ReportStanding:
    """Accepted, whichever way it came, before all; else what is known of the last one handed over."""
    evidence = evidence_of(tranche, Condition.REPORT_ACCEPTED)
    rows = tranche.handovers.select_related("document__programme", "handed_over_by")
    handover = rows.order_by("ordinal").last()
    answer = None
    if handover is not None:
        answer = ReportAnswer.objects.filter(handover=handover).order_by().first()
    if evidence is not None:
        state = ReportState.ACCEPTED
    elif handover is None:
        state = ReportState.MISSING
    else:
        state = ReportState.AWAITED if answer is None else ReportState.RETURNED
    return ReportStanding(state, handover, answer, evidence)


def handed_over(tranche: Tranche) -> list[Handed]:
    """Every report handed over for this tranche, newest first. Two queries."""
    last = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number")
    rows = list(
        ReportHandover.objects.filter(tranche=tranche)
        .select_related("document__programme", "handed_over_by")
        .annotate(
            file_name=Subquery(last.values("original_name")[:1]),
            sha256=Subquery(last.values("sha256")[:1]),
        )
        .order_by("-ordinal")
    )
    answers = ReportAnswer.objects.filter(handover__tranche=tranche).select_related("answered_by")
    by_handover = {answer.handover_id: answer for answer in answers.order_by()}
    return [
        Handed(row, row.file_name, row.sha256, by_handover.get(row.pk), index == 0)
        for index, row in enumerate(rows)
    ]


def has_report() -> Exists:
    """Of a tranche of the query: a report is accepted, whichever way it came."""
    report = Condition.REPORT_ACCEPTED.value
    return Exists(ConditionEvidence.objects.filter(tranche=OuterRef("pk"), condition=report))


def has_open_report(project: "Project") -> bool:
    """A report was handed over for one of the project's tranches, and no verifier has answered it."""
    rows = Tranche.objects.filter(is_awaited(), ~has_report(), grant__project=project)
    return rows.exists()


def is_awaited() -> Exists:
    """Of a tranche of the query: the last report handed over has no answer. One that was accepted on paper
    meanwhile leaves it so: ask `has_report` first."""
    answered = ReportAnswer.objects.filter(handover=OuterRef("pk"))
    later = ReportHandover.objects.filter(
        tranche=OuterRef("tranche"), ordinal__gt=OuterRef("ordinal")
    )
    return Exists(
        ReportHandover.objects.filter(~Exists(answered), ~Exists(later), tranche=OuterRef("pk"))
    )


def with_report_answer(rows: QuerySet[Tranche]) -> QuerySet[Tranche]:
    """With `report_reason`: why the last report was sent back; None where none was."""
    returned = ReportAnswer.objects.filter(
        handover__tranche=OuterRef("pk"), kind=ReportAnswerKind.RETURNED
    ).order_by("-handover__ordinal")
    return rows.annotate(report_reason=Subquery(returned.values("reason")[:1]))
