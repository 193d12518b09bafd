"""Rankings: which one counts, how it reads territory by territory, what is still missing for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from calls.enums import (
    RANKABLE,
    NoProposal,
    Outcome,
    RankingState,
    SubmissionState,
)
from calls.models import (
    Advance,
    Call,
    CommissionSeat,
    EmptyPlace,
    EmptyPlaceDecision,
    Ranking,
    RankingEntry,
    Submission,
)
from calls.queries.scores import SubmissionScore, counted_cards, final_scores
from core.access.counting import CountOf
from core.access.models import User
from core.people import queries as people
from core.people.enums import RoleName
from core.programmes.models import Territory

SEES_PROVISIONAL = (RoleName.COORDINATOR, RoleName.METROPOLITAN_OFFICIAL)
COMMISSION_ROLES = frozenset(
    {
        RoleName.COMMISSION_CHAIR,
        RoleName.COMMISSION_MEMBER,
        RoleName.COMMISSION_SECRETARY,
        RoleName.COMMISSION_ALTERNATE,
    }
)
DRAWS = frozenset({RoleName.COMMISSION_CHAIR, RoleName.COMMISSION_SECRETARY})


def selected_submissions() -> QuerySet[Submission]:
    """Every proposal that has the place of its territory now."""
    return Submission.objects.filter(state=SubmissionState.SELECTED)


def sits_in_commission(
    user: User, call_id: UUID, names: frozenset[RoleName] = COMMISSION_ROLES
) -> bool:
    """Whether the person holds one of these roles in the commission of this call, today."""
    return any((name, call_id) in people.standing_of(user).calls for name in names)


def has_had_seat(user: User, call: Call) -> bool:
    """Whether the person was ever appointed to the commission of this call, also where the role ended."""
    return CommissionSeat.objects.filter(
        commission__call=call, commission__appointed_at__isnull=False, person=user
    ).exists()


def may_see_rankings(user: User, call_id: UUID) -> bool:
    """Also the provisional ones: the commission, the coordinators, the metropolitan officials."""
    return people.has_role(user, *SEES_PROVISIONAL) or sits_in_commission(user, call_id)


def rankings_of(call: Call) -> QuerySet[Ranking]:
    """Every drawing, the latest first; each tells whether it has what `by_territory` reads beside it."""
    decided = EmptyPlaceDecision.objects.filter(place__ranking=OuterRef("pk"))
    advanced = Advance.objects.filter(ranking=OuterRef("pk"))
    rows = Ranking.objects.filter(call=call).annotate(
        has_decisions=Exists(decided), has_advances=Exists(advanced)
    )
    rows = rows.select_related("call__programme", "cites", "drawn_by")
    return rows.order_by("-number", "-pk")


def current_ranking(call: Call) -> Ranking | None:
    """The provisional one, or the final one that counts."""
    return rankings_of(call).exclude(state=RankingState.REPLACED).first()


def current_of(drawn: Iterable[Ranking]) -> Ranking | None:
    """The same, where every drawing is at hand, the latest first."""
    return next((row for row in drawn if row.state != RankingState.REPLACED), None)


def published_ranking(call: Call) -> Ranking | None:
    """The final one that counts: the latest, since a correction takes the place of what it cites."""
    return rankings_of(call).filter(state=RankingState.FINAL).first()


def has_published_ranking(call: Call) -> bool:
    return Ranking.objects.filter(call=call, state=RankingState.FINAL).exists()


def never_ranked(call: Call) -> QuerySet[Submission]:
    """Admitted, and in no final ranking: after the first one, what a reopening let in."""
    ranked = RankingEntry.objects.filter(ranking__call=call, ranking__state=RankingState.FINAL)
    rows = Submission.objects.filter(call=call, state=SubmissionState.ADMISSIBLE)
    return rows.exclude(pk__in=ranked.order_by().values("submission"))


def has_chosen(call: Call, choice: NoProposal, territory_id: UUID | None) -> bool:
    """Whether the body decided so, by its act, on the place that the ranking that counts left empty."""
    rows = EmptyPlaceDecision.objects.filter(choice=choice, place__territory=territory_id)
    return rows.filter(place__ranking=published_ranking(call)).exists()


def rankable_scores(call: Call) -> list[SubmissionScore]:
    """The scores of what a drawing puts in order, by application number."""
    return [row for row in final_scores(call) if row.submission.state in RANKABLE]


def scores_to_digest(call: Call) -> dict[str, list[dict[str, str]]]:
    """By application number, every card that counts: what a drawing relied on."""
    rows = dict(
        Submission.objects.filter(call=call, state__in=RANKABLE).values_list("pk", "number")
    )
    return {
        rows[key]: sorted(
            ({name: str(value) for name, value in card.items()} for card in cards),
            key=lambda card: sorted(card.items()),
        )
        for key, cards in counted_cards(call).items()
        if key in rows
    }


@dataclass
class TerritoryRanking:
    """One territory of a ranking, as its card shows it. `now` is the proposal that has the place today:
    after a renunciation it is not the one that the ranking selected."""

    territory: Territory
    entries: list[RankingEntry] = field(default_factory=list)
    empty_place: EmptyPlace | None = None
    decisions: list[EmptyPlaceDecision] = field(default_factory=list)
    advances: list[Advance] = field(default_factory=list)
    total: int = 0

    @property
    def has_more(self) -> bool:
        """Whether a page shows only the first ones."""
        return self.total > len(self.entries)

    def of(self, outcome: Outcome) -> list[RankingEntry]:
        return [entry for entry in self.entries if entry.outcome == outcome]

    @property
    def selected(self) -> list[RankingEntry]:
        return self.of(Outcome.SELECTED)

    @property
    def reserve(self) -> list[RankingEntry]:
        return self.of(Outcome.RESERVE)

    @property
    def below(self) -> list[RankingEntry]:
        return self.of(Outcome.NOT_ELIGIBLE)


SHOWN = 20
"""How many proposals of a territory a page shows before somebody asks for all of them."""


def by_territory(ranking: Ranking, *, shown: int = 0, whole: str = "") -> list[TerritoryRanking]:
    """Every territory, with the first `shown` proposals of each (0: all) and all those of `whole` (a code).

    In the order of the programme; three queries whatever the number of proposals, one more if the body
    decided on an empty place, one more if a free place was given.
    """
    found = {row.pk: TerritoryRanking(row, total=row.total) for row in _with_totals(ranking)}
    if shown:
        opened = [key for key, one in found.items() if one.territory.code == whole]
        entries = _drawn_entries(ranking).filter(Q(position__lte=shown) | Q(territory__in=opened))
    else:
        entries = entries_of(ranking)
    for entry in entries:
        found[entry.territory_id].entries.append(entry)
    empty = ranking.empty_places.select_related("territory", "next_best")
    for place in empty.order_by("territory__position", "pk"):
        found[place.territory_id].empty_place = place
    _add_what_followed(ranking, found)
    return list(found.values())


def _add_what_followed(ranking: Ranking, found: Mapping[UUID, TerritoryRanking]) -> None:
    """Decisions and advances; not asked for where `rankings_of` says that there are none."""
    if getattr(ranking, "has_decisions", True):
        rows = EmptyPlaceDecision.objects.filter(place__ranking=ranking).select_related("place")
        for decision in rows.order_by("decided_at", "pk"):
            found[decision.place.territory_id].decisions.append(decision)
    if getattr(ranking, "has_advances", True):
        advances = ranking.advances.select_related("selected", "renounced", "territory")
        for advance in advances.order_by("decided_at", "pk"):
            found[advance.territory_id].advances.append(advance)


def _with_totals(ranking: Ranking) -> QuerySet[Any]:
    """Every territory with `total`, its proposals in the ranking."""
    own = RankingEntry.objects.filter(ranking=ranking, territory=OuterRef("pk"))
    return Territory.objects.annotate(total=CountOf(own)).order_by("position", "pk")


def entries_of(ranking: Ranking) -> QuerySet[RankingEntry]:
    rows = ranking.entries.select_related("submission__network", "submission__lead", "territory")
    return rows.order_by("territory__position", "position", "pk")


def _drawn_entries(ranking: Ranking) -> QuerySet[RankingEntry]:
    """By position, with what the table of a territory draws and nothing else: a page has hundreds."""
    rows = RankingEntry.objects.filter(ranking=ranking).select_related("submission__network")
    named = ("submission__title", "submission__state", "submission__network__name")
    rows = rows.only("territory", "position", "total", "outcome", "by_lot", *named)
    return rows.order_by("position", "pk")


def entry_of(submission: Submission) -> RankingEntry | None:
    """The application's place in the ranking that counts, once it is final."""
    ranking = published_ranking(submission.call)
    if ranking is None:
        return None
    return ranking.entries.filter(submission=submission).select_related("ranking").first()


def territories_with_a_renunciation(ranking: Ranking) -> set[UUID]:
    """Keys of the territories in which some proposal renounced: only there a place can be free."""
    rows = Submission.objects.filter(call=ranking.call_id, state=SubmissionState.RENOUNCED)
    return set(rows.values_list("territory", flat=True))


def free_place(ranking: Ranking, territory: Territory) -> Submission | None:
    """The proposal that renounced the place of this territory, while nobody has taken it."""
    of_place = Submission.objects.filter(call=ranking.call_id, territory=territory)
    if of_place.filter(state=SubmissionState.SELECTED).exists():
        return None
    rows = of_place.filter(state=SubmissionState.RENOUNCED)
    held = Advance.objects.filter(ranking__call=ranking.call_id, territory=territory)
    had_it = RankingEntry.objects.filter(ranking=ranking, outcome=Outcome.SELECTED)
    left = rows.exclude(pk__in=held.values("renounced")).filter(
        pk__in=[
            *had_it.values_list("submission", flat=True),
            *held.values_list("selected", flat=True),
        ]
    )
    return left.order_by("-renounced_at", "-pk").first()


def next_in_line(ranking: Ranking, territory: Territory) -> RankingEntry | None:
    """The best proposal of the territory that still waits for a place."""
    return (
        ranking.entries.filter(territory=territory, submission__state=SubmissionState.RESERVE)
        .select_related("submission__network", "submission__call", "territory", "ranking")
        .order_by("position")
        .first()
    )


def undecided_places(ranking: Ranking) -> QuerySet[EmptyPlace]:
    """Territories left empty on which the body has still to decide."""
    rows = ranking.empty_places.filter(decisions__isnull=True)
    return rows.select_related("territory", "ranking__call__programme").order_by(
        "territory__position", "pk"
    )
