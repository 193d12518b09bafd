"""An act and its entry are one; an entry names nobody."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from core.access.clock import at
from core.access.scope import ScopeClash, open_programme
from core.audit import history
from core.audit.domain.register import forget_person, record
from core.audit.enums import Verb
from core.audit.models import Entry, Pseudonym, Unsealed
from core.audit.queries import history_of
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories.people import user


def test_says_what_was_done_when_and_by_whom(programme: Programme) -> None:
    ada, instant = user(), datetime(2026, 3, 1, 12, tzinfo=UTC)
    with at(instant):
        record(programme, Verb.PUBLISH, by=ada, data={"state": "public", "number": 3})
    (event,) = history_of(programme)
    assert (event.verb, event.actor, event.at) == (Verb.PUBLISH, ada, instant)
    assert event.data == {"state": "public", "number": 3}


def test_history_is_newest_first_and_of_that_object_only(programme: Programme) -> None:
    ada = user()
    record(programme, Verb.CREATE, by=ada)
    record(programme, Verb.PUBLISH, by=ada)
    record(ada, Verb.CHANGE, by=ada)
    assert [event.verb for event in history_of(programme)] == [Verb.PUBLISH, Verb.CREATE]


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_words(programme: Programme, verb: Verb) -> None:
    assert record(programme, verb, by=None).act == str(verb.label)


def test_an_act_of_the_portal_itself_has_no_actor(programme: Programme) -> None:
    record(programme, Verb.CLOSE, by=None)
    (event,) = history_of(programme)
    assert event.actor is None
    assert event.pseudonym is None


def test_an_act_undone_leaves_no_entry(programme: Programme) -> None:
    with transaction.atomic():
        record(programme, Verb.CHANGE, by=user())
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert not Unsealed.objects.exists()


def test_outside_a_programme_nothing_is_recorded(db: None) -> None:
    with pytest.raises(ScopeClash):
        record(user(), Verb.CHANGE, by=None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (7, 7),
        (True, True),
        (None, None),
        (Decimal("9000.00"), "9000.00"),
        (date(2026, 11, 22), "2026-11-22"),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), "2026-11-22T23:59:00+00:00"),
        (ProgrammeState.PUBLIC, "public"),
        ("calls.closing", "calls.closing"),
        ("2026/0007", "2026/0007"),
        (["001090", "001120"], ["001090", "001120"]),
        ({"from": "draft", "to": "public"}, {"from": "draft", "to": "public"}),
        ("a" * 64, "a" * 64),
    ],
)
def test_keeps_codes(programme: Programme, given: object, kept: object) -> None:
    entry = record(programme, Verb.CHANGE, by=None, data={"value": given})
    assert Entry.objects.get(pk=entry.pk).data == {"value": kept}


@pytest.mark.parametrize(
    "text",
    [
        "Giulia Ferrero",
        "giulia@example.org",
        "Non ammessa: manca la firma",
        ["ok", "una frase intera"],
        {"reason": "due parole"},
        1.5,
        b"bytes",
        "x" * 129,
        "via\nRoma",
    ],
)
def test_refuses_what_could_name_somebody(programme: Programme, text: object) -> None:
    with pytest.raises(ValueError, match="codes, not texts"):
        record(programme, Verb.CHANGE, by=None, data={"value": text})


def test_a_person_keeps_the_same_pseudonym_inside_a_programme(programme: Programme) -> None:
    ada = user()
    first, second = (record(programme, Verb.CHANGE, by=ada) for _ in range(2))
    assert first.actor == second.actor
    assert first.actor != ada.pk


def test_a_person_has_another_pseudonym_in_another_programme(
    db: None, other_programme: Programme
) -> None:
    from tests.factories.programmes import programme as make

    ada, here = user(), make(slug="qui", name="Qui")
    with open_programme(here.pk):
        first = record(here, Verb.CHANGE, by=ada)
    with open_programme(other_programme.pk):
        second = record(other_programme, Verb.CHANGE, by=ada)
        assert history_of(here) == []
    assert first.actor != second.actor


def test_forgetting_a_person_keeps_the_entries(programme: Programme) -> None:
    ada, ugo = user(), user("Ugo Prova")
    record(programme, Verb.CREATE, by=ada)
    record(programme, Verb.PUBLISH, by=ugo)
    before = list(Entry.objects.order_by("id").values())
    assert forget_person(ada) == 1
    assert list(Entry.objects.order_by("id").values()) == before
    assert [event.actor for event in history_of(programme)] == [ugo, None]
    assert not Pseudonym.objects.filter(person=ada).exists()


def test_a_history_tells_an_erased_person_from_the_portal(programme: Programme) -> None:
    ada, ugo = user(), user("Ugo Prova")
    record(programme, Verb.CREATE, by=ada)
    record(programme, Verb.CHANGE, by=ugo)
    record(programme, Verb.PUBLISH, by=None)
    forget_person(ada)
    with translation.override("en"):
        shown = [(str(entry.what), entry.who) for entry in history.history_of(programme, noun="X")]
        act = f"X: {Verb.PUBLISH.label}"
    assert [who for _what, who in shown] == ["the portal", "Ugo Prova", "a person no longer named"]
    assert shown[0][0] == act


def test_history_costs_the_same_for_three_and_thirty_entries(
    programme: Programme, django_assert_num_queries: Callable[..., Any]
) -> None:
    for count in (3, 30):
        for number in range(count):
            record(programme, Verb.CHANGE, by=user(f"Persona {count} {number}"))
        with django_assert_num_queries(2):
            history_of(programme)


def test_an_object_of_another_kind_with_the_same_key_is_another_object(
    programme: Programme,
) -> None:
    stranger = user()
    stranger.pk = programme.pk
    record(stranger, Verb.CHANGE, by=None)
    assert history_of(programme) == []
