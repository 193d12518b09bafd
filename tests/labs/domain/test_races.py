"""Fifty people and one seat, on a real PostgreSQL with real threads."""

from datetime import timedelta

import pytest

from core.access import clock
from core.access.blocked import Blocked
from core.access.scope import open_programme
from core.programmes.models import Programme
from labs import queries
from labs.domain.queue import expire_offer
from labs.domain.registrations import cancel_registration, register
from labs.enums import RegistrationState
from labs.models import Event, Registration
from tests.factories import labs, people, programmes
from tests.factories.labs import NOW
from tests.races import together

AT_ONCE = 50
S = RegistrationState


@pytest.fixture
def stage(committed_db: None) -> Programme:
    return programmes.programme(slug="gara", name="Gara")


@pytest.mark.rule("R1")
def test_fifty_people_take_the_last_seat_once(stage: Programme) -> None:
    with open_programme(stage.pk):
        event = labs.event(capacity=1)
        crowd = [people.user(f"Persona {number:02}") for number in range(AT_ONCE)]

    def take(number: int) -> None:
        with clock.at(NOW), open_programme(stage.pk):
            register(event_id=event.pk, by=crowd[number])

    raised = together(*(lambda n=number: take(n) for number in range(AT_ONCE)))
    assert raised == []
    with open_programme(stage.pk):
        numbers = queries.numbers_of(event)
    assert (numbers[S.CONFIRMED], numbers[S.WAITING]) == (1, AT_ONCE - 1)


@pytest.mark.rule("R6")
def test_the_button_pressed_many_times_registers_once(stage: Programme) -> None:
    with open_programme(stage.pk):
        event, person = labs.event(), people.user("Una Persona")

    def press() -> None:
        with clock.at(NOW), open_programme(stage.pk):
            register(event_id=event.pk, by=person)

    raised = together(*[press] * 8)
    assert len(raised) == 7
    assert all(isinstance(error, Blocked) for error in raised)


@pytest.mark.rule("R3")
def test_seats_given_back_at_once_are_offered_once_each(stage: Programme) -> None:
    """Five leave while the sweep looks at their places: five offers, and never more seats than there are."""
    with open_programme(stage.pk):
        event = labs.event(capacity=5)
        seated = [labs.registered(event) for _ in range(5)]
        for _ in range(8):
            labs.registered(event)

    def leave(registration: Registration) -> None:
        with clock.at(NOW + timedelta(minutes=5)), open_programme(stage.pk):
            cancel_registration(registration_id=registration.pk, by=registration.person)

    def sweep() -> None:
        with clock.at(NOW + timedelta(minutes=5)), open_programme(stage.pk):
            for key in Registration.objects.order_by("pk").values_list("pk", flat=True):
                expire_offer(registration_id=key)

    raised = together(*(lambda row=row: leave(row) for row in seated), sweep)
    assert raised == []
    with open_programme(stage.pk):
        numbers = queries.numbers_of(Event.objects.get(pk=event.pk))
        assert queries.seats_taken(event) == 5
    assert (numbers[S.CANCELLED], numbers[S.OFFERED], numbers[S.WAITING]) == (5, 5, 3)
