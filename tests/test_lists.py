"""Every list costs the same number of queries with three rows and with three hundred.

The rows are made in bulk: what they cost to make is not what is measured.
"""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.domain.closing import remind_of_closing
from calls.enums import SubmissionState
from calls.models import Call, Submission
from core.access import clock
from core.access.models import User
from core.notices.kinds import NOTICE_KINDS
from core.people.enums import MemberLevel, NetworkMemberState, OrganisationKind, RoleName
from core.people.models import Network, NetworkMember, Organisation, OrganisationMember, Role
from core.people.queries import forget
from core.programmes.models import Programme
from core.questionnaires.models import AnswerSheet
from labs.models import Event
from tests.databases import expect_many_rows
from tests.factories import (
    calls,
    education,
    evaluation,
    integration,
    labs,
    mentorship,
    notices,
    people,
    programmes,
    projects,
    questions,
)
from tests.factories.calls import DURING
from tests.factories.notices import SampleNotice

FEW, MANY = 3, 300
SignIn = Callable[[User], Client]

LISTS = (
    "calls:submission_list",
    "calls:submission_mine",
    "calls:call_desk",
    "calls:call_manage",
    "calls:call_detail",
    "calls:call_overview",
    "calls:call_questions",
    "calls:question_list",
    "calls:letter_list",
    "calls:review_list",
    "calls:integration_desk",
    "labs:event_list",
    "labs:event_detail",
    "labs:event_desk",
    "labs:event_manage",
    "labs:registration_list",
    "labs:registration_mine",
    "labs:session_attendance",
    "projects:project_desk",
    "projects:project_list",
    "projects:project_open",
    "projects:paper_list",
    "projects:mentorship_home",
    "projects:mentorship_equity",
    "projects:mentorship_mine",
    "projects:mentorship_choose",
    "evaluation:evaluation_home",
    "evaluation:indicator_detail",
    "evaluation:indicator_list",
    "evaluation:measurement_list",
    "education:practice_list",
    "education:practice_desk",
    "people:organisation_list",
    "people:network_list",
    "people:people_list",
    "notices:messages",
    "notices:inbox",
    "notices:agenda",
    "area:home",
)


@pytest.fixture
def reader(programme: Programme) -> Iterator[User]:
    """A coordinator who also acts for every organisation, so that every list is full."""
    known = dict(NOTICE_KINDS)
    with clock.at(DURING):
        yield people.coordinator()
    NOTICE_KINDS.clear()
    NOTICE_KINDS.update(known)


def fill(call: Call, person: User, numbers: range) -> None:
    """An organisation, its network, its application, a role, a notice, a message and a date for each."""
    now, territory = clock.now(), programmes.territory()
    made = Organisation.objects.bulk_create(
        Organisation(
            name=f"Ente {number:03}", kind=OrganisationKind.ETS, created_at=now, created_by=person
        )
        for number in numbers
    )
    OrganisationMember.objects.bulk_create(
        OrganisationMember(
            organisation=one, user=person, level=MemberLevel.MANAGER, added_by=person
        )
        for one in made
    )
    networks = Network.objects.bulk_create(
        Network(
            name=f"Rete di {one.name}",
            territory=territory,
            lead=one,
            created_at=now,
            created_by=person,
        )
        for one in made
    )
    NetworkMember.objects.bulk_create(
        NetworkMember(
            network=one,
            organisation=one.lead,
            state=NetworkMemberState.ACTIVE,
            invited_at=now,
            invited_by=person,
            joined_at=now,
            joined_by=person,
        )
        for one in networks
    )
    _apply(call, person, networks, numbers)
    questions.many(call, person, numbers)
    projects.many(person, networks)
    mentorship.many(person, networks)
    labs.many(person, numbers)
    evaluation.many(person, numbers)
    education.many(person, numbers)
    others = User.objects.bulk_create(
        User(email=f"persona{number}@example.org", full_name=f"Persona {number:03}")
        for number in numbers
    )
    Role.objects.bulk_create(
        Role(user=other, name=RoleName.EVALUATOR, granted_by=person) for other in others
    )
    for _number in numbers:
        notices.message()
        SampleNotice(person).queue()


def _apply(call: Call, person: User, networks: list[Network], numbers: range) -> None:
    """An application of each network, sent and then reopened, with the closing as its deadline."""
    now = clock.now()
    sheets = AnswerSheet.objects.bulk_create(
        AnswerSheet(version=call.version, started_at=now) for _ in networks
    )
    made = Submission.objects.bulk_create(
        Submission(
            call=call,
            network=network,
            lead=network.lead,
            territory=network.territory,
            sheet=sheet,
            title=f"Idea di {network.name}",
            state=SubmissionState.SUBMITTED,
            number=f"2021-{number + 1:04}",
            started_at=now,
            started_by=person,
            changed_at=now,
            submitted_at=now,
            submitted_by=person,
            reopened_at=now,
            reopened_by=person,
        )
        for network, sheet, number in zip(networks, sheets, numbers, strict=True)
    )
    for submission in made:
        remind_of_closing(submission)


def fill_with_requests(call: Call, person: User, numbers: range) -> None:
    """With a ranking of the applications, and what the body and the networks ask of one another."""
    fill(call, person, numbers)
    integration.many(list(call.submissions.filter(ranking_entries=None).order_by("number")), person)


def address(name: str, call: Call) -> str:
    given: dict[str, dict[str, object]] = {
        "calls:submission_list": {"key": call.pk},
        "calls:call_manage": {"key": call.pk},
        "calls:call_overview": {"key": call.pk},
        "calls:question_list": {"key": call.pk},
        "calls:review_list": {"key": call.pk},
        "calls:integration_desk": {"key": call.pk},
        "calls:call_questions": {"call_slug": call.slug},
        "calls:call_detail": {"call_slug": call.slug},
        "projects:paper_list": {"key": projects.first_of_many().pk},
        "evaluation:indicator_detail": {"key": "molti"},
    }
    if name.startswith("labs:"):
        event = Event.objects.get(key="incontro-000")
        given = {
            "labs:event_detail": {"event_key": event.key},
            "labs:event_manage": {"key": event.pk},
            "labs:registration_list": {"key": event.pk},
            "labs:session_attendance": {"key": event.sessions.get().pk},
        }
    if name == "calls:letter_list":
        given[name] = {"key": call.pk, "ranking": call.rankings.get().pk}
    path = reverse(name, kwargs={"slug": "prova", **given.get(name, {})})
    if name == "projects:mentorship_choose":
        first = Network.objects.order_by("pk").first()
        assert first is not None
        path += f"?everybody=1&networks={first.pk}"
    return path


def cost(client: Client, page: str) -> int:
    client.get(page)  # what a process learns once is not the list's
    return queries(client, page)


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_lists_cost_the_same_at_three_and_at_three_hundred(
    reader: User, sign_in: SignIn, record_property: Callable[[str, object], None]
) -> None:
    call = calls.open_call(by=reader)
    client = sign_in(reader)
    fill_with_requests(call, reader, range(FEW))
    forget(reader)
    few = {name: cost(client, address(name, call)) for name in LISTS}
    fill_with_requests(call, reader, range(FEW, MANY))
    forget(reader)
    expect_many_rows()
    client.get(address(LISTS[0], call))  # learns the reader's roles again
    many = {name: queries(client, address(name, call)) for name in LISTS}
    for name in LISTS:
        record_property(name, f"{few[name]} / {many[name]}")
        print(f"{name}: {few[name]} queries at {FEW} rows, {many[name]} at {MANY}")
    assert few == many
