"""What the page of an application says while it is examined, and of its result afterwards."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from calls.domain import exclusion_notices, reviews
from calls.domain import integration as integrations
from calls.domain.ordering import Rule
from calls.domain.reviews import REVIEWABLE
from calls.models import RankingEntry, Submission
from calls.queries import integration as queries
from calls.queries.rankings import entry_of
from calls.queries.scores import counting, rounded, selection_of
from core.access.http import PortalRequest
from core.people import queries as people


@dataclass(frozen=True)
class DebriefLine:
    """One criterion: the mean of the cards, its weight, the points that it gave out of 100."""

    title: str
    mean: Decimal
    weight: Decimal
    points: Decimal


@dataclass(frozen=True)
class Debrief:
    """What a network that was not selected reads of its own result."""

    lines: list[DebriefLine]
    highest: int
    total: Decimal
    threshold: Decimal | None
    comments: list[str]
    talk: str


def examination_context(request: PortalRequest, target: Submission) -> dict[str, Any]:
    """`examination`: what is asked, announced or under review, and which acts the person may take."""
    user = request.user
    asked = queries.requests_of(target).first()
    notice = queries.pending_exclusion(target)
    ranking = queries.final_ranking_of(target) if target.state in REVIEWABLE else None
    belongs = people.networks_of(user).filter(pk=target.network_id).exists()
    return {
        "examination": {
            "request": asked,
            "can_write": asked is not None
            and user.has_perm("calls.write_integration", target)
            and not integrations.write_blockers(asked),
            "notice": notice,
            "can_observe": notice is not None
            and user.has_perm("calls.observe_exclusion", target)
            and not exclusion_notices.observe_blockers(notice),
            "review": queries.review_of(target),
            "can_review": ranking is not None
            and user.has_perm("calls.request_review", target)
            and not reviews.request_blockers(target),
            "review_ends_at": queries.review_ends_at(ranking) if ranking else None,
            "debrief": debrief_of(target) if belongs and ranking else None,
        }
    }


def debrief_of(target: Submission) -> Debrief | None:
    """Its totals by criterion beside the threshold; None for what was never scored."""
    entry, selection = entry_of(target), selection_of(target.call)
    if entry is None or selection is None:
        return None
    rule = Rule.from_json(entry.ranking.rule)
    titles = {row.key: str(row.title) for row in selection.criteria.all()}
    terms = queries.examination_rule(target.call)
    return Debrief(
        lines=[_line(entry, titles.get(key, key), key, rule) for key in rule.weights],
        highest=rule.highest_score,
        total=entry.total,
        threshold=rule.threshold,
        comments=_comments(target) if terms.shows_comments else [],
        talk=str(terms.talk),
    )


def _line(entry: RankingEntry, title: str, key: str, rule: Rule) -> DebriefLine:
    mean, weight = Decimal(entry.averages.get(key, "0")), rule.weights[key]
    return DebriefLine(title, mean, weight, rounded(weight * mean / rule.highest_score))


def _comments(target: Submission) -> list[str]:
    """Of the cards that counted, without their authors' names."""
    cards = counting(target.call).filter(submission=target).exclude(comment="")
    return list(cards.order_by("pk").values_list("comment", flat=True))
