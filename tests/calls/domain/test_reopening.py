"""A call reopened after its close: who may answer again, who is told, and from when on it is too late."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from calls.domain.calls import archive_call, close_call, extend_call, publish_call, set_windows
from calls.domain.reopening import reopen_call
from calls.domain.submissions import submit_submission
from calls.enums import CallState, Moment
from calls.models import Call, CallExtension, Submission
from calls.queries import moment_of, moments_by_territory
from core.access import clock
from core.access.blocked import Blocked
from core.notices.models import Deadline, OutboxMessage
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, commission, people, programmes
from tests.factories.calls import AFTER, CLOSES, SECOND

pytestmark = pytest.mark.usefixtures("programme")
LATER = AFTER + timedelta(days=10)
REASON = Bilingual(it="Il portale era fermo.")


def closed(call: Call) -> Call:
    with clock.at(AFTER):
        close_call(call_id=call.pk)
    return Call.objects.get(pk=call.pk)


def test_a_draft_left_behind_is_finished_and_sent(programme: Programme) -> None:
    call, by = calls.open_call(), people.coordinator()
    behind = calls.ready(call)
    call = closed(call)
    with clock.at(AFTER):
        reopen_call(call_id=call.pk, closes_at=LATER, reason=REASON, by=by)
        call = Call.objects.get()
        assert (call.state, call.closed_at, call.last_closes_at) == ("published", None, LATER)
        assert moment_of(call) == Moment.OPEN
        assert Deadline.objects.get(object_id=behind.pk).at == LATER
        submit_submission(submission_id=behind.pk, by=behind.started_by)
    assert not Submission.objects.get().late
    told = OutboxMessage.objects.get(kind="calls.call_reopened")
    assert told.address == behind.started_by.email
    assert "Il portale era fermo." in told.text
    with clock.at(LATER + SECOND):
        assert close_call(call_id=call.pk)


def test_one_territory_opens_and_the_others_stay_closed(programme: Programme) -> None:
    call, here = closed(calls.open_call()), programmes.territory()
    programmes.territory("Rivoli")
    with clock.at(AFTER):
        reopen_call(
            call_id=call.pk, closes_at=LATER, reason=REASON, by=people.coordinator(),
            territory_id=here.pk,
        )  # fmt: skip
        rows = moments_by_territory(Call.objects.get())
    assert {row.territory == here: row.moment for row in rows} == {
        True: Moment.OPEN, False: Moment.CLOSED
    }  # fmt: skip


def test_before_the_close_it_is_an_extension_and_the_database_knows(programme: Programme) -> None:
    call, by = calls.open_call(), people.coordinator()
    with pytest.raises(Blocked, match="call_open"):
        reopen_call(call_id=call.pk, closes_at=LATER, reason=REASON, by=by)
    extend_call(call_id=call.pk, closes_at=LATER, reason=REASON, by=by)
    values = {"previous_closes_at": CLOSES, "closes_at": LATER, "reason": REASON, "decided_by": by}
    for reopens, decided_at in ((True, CLOSES), (False, AFTER)):
        with (
            pytest.raises(IntegrityError, match="call_reopened_only_after_the_close"),
            transaction.atomic(),
        ):
            CallExtension.objects.create(
                call=call, decided_at=decided_at, reopens=reopens, **values
            )


def test_a_territory_that_closed_earlier_is_reopened_while_the_others_go_on(
    programme: Programme,
) -> None:
    by, here = people.coordinator(), programmes.territory()
    draft = calls.draft_call(by=by)
    set_windows(
        call_id=draft.pk, by=by, windows={here.pk: (calls.OPENS, calls.DURING - timedelta(days=1))}
    )
    with clock.at(calls.OPENS - timedelta(days=1)):
        publish_call(call_id=draft.pk, by=by)
    reopen_call(call_id=draft.pk, closes_at=CLOSES, reason=REASON, by=by, territory_id=here.pk)
    assert moment_of(Call.objects.get()) == Moment.OPEN


@pytest.mark.parametrize("state", [CallState.DRAFT, CallState.ARCHIVED])
def test_a_draft_or_an_archived_call_is_not_reopened(
    state: CallState, programme: Programme
) -> None:
    by = people.coordinator()
    if state == CallState.DRAFT:
        call = calls.draft_call(by=by)
    else:
        call = closed(calls.open_call())
        archive_call(call_id=call.pk, by=by)
    with clock.at(AFTER), pytest.raises(Blocked, match="call_not_closed"):
        reopen_call(call_id=call.pk, closes_at=LATER, reason=REASON, by=by)


@pytest.mark.rule("C9")
@pytest.mark.begins_from(stage=commission.at_work)
def test_after_the_commission_is_appointed_nobody_new_comes_in(programme: Programme) -> None:
    stage = commission.at_work()
    with clock.at(commission.AT_WORK), pytest.raises(Blocked, match="commission_appointed"):
        reopen_call(
            call_id=stage.call.pk, closes_at=commission.AT_WORK + timedelta(days=9),
            reason=REASON, by=people.coordinator(),
        )  # fmt: skip
