"""The pages of admissibility, the difference from the idea, and what the start page says."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.domain.draft_help import ask_help
from calls.models import Call, Requirement, Submission
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.calls.domain.test_proposals import stage, start
from tests.factories import calls, commission, people

SignIn = Callable[[User], Client]


@pytest.fixture
def closed(programme: Programme) -> Call:
    call = commission.open_call()
    for name in ("Orti", "Mercato"):
        calls.sent(call, people.network(name))
    return commission.close(call)


def url(name: str, row: Call | Submission) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": row.pk})


def test_the_list_shows_the_checklist_to_whoever_checks(closed: Call, sign_in: SignIn) -> None:
    page = url("submission_list", closed)
    with clock.at(calls.AFTER):
        checking = sign_in(people.facilitator()).get(page).content.decode()
        reading = sign_in(people.municipal_official()).get(page).content.decode()
    assert url("submission_admit_all", closed) in checking
    assert url("submission_admit_all", closed) not in reading


def test_one_is_excluded_the_others_are_admitted_together(closed: Call, sign_in: SignIn) -> None:
    client = sign_in(people.facilitator())
    first = Submission.objects.order_by("number")[0]
    with clock.at(calls.AFTER):
        assert client.get(url("submission_admit", first)).status_code == 200
        exclude = url("submission_exclude", first)
        asked = client.post(exclude, {"reason": "requirements", "words": ""})
        assert set(asked.context["form"].errors) == {"words"}
        assert client.post(exclude, {"reason": "late", "words": "x"}).status_code == 200
        done = client.post(exclude, {"reason": "requirements", "words": "Manca lo statuto."})
        assert done.status_code == 302
        assert client.post(exclude, {"reason": "requirements", "words": "x"}).status_code == 409
        assert b"Mercato" in client.get(url("submission_admit_all", closed)).content
        assert client.post(url("submission_admit_all", closed)).status_code == 302
        back = url("submission_take_back", first)
        assert "Manca lo statuto." in client.get(back).content.decode()
        assert client.post(back, {"note": "Era allegato"}).status_code == 302
        assert client.post(url("submission_admit", first), {"note": ""}).status_code == 302
    assert set(Submission.objects.order_by("pk").values_list("state", flat=True)) == {"admissible"}


@pytest.mark.parametrize("name", ["submission_admit", "submission_exclude", "submission_take_back"])
def test_only_facilitators_check(name: str, closed: Call, sign_in: SignIn) -> None:
    first = Submission.objects.select_related("network").order_by("number")[0]
    cast = calls.cast_of(first.network)
    page = url(name, first)
    expected = {
        cast.facilitator: 200, cast.coordinator: 200, cast.signatory: 403, cast.viewer: 403,
        cast.metropolitan: 403, cast.municipal: 403, cast.stranger: 404, cast.other_network: 404,
    }  # fmt: skip
    with clock.at(calls.AFTER):
        for person, status in expected.items():
            assert sign_in(person).get(page).status_code == status, person
        assert Client().get(page).status_code == 302


def test_facilitators_find_it_among_their_to_dos(closed: Call, sign_in: SignIn) -> None:
    with clock.at(calls.AFTER):
        home = sign_in(people.facilitator()).get(reverse("area:home", args=["prova"]))
    assert url("submission_list", closed) in home.content.decode()


@pytest.mark.rule("C13")
def test_the_start_page_says_what_comes_along_and_the_difference_is_a_page(
    programme: Programme, sign_in: SignIn
) -> None:
    call, network, idea = stage()
    client = sign_in(network.lead.created_by)
    page = reverse("calls:submission_start", args=["prova", call.slug])
    text = client.get(f"{page}?rete={network.pk}").content.decode()
    assert idea.title in text
    assert "Bisogno" in text
    proposal = start(call, network)
    page = url("submission_changes", proposal)
    assert "Codice fiscale" in client.get(page).content.decode()
    assert sign_in(people.facilitator()).get(page).status_code == 200
    assert sign_in(people.user("Sara Straniera")).get(page).status_code == 404
    assert client.get(url("submission_changes", idea)).status_code == 404
    detail = url("submission_detail", proposal)
    assert page in client.get(detail).content.decode()
    helper = people.mentor(network)
    ask_help(submission_id=proposal.pk, person=helper, may_write=False, by=proposal.started_by)
    answer = sign_in(helper).get(detail)
    assert answer.status_code == 200
    assert (
        page not in answer.content.decode()
    )  # it would lead to an idea that is not theirs to read


def cost(client: Client, page: str) -> int:
    client.get(page)  # what a process learns once is not the list's
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_checklists_cost_the_same_at_three_and_at_thirty(
    programme: Programme, sign_in: SignIn
) -> None:
    call = commission.open_call()
    client, page = sign_in(people.facilitator()), url("submission_list", call)
    preview = url("submission_admit_all", call)

    def send(numbers: range) -> None:
        lead = people.organisation(f"Molte reti da {numbers.start}")
        for number in numbers:
            calls.sent(call, people.network(f"Rete numero {number}", lead=lead))

    send(range(3))
    with clock.at(calls.AFTER):
        few = cost(client, page), cost(client, preview)
    send(range(3, 30))
    with clock.at(calls.AFTER):
        assert (cost(client, page), cost(client, preview)) == few


def test_no_reason_is_chosen_for_a_point_that_nobody_has_read(
    closed: Call, sign_in: SignIn
) -> None:
    Requirement.objects.create(
        call=closed, key="seat", label={"it": "Sede nel territorio"}, position=1
    )
    first = Submission.objects.order_by("number")[0]
    with clock.at(calls.AFTER):
        page = sign_in(people.facilitator()).get(url("submission_exclude", first))
    assert page.context["form"]["reason"].value() is None
