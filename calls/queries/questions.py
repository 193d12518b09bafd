"""Questions on a call: what everybody reads, what waits for an answer, until when one may ask."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from calls.enums import QuestionState
from calls.models import AnswerCorrection, Call, CallFollower, PublicQuestion
from core.access.models import User


def questions_until(call: Call) -> datetime | None:
    """The last instant to ask, aware: so many days before the last closing."""
    if call.last_closes_at is None:
        return None
    return call.last_closes_at - timedelta(days=call.questions_days_before)


def answered_questions(call: Call, words: str = "") -> QuerySet[PublicQuestion]:
    """What was answered in public, newest first; with `words`, where question or answer holds them all."""
    rows = PublicQuestion.objects.filter(call=call, state=QuestionState.ANSWERED)
    rows = rows.prefetch_related("corrections")
    for word in words.replace("\x00", "").split():
        rows = rows.filter(
            Q(wording__it__icontains=word)
            | Q(wording__en__icontains=word)
            | Q(answer__it__icontains=word)
            | Q(answer__en__icontains=word)
            | Q(pk__in=AnswerCorrection.objects.filter(_says(word)).values("question"))
        )
    return rows.order_by("-answered_at", "-pk")


def _says(word: str) -> Q:
    return Q(answer__it__icontains=word) | Q(answer__en__icontains=word)


def questions_to_answer() -> QuerySet[PublicQuestion]:
    """Of every call, the first asked first."""
    return PublicQuestion.objects.filter(state=QuestionState.ASKED).order_by("asked_at", "pk")


def is_followed(call: Call, person: User | AnonymousUser) -> bool:
    """Whether this person asked to be told what is answered about the call and what changes."""
    if not isinstance(person, User):
        return False
    return CallFollower.objects.filter(call=call, person=person).exists()
