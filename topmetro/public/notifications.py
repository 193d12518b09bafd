"""What the public pages tell the programme's mailbox."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notices.domain.notice import Address, Notice, Recipient


class ProblemReported(Notice):
    """Somebody, perhaps without an account, says that something does not work."""

    kind = "public.problem_reported"
    label = _("A problem was reported")
    template = "public/emails/problem_reported"
    duty = True
    why = _("You receive this because yours is the programme's mailbox for information.")

    def __init__(self, *, message: str, answer_to: str, page: str) -> None:
        self.message = message
        self.answer_to = answer_to
        self.page = page

    def recipients(self) -> Iterable[Recipient]:
        return [Address(self.programme.contact_email, str(self.programme.name))]

    def context(self) -> Mapping[str, Any]:
        return {"message": self.message, "answer_to": self.answer_to, "page": self.page}
