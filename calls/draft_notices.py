"""What people of a draft are told: a comment, their name in one, the request to help."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import draft_paths as paths
from calls.models import DraftComment, DraftHelper
from calls.queries.draft_work import people_of_thread
from calls.queries.submissions import writers_of
from core.access.models import User
from core.notices.domain.notice import Notice


class _OfComment(Notice):
    template = "calls/emails/draft_comment"
    action_label = _("Read and answer")

    def __init__(self, comment: DraftComment) -> None:
        self.comment = comment

    def context(self) -> Mapping[str, Any]:
        submission = self.comment.submission
        return {"comment": self.comment, "submission": submission, "call": submission.call}

    def path(self) -> str:
        return paths.comments(self.comment.submission, self.comment)


class DraftMentioned(_OfComment):
    """To whoever is named with an @."""

    kind = "calls.draft_mentioned"
    label = _("Somebody names you in a comment on a draft")
    template = "calls/emails/draft_mentioned"

    def __init__(self, comment: DraftComment, named: Iterable[User]) -> None:
        super().__init__(comment)
        self.named = list(named)

    def recipients(self) -> Iterable[User]:
        return self.named


class DraftCommented(_OfComment):
    """To the thread, or to who writes in the draft when it begins; never twice with a mention."""

    kind = "calls.draft_commented"
    label = _("A comment on a draft in which you write")

    def __init__(self, comment: DraftComment, besides: Iterable[User]) -> None:
        super().__init__(comment)
        self.besides = {person.pk for person in besides} | {comment.written_by_id}

    def recipients(self) -> Iterable[User]:
        root = self.comment.reply_to
        people = people_of_thread(root) if root else writers_of(self.comment.submission)
        return people.exclude(pk__in=self.besides)


class HelpAsked(Notice):
    kind = "calls.help_asked"
    label = _("A network asks you to help with its draft")
    template = "calls/emails/help_asked"
    action_label = _("Read the draft")

    def __init__(self, helper: DraftHelper) -> None:
        self.helper = helper

    def recipients(self) -> Iterable[User]:
        return [self.helper.person]

    def context(self) -> Mapping[str, Any]:
        submission = self.helper.submission
        return {"helper": self.helper, "submission": submission, "call": submission.call}

    def path(self) -> str:
        return paths.comments(self.helper.submission)
