"""The letters on what becomes of an application: admitted, excluded, its place in the ranking.

All but the admission are duties: whoever answered a call learns how it ended, and what can be done.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from calls import paths
from calls.enums import Outcome
from calls.models import (
    AdmissibilityDecision,
    Advance,
    OutcomeLetter,
    Ranking,
    RankingEntry,
    Submission,
)
from calls.queries.integration import answer_to_observations, review_ends_at
from core.access.models import User
from core.notices.domain.notice import Notice, Recipient
from core.people import queries as people
from core.people.enums import RoleName


class _ToNetwork(Notice):
    """Told to everybody of the application's network."""

    action_label = _("Open the application")

    def __init__(self, submission: Submission) -> None:
        self.submission = submission

    def recipients(self) -> Iterable[Recipient]:
        return people.people_of_network(self.submission.network)

    def context(self) -> Mapping[str, Any]:
        return {"submission": self.submission, "call": self.submission.call}

    def path(self) -> str:
        return paths.detail(self.submission)


class SubmissionAdmitted(_ToNetwork):
    kind = "calls.submission_admitted"
    label = _("Your application has been admitted")
    template = "calls/emails/submission_admitted"


class _OfDecision(_ToNetwork):
    duty = True

    def __init__(self, decision: AdmissibilityDecision) -> None:
        super().__init__(decision.submission)
        self.decision = decision

    def context(self) -> Mapping[str, Any]:
        return {**super().context(), "decision": self.decision}


class SubmissionExcluded(_OfDecision):
    kind = "calls.submission_excluded"
    label = _("Your application was not admitted")
    template = "calls/emails/submission_excluded"
    action_label = _("Read why")

    def context(self) -> Mapping[str, Any]:
        """With the answer to the observations, where there were any."""
        return {**super().context(), "answer": answer_to_observations(self.decision)}


class AdmissibilityTakenBack(_OfDecision):
    kind = "calls.admissibility_taken_back"
    label = _("A decision on the admissibility of your application was taken back")
    template = "calls/emails/admissibility_taken_back"


class RankingDrawn(Notice):
    """To the officials who approve it."""

    kind = "calls.ranking_drawn"
    label = _("A provisional ranking waits for approval")
    template = "calls/emails/ranking_drawn"
    action_label = _("Read the ranking")
    duty = True

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking

    def recipients(self) -> Iterable[Recipient]:
        return people.people_with_role(RoleName.METROPOLITAN_OFFICIAL)

    def context(self) -> Mapping[str, Any]:
        return {"ranking": self.ranking, "call": self.ranking.call}

    def path(self) -> str:
        return paths.ranking(self.ranking.call)


class RankingApproved(RankingDrawn):
    """To whoever runs the programme and to the municipalities: it is public from now on."""

    kind = "calls.ranking_approved"
    label = _("A ranking has been approved")
    template = "calls/emails/ranking_approved"
    duty = False

    def recipients(self) -> Iterable[Recipient]:
        return people.people_with_role(
            RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.MUNICIPAL_OFFICIAL
        )

    def path(self) -> str:
        return paths.published_ranking(self.ranking.call)


class _OfEntry(_ToNetwork):
    """The outcome letter, with position, total and what happens next."""

    duty = True

    def __init__(self, entry: RankingEntry, advance: Advance | None = None) -> None:
        super().__init__(entry.submission)
        self.entry = entry
        self.advance = advance

    def context(self) -> Mapping[str, Any]:
        ranking = self.entry.ranking
        return {
            **super().context(),
            "entry": self.entry,
            "ranking": ranking,
            "act": self.advance or ranking,
            "advance": self.advance,
            "threshold": Decimal(ranking.rule["threshold"] or 0),
            "review_by": review_ends_at(ranking),
            "words": self._words(),
        }

    def _words(self) -> str:
        """What the call itself adds to the letter of this outcome."""
        rows = OutcomeLetter.objects.filter(
            call=self.submission.call_id, outcome=self.entry.outcome
        )
        found = rows.order_by("pk").first()
        return str(found.words) if found else ""


class ProposalSelected(_OfEntry):
    kind = "calls.proposal_selected"
    label = _("Your proposal has been selected")
    template = "calls/emails/proposal_selected"


class ProposalInReserve(_OfEntry):
    kind = "calls.proposal_in_reserve"
    label = _("Your proposal is eligible, without a place for now")
    template = "calls/emails/proposal_in_reserve"


class ProposalNotEligible(_OfEntry):
    kind = "calls.proposal_not_eligible"
    label = _("Your proposal is below the threshold")
    template = "calls/emails/proposal_not_eligible"


LETTERS: dict[Outcome, type[_OfEntry]] = {
    Outcome.SELECTED: ProposalSelected,
    Outcome.RESERVE: ProposalInReserve,
    Outcome.NOT_ELIGIBLE: ProposalNotEligible,
}


class PlaceRenounced(_ToNetwork):
    """To the network and to whoever can call the next in line."""

    kind = "calls.place_renounced"
    label = _("A proposal has renounced its place")
    template = "calls/emails/place_renounced"
    duty = True

    def __init__(self, submission: Submission, *, by: User) -> None:
        super().__init__(submission)
        self.by = by

    def recipients(self) -> Iterable[Recipient]:
        yield from super().recipients()
        yield from people.people_with_role(
            RoleName.COORDINATOR, RoleName.FACILITATOR, RoleName.METROPOLITAN_OFFICIAL
        )


class PlaceLost(PlaceRenounced):
    """To whoever can call the next in line; the network reads the act that revoked its project."""

    kind = "calls.place_lost"
    label = _("A place is free: its project was revoked")
    template = "calls/emails/place_lost"

    def recipients(self) -> Iterable[Recipient]:
        rows = people.people_with_role(RoleName.COORDINATOR, RoleName.METROPOLITAN_OFFICIAL)
        return [person for person in rows if person.pk != self.by.pk]
