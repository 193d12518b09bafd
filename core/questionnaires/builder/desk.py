"""What a part gives to the builder: whose form it is, where its pages stand, what follows a publication."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence

from core.access.blocked import Blocker
from core.access.http import PortalRequest
from core.access.models import User
from core.questionnaires.models import AnswerSheet, Version
from core.ui.pieces import Crumb, Words


class FormDesk(ABC):
    """One form on the desk of one thing (a call, a report) for one request.

    The engine asks nothing else of the part that hangs it: it reads and writes versions, the part says
    which one is on the table, who answers it, and what becomes of them.
    """

    def __init__(self, request: PortalRequest, url: Callable[..., str]) -> None:
        self.request = request
        self.url = url
        """`url("form_question_change", question="need")`: the address of one of the builder's pages."""

    @property
    @abstractmethod
    def title(self) -> Words:
        """What the form belongs to."""

    @property
    @abstractmethod
    def back(self) -> str:
        """The address of the page from which one came."""

    @property
    @abstractmethod
    def version(self) -> Version | None:
        """The draft on the table; without a draft the published version; without a form nothing."""

    @property
    @abstractmethod
    def may_publish(self) -> bool:
        """Whether this person may put the form into force."""

    @abstractmethod
    def crumbs(self, *last: Crumb) -> list[Crumb]:
        """The breadcrumb down to the builder."""

    @abstractmethod
    def begin(self, *, by: User, source: Version | None) -> Version:
        """Give the thing its first form: empty, or a copy of `source`."""

    @abstractmethod
    def revise(self, *, by: User) -> Version:
        """Open a draft after the published version."""

    @abstractmethod
    def publish(self, *, by: User) -> None:
        """Put the draft into force, and let the answers being written move on to it."""

    def blockers(self) -> Sequence[Blocker]:
        """Why the form can't be written now, beside what the version itself says."""
        return ()

    def publish_blockers(self) -> Sequence[Blocker]:
        """Why the draft can't be put into force, beside what the version itself says."""
        return ()

    def sheets(self) -> Sequence[AnswerSheet]:
        """The answers being written, which would move on to a new version."""
        return ()

    def sent(self) -> int:
        """How many answers were sent: they keep their version."""
        return 0

    def used(self) -> frozenset[str]:
        """Keys of questions that a score looks at."""
        return frozenset()
