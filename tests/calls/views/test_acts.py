"""Acts that have a button and no page of their own, each with the whole cast."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from calls.domain.call_documents import attach_document
from calls.domain.calls import close_call
from calls.domain.on_behalf import Newcomer, enter_for_newcomer
from calls.domain.submissions import submit_submission
from calls.enums import CallState, Channel
from calls.models import Call, Submission
from core.access import clock
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people.enums import MemberLevel, OrganisationKind
from core.programmes.models import Programme
from tests.factories import calls, people, programmes
from tests.factories.calls import AFTER
from tests.factories.documents import PDF

SignIn = Callable[[User], Client]
STRANGERS = ("signatory", "editor", "stranger", "other_network")


def url(name: str, row: Call | Submission) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": row.pk})


def closed_call() -> Call:
    call = calls.open_call()
    with clock.at(AFTER):
        close_call(call_id=call.pk)
    return Call.objects.get(pk=call.pk)


def entered(by: User) -> Submission:
    """Sent by a facilitator for a group that phoned."""
    territory = programmes.territory()
    draft = enter_for_newcomer(
        newcomer=Newcomer(OrganisationKind.INFORMAL_GROUP, "Vicini", "vicini@example.org"),
        call_id=calls.open_call().pk, territory_id=territory.pk, title="Orto comune",
        channel=Channel.PHONE, by=by,
    )  # fmt: skip
    submit_submission(submission_id=calls.complete(draft).pk, by=by)
    return Submission.objects.get(pk=draft.pk)


def test_a_closed_call_is_archived_once(programme: Programme, sign_in: SignIn) -> None:
    call, client = closed_call(), sign_in(people.coordinator())
    address = url("call_archive", call)
    assert client.get(address).status_code == 302
    assert Call.objects.get().state == CallState.CLOSED
    assert client.post(address).status_code == 302
    assert Call.objects.get().state == CallState.ARCHIVED
    assert client.post(address).status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("facilitator", 403), ("municipal", 403), *((name, 404) for name in STRANGERS)],
)
def test_only_a_coordinator_archives(
    who: str, status: int, programme: Programme, sign_in: SignIn
) -> None:
    call = closed_call()
    cast = calls.cast_of(people.network())
    assert sign_in(getattr(cast, who)).post(url("call_archive", call)).status_code == status
    assert Call.objects.get().state == CallState.CLOSED


def test_a_document_is_taken_off_a_draft_only(programme: Programme, sign_in: SignIn) -> None:
    by = people.facilitator()
    draft = calls.draft_call(by=by)
    upload = SimpleUploadedFile("avviso.pdf", PDF, "application/pdf")
    row = attach_document(call_id=draft.pk, upload=upload, title="Avviso", by=by)
    client, address = sign_in(by), url("call_detach", draft)
    assert client.get(address).status_code == 302
    assert client.post(address, {"document": "nothing like a key"}).status_code == 302
    assert draft.documents.count() == 1
    assert client.post(address, {"document": row.pk}).status_code == 302
    assert draft.documents.count() == 0
    assert sign_in(people.user("Sara Straniera")).post(address).status_code == 404


def test_what_was_published_stays(programme: Programme, sign_in: SignIn) -> None:
    by = people.facilitator()
    call = calls.open_call(by=by)
    upload = SimpleUploadedFile("avviso.pdf", PDF, "application/pdf")
    row = attach_document(call_id=call.pk, upload=upload, title="Avviso", by=by)
    answer = sign_in(by).post(url("call_detach", call), {"document": row.pk})
    assert answer.status_code == 409
    assert call.documents.count() == 1


@pytest.mark.rule("C16")
def test_the_applicant_reads_and_confirms_what_was_entered(
    programme: Programme, sign_in: SignIn
) -> None:
    by = people.facilitator()
    submission = entered(by)
    applicant = people.member(submission.lead, MemberLevel.MANAGER).user
    client, address = sign_in(applicant), url("submission_confirm", submission)
    assert "Spazi dove incontrarsi" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Submission.objects.get().confirmed_by == applicant
    assert client.post(address).status_code == 409


@pytest.mark.rule("C16")
@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 403), ("viewer", 403), ("stranger", 404)]
)
def test_only_who_signs_for_the_lead_confirms(
    who: str, status: int, programme: Programme, sign_in: SignIn
) -> None:
    by = people.facilitator()
    submission = entered(by)
    cast = {
        "facilitator": by,
        "viewer": people.member(submission.lead, MemberLevel.VIEWER).user,
        "stranger": people.user("Sara Straniera"),
    }
    answer = sign_in(cast[who]).post(url("submission_confirm", submission))
    assert answer.status_code == status
    assert Submission.objects.get().confirmed_at is None


@pytest.mark.rule("C16")
def test_the_applicant_can_be_asked_again(programme: Programme, sign_in: SignIn) -> None:
    by = people.facilitator()
    submission = entered(by)
    address = url("submission_ask_confirmation", submission)
    assert sign_in(by).post(address).status_code == 302
    assert OutboxMessage.objects.filter(kind="calls.entered_on_behalf").count() == 2
    manager = people.member(submission.lead, MemberLevel.MANAGER).user
    assert sign_in(manager).post(address).status_code == 403
    online, _receipt = calls.sent(submission.call)
    assert sign_in(by).post(url("submission_ask_confirmation", online)).status_code == 409


@pytest.mark.rule("C14")
def test_a_facilitator_accepts_the_correction_of_a_fact(
    programme: Programme, sign_in: SignIn
) -> None:
    submission, _receipt = calls.sent(calls.open_call())
    client, address = sign_in(people.facilitator()), url("submission_correct", submission)
    data = {"question_key": "people", "value": "987", "reason": "Chiesto al telefono"}
    assert client.post(address, data).status_code == 409  # the call is open
    with clock.at(AFTER):
        detail = url("submission_detail", submission)
        assert address in client.get(detail).content.decode()
        unchanged = client.post(address, {**data, "value": "40"})
        assert "value" in unchanged.context["form"].errors
        assert client.post(address, data).status_code == 302
        read = client.get(detail).content.decode()
        receipt = client.get(url("submission_receipt", submission)).content.decode()
    assert "987" in read
    assert "Chiesto al telefono" in read
    assert "Chiesto al telefono" in receipt
