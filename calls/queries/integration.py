"""Requests to complete, notices before exclusion, requests for review: what is open, and what may be."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from calls.enums import RankingState
from calls.integration_enums import ExclusionState, IntegrationState, ReviewState
from calls.models import (
    AdmissibilityDecision,
    Call,
    ExaminationRule,
    ExclusionNotice,
    IntegrationRequest,
    Ranking,
    ReviewRequest,
    Submission,
)
from calls.queries.rankings import published_ranking
from calls.queries.submissions import last_sending, visible_to
from core.access import clock
from core.access.clock import ROME
from core.access.models import User
from core.notices.domain.working_days import on_or_after
from core.questionnaires import queries as questionnaires
from core.questionnaires.differences import Change, SectionDifference, differences
from core.questionnaires.enums import QuestionType
from core.questionnaires.models import Question, Section

LAST_HOUR = time(23, 59)
WITH_APPLICATION = (
    *("submission__network", "submission__territory"),
    *("submission__programme", "submission__call__programme"),
)

OF_A_FACT = frozenset(
    {
        QuestionType.TEXT,
        QuestionType.LONG_TEXT,
        QuestionType.NUMBER,
        QuestionType.MONEY,
        QuestionType.DATE,
    }
)


def examination_rule(call: Call) -> ExaminationRule:
    """The call's own terms, or the usual ones (a row that is not saved): a question with a hint for
    whoever scores is then one that is judged on its merit."""
    found = ExaminationRule.objects.filter(call=call).order_by("pk").first()
    return found or ExaminationRule(call=call, untouchable=judged_questions(call))


def judged_questions(call: Call) -> list[str]:
    """Keys of the questions whose form says how they are scored, in its order."""
    if call.version is None:
        return []
    asked = questionnaires.questions_of(call.version)
    return [row.key for row in asked if row.spec.scoring_hint]


def end_of(day: date) -> datetime:
    """The last minute of a civil day in Italy."""
    return datetime.combine(day, LAST_HOUR, tzinfo=ROME)


def term(start: datetime, days: int) -> datetime:
    """When a term of so many days ends: the last minute of its last day, moved on to a working day."""
    return end_of(on_or_after(start.astimezone(ROME).date() + timedelta(days=days)))


def requests_of(submission: Submission) -> QuerySet[IntegrationRequest]:
    """Every request to complete, the latest first."""
    rows = submission.integration_requests.select_related(
        "requested_by", "closed_by", "asked_on__sheet__version", "answer__sheet__version", "sheet"
    )
    return rows.order_by("-requested_at", "-pk")


def open_request(submission: Submission) -> IntegrationRequest | None:
    return requests_of(submission).filter(state=IntegrationState.OPEN).first()


def reopenable(
    submission: Submission, rule: ExaminationRule
) -> list[tuple[Section, list[Question]]]:
    """By section, the questions of the last sending that a request may reopen: asked, and not judged
    on their merit."""
    sending = last_sending(submission)
    if sending is None:
        return []
    filled = questionnaires.load(sending.sheet)
    found = []
    for section in filled.sections:
        questions = [
            row
            for row in filled.of_section(section)
            if row.key in filled.visible and row.key not in rule.untouchable
        ]
        if questions:
            found.append((section, questions))
    return found


def correctable_questions(submission: Submission) -> list[Question]:
    """Questions of the last sending in which a fact may be put right: text, figures, days (C14).

    A choice decides which questions are asked, a table and a file are a new content; what is judged on
    its merit is compared as it was sent.
    """
    rule = examination_rule(submission.call)
    offered = [row for _section, rows in reopenable(submission, rule) for row in rows]
    return [row for row in offered if row.type in OF_A_FACT]


def with_dependents(questions: Iterable[Question], chosen: Iterable[str]) -> list[str]:
    """The chosen keys and those of the questions that an answer among them may bring up, in the order
    of the form: otherwise an answer could ask for what stays locked."""
    opened = set(chosen)
    found = []
    for row in questions:
        condition = row.spec.condition
        if row.key in opened or (condition is not None and condition.question in opened):
            opened.add(row.key)
            found.append(row.key)
    return found


def completed_differences(request: IntegrationRequest, language: str) -> list[SectionDifference]:
    """What was sent beside what the reopened questions say now; only what differs."""
    now = request.answer.sheet if request.answer else request.sheet
    filled = questionnaires.load_many([request.asked_on.sheet, now])
    compared = differences(filled[request.asked_on.sheet_id], filled[now.pk], language)
    found = []
    for section in compared:
        rows = tuple(row for row in section.differences if row.change != Change.SAME)
        if rows:
            found.append(SectionDifference(section.title, rows))
    return found


def reopened_sections(request: IntegrationRequest) -> list[tuple[Section, list[Question]]]:
    """By section, the questions that the network may answer again now."""
    filled = questionnaires.load(request.sheet)
    found = []
    for section in filled.sections:
        rows = [
            row
            for row in filled.of_section(section)
            if row.key in request.questions and row.key in filled.visible
        ]
        if rows:
            found.append((section, rows))
    return found


def answer_to_observations(decision: AdmissibilityDecision) -> str:
    """What the body answered to the network when it decided; empty where nothing had been observed."""
    rows = ExclusionNotice.objects.filter(decision=decision).order_by("pk")
    return rows.values_list("answer", flat=True).first() or ""


def pending_exclusion(submission: Submission) -> ExclusionNotice | None:
    """The notice before exclusion on which nobody has decided yet."""
    rows = submission.exclusion_notices.exclude(state=ExclusionState.CONCLUDED)
    return rows.select_related("announced_by", "observed_by", "document").order_by("pk").first()


def with_pending_exclusion(call: Call) -> set[UUID]:
    """Applications of the call on whose announced exclusion nobody has decided yet."""
    rows = ExclusionNotice.objects.filter(submission__call=call)
    return set(rows.exclude(state=ExclusionState.CONCLUDED).values_list("submission_id", flat=True))


def review_ends_at(ranking: Ranking) -> datetime:
    """Until when a review of this ranking may be asked; of one that is not approved yet, if it were now."""
    return term(ranking.approved_at or clock.now(), examination_rule(ranking.call).review_days)


def review_of(submission: Submission) -> ReviewRequest | None:
    """What the network asked of the ranking that counts now, or else of an earlier one."""
    rows = submission.review_requests.select_related(
        "ranking", "document__programme", "requested_by", "answered_by"
    )
    return rows.order_by("-requested_at", "-pk").first()


def reviews_to_answer() -> QuerySet[ReviewRequest]:
    rows = ReviewRequest.objects.filter(state=ReviewState.SUBMITTED)
    return rows.select_related("submission__call", "submission__programme").order_by(
        "answer_due_on", "pk"
    )


def reviews_of(call: Call, user: User) -> QuerySet[ReviewRequest]:
    """On the applications that this person may know of."""
    rows = ReviewRequest.objects.filter(_known(call, user))
    return rows.select_related(*WITH_APPLICATION, "ranking")


def integrations_of(call: Call, user: User) -> QuerySet[IntegrationRequest]:
    """On the applications that this person may know of."""
    rows = IntegrationRequest.objects.filter(_known(call, user))
    return rows.select_related(*WITH_APPLICATION)


def _known(call: Call, user: User) -> Q:
    return Q(submission__call=call, submission__in=visible_to(user).order_by())


def awaiting_correction() -> QuerySet[ReviewRequest]:
    """Accepted reviews that no later final ranking has carried out yet (C10)."""
    later = Ranking.objects.filter(
        call=OuterRef("ranking__call"),
        number__gt=OuterRef("ranking__number"),
        state=RankingState.FINAL,
    )
    return ReviewRequest.objects.filter(~Exists(later), state=ReviewState.ACCEPTED)


def final_ranking_of(submission: Submission) -> Ranking | None:
    return published_ranking(submission.call)
