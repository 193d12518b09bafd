"""What every notice about a tranche shares: its words, its template, to whom it goes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people
from core.people.enums import RoleName
from core.ui.wording import day_text, money_text
from tranches import paths
from tranches.models import Tranche


def title_of(tranche: Tranche) -> str:
    """ "Instalment 2 · Orti di Rivoli", in the active language."""
    return _("Instalment %(number)d · %(project)s") % {
        "number": tranche.position,
        "project": tranche.grant.project.title,
    }


class OfTranche(Notice):
    """To everybody of the network, except who did it."""

    template = "tranches/emails/tranche"
    action_label = gettext_lazy("Open the instalment")

    def __init__(self, tranche: Tranche, *, by: User | None = None, reason: str = "") -> None:
        self.tranche = tranche
        self.by = by
        self.reason = reason

    def recipients(self) -> Iterable[Recipient]:
        network = self.tranche.grant.project.network
        return self.besides_the_author(people.people_of_network(network))

    def besides_the_author(self, found: Iterable[User]) -> list[User]:
        return [person for person in found if self.by is None or person.pk != self.by.pk]

    def headline(self) -> str:
        """The subject, in the reader's language."""
        raise NotImplementedError

    def sentences(self) -> list[str]:
        """The message, one paragraph each."""
        return []

    def context(self) -> Mapping[str, Any]:
        return {
            "headline": self.headline() % self.words,
            "sentences": [sentence % self.words for sentence in self.sentences()],
            "reason": self.reason,
            "about": title_of(self.tranche),
        }

    @property
    def words(self) -> dict[str, str]:
        """What headlines and sentences may name."""
        grant = self.tranche.grant
        due = self.tranche.opinion_due
        return {
            "tranche": title_of(self.tranche),
            "amount": money_text(self.tranche.amount),
            "total": money_text(grant.amount),
            "payer": str(grant.payer.name),
            "project": grant.project.title,
            "due": day_text(due) if due else "",
        }

    def path(self) -> str:
        return paths.detail(self.tranche)


class Waits(OfTranche):
    """A duty of office: to whoever does the next step."""

    duty = True
    role: RoleName

    def recipients(self) -> Iterable[Recipient]:
        return self.besides_the_author(people.people_with_role(self.role))
