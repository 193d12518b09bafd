"""What a facilitator enters for somebody else (C16), and the body's own registry number."""

import pytest
from django.db import transaction

from calls.domain.on_behalf import (
    Newcomer,
    ask_confirmation,
    confirm_on_behalf,
    enter_for_newcomer,
    enter_on_behalf,
    record_registry_entry,
)
from calls.domain.submissions import reopen_submission, submit_submission
from calls.enums import Channel
from calls.models import Call, RegistryEntry, Submission
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people.domain.networks import create_network
from core.people.domain.organisations import create_organisation
from core.people.enums import MemberLevel, OrganisationKind
from core.people.models import Organisation
from tests.factories import calls, people, programmes

pytestmark = pytest.mark.usefixtures("programme")


def entered(by: User, call: Call | None = None) -> Submission:
    """An application that came by phone, from a group that has no account."""
    lead = create_organisation(
        by=by, on_behalf=True, kind=OrganisationKind.INFORMAL_GROUP, name="Vicini di casa",
        email="vicini@example.org",
    )  # fmt: skip
    territory = programmes.territory()
    network = create_network(name="Vicini", territory=territory, lead=lead, by=by)
    submission = enter_on_behalf(
        call_id=(call or calls.open_call()).pk, network_id=network.pk, territory_id=territory.pk,
        title="Orto comune", channel=Channel.PHONE, by=by,
    )  # fmt: skip
    return calls.complete(submission)


@pytest.mark.rule("C16")
def test_it_is_marked_sent_and_confirmed_by_the_applicant() -> None:
    by = people.facilitator()
    submission = entered(by)
    submit_submission(submission_id=submission.pk, by=by)
    asked = OutboxMessage.objects.get(kind="calls.entered_on_behalf")
    assert asked.address == "vicini@example.org"
    ask_confirmation(submission_id=submission.pk, by=by)
    assert OutboxMessage.objects.filter(kind="calls.entered_on_behalf").count() == 2
    submission.refresh_from_db()
    assert submission.awaits_confirmation
    assert (submission.channel, submission.entered_by) == (Channel.PHONE, by)
    applicant = people.member(submission.lead, MemberLevel.MANAGER).user
    confirm_on_behalf(submission_id=submission.pk, by=applicant)
    submission.refresh_from_db()
    assert (submission.confirmed_by, submission.awaits_confirmation) == (applicant, False)
    assert OutboxMessage.objects.filter(kind="calls.submission_confirmed").get().recipient == by


@pytest.mark.rule("C16")
def test_what_is_sent_again_must_be_confirmed_again() -> None:
    by = people.facilitator()
    submission = entered(by)
    submit_submission(submission_id=submission.pk, by=by)
    applicant = people.member(submission.lead, MemberLevel.MANAGER).user
    confirm_on_behalf(submission_id=submission.pk, by=applicant)
    reopen_submission(submission_id=submission.pk, by=by)
    submit_submission(submission_id=submission.pk, by=by)
    submission.refresh_from_db()
    assert submission.awaits_confirmation
    confirm_on_behalf(submission_id=submission.pk, by=applicant)
    reopen_submission(submission_id=submission.pk, by=applicant)
    submit_submission(submission_id=submission.pk, by=applicant)
    submission.refresh_from_db()
    assert submission.confirmed_by == applicant


@pytest.mark.rule("C16")
def test_a_newcomer_is_kept_whole_or_not_at_all() -> None:
    by, territory = people.facilitator(), programmes.territory()
    newcomer = Newcomer(OrganisationKind.INFORMAL_GROUP, "Vicini", "vicini@example.org")

    def enter(call: Call) -> Submission:
        return enter_for_newcomer(
            newcomer=newcomer, call_id=call.pk, territory_id=territory.pk, title="Orto",
            channel=Channel.PAPER, by=by,
        )  # fmt: skip

    with pytest.raises(Blocked), transaction.atomic():
        enter(calls.draft_call(slug="bozza"))
    assert not Organisation.objects.filter(name="Vicini").exists()
    submission = enter(calls.open_call())
    assert (submission.network.name, submission.lead.email) == ("Vicini", "vicini@example.org")
    assert not submission.lead.members.exists()


@pytest.mark.rule("C16")
def test_whoever_entered_it_never_confirms_it() -> None:
    by = people.facilitator()
    submission = entered(by)
    submit_submission(submission_id=submission.pk, by=by)
    with pytest.raises(Blocked, match="same_person"):
        confirm_on_behalf(submission_id=submission.pk, by=by)


@pytest.mark.rule("C16")
def test_nothing_is_confirmed_that_was_not_entered_for_somebody() -> None:
    submission, _receipt = calls.sent(calls.open_call())
    with pytest.raises(Blocked, match="not_on_behalf"):
        confirm_on_behalf(submission_id=submission.pk, by=people.user("Altra Persona"))
    draft = entered(people.facilitator(), submission.call)
    with pytest.raises(Blocked, match="not_sent"):
        ask_confirmation(submission_id=draft.pk, by=draft.started_by)
    with pytest.raises(ValueError, match="by phone or on paper"):
        enter_on_behalf(
            call_id=submission.call_id, network_id=submission.network_id,
            territory_id=submission.territory_id, title="x", channel=Channel.ONLINE,
            by=draft.started_by,
        )  # fmt: skip


def test_the_registry_number_stands_beside_ours_and_is_corrected_in_place() -> None:
    by = people.facilitator()
    submission, receipt = calls.sent(calls.open_call())
    for number in ("12345", "12346"):
        record_registry_entry(submission_id=submission.pk, number=number, date=clock.today(), by=by)
    assert RegistryEntry.objects.get().number == "12346"
    assert receipt.number == "2021-0001"
    with pytest.raises(Blocked, match="not_sent"):
        record_registry_entry(
            submission_id=calls.draft(submission.call).pk, number="1", date=clock.today(), by=by
        )
