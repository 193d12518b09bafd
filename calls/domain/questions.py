"""Questions on a call: asked in private, answered once and for all to read.

What one applicant is told, every other must be able to read (L. 241/1990 art. 12: the same conditions for
all), so there is no private answer. The asker is named nowhere, and the wording is the facilitator's, who
may change it so that nobody is recognised.
"""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from calls import queries
from calls.enums import QUESTION_MOVES, CallState, QuestionState
from calls.following_notices import CallFollowed, News
from calls.models import AnswerCorrection, Call, PublicQuestion
from calls.question_notices import (
    AnswerCorrected,
    AnswerPublished,
    QuestionAnswered,
    QuestionAsked,
    QuestionSetAside,
)
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.ui.bilingual import Bilingual
from core.ui.wording import day_text


def ask_blockers(call: Call) -> list[Blocker]:
    """Why nobody can ask now: the call says until when, so that an answer still serves everybody."""
    if call.state != CallState.PUBLISHED:
        return [Blocker("call_not_published", _("Questions are asked while a call is published."))]
    until = queries.questions_until(call)
    if until is not None and clock.now() > until:
        text = _("Questions could be asked until %(day)s.") % {"day": day_text(until)}
        return [Blocker("too_late", text)]
    return []


@transaction.atomic
def ask_question(
    *, call_id: UUID, text: str, by: User | None, email: str = "", language: str = "it"
) -> PublicQuestion:
    """Keep a question for the facilitators; without an account `email` says where the answer goes.

    Nothing is sent to the address before a facilitator has read the question, so the form can't be used
    to write to strangers.
    """
    call = lock(Call, call_id)
    refuse(ask_blockers(call))
    question = PublicQuestion.objects.create(
        call=call, text=text.strip(), asker=by, asker_email="" if by else email,
        language=language, asked_at=clock.now(),
    )  # fmt: skip
    record(question, Verb.REQUEST, by=by, data={"call": call.slug})
    QuestionAsked(question).queue()
    return question


def answer_blockers(question: PublicQuestion) -> list[Blocker]:
    if QUESTION_MOVES[QuestionState(question.state)]:
        return []
    return [
        Blocker("already_answered", _("This question has had its answer: it is not rewritten."))
    ]


@transaction.atomic
def answer_question(
    *, question_id: UUID, wording: Bilingual, answer: Bilingual, by: User
) -> PublicQuestion:
    """Publish question and answer; the asker is told, and everybody who answers the call."""
    question = lock(PublicQuestion, question_id)
    blockers = answer_blockers(question)
    if not wording["it"].strip() or not answer["it"].strip():
        text = _("Question and answer are published in Italian at least.")
        blockers.append(Blocker("no_words", text, hands.facilitators()))
    refuse(blockers)
    _move(question, QuestionState.ANSWERED, by=by)
    question.wording, question.answer = wording, answer
    question.save()
    record(question, Verb.ANSWER, by=by, data={"call": question.call.slug})
    QuestionAnswered(question).queue()
    AnswerPublished(question).queue()
    CallFollowed(question.call, News.ANSWERED, question).queue()
    return question


@transaction.atomic
def set_question_aside(*, question_id: UUID, reason: str, by: User) -> PublicQuestion:
    """Publish nothing, and tell the asker why: already answered, or not about the call."""
    question = lock(PublicQuestion, question_id)
    blockers = answer_blockers(question)
    if not reason.strip():
        blockers.append(Blocker("no_reason", _("The asker is told why."), hands.facilitators()))
    refuse(blockers)
    _move(question, QuestionState.SET_ASIDE, by=by)
    question.reason = reason.strip()
    question.save()
    record(question, Verb.REJECT, by=by, data={"call": question.call.slug})
    QuestionSetAside(question).queue()
    return question


def correct_blockers(question: PublicQuestion) -> list[Blocker]:
    """Only what is published can be corrected; until the call is over, because later it serves nobody."""
    if question.state != QuestionState.ANSWERED:
        return [Blocker("not_answered", _("Only a published answer can be corrected."))]
    if question.call.state != CallState.PUBLISHED:
        return [Blocker("call_not_published", _("The call is over: its answers stay as they are."))]
    return []


@transaction.atomic
def correct_answer(
    *, question_id: UUID, answer: Bilingual, reason: Bilingual, by: User
) -> AnswerCorrection:
    """Publish what holds from now on, above what was answered; everybody who may rely on it is told."""
    question = lock(PublicQuestion, question_id)
    blockers = correct_blockers(question)
    if not answer["it"].strip() or not reason["it"].strip():
        text = _("Answer and reason are published in Italian at least.")
        blockers.append(Blocker("no_words", text, hands.facilitators()))
    refuse(blockers)
    correction = AnswerCorrection.objects.create(
        question=question, answer=answer, reason=reason, corrected_at=clock.now(), corrected_by=by
    )
    record(question, Verb.CORRECT, by=by, data={"call": question.call.slug})
    AnswerCorrected(correction).queue()
    CallFollowed(question.call, News.CORRECTED, correction).queue()
    return correction


def _move(question: PublicQuestion, state: QuestionState, *, by: User) -> None:
    assert state in QUESTION_MOVES[QuestionState(question.state)], (question.state, state)
    question.state = state
    question.answered_at, question.answered_by = clock.now(), by
