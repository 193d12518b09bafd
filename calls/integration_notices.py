"""What is told while an application is completed, observed upon and reviewed; and the terms of all three."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import integration_paths, paths
from calls.integration_dates import INTEGRATION, OBSERVATIONS, REVIEW_ANSWER
from calls.integration_enums import ExclusionState, IntegrationState, ReviewState
from calls.models import ExclusionNotice, IntegrationRequest, Receipt, ReviewRequest, Submission
from calls.queries import writers_of
from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import LEVELS_THAT_MANAGE, LEVELS_THAT_WRITE, RoleName


class _ToNetwork(Notice):
    """A duty: everybody of the application's network."""

    duty = True

    def __init__(self, row: IntegrationRequest | ExclusionNotice | ReviewRequest | Receipt) -> None:
        self.row = row
        self.submission = row.submission

    def recipients(self) -> Iterable[Recipient]:
        return people.people_of_network(self.submission.network)

    def context(self) -> Mapping[str, Any]:
        return {"submission": self.submission, "call": self.submission.call, "row": self.row}

    def path(self) -> str:
        return paths.detail(self.submission)


class _ToFacilitators(_ToNetwork):
    def recipients(self) -> Iterable[Recipient]:
        return people.people_with_role(RoleName.FACILITATOR)


class IntegrationRequested(_ToNetwork):
    kind = "calls.integration_requested"
    label = _("You are asked to complete your application")
    template = "calls/emails/integration_requested"
    action_label = _("Complete it")

    def path(self) -> str:
        return integration_paths.integration_write(self.submission)


class IntegrationReceived(_ToNetwork):
    """The receipt of what was completed."""

    kind = "calls.integration_received"
    label = _("What you completed has been received")
    template = "calls/emails/integration_received"
    action_label = _("Open the receipt")

    def path(self) -> str:
        return paths.receipt(self.row) if isinstance(self.row, Receipt) else super().path()


class IntegrationCancelled(_ToNetwork):
    kind = "calls.integration_cancelled"
    label = _("A request to complete your application was taken back")
    template = "calls/emails/integration_cancelled"
    action_label = _("Open the application")


class IntegrationAnswered(_ToFacilitators):
    kind = "calls.integration_answered"
    label = _("A network completed its application")
    template = "calls/emails/integration_answered"
    action_label = _("Read what changed")

    def path(self) -> str:
        return integration_paths.integration_list(self.submission)


class IntegrationExpired(_ToFacilitators):
    """To the network too: what it had sent before is what counts."""

    kind = "calls.integration_expired"
    label = _("A request to complete an application ended without an answer")
    template = "calls/emails/integration_expired"
    action_label = _("Open the application")

    def recipients(self) -> Iterable[Recipient]:
        yield from super().recipients()
        yield from people.people_of_network(self.submission.network)


class ExclusionAnnounced(_ToNetwork):
    kind = "calls.exclusion_announced"
    label = _("Your application is about to be excluded: you can answer")
    template = "calls/emails/exclusion_announced"
    action_label = _("Read the reasons and answer")

    def path(self) -> str:
        return integration_paths.exclusion_observe(self.submission)


class ObservationsReceived(_ToFacilitators):
    kind = "calls.observations_received"
    label = _("A network sent observations before its exclusion")
    template = "calls/emails/observations_received"
    action_label = _("Read and decide")

    def path(self) -> str:
        return integration_paths.admit(self.submission)


class ObservationsMissed(_ToFacilitators):
    kind = "calls.observations_missed"
    label = _("The term for observations before an exclusion is over")
    template = "calls/emails/observations_missed"
    action_label = _("Decide")

    def path(self) -> str:
        return integration_paths.admit(self.submission)


class ReviewRequested(_ToNetwork):
    """To the officials who answer it, and to the network as its proof."""

    kind = "calls.review_requested"
    label = _("A network asks for a review of the ranking")
    template = "calls/emails/review_requested"
    action_label = _("Read the request")

    def recipients(self) -> Iterable[Recipient]:
        yield from people.people_with_role(RoleName.METROPOLITAN_OFFICIAL)
        yield from super().recipients()

    def path(self) -> str:
        return integration_paths.review(self.submission)


class ReviewAnswered(_ToNetwork):
    kind = "calls.review_answered"
    label = _("Your request for review has an answer")
    template = "calls/emails/review_answered"
    action_label = _("Read the answer")

    def path(self) -> str:
        return integration_paths.review(self.submission)


class ReviewAccepted(_ToNetwork):
    """To whoever draws the correction, or decides again on the admissibility."""

    kind = "calls.review_accepted"
    label = _("A request for review was accepted: a correction is due")
    template = "calls/emails/review_accepted"
    action_label = _("Read the request")

    def recipients(self) -> Iterable[Recipient]:
        yield from people.people_with_role(RoleName.COORDINATOR, RoleName.FACILITATOR)
        yield from people.people_with_role(
            RoleName.COMMISSION_CHAIR, RoleName.COMMISSION_SECRETARY, call=self.submission.call_id
        )

    def path(self) -> str:
        return integration_paths.review(self.submission)


def _network_of(model: Any, deadline: Deadline, state: str) -> Submission | None:
    row = (
        model.objects.filter(pk=deadline.object_id, state=state)
        .select_related("submission__network")
        .order_by("pk")
        .first()
    )
    return row.submission if row else None


def _concerned(model: Any, user: User, deadlines: Sequence[Deadline], levels: Any) -> set[Any]:
    networks = people.networks_of(user, levels=levels)
    keys = [deadline.object_id for deadline in deadlines]
    rows = model.objects.filter(pk__in=keys, submission__network__in=networks)
    return set(rows.values_list("pk", flat=True))


def integrations_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the networks in which this person writes. One query."""
    mine = _concerned(IntegrationRequest, user, deadlines, LEVELS_THAT_WRITE)
    return [deadline for deadline in deadlines if deadline.object_id in mine]


@deadline_kind(
    INTEGRATION,
    label=_("An application to complete"),
    days_before=(7, 3, 1, 0),
    duty=True,
    concerning=integrations_of,
)
def integration_audience(deadline: Deadline) -> Iterable[User]:
    """Everybody who may write in the application."""
    submission = _network_of(IntegrationRequest, deadline, IntegrationState.OPEN)
    return writers_of(submission) if submission else []


def observations_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    mine = _concerned(ExclusionNotice, user, deadlines, LEVELS_THAT_MANAGE)
    return [deadline for deadline in deadlines if deadline.object_id in mine]


@deadline_kind(
    OBSERVATIONS,
    label=_("Observations before an exclusion"),
    days_before=(7, 3, 1, 0),
    duty=True,
    concerning=observations_of,
)
def observations_audience(deadline: Deadline) -> Iterable[User]:
    """Who may send them: signatories and managers of the lead."""
    submission = _network_of(ExclusionNotice, deadline, ExclusionState.OPEN)
    if submission is None:
        return []
    return people.people_of_network(submission.network, levels=LEVELS_THAT_MANAGE, lead_only=True)


def reviews_to_answer_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    return deadlines if people.has_role(user, RoleName.METROPOLITAN_OFFICIAL) else []


@deadline_kind(
    REVIEW_ANSWER,
    label=_("An answer to a request for review"),
    duty=True,
    days_after=(1, 7),
    concerning=reviews_to_answer_of,
)
def review_audience(deadline: Deadline) -> Iterable[User]:
    """The officials, until one of them has answered."""
    if _network_of(ReviewRequest, deadline, ReviewState.SUBMITTED) is None:
        return []
    return people.people_with_role(RoleName.METROPOLITAN_OFFICIAL)
