"""Preparing and appointing a commission; declaring on conflict; recusal and alternates."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from calls import commission_blockers as blockers
from calls.domain.commission import add_seat, appoint_alternate, appoint_commission, remove_seat
from calls.domain.declarations import declare
from calls.domain.sittings import record_sitting
from calls.enums import SeatKind
from calls.models import (
    Commission,
    CommissionMeeting,
    CommissionSeat,
    Declaration,
    DraftHelper,
    Submission,
    Substitution,
)
from calls.queries import commission as queries
from calls.queries import visible_to
from core.access import clock
from core.access.blocked import Blocked
from core.notices.models import Deadline, OutboxMessage
from core.people.domain.roles import grant_role
from core.people.enums import MemberLevel, RoleName, TieKind
from core.people.models import Role, Tie
from core.people.queries import forget
from tests.factories import calls, commission, people
from tests.factories.commission import ACT_DATE, AT_WORK

pytestmark = pytest.mark.usefixtures("programme", "in_march")


def codes(raised: pytest.ExceptionInfo[Blocked]) -> set[str]:
    return {blocker.code.partition(":")[0] for blocker in raised.value.blockers}


def subjects() -> list[str]:
    return list(OutboxMessage.objects.order_by("pk").values_list("subject", flat=True))


@pytest.mark.rule("C7")
def test_a_commission_is_never_appointed_before_the_close() -> None:
    call = commission.open_call()
    cast = commission.prepared(call)
    with clock.at(calls.DURING), pytest.raises(Blocked) as raised:
        appoint_commission(
            call_id=call.pk, act_number="DD 1", act_date=clock.today(), by=cast.official
        )
    assert codes(raised) == {"call_open"}
    assert not Role.objects.filter(call_id=call.pk).exists()


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_the_act_gives_the_seats_their_roles_and_tells_everybody() -> None:
    work = commission.appointed()
    assert work.commission.is_appointed
    roles = Role.objects.filter(call_id=work.call.pk)
    assert {role.name for role in roles} == {kind.role for kind in SeatKind}
    assert {role.act_reference for role in roles} == {"DD 1234, 03/03/2021"}
    assert sum("conflitti" in row or "conflicts" in row for row in subjects()) == 4


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"act_date": date(2021, 2, 1)}, "act_before_close"),
        ({"act_date": date(2021, 12, 1)}, "act_ahead"),
        ({"act_number": " "}, "no_act"),
        ({"scores_due_on": date(2021, 1, 1)}, "due_in_the_past"),
    ],
)
def test_an_act_has_its_number_and_a_date_after_the_close(
    fields: dict[str, object], code: str
) -> None:
    call = commission.open_call()
    cast = commission.prepared(commission.close(call))
    act = {"act_number": "DD 1", "act_date": ACT_DATE, **fields}
    with clock.at(AT_WORK), pytest.raises(Blocked) as raised:
        appoint_commission(call_id=call.pk, by=cast.official, **act)  # type: ignore[arg-type]  # one is wrong
    assert codes(raised) == {code}


def test_nobody_scores_alone() -> None:
    call = commission.close(commission.open_call())
    by = people.coordinator()
    add_seat(call_id=call.pk, person=people.user("Sola"), kind=SeatKind.MEMBER, by=by)
    held = queries.commission_of(call)
    with clock.at(AT_WORK):
        found = {blocker.code for blocker in blockers.appoint_blockers(call, held)}
    assert found == {"no_chair", "no_member"}


def test_one_chair_and_one_seat_for_each_person() -> None:
    call = commission.open_call()
    cast = commission.prepared(call)
    with pytest.raises(Blocked) as raised:
        add_seat(call_id=call.pk, person=cast.member, kind=SeatKind.CHAIR, by=cast.coordinator)
    assert codes(raised) == {"has_seat", "seat_taken"}
    held = queries.commission_of(call)
    assert held is not None
    with (
        pytest.raises(IntegrityError, match="seat_one_chair_and_one_secretary"),
        transaction.atomic(),
    ):
        CommissionSeat.objects.create(
            commission=held, person=people.user("Altra"), kind=SeatKind.CHAIR
        )


@pytest.mark.begins_from(stage=commission.appointed)
def test_after_the_act_the_list_no_longer_changes() -> None:
    work = commission.appointed()
    seat = commission.seat_of(work.commission, work.cast.member)
    with pytest.raises(Blocked) as raised:
        remove_seat(seat_id=seat.pk, by=work.cast.coordinator)
    assert codes(raised) == {"already_appointed"}


@pytest.mark.begins_from(stage=commission.appointed)
def test_the_database_ties_the_appointment_to_its_act() -> None:
    work = commission.appointed()
    with pytest.raises(IntegrityError, match="commission_appointed_with_act"), transaction.atomic():
        Commission.objects.filter(pk=work.commission.pk).update(act_number="")


@pytest.mark.rule("C7")
def test_before_the_act_the_coordinator_sees_which_application_would_lack_scorers() -> None:
    call = commission.open_call()
    first = commission.answered(call, "Rete Uno")
    call = commission.close(call)
    cast = commission.prepared(call)
    for person in (cast.member, cast.alternate):
        grant_role(user=person, name=RoleName.MENTOR, network=first.network, by=cast.coordinator)
        forget(person)
    held = queries.commission_of(call)
    assert held is not None
    (row,) = queries.coverage_of(call, queries.seats_of(held))
    assert (row.untied, row.needed, row.is_short) == (1, 2, True)
    assert {seat.person for seat, kinds in row.ties if TieKind.MENTORS in kinds} == {
        cast.member,
        cast.alternate,
    }
    with clock.at(AT_WORK):
        (found,) = blockers.appoint_blockers(call, held)
    assert found.code == "too_few_untied"


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_no_text_opens_before_the_declaration() -> None:
    work = commission.appointed()
    for person in (work.cast.chair, work.cast.member, work.cast.secretary):
        assert not visible_to(person).exists()
        commission.declare_all(work.commission, person)
        assert set(visible_to(person)) == {work.first, work.second}


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_every_network_must_be_answered_before_any_text_opens() -> None:
    work = commission.appointed()
    seat = commission.seat_of(work.commission, work.cast.member)
    with clock.at(AT_WORK), pytest.raises(Blocked) as raised:
        declare(seat_id=seat.pk, ties={work.first.network_id: set()}, by=work.cast.member)
    assert codes(raised) == {"unanswered"}
    assert not visible_to(work.cast.member).exists()


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_a_tie_closes_the_text_and_calls_the_alternate() -> None:
    work = commission.appointed()
    cast = work.cast
    for person in (cast.chair, cast.alternate):
        commission.declare_all(work.commission, person)
    assert not visible_to(cast.alternate).exists()
    commission.declare_all(work.commission, cast.member, tied={work.first.network: TieKind.PARTNER})
    assert set(visible_to(cast.member)) == {work.second}
    forget(cast.alternate)
    assert set(visible_to(cast.alternate)) == {work.first}
    (called,) = Substitution.objects.all()
    assert (called.seat.person, called.alternate.person) == (cast.member, cast.alternate)
    assert Tie.objects.filter(user=cast.member, kind=TieKind.PARTNER).exists()
    assert any(work.first.number in subject for subject in subjects())


@pytest.mark.rule("C7")
@pytest.mark.rule("R13")
@pytest.mark.begins_from(stage=commission.appointed)
def test_what_the_portal_knows_cannot_be_denied() -> None:
    work = commission.appointed()
    member = work.cast.member
    with clock.at(AT_WORK):
        grant_role(
            user=member, name=RoleName.MENTOR, network=work.first.network, by=work.cast.coordinator
        )
    forget(member)
    commission.declare_all(work.commission, member)
    made = Declaration.objects.get(seat__person=member, network=work.first.network)
    assert (made.ties, made.bars) == (["mentors"], True)
    assert set(visible_to(member)) == {work.second}


@pytest.mark.rule("R13")
@pytest.mark.begins_from(stage=commission.at_work)
def test_a_tie_that_arises_later_closes_the_text_and_is_to_be_declared() -> None:
    work = commission.at_work()
    member = work.cast.member
    assert work.first in visible_to(member)
    with clock.at(AT_WORK):
        grant_role(
            user=member, name=RoleName.MENTOR, network=work.first.network, by=work.cast.coordinator
        )
        forget(member)
        assert set(visible_to(member)) == {work.second}
        seat = commission.seat_of(work.commission, member)
        assert queries.still_to_declare(seat) == 1
    commission.declare_all(work.commission, member)
    assert Substitution.objects.filter(submission=work.first, seat__person=member).count() == 1


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_being_asked_for_help_opens_nothing_behind_the_wall_of_a_seat() -> None:
    work = commission.appointed()
    member, by = work.cast.member, work.first.started_by
    DraftHelper.objects.create(
        submission=work.first, person=member, asked_at=clock.now(), asked_by=by
    )
    assert not visible_to(member).exists()


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_a_kind_that_the_call_does_not_bar_leaves_the_text_open() -> None:
    """The municipality is not among the barring ties of this call."""
    work = commission.appointed()
    member = work.cast.member
    grant_role(
        user=member, name=RoleName.MUNICIPAL_OFFICIAL, territory=work.first.territory,
        by=work.cast.coordinator,
    )  # fmt: skip
    forget(member)
    assert not visible_to(member).exists(), "another office opens nothing before the declaration"
    commission.declare_all(work.commission, member)
    made = Declaration.objects.get(seat__person=member, network=work.first.network)
    assert (made.ties, made.bars) == (["municipality"], False)
    assert work.first in visible_to(member)


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_who_belongs_to_the_network_is_barred_whatever_the_call_says() -> None:
    work = commission.appointed()
    people.member(work.first.lead, MemberLevel.VIEWER, work.cast.chair)
    forget(work.cast.chair)
    commission.declare_all(work.commission, work.cast.chair)
    made = Declaration.objects.get(seat__person=work.cast.chair, network=work.first.network)
    assert (made.ties, made.bars) == (["same_organisation"], True)


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_when_no_alternate_is_left_the_coordinators_hear_and_a_further_one_is_called() -> None:
    work = commission.appointed()
    cast = work.cast
    commission.declare_all(work.commission, cast.alternate, tied={work.first.network: TieKind.KIN})
    commission.declare_all(work.commission, cast.member, tied={work.first.network: TieKind.KIN})
    assert not Substitution.objects.exists()
    to_coordinators = OutboxMessage.objects.filter(recipient=cast.coordinator)
    assert to_coordinators.filter(subject__contains=work.first.number).exists()
    new = people.user("Nora Nuova")
    with clock.at(AT_WORK):
        appoint_alternate(
            call_id=work.call.pk, person=new, act_number="DD 2000",
            act_date=AT_WORK.date(), by=cast.official,
        )  # fmt: skip
    (called,) = Substitution.objects.all()
    assert called.alternate.person == new


@pytest.mark.rule("C7")
def test_an_alternate_who_turns_out_to_be_tied_passes_the_call_on() -> None:
    call = commission.open_call()
    first = commission.answered(call, "Rete Uno")
    call = commission.close(call)
    second = people.user("Seconda Supplente")
    cast = commission.prepared(call, more=[(second, SeatKind.ALTERNATE)])
    held = commission.appoint(call, cast)
    commission.declare_all(held, cast.member, tied={first.network: TieKind.EMPLOYED})
    assert Substitution.objects.get().alternate.person == cast.alternate
    commission.declare_all(held, cast.alternate, tied={first.network: TieKind.KIN})
    live = Substitution.objects.get(ended_at__isnull=True)
    assert live.alternate.person == second
    assert Substitution.objects.count() == 2


@pytest.mark.begins_from(stage=commission.at_work)
def test_a_tie_is_added_later_never_taken_away() -> None:
    work = commission.at_work()
    member = work.cast.member
    seat = commission.seat_of(work.commission, member)
    network = work.first.network
    for ties in ({TieKind.KIN}, set[TieKind]()):
        with clock.at(AT_WORK):
            declare(seat_id=seat.pk, ties={network.pk: ties}, by=member)
        made = Declaration.objects.get(seat=seat, network=network)
        assert (made.ties, made.bars) == (["kin"], True)


@pytest.mark.begins_from(stage=commission.at_work)
def test_derived_ties_are_not_declared_by_hand() -> None:
    work = commission.at_work()
    seat = commission.seat_of(work.commission, work.cast.member)
    with clock.at(AT_WORK), pytest.raises(Blocked) as raised:
        declare(
            seat_id=seat.pk, ties={work.first.network_id: {TieKind.MENTORS}}, by=work.cast.member
        )
    assert codes(raised) == {"derived_tie"}


@pytest.mark.rule("C7")
def test_a_coordinator_who_sits_reads_by_the_seat_alone() -> None:
    call = commission.open_call()
    first = commission.answered(call, "Rete Uno")
    call = commission.close(call)
    sits = people.coordinator("Cora Siede")
    assert first in visible_to(sits)
    cast = commission.prepared(call, more=[(sits, SeatKind.MEMBER)])
    held = commission.appoint(call, cast)
    forget(sits)
    assert first not in visible_to(sits)
    commission.admitted(Submission.objects.get(), people.facilitator())
    commission.declare_all(held, sits, tied={first.network: TieKind.KIN})
    assert first not in visible_to(sits)


@pytest.mark.begins_from(stage=commission.appointed)
def test_who_applies_still_reads_their_own_application() -> None:
    work = commission.appointed()
    people.member(work.first.lead, MemberLevel.VIEWER, work.cast.chair)
    forget(work.cast.chair)
    assert set(visible_to(work.cast.chair)) == {work.first}


def test_the_term_of_the_scores_is_a_deadline() -> None:
    call = commission.close(commission.open_call())
    cast = commission.prepared(call)
    due = (AT_WORK + timedelta(days=14)).date()
    commission.appoint(call, cast, scores_due_on=due)
    assert Deadline.objects.get(kind="calls.scoring").on == due


@pytest.mark.begins_from(stage=commission.at_work)
def test_minutes_are_kept_as_they_are() -> None:
    work = commission.at_work()
    with clock.at(AT_WORK):
        sitting = record_sitting(
            commission_id=work.commission.pk, held_on=ACT_DATE, minutes="Presenti tutti.",
            by=work.cast.secretary,
        )  # fmt: skip
    with pytest.raises(Exception, match=r"never changed|permission denied"), transaction.atomic():
        CommissionMeeting.objects.filter(pk=sitting.pk).update(minutes="Altro")
    with pytest.raises(Blocked) as raised:
        record_sitting(
            commission_id=work.commission.pk, held_on=date(2030, 1, 1), minutes=" ",
            by=work.cast.secretary,
        )  # fmt: skip
    assert codes(raised) == {"no_minutes", "sitting_ahead"}
