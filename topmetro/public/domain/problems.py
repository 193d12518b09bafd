"""Reports of problems: anybody may send one, and it reaches the programme's mailbox.

L. 4/2004 art. 3-quater asks for a way to report what is not accessible, without an account. The text
is mailed and kept nowhere else than in the outbox.
"""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.access.blocked import Blocker, refuse
from core.programmes.models import Programme
from topmetro.public.notifications import ProblemReported

NO_MAILBOX = Blocker(
    "no_mailbox",
    _("This programme has no mailbox for information yet."),
    _("the programme's coordinator"),
)


def report_blockers(programme: Programme) -> list[Blocker]:
    """Why nobody can be told now."""
    return [] if programme.contact_email else [NO_MAILBOX]


@transaction.atomic
def report_problem(
    *, programme: Programme, message: str, answer_to: str = "", page: str = ""
) -> None:
    """Send the report to the mailbox of the open programme. Raises Blocked."""
    refuse(report_blockers(programme))
    ProblemReported(message=message, answer_to=answer_to, page=page).queue()
