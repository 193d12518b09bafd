"""The closing instant, by HTTP: a second before, at it, a second after, and in the nights of the clocks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, Receipt, Submission
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from core.questionnaires.models import AnswerSheet
from core.questionnaires.queries import answers_of
from tests.factories import calls, people
from tests.factories.calls import CLOSES, SECOND

SignIn = Callable[[User], Client]
FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}
AUTUMN = datetime(2021, 10, 31, 1, 0, tzinfo=UTC)
"""The night of 31 October: from here 02:00–03:00 in Rome comes a second time."""
SPRING = datetime(2021, 3, 28, 1, 0, tzinfo=UTC)
"""The night of 28 March: here 02:00 in Rome becomes 03:00."""


def _page(draft: Submission, name: str, **more: Any) -> str:
    return reverse(f"calls:{name}", args=[draft.programme.slug, draft.pk, *more.values()])


def _send(client: Client, draft: Submission, at: datetime) -> int:
    with clock.at(at):
        return client.post(_page(draft, "submission_submit")).status_code


@pytest.mark.rule("C1")
@pytest.mark.parametrize(
    ("late_by", "status"),
    [(-SECOND, 302), (timedelta(0), 302), (timedelta(microseconds=1), 409), (SECOND, 409)],
)
def test_the_button_at_the_closing_instant(
    programme: Programme, sign_in: SignIn, late_by: timedelta, status: int
) -> None:
    draft = calls.ready(calls.open_call())
    client = sign_in(draft.started_by)
    with clock.at(CLOSES - timedelta(minutes=5)):  # the page was opened in time
        assert client.get(_page(draft, "submission_submit")).status_code == 200
    assert _send(client, draft, CLOSES + late_by) == status
    assert Receipt.objects.exists() is (status == 302)


@pytest.mark.rule("C1")
def test_where_the_call_accepts_it_a_second_late_is_marked(
    programme: Programme, sign_in: SignIn
) -> None:
    draft = calls.ready(calls.late_call())
    assert _send(sign_in(draft.started_by), draft, CLOSES + SECOND) == 302
    assert Receipt.objects.get().sending.late


@pytest.mark.rule("C2")
def test_what_is_typed_a_second_late_stays_in_the_draft(
    programme: Programme, sign_in: SignIn
) -> None:
    draft = calls.ready(calls.open_call())
    client = sign_in(draft.started_by)
    with clock.at(CLOSES + SECOND):
        assert _type(client, draft) == 200
        assert client.get(_page(draft, "submission_detail")).status_code == 200
    assert _send(client, draft, CLOSES + SECOND) == 409
    assert answers_of(AnswerSheet.objects.get(pk=draft.sheet_id))["need"] == "Tardi"


@pytest.mark.rule("C14")
def test_what_was_sent_is_not_changed_a_second_late(programme: Programme, sign_in: SignIn) -> None:
    submission, receipt = calls.sent(calls.open_call())
    client = sign_in(submission.started_by)
    with clock.at(CLOSES - SECOND):
        assert client.post(_page(submission, "submission_reopen")).status_code == 302
    with clock.at(CLOSES + SECOND):
        assert _type(client, submission) == 409
    assert _send(client, submission, CLOSES + SECOND) == 409
    assert [row.sha256 for row in Receipt.objects.all()] == [receipt.sha256]


def _type(client: Client, draft: Submission) -> int:
    url = _page(draft, "submission_autosave", section="idea")
    return client.post(url, {"need": "Tardi", "revision": "9"}, headers=FETCH).status_code


@pytest.mark.rule("C1")
@pytest.mark.parametrize(
    ("instant", "status"),
    [
        (AUTUMN - SECOND, 302),  # 02:59:59 the first time
        (AUTUMN + timedelta(minutes=59, seconds=59), 302),  # 02:59:59 the second time
        (AUTUMN + timedelta(hours=1, seconds=1), 409),  # 03:00:01
    ],
)
def test_the_night_that_has_an_hour_twice(
    programme: Programme, sign_in: SignIn, instant: datetime, status: int
) -> None:
    closes = datetime(2021, 10, 31, 3, 0, tzinfo=clock.ROME)
    draft = calls.ready(calls.open_call(closes_at=closes))
    assert _send(sign_in(draft.started_by), draft, instant) == status


@pytest.mark.rule("C1")
@pytest.mark.parametrize(("instant", "opens"), [(SPRING - SECOND, False), (SPRING, True)])
def test_the_night_that_lacks_an_hour(
    programme: Programme, sign_in: SignIn, instant: datetime, opens: bool
) -> None:
    three = datetime(2021, 3, 28, 3, 0, tzinfo=clock.ROME)
    call = calls.open_call(opens_at=three, closes_at=three + timedelta(days=5))
    network = people.network()
    with clock.at(instant):
        answer = sign_in(network.created_by).post(
            _start(call, str(network.pk)),
            {"title": "Cortili", "territory": str(network.territory_id)},
        )
    assert answer.status_code == (302 if opens else 409)
    assert Submission.objects.exists() is opens


def _start(call: Call, network: str) -> str:
    return (
        reverse("calls:submission_start", args=[call.programme.slug, call.slug])
        + f"?rete={network}"
    )
