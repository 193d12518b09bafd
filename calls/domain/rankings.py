"""The ranking (*graduatoria*): drawn by the published rule, approved by an act, then immutable (C9-C11).

Drawing is arithmetic (`calls.domain.ordering`) on the scores of the commission. The seed of the lots is
drawn once for a call, so that nobody draws again until the lots please; so are the pseudonyms, from which
each lot follows. An approved ranking is never touched: a correction is a new one that cites it, with its
public reason. Publication and reasons: L. 241/1990 art. 3 and 12, D.Lgs. 33/2013 art. 26.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from calls.domain.admissibility import had_seat_blockers, ties_blockers
from calls.domain.ordering import Candidate, Placed, Rule, order
from calls.domain.place_uses import leave_blockers, leave_place
from calls.enums import (
    CORRECTION_MOVES,
    RANKABLE,
    RANKING_MOVES,
    SUBMISSION_MOVES,
    CallKind,
    CallState,
    NoProposal,
    Outcome,
    RankingState,
    SubmissionState,
)
from calls.models import Call, EmptyPlace, Ranking, RankingEntry, Selection, Submission
from calls.outcomes import LETTERS, RankingApproved, RankingDrawn
from calls.queries import admissibility, calls
from calls.queries import rankings as queries
from calls.queries.arisen import tied_cards
from calls.queries.canonical import dumps
from calls.queries.missing import missing_cards
from calls.queries.scores import SubmissionScore, selection_of
from core.access import clock, hands
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.programmes.models import Territory

PSEUDONYM_BYTES = 4


def draw_blockers(call: Call, *, reason: str | None = None) -> list[Blocker]:
    """Every reason the ranking cannot be drawn now, each with who can remove it.

    `reason` is that of a correction; None leaves the question open, for pages that show what is missing.
    """
    if found := _not_ready(call):
        return found
    blockers = [
        Blocker(
            "to_check",
            _("Nobody has decided yet on the admissibility of %(number)s.") % {"number": number},
            hands.facilitators(),
        )
        for number in admissibility.to_check(call)
        .order_by("number")
        .values_list("number", flat=True)
    ]
    blockers += _incomplete(call) + _tied_since(call)
    is_correction = queries.has_published_ranking(call)
    if is_correction and reason is not None and not reason.strip():
        text = _("A ranking is approved already: a correction needs its reason, which is public.")
        blockers.append(Blocker("no_reason", text))
    return blockers


def _not_ready(call: Call) -> list[Blocker]:
    if call.kind != CallKind.PROPOSALS:
        return [Blocker("ideas", _("Ideas are not ranked."))]
    if call.state not in {CallState.PUBLISHED, CallState.CLOSED}:
        return [Blocker("call_not_open", _("The call is not under way."))]
    if calls.moment_of(call) != "closed":
        return [Blocker("call_open", _("The call has not closed yet."))]
    selection = selection_of(call)
    coordinators = hands.coordinators()
    if selection is None:
        return [
            Blocker("no_selection", _("The call does not say how it is decided."), coordinators)
        ]
    if selection.places_per_territory != 1:
        text = _("The portal gives one place for each territory: this call says another number.")
        return [Blocker("places", text, coordinators)]
    return []


def _incomplete(call: Call) -> list[Blocker]:
    """Which applications are not completely scored, and who is missing."""
    scores = queries.rankable_scores(call)
    missing = missing_cards(call)
    commission = hands.commission()
    found = [
        Blocker(
            "not_scored",
            _("%(number)s: %(cards)s of %(needed)s scorecards are in.")
            % {"number": row.submission.number, "cards": row.cards, "needed": row.needed},
            ", ".join(missing.get(row.submission.pk, ())) or commission,
        )
        for row in scores
        if not row.complete or row.total is None
    ]
    if scores and scores[0].needed == 0:
        text = _("The commission is not appointed yet.")
        return [Blocker("no_commission", text, hands.coordinators())]
    return found


def _tied_since(call: Call) -> list[Blocker]:
    """A tie that arose after the card was handed in: who declares it calls the alternate (C7)."""
    text = _(
        "%(number)s: a tie of %(name)s arose after the card was handed in. It is declared, or the chair"
        " or secretary records it: the card no longer counts and the alternate is called."
    )
    chair = pgettext("who", "%(name)s, the chair or the secretary of the commission")
    return [
        Blocker(
            "tied_since",
            text % {"number": card.submission.number, "name": card.seat.person.full_name},
            chair % {"name": card.seat.person.full_name},
        )
        for card in tied_cards(call)
    ]


@transaction.atomic
def draw_ranking(*, call_id: UUID, by: User, reason: str = "") -> Ranking:
    """A provisional ranking; an earlier provisional one is kept as drawn again.

    Once a ranking is final, drawing prepares its correction, for the `reason` given.
    """
    call = lock(Call, call_id)
    _lock_proposals(call)
    refuse(draw_blockers(call, reason=reason))
    selection = selection_of(call)
    assert selection is not None
    earlier = list(queries.rankings_of(call))
    _replace(earlier)
    final = queries.published_ranking(call)
    rule = rule_of(selection)
    ranking = Ranking.objects.create(
        call=call,
        number=max((row.number for row in earlier), default=0) + 1,
        cites=final,
        reason=reason.strip() if final else "",
        rule=rule.as_json(),
        seed=earlier[-1].seed if earlier else secrets.token_hex(16),
        scores_sha256=scores_digest(call, rule),
        drawn_at=clock.now(),
        drawn_by=by,
    )
    _write_entries(ranking, rule, selection, queries.rankable_scores(call))
    data = {"ranking": ranking.number, "sha256": ranking.scores_sha256}
    record(ranking, Verb.CREATE, by=by, data=data)
    RankingDrawn(ranking).queue()
    return ranking


def rule_of(selection: Selection) -> Rule:
    return Rule(
        highest_score=selection.highest_score,
        threshold=selection.threshold,
        places=selection.places_per_territory,
        weights={row.key: row.weight for row in selection.criteria.all()},
        tie_break=tuple(selection.tie_break),
    )


def scores_digest(call: Call, rule: Rule) -> str:
    """SHA-256 over the rule and every card that counts now."""
    text = dumps({"rule": rule.as_json(), "scores": queries.scores_to_digest(call)})
    return hashlib.sha256(text.encode()).hexdigest()


def _replace(earlier: Iterable[Ranking]) -> None:
    for ranking in earlier:
        if ranking.state == RankingState.PROVISIONAL:
            _move(ranking, RankingState.REPLACED)
            ranking.replaced_at = clock.now()
            ranking.save(update_fields=["state", "replaced_at"])


def _write_entries(
    ranking: Ranking, rule: Rule, selection: Selection, scores: list[SubmissionScore]
) -> None:
    names = _pseudonyms(ranking.call, [row.submission for row in scores])
    of = {names[row.submission.pk]: row for row in scores}
    placed = order(
        rule,
        ranking.seed,
        [
            Candidate(name, row.submission.territory.code, row.by_criterion)
            for name, row in of.items()
        ],
    )
    RankingEntry.objects.bulk_create(_entry(ranking, each, of) for each in placed)
    filled = {each.candidate.territory for each in placed if each.outcome == Outcome.SELECTED}
    choice = NoProposal(selection.without_proposal)
    best = _next_best(placed, of) if choice == NoProposal.NEXT_BEST_ELSEWHERE else None
    EmptyPlace.objects.bulk_create(
        EmptyPlace(ranking=ranking, territory=territory, choice=choice, next_best=best)
        for territory in Territory.objects.order_by("position", "pk")
        if territory.code not in filled
    )


def _entry(ranking: Ranking, placed: Placed, of: Mapping[str, SubmissionScore]) -> RankingEntry:
    score = of[placed.candidate.pseudonym]
    return RankingEntry(
        ranking=ranking,
        submission=score.submission,
        territory=score.submission.territory,
        position=placed.position,
        total=placed.total,
        averages={key: str(value) for key, value in placed.candidate.averages.items()},
        cards=score.cards,
        pseudonym=placed.candidate.pseudonym,
        by_lot=placed.by_lot,
        outcome=placed.outcome,
    )


def _next_best(placed: list[Placed], of: Mapping[str, SubmissionScore]) -> Submission | None:
    """The best proposal without a place, anywhere; the earlier number where totals are equal."""
    waiting = [each for each in placed if each.outcome == Outcome.RESERVE]
    best = min(
        waiting,
        key=lambda each: (-each.total, of[each.candidate.pseudonym].submission.number),
        default=None,
    )
    return of[best.candidate.pseudonym].submission if best else None


def _pseudonyms(call: Call, submissions: Iterable[Submission]) -> dict[UUID, str]:
    """One for each proposal, kept through all drawings of the call; it says nothing of the number."""
    rows = RankingEntry.objects.filter(ranking__call=call).order_by("pk")
    known = dict(rows.values_list("submission", "pseudonym"))
    return {
        row.pk: known.get(row.pk) or f"P-{secrets.token_hex(PSEUDONYM_BYTES).upper()}"
        for row in submissions
    }


def approve_blockers(ranking: Ranking, by: User) -> list[Blocker]:
    """Every reason this person cannot approve this ranking now."""
    if ranking.state == RankingState.FINAL:
        return [Blocker("already_final", _("This ranking is approved already."))]
    if ranking.state == RankingState.REPLACED:
        return [Blocker("replaced", _("This ranking was drawn again: approve the latest one."))]
    found = _same_hands(ranking, by) + draw_blockers(ranking.call)
    drawers = pgettext("who", "the coordinators or the commission")
    if scores_digest(ranking.call, Rule.from_json(ranking.rule)) != ranking.scores_sha256:
        text = _("Scores have changed since it was drawn: it must be drawn again.")
        found.append(Blocker("scores_changed", text, drawers))
    entries = queries.entries_of(ranking)
    found += [
        one for entry in entries if _leaves(entry) for one in leave_blockers(entry.submission)
    ]
    return found + ties_blockers([entry.submission.network for entry in entries], by)


def _same_hands(ranking: Ranking, by: User) -> list[Blocker]:
    """Who drew it, or had a seat in the commission, does not approve it."""
    if ranking.drawn_by_id == by.pk:
        other = hands.another_official()
        return [Blocker("drew_it", _("You drew this ranking: somebody else approves it."), other)]
    return had_seat_blockers(ranking.call, by)


def _leaves(entry: RankingEntry) -> bool:
    """A correction takes this proposal's place away."""
    holds = entry.submission.state == SubmissionState.SELECTED
    return holds and entry.outcome != Outcome.SELECTED


def act_blockers(act_number: str, act_date: date, act_url: str) -> list[Blocker]:
    """What the act lacks to be published."""
    found = []
    if not act_number.strip():
        found.append(Blocker("no_act", _("The number of the act is missing.")))
    if act_date > clock.today():
        found.append(Blocker("act_in_future", _("The date of the act is still to come.")))
    if not act_url.lower().startswith(("https://", "http://")):
        text = _("The address of the act begins with https:// or http://.")
        found.append(Blocker("act_address", text))
    return found


@transaction.atomic
def approve_ranking(
    *, ranking_id: UUID, act_number: str, act_date: date, act_url: str, by: User
) -> Ranking:
    """Make it final by an act: every proposal has its outcome, every network its letter.

    The call's row is locked first, as in drawing: what is approved is what was drawn, once.
    """
    call_id = Ranking.objects.values_list("call_id", flat=True).get(pk=ranking_id)
    call = lock(Call, call_id)
    ranking = lock(Ranking, ranking_id)
    ranking.call = call
    held = _lock_proposals(call)
    refuse(approve_blockers(ranking, by) + act_blockers(act_number, act_date, act_url))
    _move(ranking, RankingState.FINAL)
    ranking.approved_at, ranking.approved_by = clock.now(), by
    ranking.act_number, ranking.act_date, ranking.act_url = (
        act_number.strip(),
        act_date,
        act_url.strip(),
    )
    ranking.save()
    entries = list(queries.entries_of(ranking))
    _give_outcomes(entries, held, by=by)
    data = {
        "ranking": ranking.number,
        "act_date": act_date,
        "cites": ranking.cites.number if ranking.cites else None,
        "selected": sum(entry.outcome == Outcome.SELECTED for entry in entries),
    }
    record(ranking, Verb.APPROVE, by=by, data=data)
    for entry in entries:
        entry.ranking = ranking
        LETTERS[Outcome(entry.outcome)](entry).queue()
    RankingApproved(ranking).queue()
    return ranking


def _lock_proposals(call: Call) -> dict[UUID, Submission]:
    """Nobody hands in, or reopens, a card while its proposal is put in order or given its outcome."""
    rows = Submission.objects.select_for_update(no_key=True, of=("self",)).filter(
        call=call, state__in=RANKABLE
    )
    found = rows.select_related("call__programme", "network", "programme").order_by("pk")
    return {row.pk: row for row in found}


def _give_outcomes(
    entries: list[RankingEntry], held: Mapping[UUID, Submission], *, by: User
) -> None:
    """Whoever leaves a place before whoever takes it: the database allows one for each territory (C9)."""
    now = clock.now()
    for entry in sorted(entries, key=lambda entry: entry.outcome == Outcome.SELECTED):
        submission = held[entry.submission_id]
        to = SubmissionState(entry.outcome)
        was = SubmissionState(submission.state)
        assert to in SUBMISSION_MOVES[was] or {was, to} <= CORRECTION_MOVES, (was, to)
        submission.state = to
        submission.decided_at, submission.decided_by = now, by
        submission.save(update_fields=["state", "decided_at", "decided_by"])
        entry.submission = submission
        if was == SubmissionState.SELECTED and to != was:
            leave_place(submission, reason=entry.ranking.reason, by=by)
        if to == SubmissionState.SELECTED and was != to:
            record(submission, Verb.SELECT, by=by, data={"number": submission.number})


def _move(ranking: Ranking, state: RankingState) -> None:
    assert state in RANKING_MOVES[RankingState(ranking.state)], (ranking.state, state)
    ranking.state = state
