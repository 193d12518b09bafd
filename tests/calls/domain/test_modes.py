"""Ways of scoring that a call may choose: without names, by some members each, by one card for all."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from calls.domain.assignments import assign_submissions, move_assignment
from calls.domain.lots import assign
from calls.domain.selections import mode_blockers
from calls.enums import SeatKind
from calls.models import Assignment, Selection, Submission, Substitution
from calls.queries import commission as seats
from calls.queries.blind import PAINTED, listed
from calls.queries.missing import missing_cards
from calls.queries.scores import final_scores
from calls.queries.submissions import visible_to
from core.access import clock
from core.access.blocked import Blocked
from core.people.enums import MemberLevel, TieKind
from core.people.models import Organisation
from core.people.queries import forget
from tests.factories import commission, people
from tests.factories.commission import AT_WORK, AtWork


def in_mode(work: AtWork, **fields: object) -> None:
    """The rule as a call with this mode would have published it."""
    Selection.objects.filter(call=work.call).update(**fields)


def three_scorers() -> AtWork:
    """A chair and two members, all free of ties, in a call that asks for two scorers each."""
    call = commission.open_call(rule={"scorers_each": 2})
    first, second = commission.answered(call, "Rete Uno"), commission.answered(call, "Rete Due")
    call = commission.close(call)
    checker = people.facilitator("Fede Facilita")
    first, second = commission.admitted(first, checker), commission.admitted(second, checker)
    cast = commission.prepared(call, more=[(people.user("Nina Nuova"), SeatKind.MEMBER)])
    held = commission.appoint(call, cast)
    for seat in seats.seats_of(held):
        forget(seat.person)
        commission.declare_all(held, seat.person)
    return AtWork(call, held, cast, first, second)


@given(st.integers(1, 40), st.integers(2, 6), st.integers(1, 3), st.text(min_size=1, max_size=8))
@settings(max_examples=40)
def test_without_ties_no_load_is_more_than_one_above_another(
    applications: int, members: int, each: int, seed: str
) -> None:
    names = [str(number) for number in range(members)]
    each = min(each, members)
    untied = {f"D-{number}": names for number in range(applications)}
    drawn = assign(seed, untied, names, each)
    assert drawn == assign(seed, untied, names, each), "the same seed gives the same draw"
    assert all(len(set(chosen)) == each for chosen in drawn.values())
    loads = [sum(name in chosen for chosen in drawn.values()) for name in names]
    assert max(loads) - min(loads) <= 1


@pytest.mark.rule("C7")
def test_a_tied_member_is_drawn_only_where_nobody_else_is_left() -> None:
    drawn = assign("seme", {"A": ["1", "2"], "B": ["1"]}, ["1", "2", "3"], 2)
    assert sorted(drawn["A"]) == ["1", "2"]
    assert "1" in drawn["B"]


@pytest.mark.usefixtures("programme", "in_march")
class TestAssignment:
    @pytest.mark.rule("C7", "C8")
    def test_two_of_three_score_each_and_the_ranking_waits_for_them_only(self) -> None:
        work = three_scorers()
        assert not seats.scoring_submissions(commission.seat_of(work.commission, work.cast.chair))
        made = assign_submissions(commission_id=work.commission.pk, by=work.cast.chair, seed="seme")
        assert len(made) == 4
        scorers = [row.seat.person for row in made if row.submission_id == work.first.pk]
        assert missing_cards(work.call)[work.first.pk] == sorted(one.full_name for one in scorers)
        other = ({row.seat.person for row in made} - set(scorers)).pop()
        with pytest.raises(Blocked, match="not_open_to_you"):
            commission.hand_in(work.commission, other, work.first)
        for person in scorers:
            commission.hand_in(work.commission, person, work.first)
        score = next(one for one in final_scores(work.call) if one.submission == work.first)
        assert (score.needed, score.cards, score.total) == (2, 2, Decimal(70))

    def test_the_chair_moves_one_before_anybody_begins(self) -> None:
        work = three_scorers()
        made = assign_submissions(commission_id=work.commission.pk, by=work.cast.chair)
        held = next(row for row in made if row.submission_id == work.first.pk)
        has = {row.seat_id for row in made if row.submission_id == work.first.pk}
        free = next(
            seat for seat in work.commission.seats.filter(kind__in=("chair", "member"))
            if seat.pk not in has
        )  # fmt: skip
        moved = move_assignment(assignment_id=held.pk, seat_id=free.pk, by=work.cast.chair)
        assert (moved.seat, moved.by_hand) == (free, True)
        commission.hand_in(work.commission, free.person, work.first)
        with pytest.raises(Blocked, match="cards_begun"):
            move_assignment(assignment_id=held.pk, seat_id=held.seat_id, by=work.cast.chair)
        with pytest.raises(Blocked, match="cards_begun"):
            assign_submissions(commission_id=work.commission.pk, by=work.cast.chair)

    @pytest.mark.rule("C7")
    def test_a_late_tie_calls_an_alternate_only_for_what_was_given(self) -> None:
        work = three_scorers()
        made = assign_submissions(commission_id=work.commission.pk, by=work.cast.chair)
        scorer = next(row.seat.person for row in made if row.submission_id == work.first.pk)
        spare = next(
            row.seat.person for row in made
            if row.seat_id not in {one.seat_id for one in made if one.submission_id == work.first.pk}
        )  # fmt: skip
        commission.declare_all(work.commission, spare, tied={work.first.network: TieKind.KIN})
        assert not Substitution.objects.exists()
        commission.declare_all(work.commission, scorer, tied={work.first.network: TieKind.KIN})
        assert Substitution.objects.get().submission == work.first

    @pytest.mark.begins_from(stage=commission.appointed)
    def test_it_needs_every_declaration_and_a_call_that_asks_for_it(self) -> None:
        work = commission.appointed()
        with pytest.raises(Blocked, match="all_score"):
            assign_submissions(commission_id=work.commission.pk, by=work.cast.chair)
        in_mode(work, scorers_each=2)
        with pytest.raises(Blocked, match="undeclared"):
            assign_submissions(commission_id=work.commission.pk, by=work.cast.chair)
        assert not Assignment.objects.exists()


@pytest.mark.usefixtures("programme", "in_march")
class TestCollegial:
    @pytest.mark.rule("C8")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_the_chair_hands_in_one_card_for_all(self) -> None:
        work = commission.at_work()
        in_mode(work, collegial=True)
        member = commission.seat_of(work.commission, work.cast.member)
        assert not seats.scoring_submissions(member)
        assert missing_cards(work.call)[work.first.pk] == ["Chiara Presidente"]
        commission.hand_in(work.commission, work.cast.chair, work.first)
        score = next(one for one in final_scores(work.call) if one.submission == work.first)
        assert (score.needed, score.complete) == (1, True)

    @pytest.mark.rule("C7")
    @pytest.mark.begins_from(stage=commission.appointed)
    def test_it_waits_for_the_declaration_of_every_member(self) -> None:
        work = commission.appointed()
        in_mode(work, collegial=True)
        commission.declare_all(work.commission, work.cast.chair)
        with pytest.raises(Blocked, match="undeclared"):
            commission.hand_in(work.commission, work.cast.chair, work.first)


@pytest.mark.usefixtures("programme", "in_march")
class TestBlind:
    @pytest.mark.rule("C7")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_names_open_with_the_own_card(self) -> None:
        work = commission.at_work()
        in_mode(work, blind=True)
        member = work.cast.member
        assert not visible_to(member).exists()
        assert visible_to(work.cast.secretary).count() == 2
        commission.hand_in(work.commission, member, work.first)
        forget(member)
        assert set(visible_to(member)) == {work.first}

    @pytest.mark.rule("C7")
    @pytest.mark.begins_from(stage=commission.at_work)
    def test_a_list_paints_partners_and_people_out_of_every_title(self) -> None:
        work = commission.at_work()
        in_mode(work, blind=True)
        partner = people.partner_organisation(work.first.network)
        person = people.user("Rosa Rossini")
        people.member(partner, MemberLevel.EDITOR, person)
        Organisation.objects.filter(pk=partner.pk).update(tax_code="97600000022")
        title = f"{partner.name} (97600000022) con {person.full_name}: orti"
        Submission.objects.filter(pk=work.first.pk).update(title=title)
        rows = Submission.objects.filter(call=work.call).select_related("network", "lead")
        with CaptureQueriesContext(connection) as asked:
            found = listed((row, True) for row in rows)
        assert found[work.first.pk].title == f"{PAINTED} ({PAINTED}) con {PAINTED}: orti"
        assert len(asked) == 3, "the names of all of them in two queries"


def test_modes_that_contradict_one_another_are_refused() -> None:
    found = mode_blockers(scorers_each=1, collegial=True, highest=10, criteria=())
    assert {row.code for row in found} == {"two_modes", "lone_scorer"}


@pytest.mark.usefixtures("programme")
def test_the_database_knows_no_lone_scorer() -> None:
    call = commission.open_call()
    with (
        clock.at(AT_WORK),
        pytest.raises(IntegrityError, match="selection_scorers_each_two_or_all"),
        transaction.atomic(),
    ):
        Selection.objects.filter(call=call).update(scorers_each=1)
