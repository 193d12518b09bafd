"""What verifiers are told of supporting documents: one line an hour, however many come in."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access import clock
from core.access.models import User
from core.notices.domain.notice import Notice
from core.notices.models import InboxItem
from core.people import queries as people
from core.people.enums import RoleName
from projects import paths
from projects.models import SupportingDocument

QUIET = timedelta(hours=1)
"""Who was told of a project's documents hears of the next ones only after this."""


class PaperAdded(Notice):
    """To the verifiers who may read it: those without a tie to the network."""

    kind = "projects.paper_added"
    label = _("New supporting documents of a project whose report you check")
    template = "projects/emails/paper_added"
    action_label = _("Read the documents")
    why = _("You receive this because a report of this project waits for a verifier.")

    def __init__(self, paper: SupportingDocument) -> None:
        self.paper = paper

    def recipients(self) -> Iterable[User]:
        told = InboxItem.objects.filter(
            kind=self.kind,
            path__endswith=paths.in_italian(_list_of, self.paper),
            created_at__gt=clock.now() - QUIET,
        )
        kept_quiet = set(told.order_by().values_list("person", flat=True))
        network = self.paper.project.network
        return [
            person
            for person in people.people_with_role(RoleName.VERIFIER)
            if person.pk not in {*kept_quiet, self.paper.added_by_id}
            and not people.ties_with(person, network)
        ]

    def context(self) -> Mapping[str, Any]:
        return {"project": self.paper.project, "organisation": self.paper.organisation}

    def path(self) -> str:
        return _list_of(self.paper)


def _list_of(paper: SupportingDocument) -> str:
    return paths.of(paper.project, "paper_list")
