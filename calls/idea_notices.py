"""What is told about ideas that grow."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from calls import draft_paths
from calls.models import IdeaFeedback
from core.access.models import User
from core.notices.domain.notice import Notice
from core.people import queries as people
from core.people.models import Network


class FeedbackGiven(Notice):
    """To everybody of the network."""

    kind = "calls.feedback_given"
    label = _("Your idea received feedback")
    template = "calls/emails/feedback_given"
    action_label = _("Read it")

    def __init__(self, feedback: IdeaFeedback) -> None:
        self.feedback = feedback

    def recipients(self) -> Iterable[User]:
        return people.people_of_network(self.feedback.submission.network)

    def context(self) -> Mapping[str, Any]:
        return {"feedback": self.feedback, "submission": self.feedback.submission}

    def path(self) -> str:
        return draft_paths.growth(self.feedback.submission)


class NetworksMerged(Notice):
    """To everybody of the networks that became one: a duty, since it changes who answers for them."""

    kind = "calls.networks_merged"
    label = _("Your network goes on together with another")
    template = "calls/emails/networks_merged"
    action_label = _("Open the network")
    duty = True

    def __init__(
        self, into: Network, merged: Sequence[Network], agreement: str, *, by: User
    ) -> None:
        self.into, self.merged, self.agreement, self.by = into, merged, agreement, by

    def recipients(self) -> Iterable[User]:
        return chain.from_iterable(
            people.people_of_network(network) for network in [self.into, *self.merged]
        )

    def context(self) -> Mapping[str, Any]:
        return {
            "into": self.into,
            "names": ", ".join(network.name for network in self.merged),
            "agreement": self.agreement,
            "by": self.by,
        }

    def path(self) -> str:
        keys = {"slug": self.into.programme.slug, "network_id": self.into.pk}
        return reverse("people:network_detail", kwargs=keys)
