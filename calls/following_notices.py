"""What is told to who follows a call."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import SubmissionState
from calls.models import (
    AnswerCorrection,
    Call,
    CallExtension,
    CallFollower,
    PublicQuestion,
    Submission,
)
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people
from core.people.models import Network


class News(StrEnum):
    """What happened to a call that is followed."""

    ANSWERED = "answered"
    CORRECTED = "corrected"
    EXTENDED = "extended"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


class CallFollowed(Notice):
    """To the followers who are not told already because they answer the call, or asked the question.

    `about`: the extension, the answer or its correction; None where the call itself says it all.
    """

    kind = "calls.call_followed"
    label = _("Something is new about a call that you follow")
    template = "calls/emails/call_followed"
    action_label = _("Read the call")
    why = _("You receive this because you follow this call; you can stop on its page.")

    def __init__(
        self,
        call: Call,
        news: News,
        about: CallExtension | PublicQuestion | AnswerCorrection | None = None,
    ) -> None:
        self.call, self.news, self.about = call, news, about

    def recipients(self) -> Iterable[Recipient]:
        followers = CallFollower.objects.filter(call=self.call).select_related("person")
        rows = list(followers.order_by("followed_at", "pk"))
        told = self._told_already() if rows else set()
        return [row.person for row in rows if row.person_id not in told]

    def _told_already(self) -> set[UUID]:
        rows = Submission.objects.filter(call=self.call).exclude(state=SubmissionState.WITHDRAWN)
        networks = Network.objects.filter(pk__in=rows.order_by().values("network"))
        found = set(people.people_of_networks(networks).values_list("pk", flat=True))
        question = self._question
        return found | {question.asker_id} if question and question.asker_id else found

    @property
    def _question(self) -> PublicQuestion | None:
        if isinstance(self.about, AnswerCorrection):
            return self.about.question
        return self.about if isinstance(self.about, PublicQuestion) else None

    def context(self) -> Mapping[str, Any]:
        return {
            "call": self.call,
            "news": self.news.value,
            "question": self._question,
            "correction": self.about if isinstance(self.about, AnswerCorrection) else None,
            "extension": self.about if isinstance(self.about, CallExtension) else None,
        }

    def path(self) -> str:
        if self.news in {News.ANSWERED, News.CORRECTED}:
            return paths.questions(self.call)
        return paths.public(self.call)
