"""What a network is told when the form of a call changes under its draft."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.models import Submission
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people
from core.ui.bilingual import Bilingual


class FormChanged(Notice):
    """A duty: whoever was writing must know that other things are asked, and what did not come along."""

    kind = "calls.form_changed"
    label = _("The form of a call that you answer has changed")
    template = "calls/emails/form_changed"
    action_label = _("Open the draft")
    duty = True

    def __init__(self, submission: Submission, left: Sequence[Bilingual]) -> None:
        self.submission = submission
        self.left = left

    def recipients(self) -> Iterable[Recipient]:
        return people.people_of_network(self.submission.network)

    def context(self) -> Mapping[str, Any]:
        return {"submission": self.submission, "call": self.submission.call, "left": self.left}

    def path(self) -> str:
        return paths.detail(self.submission)
