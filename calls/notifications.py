"""What is told about calls and applications, and to whom."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

import calls.commission_notices
import calls.draft_notices
import calls.form_notices
import calls.idea_notices
import calls.integration_notices
import calls.overview_notices
import calls.question_notices  # noqa: F401 - each of these registers what it tells
from calls import paths, queries
from calls.enums import SubmissionState
from calls.models import Call, CallExtension, Receipt, Submission
from core.access.models import User
from core.notices.domain.notice import Address, Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import RoleName


class CallPublished(Notice):
    """To the municipalities' officials, and to the networks that alone may answer."""

    kind = "calls.call_published"
    label = _("A call has been published")
    template = "calls/emails/call_published"
    action_label = _("Read the call")

    def __init__(self, call: Call) -> None:
        self.call = call

    def recipients(self) -> Iterable[Recipient]:
        yield from people.people_with_role(RoleName.MUNICIPAL_OFFICIAL)
        if self.call.requires_answer_to is not None:
            yield from people_who_answered(self.call.requires_answer_to)

    def context(self) -> Mapping[str, Any]:
        return {"call": self.call}

    def path(self) -> str:
        return paths.public(self.call)


class CallExtended(Notice):
    kind = "calls.call_extended"
    label = _("A call that you answer has been extended")
    template = "calls/emails/call_extended"
    action_label = _("Read the call")

    def __init__(self, extension: CallExtension) -> None:
        self.extension = extension

    def recipients(self) -> Iterable[Recipient]:
        return people_who_answered(self.extension.call, territory=self.extension.territory_id)

    def context(self) -> Mapping[str, Any]:
        return {"call": self.extension.call, "extension": self.extension}

    def path(self) -> str:
        return paths.public(self.extension.call)


class CallReopened(CallExtended):
    """A duty: who had not finished, or had not been in time, must know that there is time again."""

    kind = "calls.call_reopened"
    label = _("A call that you answered has been reopened")
    template = "calls/emails/call_reopened"
    duty = True


class CallCancelled(Notice):
    """A duty: whoever was writing must know that the work leads nowhere now."""

    kind = "calls.call_cancelled"
    label = _("A call that you answer has been cancelled")
    template = "calls/emails/call_cancelled"
    action_label = _("Read why")
    duty = True

    def __init__(self, call: Call) -> None:
        self.call = call

    def recipients(self) -> Iterable[Recipient]:
        return people_who_answered(self.call)

    def context(self) -> Mapping[str, Any]:
        return {"call": self.call}

    def path(self) -> str:
        return paths.public(self.call)


class _OfSubmission(Notice):
    """Told to everybody of the network, except who did it."""

    def __init__(self, submission: Submission, *, by: User | None = None) -> None:
        self.submission = submission
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        return [
            person
            for person in people.people_of_network(self.submission.network)
            if self.by is None or person.pk != self.by.pk
        ]

    def context(self) -> Mapping[str, Any]:
        return {"submission": self.submission, "call": self.submission.call, "by": self.by}

    def path(self) -> str:
        return paths.detail(self.submission)


class DraftStarted(_OfSubmission):
    kind = "calls.draft_started"
    label = _("Your network has begun to answer a call")
    template = "calls/emails/draft_started"
    action_label = _("Open the draft")


class SubmissionReceived(Notice):
    """The receipt, to everybody of the network: also to who sent it."""

    kind = "calls.submission_received"
    label = _("Your application has been received")
    template = "calls/emails/submission_received"
    action_label = _("Open the receipt")
    duty = True

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def recipients(self) -> Iterable[Recipient]:
        return chain(
            [self.receipt.sending.sent_by], people.people_of_network(self._submission.network)
        )

    def context(self) -> Mapping[str, Any]:
        return {
            "receipt": self.receipt,
            "submission": self._submission,
            "call": self._submission.call,
        }

    def path(self) -> str:
        return paths.receipt(self.receipt)

    @property
    def _submission(self) -> Submission:
        return self.receipt.submission


class EnteredOnBehalf(_OfSubmission):
    """Asks the applicant to say that it is theirs (C16); also at the organisation's own mailbox."""

    kind = "calls.entered_on_behalf"
    label = _("An application was entered for you")
    template = "calls/emails/entered_on_behalf"
    action_label = _("Read and confirm")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        lead = self.submission.lead
        mailbox = [Address(lead.email, lead.name)] if lead.email else []
        return chain(mailbox, super().recipients())

    def path(self) -> str:
        return paths.confirmation(self.submission)


class SubmissionConfirmed(_OfSubmission):
    kind = "calls.submission_confirmed"
    label = _("An application that you entered was confirmed")
    template = "calls/emails/submission_confirmed"
    action_label = _("Open the application")

    def recipients(self) -> Iterable[Recipient]:
        return [self.submission.entered_by] if self.submission.entered_by else []


class SubmissionCorrected(Notice):
    """A duty: what was sent says something else now, and everybody of the network knows why."""

    kind = "calls.submission_corrected"
    label = _("An answer of your application was corrected")
    template = "calls/emails/submission_corrected"
    action_label = _("Open the receipt")
    duty = True

    def __init__(self, receipt: Receipt) -> None:
        self.receipt = receipt

    def recipients(self) -> Iterable[Recipient]:
        return people.people_of_network(self.receipt.submission.network)

    def context(self) -> Mapping[str, Any]:
        return {"receipt": self.receipt, "submission": self.receipt.submission}

    def path(self) -> str:
        return paths.receipt(self.receipt)


class SubmissionWithdrawn(_OfSubmission):
    kind = "calls.submission_withdrawn"
    label = _("Your network has withdrawn an application")
    template = "calls/emails/submission_withdrawn"
    action_label = _("Open the application")
    duty = True


def people_who_answered(call: Call, *, territory: Any = None) -> Iterable[User]:
    """Everybody of the networks that write or sent an application, each person once."""
    rows = Submission.objects.filter(call=call).exclude(state=SubmissionState.WITHDRAWN)
    if territory is not None:
        rows = rows.filter(territory=territory)
    found: dict[Any, User] = {}
    for submission in rows.select_related("network").order_by("pk"):
        found |= {person.pk: person for person in people.people_of_network(submission.network)}
    return found.values()


def closings_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the applications in which this person may write now. One query."""
    written = set(
        queries.written_by(user)
        .filter(pk__in=[deadline.object_id for deadline in deadlines])
        .values_list("pk", flat=True)
    )
    return [deadline for deadline in deadlines if deadline.object_id in written]


@deadline_kind(
    "calls.closing", label=_("Closing of a call you are answering"), concerning=closings_of
)
def closing_audience(deadline: Deadline) -> Iterable[User]:
    """Everybody who may write in the draft."""
    submission = (
        Submission.objects.filter(pk=deadline.object_id)
        .select_related("network")
        .order_by()
        .first()
    )
    if submission is None or not submission.is_being_written:
        return []
    return queries.writers_of(submission)
