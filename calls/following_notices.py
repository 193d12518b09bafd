"""What is told to who follows a call."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import SubmissionState
from calls.models import Call, CallFollower, Submission
from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people


class News(StrEnum):
    """What happened to a call that is followed."""

    ANSWERED = "answered"
    CORRECTED = "corrected"
    EXTENDED = "extended"
    REOPENED = "reopened"
    CANCELLED = "cancelled"


class CallFollowed(Notice):
    """To the followers who are not told already because they answer the call."""

    kind = "calls.call_followed"
    label = _("Something is new about a call that you follow")
    template = "calls/emails/call_followed"
    action_label = _("Read the call")
    why = _("You receive this because you follow this call; you can stop on its page.")

    def __init__(self, call: Call, news: News) -> None:
        self.call, self.news = call, news

    def recipients(self) -> Iterable[Recipient]:
        followers = CallFollower.objects.filter(call=self.call).select_related("person")
        rows = list(followers.order_by("followed_at", "pk"))
        told = self._told_already() if rows else set()
        return [row.person for row in rows if row.person_id not in told]

    def _told_already(self) -> set[Any]:
        rows = Submission.objects.filter(call=self.call).exclude(state=SubmissionState.WITHDRAWN)
        found: set[Any] = set()
        for row in rows.select_related("network").order_by("pk"):
            members: Iterable[User] = people.people_of_network(row.network)
            found |= {person.pk for person in members}
        return found

    def context(self) -> Mapping[str, Any]:
        return {"call": self.call, "news": self.news.value}

    def path(self) -> str:
        if self.news in {News.ANSWERED, News.CORRECTED}:
            return paths.questions(self.call)
        return paths.public(self.call)
