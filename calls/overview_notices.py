"""What is told to who looks after applications, and to who is reminded of a draft."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths, queries
from calls.models import Submission
from core.access.models import User
from core.notices.domain.notice import Notice, Recipient


class DraftReminded(Notice):
    """Written by hand by a facilitator; the portal's own reminders of the closing go on apart from it."""

    kind = "calls.draft_reminded"
    label = _("A facilitator reminds you of a draft")
    template = "calls/emails/draft_reminded"
    action_label = _("Open the draft")

    def __init__(self, submission: Submission, *, note: str) -> None:
        self.submission = submission
        self.note = note

    def recipients(self) -> Iterable[Recipient]:
        return queries.writers_of(self.submission)

    def context(self) -> Mapping[str, Any]:
        window = queries.window_of(self.submission.call, self.submission.territory_id)
        return {
            "submission": self.submission,
            "call": self.submission.call,
            "closes_at": window.closes_at,
            "note": self.note,
        }

    def path(self) -> str:
        return paths.draft(self.submission)


class HandlingAssigned(Notice):
    """One message for all that changed hands together."""

    kind = "calls.handling_assigned"
    label = _("Applications to look after")
    template = "calls/emails/handling_assigned"
    action_label = _("Open the list")

    def __init__(self, submissions: Sequence[Submission], person: User, *, by: User) -> None:
        self.submissions = submissions
        self.person = person
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        return [self.person]

    def context(self) -> Mapping[str, Any]:
        call = self.submissions[0].call
        return {"submissions": self.submissions, "call": call, "by": self.by}

    def path(self) -> str:
        return f"{paths.applications(self.submissions[0].call)}?handling=mine"
