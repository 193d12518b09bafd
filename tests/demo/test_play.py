"""The demo's history: what the verbs left, and that a second start changes nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import global_settings
from django.contrib.auth.hashers import check_password
from django.core.management import call_command
from django.db import connections

from calls.enums import CallState, Channel, RankingState, ScorecardState, SubmissionState
from calls.integration_enums import IntegrationState
from calls.integration_enums import ReviewState as ReviewRequestState
from calls.models import (
    Assignment,
    Call,
    DraftMention,
    EmptyPlace,
    ExclusionNotice,
    IdeaFeedback,
    IntegrationRequest,
    MediationEntry,
    NetworkMerge,
    OutcomeLetter,
    OutreachContact,
    PublicQuestion,
    Receipt,
    ReviewRequest,
    Scorecard,
    ScoreChange,
    Submission,
)
from calls.queries.arisen import tied_cards
from calls.queries.idea_growth import origins_of
from core.access import clock
from core.access.models import User
from core.access.scope import open_programme
from core.audit.enums import Verb
from core.audit.models import Entry
from core.notices.enums import MessageState
from core.notices.models import InboxItem, OutboxMessage
from core.people.queries import roles_in
from core.people.roles import NEED_SECOND_FACTOR
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from core.questionnaires.queries import missing
from education.queries import newest_lesson, public_practices
from evaluation.enums import ReviewState
from evaluation.models import Measurement
from labs.enums import AttendanceStatus, EventKind, EventState
from labs.models import Attendance, Event
from projects.enums import ProjectState
from projects.models import MentorshipSession, Project, SupportingDocument
from projects.queries.mentorship import networks_without_mentor
from projects.queries.papers import papers_readable_by
from tests import databases
from tests.played import played
from topmetro.demo import people
from topmetro.demo.people import signer_of
from topmetro.demo.play import play_demo
from tranches.enums import TrancheState
from tranches.models import ReportAnswer, ReportHandover, Tranche
from tranches.queries import paid_total

pytestmark = pytest.mark.usefixtures("copied", "db")

fits = cache(check_password)
"""Slow on purpose, and the accounts share one password: each hash is tried once."""


@pytest.fixture(scope="module")
def copied(
    django_db_setup: None, django_db_blocker: Any, test_database_name: str
) -> Iterator[None]:
    """The play, committed, for all the tests of this module; then the database is renewed."""
    with django_db_blocker.unblock():
        play = played()  # asks the clock, and the clock the database: closed only afterwards
        connections.close_all()
        play.copy(test_database_name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        databases.clone(test_database_name)


IDEAS = "call-for-ideas"
PROPOSALS = "call-for-proposals"


def programme(slug: str = people.TOP_METRO) -> Programme:
    return Programme.objects.get(slug=slug)


def test_sixteen_ideas_over_the_five_municipalities() -> None:
    with open_programme(programme().pk):
        sent = list(
            Submission.objects.filter(call__slug=IDEAS)
            .select_related("territory")
            .order_by("number")
        )
        spread = Counter(each.territory.name for each in sent)
        receipts = Receipt.objects.filter(submission__call__slug=IDEAS).count()
    assert len(sent) == 16
    assert set(spread) == {"Collegno", "Grugliasco", "Moncalieri", "Rivoli", "Venaria Reale"}
    assert {each.state for each in sent} == {SubmissionState.SUBMITTED}
    year = sent[0].number[:4]
    assert [each.number for each in sent] == [f"{year}-{place:04d}" for place in range(1, 17)]
    assert receipts == 17  # one network sent twice


@pytest.mark.parametrize("slug", [IDEAS, PROPOSALS])
def test_every_answer_was_in_time_and_some_in_the_last_hour(slug: str) -> None:
    with open_programme(programme().pk):
        call = Call.objects.get(slug=slug)
        sent = Submission.objects.filter(call=call).order_by("submitted_at")
        instants = list(sent.values_list("submitted_at", flat=True))
    assert call.state == CallState.CLOSED
    assert call.opens_at is not None
    assert call.closes_at is not None
    assert all(instant and call.opens_at < instant <= call.closes_at for instant in instants)
    last_hour = [each for each in instants if each and each > call.closes_at - timedelta(hours=1)]
    assert len(last_hour) >= 3


def test_every_sent_answer_is_complete() -> None:
    with open_programme(programme().pk):
        for submission in Submission.objects.select_related("sheet"):
            assert missing(submission.sheet) == [], submission.title


def test_one_was_told_by_telephone_and_confirmed() -> None:
    with open_programme(programme().pk):
        told = Submission.objects.get(channel=Channel.PHONE)
    assert told.confirmed_by != told.entered_by
    assert told.confirmed_at is not None


def test_the_second_programme_has_something_open() -> None:
    with open_programme(programme(people.VICINATO).pk):
        call = Call.objects.get(slug="idee-per-i-cortili")
        states = Counter(Submission.objects.filter(call=call).values_list("state", flat=True))
    assert call.state == CallState.PUBLISHED
    assert call.opens_at is not None
    assert call.closes_at is not None
    assert call.opens_at < clock.now() < call.closes_at
    assert states == {"submitted": 2, "draft": 1}


def test_the_second_programme_shows_every_way_of_examining() -> None:
    """What each call leaves to be tried: see `topmetro.demo.rounds`."""
    with open_programme(programme(people.VICINATO).pk):
        calls = {call.slug: call for call in Call.objects.exclude(slug="idee-per-i-cortili")}
        place = EmptyPlace.objects.get(ranking__state=RankingState.FINAL)
        left = (place.ranking.call.slug, place.territory.name)
        [tied] = tied_cards(calls["orti-sui-tetti"])
        given = Assignment.objects.filter(submission__call=calls["luci-nei-portici"]).count()
        collegial = Scorecard.objects.filter(submission__call=calls["feste-di-cortile"])
        cards = Counter(collegial.values_list("state", flat=True))
    assert {call.state for call in calls.values()} == {CallState.CLOSED}
    assert left == ("panchine-e-ombra", "Colle San Rocco")
    assert tied.seat.person.full_name == "Zita Colonnello"
    assert given == 6
    assert cards == {ScorecardState.SUBMITTED: 1, ScorecardState.DRAFT: 1}


@pytest.mark.parametrize("slug", [people.TOP_METRO, people.VICINATO])
def test_acts_are_recorded_in_the_order_of_time_and_none_is_in_the_future(slug: str) -> None:
    with open_programme(programme(slug).pk):
        entries = list(Entry.objects.order_by("id"))
    assert all(before.at <= after.at for before, after in pairwise(entries))
    assert entries[-1].at <= clock.now()
    assert {Verb.LOAD, Verb.PUBLISH, Verb.GRANT, Verb.SUBMIT} <= {entry.verb for entry in entries}


@pytest.mark.parametrize("slug", [people.TOP_METRO, people.VICINATO])
def test_messages_of_the_past_were_delivered_in_the_past(slug: str) -> None:
    with open_programme(programme(slug).pk):
        messages = list(OutboxMessage.objects.all())
        old = InboxItem.objects.filter(created_at__lt=clock.now() - timedelta(days=7), read_at=None)
        assert not old.exists()
    assert messages
    assert {message.state for message in messages} == {MessageState.SENT}
    assert all(message.sent_at == message.created_at for message in messages)


@pytest.mark.parametrize("account", people.accounts(), ids=lambda account: account.email)
def test_each_account_can_be_tried(account: people.Account, settings: Any) -> None:
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS
    user = User.objects.get(email=account.email)
    assert fits(account.password, user.password)
    assert EmailAddress.objects.filter(user=user, verified=True, primary=True).exists()
    has_factor = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    if account.name_of_role is None:
        assert user.is_platform_operator
        assert has_factor
        return
    assert has_factor == (account.name_of_role in NEED_SECOND_FACTOR)
    with open_programme(programme(account.slug).pk):
        assert account.name_of_role in roles_in(user)


def test_every_person_is_invented() -> None:
    assert all(user.email.endswith("@example.org") for user in User.objects.all())


def test_both_programmes_are_public() -> None:
    assert set(Programme.objects.values_list("state", flat=True)) == {ProgrammeState.PUBLIC}


def test_a_second_start_does_nothing() -> None:
    before = (User.objects.count(), Programme.objects.count())
    call_command("demo")
    assert play_demo() == []
    assert (User.objects.count(), Programme.objects.count()) == before


@pytest.mark.rule("R12")
def test_every_network_that_answered_has_a_mentor() -> None:
    with open_programme(programme().pk):
        ideas = Call.objects.get(slug=IDEAS)
        assert list(networks_without_mentor(ideas)) == []
        assert MentorshipSession.objects.count() == 16


def test_four_workshops_were_held_with_attendance() -> None:
    with open_programme(programme().pk):
        held = Event.objects.filter(kind=EventKind.WORKSHOP, state=EventState.HELD)
        assert held.count() == 4
        marked = Attendance.objects.filter(session__event__in=held)
        assert marked.filter(status=AttendanceStatus.PRESENT).count() > 40


def test_the_examination_is_told_from_the_request_to_complete_to_the_review() -> None:
    with open_programme(programme().pk):
        assert IntegrationRequest.objects.get().state == IntegrationState.ANSWERED
        assert ExclusionNotice.objects.get().submission.state == SubmissionState.INADMISSIBLE
        assert ReviewRequest.objects.get().state == ReviewRequestState.REJECTED
        assert ScoreChange.objects.count() == 1
        assert OutcomeLetter.objects.count() == 3


def test_ideas_grew_by_what_people_said_to_one_another() -> None:
    with open_programme(programme().pk):
        merged = NetworkMerge.objects.get()
        proposal = Submission.objects.get(call__slug=PROPOSALS, network=merged.into)
        assert origins_of(proposal).count() == 2
        assert DraftMention.objects.count() == 2
        for told in (IdeaFeedback, OutreachContact, MediationEntry, PublicQuestion):
            assert told.objects.exists(), told


def test_one_proposal_was_selected_in_each_municipality_and_became_a_pilot() -> None:
    with open_programme(programme().pk):
        chosen = Submission.objects.filter(state=SubmissionState.SELECTED)
        assert chosen.values("territory").distinct().count() == chosen.count() == 5
        pilots = list(Project.objects.all())
        assert {pilot.submission_id for pilot in pilots} == {row.pk for row in chosen}
        assert {pilot.state for pilot in pilots} == {ProjectState.ACTIVE}


def test_the_first_instalment_is_paid_in_each_and_the_rest_is_ahead() -> None:
    with open_programme(programme().pk):
        rows = list(Tranche.objects.order_by("grant", "position"))
        assert paid_total() == Decimal("45000.00")
    assert len(rows) == 20
    assert {(row.position, row.amount, row.state) for row in rows} == {
        (1, Decimal("9000.00"), TrancheState.PAID),
        (2, Decimal("7500.00"), TrancheState.PLANNED),
        (3, Decimal("7500.00"), TrancheState.PLANNED),
        (4, Decimal("6000.00"), TrancheState.PLANNED),
    }


def test_one_network_has_handed_its_report_over_with_papers_that_each_keeps() -> None:
    with open_programme(programme().pk):
        row = ReportHandover.objects.get()
        assert row.tranche.position == 2
        assert not ReportAnswer.objects.exists()
        papers = SupportingDocument.objects.order_by("added_at")
        assert [paper.is_personal for paper in papers] == [False, True]
        lead = signer_of(row.tranche.grant.project.network)
        assert list(papers_readable_by(lead, row.tranche.grant.project)) == [papers[0]]


def test_a_value_and_a_practice_are_public_and_others_wait_for_somebody() -> None:
    with open_programme(programme().pk):
        assert public_practices().count() == 1
        assert newest_lesson() is not None
        reviews = set(Measurement.objects.values_list("review_state", flat=True))
        assert reviews == {ReviewState.APPROVED, ReviewState.SUBMITTED}
