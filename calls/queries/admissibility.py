"""What the portal itself can check of an application's admissibility: the rest is a person's decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from calls.enums import (
    UNCHECKED_STATES,
    CallKind,
    CallState,
    Channel,
    ExclusionReason,
    LatePolicy,
    SubmissionState,
)
from calls.models import (
    AdmissibilityDecision,
    Call,
    Declaration,
    Requirement,
    RequirementCheck,
    Scorecard,
    Sending,
    Submission,
)
from core.access import clock
from core.people.enums import OrganisationKind
from core.questionnaires import queries as questionnaires
from core.questionnaires.queries import Filled

TO_CHECK = frozenset(UNCHECKED_STATES) - {SubmissionState.DRAFT}
"""States of what was sent and waits for somebody to say whether it is admissible."""


class CheckState(Enum):
    """What is known of a requirement; `UNREAD` neither holds nor fails: nobody has read it yet."""

    HOLDS = "holds"
    FAILS = "fails"
    UNREAD = "unread"

    @classmethod
    def of(cls, holds: bool) -> CheckState:
        return cls.HOLDS if holds else cls.FAILS


@dataclass(frozen=True)
class Check:
    """One formal requirement. `reason` is that of the exclusion which would follow from its lack."""

    key: str
    label: str
    state: CheckState
    reason: ExclusionReason
    note: str = ""
    by_hand: bool = False
    """Read by a person in the papers."""

    @property
    def passed(self) -> bool:
        return self.state is CheckState.HOLDS

    @property
    def unread(self) -> bool:
        return self.state is CheckState.UNREAD


@dataclass(frozen=True)
class Checklist:
    """Every requirement that the call makes of this application."""

    checks: tuple[Check, ...]

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if not check.passed]

    @property
    def passed(self) -> bool:
        return not self.failed

    def as_json(self) -> dict[str, bool]:
        return {check.key: check.passed for check in self.checks}


def to_check(call: Call | None = None) -> QuerySet[Submission]:
    """Sent to a call for proposals whose last window has closed, and not decided on yet."""
    rows = Submission.objects.filter(
        state__in=TO_CHECK,
        call__kind=CallKind.PROPOSALS,
        call__state__in=[CallState.PUBLISHED, CallState.CLOSED],
        call__last_closes_at__lt=clock.now(),
    )
    return rows if call is None else rows.filter(call=call)


def checklist_of(submission: Submission) -> Checklist:
    return checklists(submission.call, [submission])[submission.pk]


def checklists(call: Call, submissions: Iterable[Submission]) -> dict[UUID, Checklist]:
    """By application; seven queries, whatever their number. Reads `lead`: select it with the rows."""
    rows = list(submissions)
    sent = {
        sending.submission_id: sending.sheet
        for sending in Sending.objects.filter(submission__in=[row.pk for row in rows])
        .select_related("sheet")
        .defer("canonical")
        .order_by("ordinal")
    }
    filled = questionnaires.load_many(sent.values())
    answered = _answered(call, rows)
    required, read = requirements_of(call), _read_by_hand(rows)
    return {
        row.pk: Checklist(
            (
                *_checks(call, row, filled[sent[row.pk].pk] if row.pk in sent else None, answered),
                *(_by_hand(each, read.get((row.pk, each.pk))) for each in required),
            )
        )
        for row in rows
    }


def requirements_of(call: Call) -> list[Requirement]:
    """What the call asks for and only a person can read in the papers, in its order."""
    return list(Requirement.objects.filter(call=call).order_by("position", "pk"))


def _read_by_hand(rows: list[Submission]) -> dict[tuple[UUID, UUID], RequirementCheck]:
    found = RequirementCheck.objects.filter(submission__in=[row.pk for row in rows])
    return {(row.submission_id, row.requirement_id): row for row in found.order_by("pk")}


def _by_hand(requirement: Requirement, found: RequirementCheck | None) -> Check:
    return Check(
        f"requirement:{requirement.key}",
        str(requirement.label),
        CheckState.of(found.holds) if found else CheckState.UNREAD,
        ExclusionReason.REQUIREMENTS,
        found.note if found else "",
        by_hand=True,
    )


def _answered(call: Call, rows: list[Submission]) -> set[UUID]:
    """Networks that answered the call which this one requires."""
    if call.requires_answer_to_id is None:
        return set()
    return set(
        Submission.objects.filter(
            ~Q(state=SubmissionState.WITHDRAWN),
            call=call.requires_answer_to_id,
            submitted_at__isnull=False,
            network__in=[row.network_id for row in rows],
        ).values_list("network_id", flat=True)
    )


def _checks(
    call: Call, row: Submission, filled: Filled | None, answered: set[UUID]
) -> Iterable[Check]:
    lacking = questionnaires.missing(filled) if filled else []
    yield Check(
        "in_time",
        _("Sent before the close"),
        CheckState.of(not row.late),
        ExclusionReason.LATE,
        _("It came later: the call accepts and marks it.") if row.late else "",
    )
    if call.admitted_kinds:
        yield Check(
            "lead_kind",
            _("The lead organisation is of an admitted kind"),
            CheckState.of(row.lead.kind in call.admitted_kinds),
            ExclusionReason.LEAD_KIND,
            str(OrganisationKind(row.lead.kind).label),
        )
    if call.requires_answer_to_id is not None:
        yield Check(
            "earlier_answer",
            _("The network answered the earlier call"),
            CheckState.of(row.network_id in answered),
            ExclusionReason.NO_EARLIER_ANSWER,
        )
    yield Check(
        "complete",
        _("Every required answer is there"),
        CheckState.of(filled is not None and not lacking),
        ExclusionReason.INCOMPLETE,
        ", ".join(str(each.label) for each in lacking),
    )
    if row.is_on_behalf:
        yield Check(
            "confirmed",
            _("The applicant confirmed what was entered for it"),
            CheckState.of(row.confirmed_at is not None),
            ExclusionReason.NOT_CONFIRMED,
        )


def exclusion_reasons(call: Call) -> list[ExclusionReason]:
    """The call's own list: a reason that its conditions cannot give is not offered."""
    possible = {
        ExclusionReason.LATE: call.late_policy == LatePolicy.ACCEPT_AND_MARK,
        ExclusionReason.LEAD_KIND: bool(call.admitted_kinds),
        ExclusionReason.NO_EARLIER_ANSWER: call.requires_answer_to_id is not None,
        ExclusionReason.NOT_CONFIRMED: Submission.objects.filter(call=call)
        .exclude(channel=Channel.ONLINE)
        .exists(),
    }
    return [reason for reason in ExclusionReason if possible.get(reason, True)]


def last_decision(submission: Submission) -> AdmissibilityDecision | None:
    return (
        submission.admissibility_decisions.select_related("decided_by")
        .order_by("-decided_at", "-pk")
        .first()
    )


def commission_has_opened(call: Call) -> bool:
    """Somebody of the commission has declared on the applications, or scored one."""
    return (
        Declaration.objects.filter(seat__commission__call=call).exists()
        or Scorecard.objects.filter(submission__call=call).exists()
    )
