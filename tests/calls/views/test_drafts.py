"""Writing in the browser: autosave, two tabs, a page sent without scripts, sending, receipt."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Receipt, Submission
from core.access import clock
from core.access.models import User
from core.people.domain.members import add_member
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from core.questionnaires.queries import answers_of
from tests.factories import calls, people
from tests.factories.calls import CLOSES, SECOND
from tests.factories.documents import PROGRAM, upload

SignIn = Callable[[User], Client]
FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def draft(programme: Programme) -> Submission:
    return calls.draft(calls.open_call())


def section(draft: Submission, key: str = "idea", name: str = "submission_section") -> str:
    kwargs = {"slug": draft.programme.slug, "key": draft.pk, "section": key}
    return reverse(f"calls:{name}", kwargs=kwargs)


def page(draft: Submission, name: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": draft.programme.slug, "key": draft.pk})


@pytest.mark.rule("C2")
def test_autosave_answers_as_the_script_expects(draft: Submission, sign_in: SignIn) -> None:
    client = sign_in(draft.started_by)
    url = section(draft, name="submission_autosave")
    answer = client.post(url, {"need": "Spazi", "revision": "0"}, headers=FETCH)
    assert answer.status_code == 200
    assert {"revision", "saved_at", "missing"} <= answer.json().keys()
    wrong = client.post(
        url, {"people": "molti", "revision": answer.json()["revision"]}, headers=FETCH
    )
    assert wrong.status_code == 422
    assert wrong.json()["errors"]["people"]
    assert Client().post(url, {"need": "x"}, headers=FETCH).status_code == 401


@pytest.mark.rule("C2")
def test_the_second_of_two_tabs_keeps_its_text(draft: Submission, sign_in: SignIn) -> None:
    colleague = people.member(draft.lead, MemberLevel.EDITOR).user
    url = section(draft, name="submission_autosave")
    sign_in(colleague).post(url, {"need": "Il suo testo", "revision": "0"}, headers=FETCH)
    mine = sign_in(draft.started_by)
    clash = mine.post(url, {"need": "Il mio", "people": "40", "revision": "0"}, headers=FETCH)
    assert clash.status_code == 409
    [conflict] = clash.json()["conflicts"]
    assert (conflict["theirs"], conflict["mine"]) == ("Il suo testo", "Il mio")
    # What did not clash is kept, and the text that did is shown beside theirs on the whole page.
    assert answers_of(draft.sheet) == {"need": "Il suo testo", "people": "40"}
    shown = mine.get(section(draft)).content.decode()
    assert "Il suo testo" in shown
    assert "Il mio" in shown


@pytest.mark.rule("C2")
def test_without_scripts_both_texts_stand_on_the_page_until_one_is_chosen(
    draft: Submission, sign_in: SignIn
) -> None:
    colleague = people.member(draft.lead, MemberLevel.EDITOR).user
    sign_in(colleague).post(section(draft), {"need": "Il suo testo", "revision": "0"})
    mine = sign_in(draft.started_by)
    clash = mine.post(section(draft), {"need": "Il mio", "revision": "0"})
    assert clash.status_code == 200
    assert "Il suo testo" in clash.content.decode()
    token = clash.context["form"].token
    chosen = {"need": "Il mio", "revision": str(token), "resolve-need": "mine", "stay": "1"}
    assert mine.post(section(draft), chosen).status_code == 302
    draft.sheet.refresh_from_db()
    assert answers_of(draft.sheet)["need"] == "Il mio"


def test_a_renamed_program_is_refused_and_the_rest_is_kept(
    draft: Submission, sign_in: SignIn
) -> None:
    client = sign_in(draft.started_by)
    data = {"cost": "1200", "letter": upload("lettera.pdf", PROGRAM), "revision": "0"}
    response = client.post(section(draft, "budget"), data)
    assert response.status_code == 200
    assert "letter" in response.context["form"].errors
    draft.sheet.refresh_from_db()
    assert answers_of(draft.sheet)["cost"] == "1200.00"


def test_a_refused_answer_is_summed_up_and_does_not_stop_the_way(
    draft: Submission, sign_in: SignIn
) -> None:
    client, url = sign_in(draft.started_by), section(draft)
    assert "tm-error-summary" not in client.get(url).content.decode()
    shown = client.post(url, {"people": "-1", "revision": "0"}).content.decode()
    assert "tm-error-summary" in shown
    assert 'href="#id_people"' in shown
    assert f'href="{section(draft, "budget")}"' in shown


def test_a_row_added_without_scripts_leads_back_to_its_table(
    draft: Submission, sign_in: SignIn
) -> None:
    client, url = sign_in(draft.started_by), section(draft, "budget")
    assert client.post(url, {"add_row": "lines", "revision": "0"})["Location"] == f"{url}#q-lines"
    assert client.post(url, {"add_row": "/x", "revision": "0"})["Location"] == url


def test_every_line_of_the_checklist_leads_to_the_field_itself(
    draft: Submission, sign_in: SignIn
) -> None:
    client = sign_in(draft.started_by)
    yes = {"with_partners": "yes", "tax_code": "1" * 40, "revision": "0"}
    client.post(section(draft, "network"), yes)
    lines = client.get(page(draft, "submission_submit")).context["missing"]
    assert {lack.question_key for lack, _url in lines} >= {"tax_code", "partners", "themes", "need"}
    for _lack, url in lines:
        address, _hash, anchor = url.partition("#")
        assert f'id="{anchor}"' in client.get(address).content.decode(), anchor


def test_sending_shows_the_receipt_and_twice_shows_the_same(
    draft: Submission, sign_in: SignIn
) -> None:
    calls.complete(draft)
    client = sign_in(draft.started_by)
    whole = client.get(page(draft, "submission_submit"))
    assert "Spazi dove incontrarsi" in whole.content.decode()
    for _ in range(2):
        answer = client.post(page(draft, "submission_submit"))
        assert answer.status_code == 302
        assert answer["Location"] == page(draft, "submission_receipt")
    receipt = Receipt.objects.get()
    shown = client.get(page(draft, "submission_receipt")).content.decode()
    assert receipt.number in shown
    assert receipt.sha256 in shown


@pytest.mark.rule("C1")
def test_a_second_late_the_page_says_so_with_409(draft: Submission, sign_in: SignIn) -> None:
    calls.complete(draft)
    client = sign_in(draft.started_by)
    with clock.at(CLOSES + SECOND):
        assert client.post(page(draft, "submission_submit")).status_code == 409
        assert client.get(page(draft, "submission_submit")).status_code == 200
    assert not Receipt.objects.exists()


def test_an_editor_writes_but_does_not_send(draft: Submission, sign_in: SignIn) -> None:
    calls.complete(draft)
    editor = people.user("Edo Editor")
    add_member(
        organisation_id=draft.lead_id, user=editor, level=MemberLevel.EDITOR, by=editor, told=False
    )
    assert sign_in(editor).post(page(draft, "submission_submit")).status_code == 403


def test_presence_tells_the_others_where_somebody_writes(
    draft: Submission, sign_in: SignIn
) -> None:
    colleague = people.member(draft.lead, MemberLevel.EDITOR).user
    url = section(draft, name="submission_presence")
    assert sign_in(colleague).post(url).status_code == 200
    shown = sign_in(draft.started_by).get(section(draft)).content.decode()
    assert colleague.full_name in shown


@pytest.mark.rule("C14")
def test_reopening_from_the_receipt_leads_back_to_the_draft(
    draft: Submission, sign_in: SignIn
) -> None:
    calls.complete(draft)
    client = sign_in(draft.started_by)
    client.post(page(draft, "submission_submit"))
    answer = client.post(page(draft, "submission_reopen"), follow=True)
    assert answer.status_code == 200
    again = client.post(page(draft, "submission_submit"))
    assert again.status_code == 302
    assert Receipt.objects.count() == 2


def test_withdrawing_and_starting_over(draft: Submission, sign_in: SignIn) -> None:
    client = sign_in(draft.started_by)
    assert client.post(page(draft, "submission_withdraw"), {"reason": "Altro"}).status_code == 302
    start = reverse("calls:submission_start", args=[draft.programme.slug, draft.call.slug])
    url = f"{start}?rete={draft.network_id}"
    data = {"title": "Di nuovo", "territory": draft.territory_id}
    assert client.post(url, data).status_code == 302
    assert Submission.objects.count() == 2


def test_somebody_new_finds_the_way_from_the_call_to_the_draft(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    territory = calls.draft(call).territory
    client = sign_in(people.user("Nina Nuova"))
    start = reverse("calls:submission_start", args=[programme.slug, call.slug])
    assert client.get(start).status_code == 200
    wrong = {"kind": "ets", "name": "Nuovi Orti", "tax_code": "97614510011"}
    assert "tax_code" in client.post(start, wrong).context["form"].errors
    step = client.post(start, {"kind": "informal_group", "name": "Nuovi Orti"})
    assert client.get(step["Location"]).status_code == 200
    step = client.post(step["Location"], {"name": "Orti", "territory": territory.pk})
    assert client.get(step["Location"]).status_code == 200
    step = client.post(step["Location"], {"title": "Un orto", "territory": territory.pk})
    assert client.get(step["Location"]).status_code == 200
    assert Submission.objects.filter(title="Un orto", network__name="Orti").exists()
