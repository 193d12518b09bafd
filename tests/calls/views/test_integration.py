"""The pages on which an application is completed, observed upon, reviewed; and the letters."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, IntegrationRequest, RequirementCheck, Submission
from calls.outcome_letters import KINDS
from core.access import clock
from core.access.models import User
from core.notices.models import OutboxMessage
from core.people.domain.ties import declare_tie
from core.people.enums import TieKind
from tests.factories import calls, integration, people, rankings

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("programme")
LATER = integration.ASKED + timedelta(days=2)


def url(name: str, row: Call | Submission, **more: object) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": row.pk, **more})


def home(client: Client) -> str:
    return client.get(reverse("area:home", args=["prova"])).content.decode()


@pytest.mark.rule("C5", "C7")
def test_a_tied_facilitator_reads_why_the_request_is_not_theirs_to_take_back(
    sign_in: SignIn,
) -> None:
    _call, waiting = integration.waiting()
    tied = people.facilitator("Tina")
    with clock.at(integration.ASKED):
        integration.asked(waiting, people.facilitator("Franca"))
        declare_tie(user=tied, network=waiting.network, kind=TieKind.PARTNER, by=tied)
        page, cancel = url("integration_list", waiting), url("integration_cancel", waiting)
        shown = sign_in(tied).get(page)
        assert [row.code for row in shown.context["cancel_blockers"]] == ["tied"]
        assert cancel not in shown.content.decode()
        assert cancel in sign_in(people.facilitator("Fausta")).get(page).content.decode()


@pytest.mark.rule("C5")
def test_from_what_waits_for_me_to_what_was_completed(sign_in: SignIn) -> None:
    call, waiting = integration.waiting()
    facilitator, network = people.facilitator("Fausta"), waiting.started_by
    with clock.at(integration.ASKED):
        client = sign_in(facilitator)
        ask = url("integration_request", waiting)
        assert ask in client.get(url("submission_admit", waiting)).content.decode()
        short = client.post(
            ask, {"questions-idea": "people", "words": "Manca", "due_at": "2021-02-28T12:00"}
        )
        assert set(short.context["form"].errors) == {"due_at"}
        none = client.post(ask, {"words": "Manca", "due_at": "2021-03-12T12:00"})
        assert "__all__" in none.context["form"].errors
        done = client.post(
            ask, {"questions-idea": "people", "words": "Quante?", "due_at": "2021-03-12T12:00"}
        )
        assert done.status_code == 302
    with clock.at(LATER):
        client = sign_in(network)
        page, section = (
            url("integration_write", waiting),
            url("integration_section", waiting, section="idea"),
        )
        assert page in home(client)
        assert "Quante?" in client.get(page).content.decode()
        shown = client.get(section)
        assert list(shown.context["form"].fields) == ["people"]
        form = shown.context["form"]
        values = {"people": "55", "need": "Altro", "revision": str(form.token), "seen": form.seen}
        assert client.post(section, values).status_code == 302
        assert client.post(page, {"words": ""}).status_code == 302
        assert client.get(page).status_code == 302
        assert url("submission_admit", waiting) in home(sign_in(facilitator))
        read = sign_in(facilitator).get(url("integration_list", waiting)).content.decode()
        desk = url("integration_desk", call)
        shown = sign_in(facilitator).get(desk, {"state": "answered", "q": "Quante"})
        assert [row.url for row in shown.context["page"].rows] == [url("integration_list", waiting)]
        assert sign_in(facilitator).get(desk, {"term": "over"}).context["page"].count == 0
        assert sign_in(network).get(desk).status_code == 404
    assert "<del>40" in read
    request = IntegrationRequest.objects.get()
    assert request.closed_by == network
    assert call.pk == waiting.call_id


def test_who_sees_and_who_sends(sign_in: SignIn) -> None:
    _call, waiting = integration.waiting()
    cast = calls.cast_of(waiting.network)
    integration.asked(waiting, cast.facilitator)
    expected = {
        "integration_request": {cast.facilitator: 200, cast.editor: 403, cast.stranger: 404},
        "integration_write": {
            cast.signatory: 200, cast.partner_editor: 200, cast.viewer: 403,
            cast.metropolitan: 403, cast.other_network: 404,
        },
        "integration_list": {cast.viewer: 200, cast.municipal: 200, cast.other_municipal: 404},
        "integration_cancel": {cast.facilitator: 200, cast.signatory: 403},
    }  # fmt: skip
    with clock.at(LATER):
        for name, people_ in expected.items():
            for person, status in people_.items():
                got = sign_in(person).get(url(name, waiting)).status_code
                assert got == status, (name, person)
        partner = sign_in(cast.partner_editor)
        refused = partner.post(url("integration_write", waiting), {"words": "È già lì"})
        assert refused.status_code == 403


@pytest.mark.rule("C6")
def test_an_exclusion_is_announced_answered_and_decided(sign_in: SignIn) -> None:
    _call, waiting = integration.waiting(offers_observations=True)
    facilitator = sign_in(people.facilitator("Fausta"))
    exclude, observe = url("submission_exclude", waiting), url("exclusion_observe", waiting)
    with clock.at(integration.ASKED):
        data = {"reason": "requirements", "words": "Manca lo statuto."}
        assert facilitator.post(exclude, data).status_code == 302
    with clock.at(LATER):
        network = sign_in(waiting.started_by)
        assert observe in home(network)
        assert "Manca lo statuto." in network.get(observe).content.decode()
        assert network.post(observe, {"text": ""}).status_code == 200
        assert network.post(observe, {"text": "È a pagina 4."}).status_code == 302
        assert "È a pagina 4." in facilitator.get(exclude).content.decode()
        assert set(facilitator.post(exclude, data).context["form"].errors) == {"answer"}
        assert facilitator.post(exclude, {**data, "answer": "No."}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "inadmissible"


@pytest.mark.begins_from(stage=rankings.scored)
def test_a_review_goes_from_the_debrief_to_the_official_and_back(sign_in: SignIn) -> None:
    found = rankings.scored()
    ranking = rankings.drawn(found)
    letters = url("letter_list", found.call, ranking=ranking.pk)
    with clock.at(rankings.APPROVAL):
        coordinator = sign_in(found.cast.coordinator)
        assert coordinator.get(letters).status_code == 200
        write = url("letter_write", found.call, ranking=ranking.pk)
        words = {"reserve_it": "Ci vediamo.", "reserve_en": "See you."}
        assert coordinator.post(write, words).status_code == 302
    rankings.approved(found, ranking)
    low = Submission.objects.get(pk=found.low.pk)
    with clock.at(rankings.APPROVAL + timedelta(hours=1)):
        network = sign_in(low.started_by)
        detail = network.get(url("submission_detail", low)).content.decode()
        assert 'id="debrief"' in detail
        ask = url("review_request", low)
        assert ask in detail
        assert network.post(ask, {"text": "Guardate ancora."}).status_code == 302
        official, page = sign_in(found.cast.official), url("review_detail", low)
        assert page in home(official)
        bad = official.post(page, {"accepted": "", "answer": ""})
        assert set(bad.context["form"].errors) == {"accepted", "answer"}
        assert official.post(page, {"accepted": "yes", "answer": "Vero."}).status_code == 302
        assert "Vero." in network.get(page).content.decode()
        assert url("ranking_detail", found.call) in home(coordinator)
        reviews = url("review_list", found.call)
        assert page in official.get(reviews, {"state": "accepted", "q": "ancora"}).content.decode()
        for query in ({"state": "rejected"}, {"term": "soon"}, {"q": "altro"}):
            assert official.get(reviews, query).context["page"].count == 0
        public = reverse("calls:ranking_public", args=["prova", found.call.slug])
        for where in (letters, reviews, url("integration_desk", found.call)):
            assert where in official.get(public).content.decode()
            assert where not in network.get(public).content.decode()
        entry = ranking.entries.get(submission=low)
        letter = url("letter_detail", found.call, ranking=ranking.pk, entry=entry.pk)
        assert low.title in official.get(letter).content.decode()
        assert (
            official.get(letters).context["posted"].waiting
            == OutboxMessage.objects.filter(kind__in=KINDS).count()
        )
        failed = OutboxMessage.objects.filter(kind__in=KINDS, path=url("submission_detail", low))
        failed.update(
            state="given_up", given_up_at=clock.now(), next_attempt_at=None, last_error="550"
        )
        assert "550" not in official.get(letter).content.decode()
        shown = official.get(letters, {"delivery": "given_up"})
        assert [row.url for row in shown.context["page"].rows] == [letter]
        assert official.get(letters, {"delivery": "nobody"}).context["page"].count == 0
        chosen = official.get(letters, {"outcome": "selected"}).context["page"]
        assert chosen.count == ranking.entries.filter(outcome="selected").count()
        assert network.get(letter).status_code == 404


def test_terms_and_requirements_are_written_and_ticked(sign_in: SignIn) -> None:
    call, waiting = integration.waiting()
    with clock.at(integration.ASKED):
        client = sign_in(people.facilitator("Fausta"))
        page = url("examination_change", call)
        assert page in client.get(url("call_manage", call)).content.decode()
        terms = {
            "integration_days": "12", "observation_days": "10", "review_days": "30",
            "requirement-0-label_it": "Lo statuto", "requirement-0-label_en": "The statute",
            "requirement-0-key": "",
        }  # fmt: skip
        wrong = client.post(page, {**terms, "integration_days": "40"})
        assert set(wrong.context["form"].errors) == {"integration_days"}
        assert client.post(page, terms).status_code == 302
        tick = url("requirement_check", waiting)
        assert tick in client.get(url("submission_admit", waiting)).content.decode()
        bad = client.post(tick, {"requisito-1-holds": "no"})
        assert set(bad.context["form"].errors) == {"requisito-1-note"}
        assert client.post(tick, {"requisito-1-holds": "yes"}).status_code == 302
        assert client.get(page).status_code == 200
        assert client.post(page, terms).status_code == 200
    assert RequirementCheck.objects.get(submission=waiting).holds
