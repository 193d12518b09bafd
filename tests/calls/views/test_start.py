"""Beginning an answer: the button pressed twice leads to the one draft."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain import submissions
from calls.models import Call, Submission
from calls.views import start
from core.access import clock
from core.access.models import User
from core.people.models import Network, Organisation
from core.programmes.models import Programme
from tests.factories import calls, people
from tests.factories.calls import DURING

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


@pytest.mark.rule("C13")
def test_a_call_that_goes_on_from_another_waits_for_who_answered_it(
    programme: Programme, sign_in: SignIn
) -> None:
    """The lead of a network is led from its home to the start; what is begun waits as a draft instead."""
    idea, _receipt = calls.sent(calls.open_call())
    call = _that_goes_on_from(idea.call)
    client, start = sign_in(idea.network.created_by), _address(call, idea.network)
    with clock.at(DURING):
        home = client.get(f"/en/{programme.slug}/area/").content.decode()
        assert "Turn your idea into a proposal" in home
        assert f"/en{start}" in home
        calls.draft(call, idea.network)
        home = client.get(f"/en/{programme.slug}/area/").content.decode()
    assert "Turn your idea into a proposal" not in home
    assert "Finish the application" in home


@pytest.mark.rule("C13")
def test_who_did_not_answer_the_earlier_call_is_told_before_typing(
    programme: Programme, sign_in: SignIn
) -> None:
    earlier = calls.open_call()
    call = _that_goes_on_from(earlier)
    network = people.network()
    own = _address(call, network)
    url = own.partition("?")[0]
    client, reason = sign_in(network.created_by), "Only who answered “Call for ideas” can answer"
    with clock.at(DURING):
        home = client.get(f"/en/{programme.slug}/area/").content.decode()
        first = client.get(f"/en{url}").content.decode()
        theirs = client.get(f"/en{own}").content.decode()
        new = client.get(f"/en{url}?ente={network.lead_id}").content.decode()
        refused = client.post(url, {"kind": "informal_group", "name": "Gruppo nuovo"})
        stranger = sign_in(people.user("Nuova Persona")).get(f"/en{url}").content.decode()
    assert "Turn your idea into a proposal" not in home
    assert all(reason in page for page in (first, theirs, new, stranger))
    assert 'name="kind"' not in first + stranger
    assert 'name="territory"' not in new
    assert refused.status_code == 409
    assert Organisation.objects.count() == 1


def _that_goes_on_from(earlier: Call) -> Call:
    return calls.open_call(slug="proposte", version=earlier.version, requires_answer_to=earlier)
