"""Beginning an answer: the button pressed twice leads to the one draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain import submissions
from calls.models import Call, Submission
from calls.views import start
from core.access.models import User
from core.people.models import Network
from core.programmes.models import Programme
from tests.factories import calls, people

SignIn = Callable[[User], Client]


def _address(call: Call, network: Network) -> str:
    url = reverse("calls:submission_start", args=[call.programme.slug, call.slug])
    return f"{url}?rete={network.pk}"


def _draft_url(submission: Submission) -> str:
    return reverse("calls:submission_draft", args=[submission.programme.slug, submission.pk])


@pytest.mark.rule("C2")
def test_the_second_click_opens_the_first_one_s_draft(
    programme: Programme, sign_in: SignIn
) -> None:
    call, network = calls.open_call(), people.network()
    client = sign_in(network.created_by)
    typed = {"title": "Cortili aperti", "territory": str(network.territory_id)}
    assert client.post(_address(call, network), typed).status_code == 302
    started = Submission.objects.get()
    again = client.post(_address(call, network), typed)
    assert again.status_code == 302
    assert again["Location"] == _draft_url(started)
    assert Submission.objects.count() == 1


@pytest.mark.rule("C2")
def test_two_clicks_at_once_lead_to_the_same_draft(
    programme: Programme, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other click begins the draft between this one's look and its act."""
    call, network = calls.open_call(), people.network()
    real = start._start

    def late(*args: object) -> Submission:
        submissions.start_submission(
            call_id=call.pk,
            network_id=network.pk,
            territory_id=network.territory_id,
            title="L'altro clic",
            by=network.created_by,
        )
        return real(*args)  # type: ignore[arg-type]  # as the view called it

    monkeypatch.setattr(start, "_start", late)
    typed = {"title": "Cortili aperti", "territory": str(network.territory_id)}
    answer = sign_in(network.created_by).post(_address(call, network), typed)
    assert answer.status_code == 302
    assert answer["Location"] == _draft_url(Submission.objects.get())
