"""Verbs of mentorship in every state, and the rules on conflicts, gaps and handing on."""

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.audit.enums import Verb
from core.audit.queries import history_of
from core.notices.models import OutboxMessage
from core.people.enums import MemberLevel, RoleName, TieKind, TieOrigin
from core.people.models import Network, Role
from core.people.models.periods import current
from core.people.queries import KnownTie, forget, ties_with, visible_networks
from core.programmes.models import Programme
from projects.domain import mentorship
from projects.mentorship_enums import (
    ASSIGNMENT_MOVES,
    HOLDS_THE_ROLE,
    AssignmentState,
    SupportKind,
)
from projects.models import MentorshipAssignment
from projects.queries import mentorship as queries
from tests.factories import calls, people
from tests.factories import mentorship as factory

State = AssignmentState


@pytest.fixture
def while_open(programme: Programme) -> Iterator[Programme]:
    """The clock stands while the calls of the factories are open."""
    with clock.at(calls.DURING):
        yield programme


Act = Callable[[MentorshipAssignment], object]


def suspend(row: MentorshipAssignment) -> object:
    return mentorship.suspend_assignment(assignment_id=row.pk, reason="Pausa.", by=row.proposed_by)


def close(row: MentorshipAssignment) -> object:
    return mentorship.close_assignment(assignment_id=row.pk, by=row.proposed_by)


def reassign(row: MentorshipAssignment) -> object:
    return mentorship.reassign_mentor(
        assignment_id=row.pk, mentor=people.user("Nora Nuova"), reason="Cambio.", by=row.proposed_by
    )


def accept(row: MentorshipAssignment) -> object:
    return mentorship.accept_assignment(assignment_id=row.pk, by=row.mentor)


def decline(row: MentorshipAssignment) -> object:
    return mentorship.decline_assignment(assignment_id=row.pk, reason="No.", by=row.mentor)


def resume(row: MentorshipAssignment) -> object:
    return mentorship.resume_assignment(assignment_id=row.pk, by=row.proposed_by)


VERBS: dict[State, Act] = {
    State.SUSPENDED: suspend,
    State.CLOSED: close,
    State.REASSIGNED: reassign,
    State.DECLINED: decline,
}


@pytest.mark.parametrize("state", State, ids=str)
@pytest.mark.parametrize("to", VERBS, ids=str)
def test_each_verb_moves_only_as_the_table_allows(
    programme: Programme, state: State, to: State
) -> None:
    row = factory.in_state(state)
    if to in ASSIGNMENT_MOVES[state]:
        VERBS[to](row)
        row.refresh_from_db()
        assert row.state == to
    else:
        with pytest.raises(Blocked):
            VERBS[to](row)


@pytest.mark.parametrize("state", State, ids=str)
def test_only_a_proposal_is_accepted(programme: Programme, state: State) -> None:
    row = factory.in_state(state)
    if state == State.PROPOSED:
        accept(row)
    else:
        with pytest.raises(Blocked):
            accept(row)


@pytest.mark.parametrize("state", State, ids=str)
def test_only_a_suspended_one_is_resumed(programme: Programme, state: State) -> None:
    row = factory.in_state(state)
    if state == State.SUSPENDED:
        resume(row)
        row.refresh_from_db()
        assert row.state == State.ACCEPTED
        assert row.suspend_reason == ""
    else:
        with pytest.raises(Blocked):
            resume(row)


@pytest.mark.parametrize("state", State, ids=str)
def test_the_role_is_held_as_long_as_the_mentorship_lives(
    programme: Programme, state: State
) -> None:
    row = factory.in_state(state)
    forget(row.mentor)
    held = Role.objects.filter(
        current(), user=row.mentor, network=row.network, name=RoleName.MENTOR
    )
    assert held.exists() is (state in HOLDS_THE_ROLE)
    assert visible_networks(row.mentor).filter(pk=row.network_id).exists() is held.exists()


@pytest.mark.rule("R13")
def test_accepting_makes_the_tie_that_bars_from_scoring(programme: Programme) -> None:
    row = factory.proposed()
    assert not ties_with(row.mentor, row.network)
    forget(row.mentor)
    mentorship.accept_assignment(
        assignment_id=row.pk, by=row.mentor, has_conflict=True, declaration="Mia sorella ci lavora."
    )
    forget(row.mentor)
    assert {tie.kind for tie in ties_with(row.mentor, row.network)} == {TieKind.MENTORS}
    row.refresh_from_db()
    assert (row.has_conflict, row.conflict_declaration) == (True, "Mia sorella ci lavora.")


@pytest.mark.rule("P9")
@pytest.mark.rule("C7")
@pytest.mark.parametrize("end", [close, reassign], ids=["closed", "handed on"])
def test_who_accompanied_a_network_stays_tied_to_it(programme: Programme, end: Act) -> None:
    """The role ends, and with it the sight of the network; what was done for it does not."""
    row = factory.accepted()
    end(row)
    forget(row.mentor)
    assert not visible_networks(row.mentor).filter(pk=row.network_id).exists()
    assert ties_with(row.mentor, row.network) == {KnownTie(TieKind.HELPED, TieOrigin.DERIVED)}


@pytest.mark.rule("P9")
def test_a_proposal_that_was_declined_ties_to_nothing(programme: Programme) -> None:
    row = factory.proposed()
    mentorship.decline_assignment(assignment_id=row.pk, reason="Non posso.", by=row.mentor)
    forget(row.mentor)
    assert not ties_with(row.mentor, row.network)


@pytest.mark.rule("R13")
def test_a_conflict_without_words_is_refused_by_the_database(programme: Programme) -> None:
    row = factory.proposed()
    with (
        pytest.raises(IntegrityError, match="mentorship_accepted_with_declaration"),
        transaction.atomic(),
    ):
        mentorship.accept_assignment(assignment_id=row.pk, by=row.mentor, has_conflict=True)


def test_the_declaration_is_not_in_the_register(programme: Programme) -> None:
    row = factory.proposed()
    mentorship.accept_assignment(
        assignment_id=row.pk, by=row.mentor, has_conflict=True, declaration="segretissimo"
    )
    assert "segretissimo" not in str([event.data for event in history_of(row)])


@pytest.mark.rule("R12")
def test_every_applicant_has_a_mentor_or_stands_in_the_gap(while_open: Programme) -> None:
    call = calls.open_call()
    networks = [calls.sent(call)[0].network for _ in range(3)]
    calls.draft(call)  # a draft is no answer
    assert gap(call) == {network.pk for network in networks}
    declined = factory.proposed(networks[0])
    assert gap(call) == {network.pk for network in networks[1:]}
    decline(declined)
    suspended = factory.accepted(networks[1])
    assert gap(call) == {networks[0].pk, networks[2].pk}
    suspend(suspended)
    assert gap(call) == {network.pk for network in networks}
    for network in networks:
        factory.proposed(network)
    assert gap(call) == set()


def gap(call: object) -> set[object]:
    return set(queries.networks_without_mentor(call).values_list("pk", flat=True))  # type: ignore[arg-type]  # a call


@pytest.mark.rule("P6")
@pytest.mark.rule("R15")
def test_handing_on_closes_and_cites_and_rewrites_nothing(programme: Programme) -> None:
    old = factory.accepted(goals="Obiettivi di allora.")
    before = (old.mentor_id, old.goals, old.hours_planned, old.accepted_at, old.proposed_at)
    other = people.user("Nora Nuova")
    new = mentorship.reassign_mentor(
        assignment_id=old.pk, mentor=other, reason="Trasferita.", by=old.proposed_by,
        hours_planned=Decimal(4),
    )  # fmt: skip
    old.refresh_from_db()
    after = (old.mentor_id, old.goals, old.hours_planned, old.accepted_at, old.proposed_at)
    assert before == after
    assert (old.state, old.end_reason) == (State.REASSIGNED, "Trasferita.")
    assert (new.cites, new.mentor, new.state) == (old, other, State.PROPOSED)
    assert (new.goals, new.hours_planned) == ("Obiettivi di allora.", Decimal(4))
    verbs = [event.verb for event in history_of(old)]
    assert Verb.REASSIGN in verbs


@pytest.mark.rule("R15")
@pytest.mark.parametrize("field", ["mentor", "network"])
def test_the_database_refuses_to_rewrite(programme: Programme, field: str) -> None:
    row = factory.accepted()
    other = people.user("Altra") if field == "mentor" else people.network("Altra rete")
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        MentorshipAssignment.objects.filter(pk=row.pk).update(**{field: other})


@pytest.mark.rule("R15")
def test_what_has_ended_is_not_touched_again(programme: Programme) -> None:
    row = factory.in_state(State.CLOSED)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        MentorshipAssignment.objects.filter(pk=row.pk).update(goals="Altri obiettivi.")


def test_the_role_stays_while_another_mentorship_needs_it(programme: Programme) -> None:
    first = factory.accepted()
    second = factory.accepted(first.network, first.mentor, support_kind=SupportKind.RELATIONS)
    close(first)
    forget(first.mentor)
    assert {tie.kind for tie in ties_with(first.mentor, first.network)} == {TieKind.MENTORS}
    close(second)
    forget(first.mentor)
    assert {tie.kind for tie in ties_with(first.mentor, first.network)} == {TieKind.HELPED}


def test_nobody_accompanies_their_own_network(programme: Programme) -> None:
    network = people.network()
    member = people.member(network.lead, MemberLevel.EDITOR).user
    with pytest.raises(Blocked, match="mentor_of_own_network"):
        factory.proposed(network, member)


def test_who_joins_the_network_meanwhile_cannot_accept(programme: Programme) -> None:
    row = factory.proposed()
    people.member(row.network.lead, MemberLevel.VIEWER, row.mentor)
    forget(row.mentor)
    with pytest.raises(Blocked, match="mentor_of_own_network"):
        accept(row)


def test_the_same_mentor_is_not_asked_twice_for_the_same(programme: Programme) -> None:
    row = factory.proposed()
    with pytest.raises(Blocked, match="already_assigned"):
        factory.proposed(row.network, row.mentor)
    factory.proposed(row.network, row.mentor, support_kind=SupportKind.RELATIONS)


def test_a_kind_that_the_phase_does_not_offer_is_refused(programme: Programme) -> None:
    with pytest.raises(Blocked, match="kind_not_offered"):
        factory.proposed(support_kind=SupportKind.REPORTING)


def test_a_closed_account_is_not_asked(programme: Programme) -> None:
    gone = people.user("Andata Via")
    gone.is_active = False
    gone.save()
    with pytest.raises(Blocked, match="mentor_inactive"):
        factory.proposed(mentor=gone)


def test_asking_for_many_is_all_or_nothing(programme: Programme) -> None:
    free, own = people.network("Rete libera"), people.network("Rete propria")
    mentor = people.member(own.lead, MemberLevel.EDITOR).user
    with pytest.raises(Blocked):
        many([free, own], mentor)
    assert not MentorshipAssignment.objects.exists()
    assert len(many([free, people.network("Rete terza")], mentor)) == 2


def many(networks: list[Network], mentor: User) -> list[MentorshipAssignment]:
    return mentorship.assign_to_many(
        network_ids=[network.pk for network in networks],
        mentor=mentor,
        by=people.facilitator(f"Fabio {Network.objects.count()}"),
        phase=factory.offer(),
        support_kind=SupportKind.DESIGN,
        goals="Obiettivi.",
        hours_planned=Decimal(8),
    )


def test_each_side_is_told(programme: Programme) -> None:
    row = factory.proposed()
    assert told() == {row.mentor.email}
    accept(row)
    assert row.network.created_by.email in told()
    close(row)
    kinds = set(OutboxMessage.objects.order_by("pk").values_list("kind", flat=True))
    assert {"projects.mentor_proposed", "projects.mentor_accepted"} <= kinds
    assert "projects.mentorship_ended" in kinds


def told() -> set[str]:
    rows = OutboxMessage.objects.filter(kind__startswith="projects.").order_by("pk")
    return set(rows.values_list("address", flat=True))


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("mentorship_hours_positive", {"hours_planned": 0}),
        ("mentorship_goals_present", {"goals": ""}),
        ("mentorship_kind_known", {"support_kind": "cooking"}),
        ("mentorship_state_known", {"state": "dreaming"}),
        ("mentorship_accepted_with_date", {"state": State.ACCEPTED}),
        ("mentorship_under_way_since", {"state": State.ACTIVE}),
        ("mentorship_suspended_with_date_actor_reason", {"suspend_reason": "senza data"}),
        ("mentorship_ended_with_date_and_actor", {"state": State.CLOSED}),
        ("mentorship_ended_with_date_and_actor", {"end_reason": "non finita"}),
    ],
)
def test_the_database_ties_state_to_date_and_actor(
    programme: Programme, name: str, fields: dict[str, object]
) -> None:
    row = factory.proposed()
    values = dict(fields)
    if values.get("state") == State.ACTIVE:
        values |= {"accepted_at": clock.now(), "has_conflict": False}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        MentorshipAssignment.objects.filter(pk=row.pk).update(**values)
