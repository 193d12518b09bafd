"""What a commission and its coordinators are told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.models import (
    Commission,
    CommissionSeat,
    Scorecard,
    ScoreChange,
    Submission,
    Substitution,
)
from calls.queries import blind, progress
from calls.queries.scores import selection_of
from core.access.models import User
from core.notices.domain.notice import Notice
from core.notices.kinds import deadline_kind
from core.notices.models import Deadline
from core.people import queries as people
from core.people.enums import RoleName


class CommissionAppointed(Notice):
    """To each seat: a duty of office begins, with the declaration."""

    kind = "calls.commission_appointed"
    label = _("You are appointed to a commission")
    template = "calls/emails/commission_appointed"
    duty = True
    action_label = _("Declare on conflicts of interest")

    def __init__(self, seat: CommissionSeat) -> None:
        self.seat = seat

    def recipients(self) -> Iterable[User]:
        return [self.seat.person]

    def context(self) -> Mapping[str, Any]:
        return {
            "seat": self.seat,
            "commission": self.seat.commission,
            "call": self.seat.commission.call,
        }

    def path(self) -> str:
        return paths.declaration(self.seat.commission.call)


def called(submission: Submission) -> dict[str, str]:
    """How a letter to whoever scores calls the application: in a blind call its code and territory."""
    rule = selection_of(submission.call)
    if rule is not None and rule.blind:
        return {"number": blind.code_of(submission), "network": submission.territory.name}
    return {"number": submission.number, "network": submission.network.name}


class AlternateCalled(Notice):
    """To the alternate: somebody may not score this application, you stand in. Not who, nor why."""

    kind = "calls.alternate_called"
    label = _("You are called as an alternate")
    template = "calls/emails/alternate_called"
    duty = True
    action_label = _("Open the commission's page")

    def __init__(self, substitution: Substitution) -> None:
        self.substitution = substitution

    def recipients(self) -> Iterable[User]:
        return [self.substitution.alternate.person]

    def context(self) -> Mapping[str, Any]:
        submission = self.substitution.submission
        return {"called": called(submission), "call": submission.call}

    def path(self) -> str:
        return paths.commission(self.substitution.submission.call)


class ScorerMissing(Notice):
    """To the coordinators: no alternate is left, and nothing counts as scored below the number."""

    kind = "calls.scorer_missing"
    label = _("An application is left without enough commission members")
    template = "calls/emails/scorer_missing"
    duty = True
    action_label = _("Add an alternate")

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def recipients(self) -> Iterable[User]:
        return people.people_with_role(RoleName.COORDINATOR, RoleName.METROPOLITAN_OFFICIAL)

    def context(self) -> Mapping[str, Any]:
        return {"submission": self.submission, "call": self.submission.call}

    def path(self) -> str:
        return paths.commission_prepare(self.submission.call)


class ScorecardReopened(Notice):
    kind = "calls.scorecard_reopened"
    label = _("A card of yours was reopened")
    template = "calls/emails/scorecard_reopened"
    duty = True
    action_label = _("Open the card")

    def __init__(self, card: Scorecard) -> None:
        self.card = card

    def recipients(self) -> Iterable[User]:
        return [self.card.seat.person]

    def context(self) -> Mapping[str, Any]:
        return {"card": self.card, "called": called(self.card.submission)}

    def path(self) -> str:
        return paths.scorecard(self.card.submission)


class ScoreChanged(Notice):
    """To the member: the commission agreed on another score, and why."""

    kind = "calls.score_changed"
    label = _("A score of yours was changed in the meeting")
    template = "calls/emails/score_changed"
    duty = True
    action_label = _("Open the card")

    def __init__(self, change: ScoreChange) -> None:
        self.change = change

    def recipients(self) -> Iterable[User]:
        return [self.change.scorecard.seat.person]

    def context(self) -> Mapping[str, Any]:
        return {"change": self.change, "called": called(self.change.scorecard.submission)}

    def path(self) -> str:
        return paths.scorecard(self.change.scorecard.submission)


def scoring_of(user: User, deadlines: Sequence[Deadline]) -> Iterable[Deadline]:
    """Those of the commissions in which this person still has something to hand in."""
    waiting = progress.commissions_waiting_for(user)
    return [deadline for deadline in deadlines if deadline.object_id in waiting]


@deadline_kind(
    "calls.scoring",
    label=_("Scores of a commission"),
    duty=True,
    days_after=(1, 3),
    concerning=scoring_of,
)
def scoring_audience(deadline: Deadline) -> Iterable[User]:
    """The seats that have not declared, or not handed in every card."""
    commission = Commission.objects.filter(pk=deadline.object_id).order_by("pk").first()
    if commission is None:
        return []
    return [row.seat.person for row in progress.progress_of(commission) if row.is_waiting]
