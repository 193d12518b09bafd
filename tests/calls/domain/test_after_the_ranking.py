"""What comes after a final ranking: an empty territory reopened, ranked anew, and by whose hands (C9, C10)."""

from datetime import datetime, timedelta

import pytest

from calls.domain.admissibility import admit_all
from calls.domain.calls import close_call
from calls.domain.empty_places import decide_blockers, decide_empty_place
from calls.domain.places import renounce_submission, select_next_blockers
from calls.domain.rankings import approve_ranking, draw_ranking
from calls.domain.reopening import reopen_blockers, reopen_call
from calls.domain.reviews import answer_blockers
from calls.domain.scorecards import reopen_scorecard
from calls.enums import NoProposal, SubmissionState
from calls.models import Call, EmptyPlace, Ranking, Submission
from core.access import clock
from core.access.blocked import Blocked, Blocker
from core.people.domain.roles import grant_role
from core.people.domain.ties import declare_tie
from core.people.enums import RoleName, TieKind
from core.people.queries import forget
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, commission, integration, people, rankings
from tests.factories.rankings import ACT, APPROVAL, Scored

pytestmark = pytest.mark.usefixtures("programme")
AGAIN = APPROVAL + timedelta(days=10)


@pytest.fixture
def found(programme: Programme) -> Scored:
    return rankings.scored()


def codes(blockers: list[Blocker]) -> set[str]:
    return {one.code for one in blockers}


def decided(found: Scored, ranking: Ranking, choice: NoProposal) -> EmptyPlace:
    place = ranking.empty_places.get()
    with clock.at(APPROVAL):
        decide_empty_place(
            place_id=place.pk, choice=choice, reason="Nessuna.", by=found.cast.official, **ACT
        )
    return place


def came_late(found: Scored, place: EmptyPlace) -> Submission:
    """Reopened there after the ranking, answered, closed again and admitted."""
    with clock.at(APPROVAL):
        reopen_call(
            call_id=found.call.pk, closes_at=AGAIN, reason=Bilingual(it="Posto vuoto."),
            by=found.cast.coordinator, territory_id=place.territory_id,
        )  # fmt: skip
    with clock.at(calls.DURING):
        network = people.network("Tardi", territory=place.territory)
    submission, _receipt = calls.sent(Call.objects.get(), network, at=APPROVAL)
    with clock.at(AGAIN + calls.SECOND):
        close_call(call_id=found.call.pk)
        admit_all(call_id=found.call.pk, by=people.facilitator("Fausta Riapre"))
    return submission


def score(found: Scored, submission: Submission, at: datetime) -> None:
    commission.AT_WORK, before = at, commission.AT_WORK
    try:
        for person in (found.cast.chair, found.cast.member):
            commission.declare_all(found.commission, person)
            commission.hand_in(found.commission, person, submission, 8, 8, 8)
    finally:
        commission.AT_WORK = before


@pytest.mark.rule("C9", "C10")
@pytest.mark.begins_from(stage=rankings.scored)
def test_what_a_reopening_let_in_is_scored_and_a_correction_gives_it_the_place(
    found: Scored,
) -> None:
    first = rankings.approved(found)
    late = came_late(found, decided(found, first, NoProposal.REOPEN))
    now = AGAIN + timedelta(days=1)
    score(found, late, now)
    old = found.best.scorecards.order_by("pk")[0]
    with clock.at(now):
        with pytest.raises(Blocked, match="ranking_final"):
            reopen_scorecard(scorecard_id=old.pk, reason="Refuso", by=found.cast.chair)
        new = draw_ranking(call_id=found.call.pk, by=found.cast.coordinator, reason="Rivoli")
        approve_ranking(ranking_id=new.pk, by=found.cast.official, **ACT)
    late.refresh_from_db()
    assert (new.cites, late.state) == (first, SubmissionState.SELECTED)


@pytest.mark.rule("C9")
@pytest.mark.parametrize("choice", [NoProposal.LEAVE_EMPTY, NoProposal.REOPEN])
def test_only_what_was_decided_reopens_a_territory_whatever_the_call_provides(
    programme: Programme, choice: NoProposal
) -> None:
    provided = next(one for one in (NoProposal.REOPEN, NoProposal.LEAVE_EMPTY) if one != choice)
    found = rankings.scored(without_proposal=provided)
    ranking = rankings.approved(found)
    territory = ranking.empty_places.get().territory_id

    def reopened() -> set[str]:
        with clock.at(APPROVAL):
            return codes(reopen_blockers(Call.objects.get(), territory))

    assert reopened() == {"commission_appointed"}, "nobody has decided yet"
    decided(found, ranking, choice)
    assert reopened() == (set() if choice == NoProposal.REOPEN else {"commission_appointed"})


@pytest.mark.rule("C10")
@pytest.mark.begins_from(stage=rankings.scored)
def test_who_sat_in_the_commission_gives_no_place_and_answers_no_review(found: Scored) -> None:
    ranking, sat = rankings.approved(found), found.cast.member
    grant_role(user=sat, name=RoleName.METROPOLITAN_OFFICIAL, by=found.cast.official)
    forget(sat)
    low = Submission.objects.get(pk=found.low.pk)
    review = integration.reviewed(low)
    with clock.at(APPROVAL):
        by = found.best.started_by
        renounce_submission(submission_id=found.best.pk, reason="Non possiamo", by=by)
        territory = found.best.territory
        assert codes(select_next_blockers(ranking, territory, sat)) == {"has_seat"}
        assert codes(answer_blockers(review, sat)) == {"has_seat"}
        assert not select_next_blockers(ranking, territory, found.cast.official)


@pytest.mark.rule("C9")
def test_nobody_decides_on_a_place_that_may_go_to_a_network_of_theirs(
    programme: Programme,
) -> None:
    found = rankings.scored(without_proposal=NoProposal.NEXT_BEST_ELSEWHERE)
    place, by = rankings.approved(found).empty_places.get(), found.cast.official
    assert place.next_best is not None
    assert not decide_blockers(place, by)
    declare_tie(user=by, network=place.next_best.network, kind=TieKind.HELPED, by=by)
    forget(by)
    assert codes(decide_blockers(place, by)) == {"tied"}
