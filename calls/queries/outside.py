"""Proposals that a ranking does not hold: how many and why, in classes that name nobody (C12)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from calls.enums import NEVER_SENT, SubmissionState
from calls.models import Ranking, RankingEntry, Submission


@dataclass(frozen=True)
class Outside:
    """`received` are those that the call counts in public: sent and not withdrawn. Of them, those that
    the ranking holds, those not admitted to it, and the `others` (renounced before, or still examined);
    `withdrawn` stand beside."""

    received: int = 0
    ranked: int = 0
    not_admitted: int = 0
    others: int = 0
    withdrawn: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.not_admitted or self.others or self.withdrawn)


def outside_of(ranking: Ranking) -> Outside:
    """One query."""
    state = SubmissionState
    held = Q(pk__in=RankingEntry.objects.filter(ranking=ranking).order_by().values("submission"))
    rows = Submission.objects.filter(call=ranking.call_id, submitted_at__isnull=False)
    out, excluded = Q(state=state.WITHDRAWN), Q(state=state.INADMISSIBLE)
    found = rows.exclude(state__in=sorted(NEVER_SENT)).aggregate(
        received=Count("pk", filter=~out),
        ranked=Count("pk", filter=held & ~out),
        not_admitted=Count("pk", filter=excluded & ~held),
        others=Count("pk", filter=~held & ~excluded & ~out),
        withdrawn=Count("pk", filter=out),
    )
    return Outside(**found)
