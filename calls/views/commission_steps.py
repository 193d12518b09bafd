"""The path of a seat, from its appointment to what may still come once the ranking is public."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from calls import paths
from calls.enums import KEEPS_ORDER
from calls.models import CommissionSeat, Ranking
from calls.queries import progress
from calls.queries.integration import review_ends_at
from calls.queries.progress import SeatProgress
from calls.queries.rankings import current_ranking
from core.access import clock
from core.ui.pieces import Missing, Step


class Path:
    """Where a commission is: `mine` of the seat that reads, `everybody`'s, the day of the last sitting."""

    def __init__(
        self,
        seat: CommissionSeat,
        mine: SeatProgress,
        everybody: Sequence[SeatProgress],
        last_sitting: date | None,
    ) -> None:
        self.seat, self.mine, self.last_sitting = seat, mine, last_sitting
        self.call = seat.commission.call
        self.all_in = progress.all_in(everybody)
        self.ranking: Ranking | None = current_ranking(self.call) if self.all_in else None

    @property
    def next_act(self) -> Missing | None:
        """What this seat does next for all of them: the minutes, then the ranking."""
        if self.mine.to_declare or not self.all_in or self.seat.kind not in KEEPS_ORDER:
            return None
        if self.last_sitting is None:
            kwargs = {"slug": self.call.programme.slug, "key": self.call.pk}
            url = reverse("calls:sitting_record", kwargs=kwargs)
            return Missing(_("Write the minutes of a sitting"), url)
        if self.ranking is None:
            return Missing(_("Draw the ranking"), paths.ranking(self.call))
        return None

    def steps(self) -> list[Step]:
        """With the days that are known."""
        return [*self._of_the_seat(), *self._of_all(), *self._after_the_ranking()]

    def _of_the_seat(self) -> list[Step]:
        declared = self.mine.to_declare == 0
        commission = self.seat.commission
        found = [
            Step(_("Appointed"), "done", commission.appointed_at),
            Step(
                _("Declaration on conflict"),
                "done" if declared else "now",
                url=paths.declaration(self.call),
            ),
        ]
        if progress.is_scoring_seat(self.seat):
            done = declared and self.mine.to_score > 0 and self.mine.left == 0
            state = "done" if done else "now" if declared else "next"
            due = None if done else commission.scores_due_on
            found.append(Step(_("Cards handed in"), state, due))
        return found

    def _of_all(self) -> list[Step]:
        met = self.last_sitting is not None
        ranked = self.ranking is not None
        return [
            Step(
                _("The commission meets, the secretary writes the minutes"),
                "done" if met else "now" if self.all_in else "next",
                self.last_sitting,
                url=f"{paths.commission(self.call)}#sittings",
            ),
            Step(
                _("The ranking is drawn"),
                "done" if ranked else "now" if self.all_in and met else "next",
                self.ranking.drawn_at if self.ranking else None,
                url=paths.ranking(self.call),
            ),
        ]

    def _after_the_ranking(self) -> list[Step]:
        """The official's act, and the thirty days or so in which a network may ask to look again."""
        approval = _("The official approves it: letters leave, the list is public")
        reviews = _("Networks may ask for a review")
        note = _("One that is accepted opens its scores again.")
        if self.ranking is None or self.ranking.approved_at is None:
            state = "now" if self.ranking else "next"
            return [Step(approval, state), Step(reviews, "next", note=note)]
        until = review_ends_at(self.ranking)
        return [
            Step(
                approval,
                "done",
                self.ranking.approved_at,
                url=paths.published_ranking(self.call),
            ),
            Step(reviews, "done" if until < clock.now() else "now", until, note=note),
        ]
