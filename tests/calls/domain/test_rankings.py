"""The ranking: drawn by the rule, approved once, then as it is (C9, C10, C12)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from calls.domain.places import renounce_submission, select_next
from calls.domain.rankings import approve_ranking, draw_blockers, draw_ranking
from calls.domain.scorecards import reopen_scorecard, submit_scorecard
from calls.enums import NoProposal, Outcome, RankingState, SubmissionState
from calls.models import Advance, Ranking, RankingEntry, Scorecard, Submission
from calls.queries import published_ranking, selected_submissions
from calls.queries.rankings import by_territory
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.queries import history_of
from core.notices.models import OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import MemberLevel, TieKind
from tests.factories import commission, people, rankings
from tests.factories.rankings import ACT, APPROVAL, Scored

pytestmark = [pytest.mark.usefixtures("programme"), pytest.mark.begins_from(stage=rankings.scored)]


@pytest.fixture
def found() -> Scored:
    return rankings.scored()


def outcomes(ranking: Ranking) -> dict[str, tuple[int, str]]:
    return {
        entry.submission.network.name: (entry.position, entry.outcome)
        for entry in ranking.entries.select_related("submission__network").order_by("pk")
    }


def later(act: Callable[[], Any]) -> Any:
    with clock.at(APPROVAL):
        return act()


def letters(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=f"calls.{kind}").count()


@pytest.mark.rule("C9")
def test_each_territory_has_one_place_by_the_totals_and_the_threshold(found: Scored) -> None:
    ranking = rankings.drawn(found)
    assert ranking.state == RankingState.PROVISIONAL
    assert outcomes(ranking) == {
        "Orti": (1, Outcome.SELECTED),
        "Mercato": (2, Outcome.RESERVE),
        "Cucina": (3, Outcome.NOT_ELIGIBLE),
        "Scuola": (1, Outcome.SELECTED),
    }
    assert {row.total for row in ranking.entries.order_by("pk")} == {
        Decimal(80), Decimal(70), Decimal(40), Decimal(60),
    }  # fmt: skip
    empty = ranking.empty_places.select_related("territory").get()
    assert (empty.territory.name, empty.choice) == ("Rivoli", NoProposal.LEAVE_EMPTY)
    assert not selected_submissions().exists(), "a provisional ranking gives nothing"
    assert letters("ranking_drawn") == 1


@pytest.mark.rule("C9")
@pytest.mark.begins_from(stage=None)
def test_the_call_may_name_the_next_best_elsewhere() -> None:
    found = rankings.scored(without_proposal=NoProposal.NEXT_BEST_ELSEWHERE)
    assert rankings.drawn(found).empty_places.get().next_best == found.second


@pytest.mark.rule("C8")
def test_a_card_that_is_missing_holds_the_drawing_and_names_who(found: Scored) -> None:
    card = Scorecard.objects.get(submission=found.best, seat__person=found.cast.member)
    later(lambda: reopen_scorecard(scorecard_id=card.pk, reason="Errore", by=found.cast.chair))
    blockers = later(lambda: draw_blockers(found.call))
    assert [(row.code, row.who) for row in blockers] == [("not_scored", "Marco Membro")]
    with pytest.raises(Blocked, match="not_scored"):
        rankings.drawn(found)


def test_nothing_is_drawn_while_an_application_waits_to_be_checked(found: Scored) -> None:
    rankings.in_state(found.low, SubmissionState.ADMISSIBLE)
    Submission.objects.filter(pk=found.low.pk).update(
        state=SubmissionState.SUBMITTED, checked_at=None, checked_by=None
    )
    with pytest.raises(Blocked, match="to_check"):
        rankings.drawn(found)


@pytest.mark.rule("C9")
def test_approval_gives_outcomes_letters_and_the_register_an_entry(found: Scored) -> None:
    ranking = rankings.approved(found)
    assert ranking.state == RankingState.FINAL
    assert published_ranking(found.call) == ranking
    assert set(selected_submissions()) == {found.best, found.lone}
    states = {
        row.pk: row.state for row in Submission.objects.filter(call=found.call).order_by("pk")
    }
    assert states[found.second.pk] == SubmissionState.RESERVE
    assert states[found.low.pk] == SubmissionState.NOT_ELIGIBLE
    assert letters("proposal_selected") == 2
    assert letters("proposal_in_reserve") == letters("proposal_not_eligible") == 1
    assert next(iter(history_of(ranking))).verb == "approve"
    letter = OutboxMessage.objects.get(kind="calls.proposal_in_reserve")
    assert "70" in letter.text
    assert "Collegno" in letter.text


@pytest.mark.rule("C9")
def test_the_database_refuses_a_second_selection_in_a_territory(found: Scored) -> None:
    rankings.approved(found)
    with (
        pytest.raises(IntegrityError, match="submission_one_selected_per_territory"),
        transaction.atomic(),
    ):
        Submission.objects.filter(pk=found.second.pk).update(state=SubmissionState.SELECTED)


@pytest.mark.rule("C10")
@pytest.mark.parametrize("state", [RankingState.FINAL, RankingState.REPLACED])
def test_the_database_refuses_any_change_of_a_ranking(found: Scored, state: RankingState) -> None:
    ranking = rankings.drawn(found)
    if state == RankingState.FINAL:
        rankings.approved(found, ranking)
    else:
        rankings.drawn(found)
    table, entries = Ranking._meta.db_table, RankingEntry._meta.db_table
    for act in (
        lambda: Ranking.objects.filter(pk=ranking.pk).update(act_number="DD 0"),
        lambda: Ranking.objects.filter(pk=ranking.pk).update(state=RankingState.PROVISIONAL),
        lambda: _sql(f"DELETE FROM {table}"),
        lambda: _sql(f"UPDATE {entries} SET position = 9"),
        lambda: _sql(f"DELETE FROM {entries}"),
        lambda: RankingEntry.objects.create(
            ranking=ranking,
            submission=found.best,
            territory=found.best.territory,
            position=9,
            total=1,
            averages={},
            cards=1,
            pseudonym="P-X",
            outcome=Outcome.RESERVE,
        ),
    ):
        with pytest.raises((IntegrityError, ProgrammingError)), transaction.atomic():
            act()


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.rule("C10")
def test_what_a_provisional_ranking_found_does_not_change_either(found: Scored) -> None:
    ranking = rankings.drawn(found)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ranking.objects.filter(pk=ranking.pk).update(seed="00")


@pytest.mark.rule("C10")
def test_a_correction_is_a_new_ranking_that_cites_the_old(found: Scored) -> None:
    first = rankings.approved(found)
    with pytest.raises(Blocked, match="no_reason"):
        rankings.drawn(found)
    second = later(
        lambda: draw_ranking(
            call_id=found.call.pk, reason="Errore materiale", by=found.cast.coordinator
        )
    )
    assert second.cites == first
    assert second.seed == first.seed
    assert published_ranking(found.call) == first, "the old one counts until the new one is final"
    rankings.approved(found, second)
    assert published_ranking(found.call) == second
    assert Ranking.objects.get(pk=first.pk).state == RankingState.FINAL
    with pytest.raises(IntegrityError, match="ranking_correction_cites_with_reason"):
        Ranking.objects.bulk_create([_like(second, number=9, reason="")])


def _like(ranking: Ranking, **changes: Any) -> Ranking:
    names = ("call", "cites", "reason", "rule", "seed", "scores_sha256", "drawn_at", "drawn_by")
    return Ranking(**{name: getattr(ranking, name) for name in names} | changes)


def test_drawing_again_keeps_seed_and_pseudonyms(found: Scored) -> None:
    first, second = rankings.drawn(found), rankings.drawn(found)
    first.refresh_from_db()
    assert first.state == RankingState.REPLACED
    assert first.seed == second.seed
    names = [
        dict(row.entries.order_by("pk").values_list("submission", "pseudonym"))
        for row in (first, second)
    ]
    assert names[0] == names[1]
    assert all(found.best.number not in name for name in names[0].values())
    with pytest.raises(Blocked, match="replaced"):
        rankings.approved(found, first)


def test_scores_that_changed_since_hold_the_approval(found: Scored) -> None:
    ranking = rankings.drawn(found)
    card = Scorecard.objects.get(submission=found.second, seat__person=found.cast.member)
    later(lambda: reopen_scorecard(scorecard_id=card.pk, reason="Errore", by=found.cast.chair))
    commission.hand_in(found.commission, found.cast.member, found.second, 10, 10, 10)
    with pytest.raises(Blocked, match="scores_changed"):
        rankings.approved(found, ranking)
    again = rankings.drawn(found)
    assert outcomes(again)["Mercato"] == (1, Outcome.SELECTED), "8.5 on the mean, over 8"
    assert rankings.approved(found, again).is_final


def test_an_official_with_a_tie_does_not_approve(found: Scored) -> None:
    official = found.cast.official
    ranking = rankings.drawn(found)
    declare_tie(user=official, network=found.low.network, kind=TieKind.KIN, by=official)
    with pytest.raises(Blocked, match="tied"):
        rankings.approved(found, ranking)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("act_number", " ", "no_act"),
        ("act_date", date(2099, 1, 1), "act_in_future"),
        ("act_url", "javascript:alert(1)", "act_address"),
        ("act_url", "ftp://example.org/act", "act_address"),
    ],
)
def test_an_act_lacks_nothing(found: Scored, field: str, value: Any, code: str) -> None:
    ranking = rankings.drawn(found)
    with pytest.raises(Blocked, match=code):
        later(
            lambda: approve_ranking(
                ranking_id=ranking.pk, by=found.cast.official, **{**ACT, field: value}
            )
        )


@pytest.mark.parametrize("state", SubmissionState)
@pytest.mark.begins_from(stage=None)
def test_who_can_renounce_in_every_state(state: SubmissionState) -> None:
    from tests.factories import calls

    submission = (
        rankings.in_state(calls.sent(commission.open_call())[0], state)
        if state not in {SubmissionState.DRAFT}
        else calls.draft(commission.open_call())
    )
    by = submission.started_by
    if state in {SubmissionState.SELECTED, SubmissionState.RESERVE}:
        done = renounce_submission(submission_id=submission.pk, reason="Non possiamo", by=by)
        assert done.state == SubmissionState.RENOUNCED
    else:
        with pytest.raises(Blocked):
            renounce_submission(submission_id=submission.pk, reason="Non possiamo", by=by)


@pytest.mark.rule("C9", "C12")
def test_a_renounced_place_goes_to_the_next_in_line(found: Scored) -> None:
    ranking = rankings.approved(found)
    signatory = people.member(found.best.lead, MemberLevel.SIGNATORY).user
    official, territory = found.cast.official, found.best.territory

    def give() -> Advance:
        with clock.at(APPROVAL):
            return select_next(ranking_id=ranking.pk, territory=territory, by=official, **ACT)

    with pytest.raises(Blocked, match="no_free_place"):
        give()
    renounce(found.best, signatory)
    advance = give()
    assert advance.selected == found.second
    assert set(selected_submissions()) == {found.second, found.lone}
    assert letters("proposal_selected") == 3
    card = next(one for one in by_territory(ranking) if one.territory == territory)
    assert [row.selected for row in card.advances] == [found.second]
    renounce(found.second, found.second.started_by)
    with pytest.raises(Blocked, match="nobody_next"):
        give()
    assert Advance.objects.count() == 1
    found.best.refresh_from_db()
    assert found.best.renounce_reason == "Non possiamo"


def renounce(submission: Submission, by: User) -> None:
    later(lambda: renounce_submission(submission_id=submission.pk, reason="Non possiamo", by=by))


def test_handing_in_after_the_ranking_is_refused(found: Scored) -> None:
    rankings.approved(found)
    card = Scorecard.objects.get(submission=found.best, seat__person=found.cast.member)
    with pytest.raises(Blocked):
        later(lambda: reopen_scorecard(scorecard_id=card.pk, reason="x", by=found.cast.chair))
    with pytest.raises(Blocked):
        later(
            lambda: submit_scorecard(
                submission_id=found.best.pk, seat_id=card.seat_id, by=found.cast.member
            )
        )
