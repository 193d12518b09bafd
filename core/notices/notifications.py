"""The notices of this part itself: reminders of deadlines and the daily e-mail."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.agenda import when_text
from core.notices.domain.deadlines import days_left
from core.notices.domain.notice import Notice
from core.notices.kinds import NOTICE_KINDS
from core.notices.models import Deadline, InboxItem
from core.ui.context import switched_url


class Reminder(Notice):
    """A date that comes near, or has passed. Preferences speak of the deadline's own kind."""

    template = "notices/emails/reminder"
    why = _("You receive this because this date concerns you.")

    def __init__(self, deadline: Deadline, people: Iterable[User]) -> None:
        self.deadline = deadline
        self.people = people
        known = NOTICE_KINDS[deadline.kind]
        self.kind = known.kind  # type: ignore[misc]  # one class serves every kind of deadline
        self.duty = known.duty  # type: ignore[misc]

    def recipients(self) -> Iterable[User]:
        return self.people

    def context(self) -> dict[str, Any]:
        left = days_left(self.deadline) or 0
        return {
            "title": str(self.deadline.title),
            "when": when_text(self.deadline),
            "left": left,
            "past": -left,
        }

    def path(self) -> str:
        return switched_url(self.deadline.path, get_language() or settings.LANGUAGE_CODE)


class Digest(Notice):
    """The notices of a day in one e-mail, for those who asked for it."""

    kind = "notices.digest"
    label = _("Daily e-mail")
    template = "notices/emails/digest"
    in_inbox = False
    action_label = _("Open your notices")
    why = _("You receive this because you asked for some notices in one e-mail a day.")

    def __init__(self, person: User, items: Sequence[InboxItem]) -> None:
        self.person = person
        self.items = items

    def recipients(self) -> Iterable[User]:
        return [self.person]

    def context(self) -> dict[str, Any]:
        return {"items": self.items, "count": len(self.items)}

    def path(self) -> str:
        return reverse("notices:inbox", kwargs={"slug": self.programme.slug})
