"""What is told when a practice passes from hand to hand."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people
from core.people.enums import RoleName
from education import paths
from education.models import Practice


class _OfPractice(Notice):
    """To the author and whoever drafted it, except who did it."""

    def __init__(self, practice: Practice, *, by: User) -> None:
        self.practice = practice
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        return self._others([self.practice.author, self.practice.drafted_by])

    def context(self) -> Mapping[str, Any]:
        return {"practice": self.practice, "by": self.by}

    def path(self) -> str:
        return paths.detail(self.practice)

    def _others(self, found: Iterable[User]) -> list[Recipient]:
        return [person for person in found if person.pk != self.by.pk]


class ValidationAsked(_OfPractice):
    """A duty: nothing goes on without the practitioner."""

    kind = "education.validation_asked"
    label = _("A practice that tells your work waits for you")
    template = "education/emails/validation_asked"
    action_label = _("Read it and say whether it is so")
    duty = True

    def recipients(self) -> Iterable[Recipient]:
        return self._others([self.practice.author])


class PracticeValidated(_OfPractice):
    """To the scientific editors, and to whoever drafted it."""

    kind = "education.practice_validated"
    label = _("A practice waits for the scientific review")
    template = "education/emails/practice_validated"
    action_label = _("Read the practice")

    def recipients(self) -> Iterable[Recipient]:
        editors = people.people_with_role(RoleName.SCIENTIFIC_EDITOR)
        return self._others(chain(editors, [self.practice.drafted_by]))


class PracticeReturned(_OfPractice):
    kind = "education.practice_returned"
    label = _("A practice was returned by the editor")
    template = "education/emails/practice_returned"
    action_label = _("Read why")
    duty = True


class PracticeReviewed(_OfPractice):
    """Also to the coordinators, who may publish it."""

    kind = "education.practice_reviewed"
    label = _("A practice was reviewed and can be published")
    template = "education/emails/practice_reviewed"
    action_label = _("Read the practice")

    def recipients(self) -> Iterable[Recipient]:
        coordinators = people.people_with_role(RoleName.COORDINATOR)
        return self._others(chain(coordinators, [self.practice.author, self.practice.drafted_by]))


class PracticePublished(_OfPractice):
    kind = "education.practice_published"
    label = _("A practice of yours was published")
    template = "education/emails/practice_published"
    action_label = _("Read it as everybody does")


class PracticeWithdrawn(_OfPractice):
    """A duty: what they told is not to be read any more."""

    kind = "education.practice_withdrawn"
    label = _("A practice of yours was withdrawn")
    template = "education/emails/practice_withdrawn"
    action_label = _("Read why")
    duty = True
