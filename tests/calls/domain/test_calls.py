"""Preparing, publishing, extending, cancelling, closing a call."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from calls import queries
from calls.domain.call_documents import attach_document, remove_document
from calls.domain.calls import (
    archive_call,
    cancel_call,
    change_call,
    close_call,
    extend_call,
    publish_blockers,
    publish_call,
    set_windows,
)
from calls.enums import CallState, Moment
from calls.models import Call, CallExtension
from calls.tasks import sweep_closings
from core.access import clock
from core.access.blocked import Blocked
from core.access.models import User
from core.access.scope import open_programme
from core.documents.enums import Visibility
from core.notices.models import Deadline, OutboxMessage
from core.ui.bilingual import Bilingual
from tests.factories import calls, people, programmes
from tests.factories.calls import AFTER, CLOSES, DURING, OPENS, SECOND
from tests.factories.documents import PDF

REASON = Bilingual(it="Lo chiedono i territori", en="The territories ask for it")
LATER = CLOSES + timedelta(days=7)


@pytest.fixture
def by(programme: Any) -> User:
    return people.coordinator()


def upload() -> SimpleUploadedFile:
    return SimpleUploadedFile("avviso.pdf", PDF, "application/pdf")


def test_a_draft_tells_everything_that_keeps_it_from_the_public(by: User) -> None:
    call = calls.draft_call(
        by=by, version=None, opens_at=None, closes_at=None, contact_email="", summary=Bilingual(),
        body=Bilingual(), responsible_officer="",
    )  # fmt: skip
    found = publish_blockers(call)
    assert {one.code for one in found} == {
        "no_summary", "no_body", "no_contact", "no_officer", "no_form", "no_window",
    }  # fmt: skip
    assert all(one.who for one in found)
    past = calls.draft_call(by=by, slug="passato", version=None)
    with clock.at(AFTER):
        assert "window_in_past" in {one.code for one in publish_blockers(past)}


def test_a_published_call_changes_only_whom_to_ask(by: User) -> None:
    call = calls.open_call(by=by)
    change_call(call_id=call.pk, by=by, contact_name="Altro sportello", title=call.title)
    with pytest.raises(Blocked):
        change_call(call_id=call.pk, by=by, title=Bilingual(it="Altro titolo"))
    with pytest.raises(Blocked):
        set_windows(call_id=call.pk, by=by, windows={})
    with pytest.raises(TypeError):
        change_call(call_id=call.pk, by=by, state="archived")


def test_an_extension_is_told_and_moves_the_deadlines(by: User) -> None:
    submission = calls.draft(calls.open_call(by=by))
    extension = extend_call(call_id=submission.call_id, closes_at=LATER, reason=REASON, by=by)
    assert extension.previous_closes_at == CLOSES
    call = Call.objects.get(pk=submission.call_id)
    assert call.closes_at == call.last_closes_at == LATER
    assert Deadline.objects.get(kind="calls.closing").at == LATER
    assert OutboxMessage.objects.filter(kind="calls.call_extended").exists()
    with clock.at(LATER):
        assert queries.moment_of(call) == Moment.OPEN


def test_one_territory_alone_can_be_extended(by: User) -> None:
    near, far = programmes.territory(), programmes.territory("Rivoli")
    call = calls.open_call(by=by)
    extend_call(call_id=call.pk, closes_at=LATER, reason=REASON, by=by, territory_id=far.pk)
    call = Call.objects.get(pk=call.pk)
    assert queries.window_of(call, near.pk).closes_at == CLOSES
    assert queries.window_of(call, far.pk).closes_at == LATER == call.last_closes_at
    with clock.at(AFTER):
        moments = {row.territory.name: row.moment for row in queries.moments_by_territory(call)}
        assert moments == {"Collegno": Moment.CLOSED, "Rivoli": Moment.OPEN}


@pytest.mark.parametrize("case", ["earlier", "past", "no_reason"])
def test_what_is_no_extension_is_refused(case: str, by: User) -> None:
    call = calls.open_call(by=by)
    closes = CLOSES - SECOND if case == "earlier" else LATER
    reason = Bilingual() if case == "no_reason" else REASON
    at = CLOSES + SECOND if case == "past" else DURING
    with clock.at(at), pytest.raises(Blocked):
        extend_call(call_id=call.pk, closes_at=closes, reason=reason, by=by)
    assert not CallExtension.objects.exists()


@pytest.mark.rule("C12")
def test_cancelling_tells_who_answered_and_keeps_everything(by: User) -> None:
    call = calls.open_call(by=by)
    sent, receipt = calls.sent(call)
    calls.draft(call)
    cancel_call(call_id=call.pk, reason=REASON, by=by)
    assert OutboxMessage.objects.filter(kind="calls.call_cancelled").count() == 2
    assert Deadline.objects.filter(kind="calls.closing", dropped_at__isnull=False).count() == 1
    sent.refresh_from_db()
    assert sent.number == receipt.number


@pytest.mark.rule("C1")
def test_the_state_follows_the_clock_once(by: User) -> None:
    call = calls.open_call(by=by)
    with clock.at(CLOSES):
        assert not close_call(call_id=call.pk)
    with clock.at(CLOSES + SECOND):
        assert queries.moment_of(Call.objects.get(pk=call.pk)) == Moment.CLOSED
        assert close_call(call_id=call.pk)
        assert not close_call(call_id=call.pk)
    assert Call.objects.get(pk=call.pk).closed_at == CLOSES


def test_the_sweep_closes_the_calls_of_every_programme(db: None) -> None:
    made = [programmes.programme(slug=slug, name=slug) for slug in ("uno", "due")]
    for programme in made:
        with open_programme(programme.pk):
            calls.open_call(slug=programme.slug)
    with clock.at(CLOSES):
        assert sweep_closings() == 0
    with clock.at(CLOSES + SECOND):
        assert sweep_closings() == 2
        assert sweep_closings() == 0


def test_a_call_that_fails_stops_no_other(
    by: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = calls.open_call(by=by, slug="uno")
    good = calls.open_call(by=by, slug="due", version=bad.version)

    def failing(*, call_id: UUID) -> bool:
        if call_id == bad.pk:
            Call.objects.filter(pk=call_id).update(slug="half-done")
            raise RuntimeError("no")
        return close_call(call_id=call_id)

    monkeypatch.setattr("calls.tasks.close_call", failing)
    with clock.at(CLOSES + SECOND):
        assert sweep_closings() == 1
    assert Call.objects.get(pk=good.pk).state == CallState.CLOSED
    assert Call.objects.get(pk=bad.pk).slug == "uno"
    assert str(bad.pk) in caplog.text


def test_documents_become_public_with_the_call(by: User) -> None:
    call = calls.draft_call(by=by)
    kept = attach_document(call_id=call.pk, upload=upload(), title="Avviso", by=by)
    gone = attach_document(call_id=call.pk, upload=upload(), title="Errore", by=by)
    assert kept.document.visibility == Visibility.PARTIES
    remove_document(call_id=call.pk, call_document_id=gone.pk, by=by)
    publish_call(call_id=call.pk, by=by)
    kept.document.refresh_from_db()
    assert kept.document.visibility == Visibility.PUBLIC
    with pytest.raises(Blocked):
        remove_document(call_id=call.pk, call_document_id=kept.pk, by=by)
    later = attach_document(call_id=call.pk, upload=upload(), title="Risposte", by=by)
    assert later.document.visibility == Visibility.PUBLIC


ACTS: dict[str, tuple[Callable[[Call, User], Any], set[CallState]]] = {
    "change": (
        lambda c, by: change_call(call_id=c.pk, by=by, title=Bilingual(it="Altro")),
        {CallState.DRAFT},
    ),
    "windows": (lambda c, by: set_windows(call_id=c.pk, by=by, windows={}), {CallState.DRAFT}),
    "publish": (lambda c, by: publish_call(call_id=c.pk, by=by), {CallState.DRAFT}),
    "extend": (
        lambda c, by: extend_call(call_id=c.pk, by=by, closes_at=LATER, reason=REASON),
        {CallState.PUBLISHED},
    ),
    "cancel": (
        lambda c, by: cancel_call(call_id=c.pk, by=by, reason=REASON),
        {CallState.PUBLISHED, CallState.CLOSED},
    ),
    "archive": (lambda c, by: archive_call(call_id=c.pk, by=by), {CallState.CLOSED}),
    "attach": (
        lambda c, by: attach_document(call_id=c.pk, by=by, upload=upload(), title="A"),
        {CallState.DRAFT, CallState.PUBLISHED, CallState.CLOSED},
    ),
}


def in_state(state: CallState, by: User) -> Call:
    if state == CallState.DRAFT:
        return calls.draft_call(by=by)
    call = calls.open_call(by=by)
    if state == CallState.CANCELLED:
        cancel_call(call_id=call.pk, by=by, reason=REASON)
    if state in {CallState.CLOSED, CallState.ARCHIVED}:
        with clock.at(AFTER):
            close_call(call_id=call.pk)
    if state == CallState.ARCHIVED:
        archive_call(call_id=call.pk, by=by)
    return Call.objects.get(pk=call.pk)


@pytest.mark.parametrize("state", CallState)
@pytest.mark.parametrize("act", ACTS)
def test_every_verb_in_every_state(act: str, state: CallState, by: User) -> None:
    verb, allowed = ACTS[act]
    call = in_state(state, by)
    assert call.state == state
    if state in allowed:
        verb(call, by)
    else:
        with pytest.raises(Blocked):
            verb(call, by)


BROKEN: dict[str, dict[str, Any]] = {
    "call_kind_known": {"kind": "wish"},
    "call_state_known": {"state": "nowhere"},
    "call_late_policy_known": {"late_policy": "sometimes"},
    "call_slug_present": {"slug": ""},
    "call_window_in_order": {"opens_at": CLOSES},
    "call_published_with_date_and_actor": {"published_at": None},
    "call_draft_not_published": {"state": "draft"},
    "call_published_with_form_and_window": {"version": None},
    "call_closed_with_date": {"state": "closed"},
    "call_archived_with_date_and_actor": {"state": "archived", "closed_at": CLOSES},
    "call_cancelled_with_date_actor_reason": {"state": "cancelled", "cancelled_at": OPENS},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_holds_each_state_to_its_date_and_actor(name: str, by: User) -> None:
    call = calls.open_call(by=by)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**BROKEN[name])


def test_an_address_is_taken_once_in_a_programme(by: User) -> None:
    call = calls.draft_call(by=by)
    with pytest.raises(IntegrityError, match="call_slug_unique"), transaction.atomic():
        calls.draft_call(by=by, version=call.version)
