"""The pages of a report with the whole cast: handing over, answering, what each of them reads."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access import clock
from core.documents.queries import last_version
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from tests.factories import people as people_factory
from tests.factories import tranches
from tests.factories.tranches import Way
from tests.tranches.views.test_pages import UNKNOWING, WAITING, SignIn, cast, url
from tranches.enums import ReportAnswerKind
from tranches.models import ReportAnswer, ReportHandover

pytestmark = pytest.mark.begins_from(stage=tranches.reporting)
TYPED: dict[str, Any] = {
    "reference": "Rendicontazione n. 1",
    "signed_by_name": "Sofia Sottoscritta",
    "declared": "on",
    "note": "Le fatture sono in fondo.",
}


def page(client: Client, way: Way, name: str = "tranche_detail", **more: str) -> str:
    return client.get(url(name, way, **more)).content.decode()


def test_who_opens_which_page(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.reporting()
    row = tranches.hand_over(way)
    people = cast(way)
    people["editor"] = people_factory.member(way.grant.beneficiary, MemberLevel.EDITOR).user
    may = {
        url("report_hand_over", way): {"signatory", "editor"},
        url("report_accept", way, report=str(row.pk)): {"verifier"},
        url("report_return", way, report=str(row.pk)): {"verifier"},
    }
    for who, person in people.items():
        client = sign_in(person)
        for address, allowed in may.items():
            expected = 404 if who in UNKNOWING else 200 if who in allowed else 403
            assert client.get(address).status_code == expected, (who, address)
        expected = 404 if who in UNKNOWING else 200
        assert client.get(row.document.url()).status_code == expected, who
    other = way.grant.tranches.get(position=3)
    address = url("report_accept", way, report=str(row.pk))
    wrong = address.replace(str(way.tranche.pk), str(other.pk))
    assert sign_in(way.team.verifier).get(wrong).status_code == 404


def test_the_lead_hands_over_and_reads_its_receipt(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.reporting()
    client = sign_in(way.team.signatory)
    address = url("report_hand_over", way)
    assert f'href="{address}"' in page(client, way)
    wrong = client.post(address, {**TYPED, "declared": "", "file": tranches.pdf()})
    assert wrong.status_code == 200
    assert "Rendicontazione n. 1" in wrong.content.decode()
    assert not ReportHandover.objects.exists()
    answer = client.post(address, {**TYPED, "file": tranches.pdf("rendiconto.pdf")})
    assert answer.status_code == 302
    row = ReportHandover.objects.get()
    text = page(client, way)
    digest = last_version(row.document).sha256
    for expected in ("rendiconto.pdf", digest, "Sofia Sottoscritta", TYPED["note"]):
        assert expected in text


def test_a_second_click_is_told_so(programme: Programme, sign_in: SignIn) -> None:
    way = tranches.reporting()
    client, address = sign_in(way.team.signatory), url("report_hand_over", way)
    for _click in range(2):
        answer = client.post(address, {**TYPED, "file": tranches.pdf()}, follow=True)
        assert answer.redirect_chain == [(url("tranche_detail", way), 302)]
    assert "tenuta una volta sola" in answer.content.decode()
    assert ReportHandover.objects.count() == 1


def test_reasons_survive_a_later_report(programme: Programme, sign_in: SignIn) -> None:
    """Handed over while the verifier writes: the later one is shown, and answers with the same words."""
    way = tranches.reporting()
    old = tranches.hand_over(way)
    client = sign_in(way.team.verifier)
    client.get(url("report_return", way, report=str(old.pk)))
    new = tranches.hand_over(way, reference="Corretta")
    typed = {"reason": "Mancano le fatture."}
    answer = client.post(url("report_return", way, report=str(old.pk)), typed)
    text, later = answer.content.decode(), url("report_return", way, report=str(new.pk))
    assert answer.status_code == 409
    for expected in (typed["reason"], "Corretta", new.document.url(), f'action="{later}"'):
        assert expected in text
    assert not ReportAnswer.objects.exists()
    assert client.post(later, typed).status_code == 302
    assert ReportAnswer.objects.get().handover == new


@pytest.mark.parametrize("kind", list(ReportAnswerKind))
def test_the_verifier_answers(
    programme: Programme, sign_in: SignIn, kind: ReportAnswerKind
) -> None:
    way = tranches.reporting()
    report = str(tranches.hand_over(way).pk)
    client = sign_in(way.team.verifier)
    names = {"accepted": "report_accept", "returned": "report_return"}
    text = page(client, way)
    for name in names.values():
        assert f'href="{url(name, way, report=report)}"' in text
    address = url(names[kind], way, report=report)
    assert client.post(address, {"reason": "Mancano le fatture."}).status_code == 302
    assert ReportAnswer.objects.get().kind == kind
    assert client.post(address, {"reason": "Mancano le fatture."}).status_code == 409
    lead = page(sign_in(way.team.signatory), way)
    assert ("Mancano le fatture." in lead) == (kind == "returned")
    assert (f'href="{url("report_hand_over", way)}"' in lead) == (kind == "returned")


def test_what_was_returned_is_handed_over_again_with_its_words(
    programme: Programme, sign_in: SignIn
) -> None:
    way = tranches.reporting()
    row = tranches.hand_over(way, reference="Dicembre–febbraio")
    address = url("report_return", way, report=str(row.pk))
    sign_in(way.team.verifier).post(address, {"reason": "Mancano le fatture."})
    form = sign_in(way.team.signatory).get(url("report_hand_over", way)).content.decode()
    assert 'value="Dicembre–febbraio"' in form
    assert f'value="{row.signed_by_name}"' in form


def test_each_has_the_to_do_in_turn(programme: Programme, sign_in: SignIn) -> None:
    """The second tranche is of July: its report is asked of the lead from a month before."""
    way = tranches.reporting()
    home, own = reverse("area:home", args=["prova"]), url("report_hand_over", way)

    def todos(client: Client) -> list[str]:
        return WAITING.findall(client.get(home).content.decode())

    with clock.at(way.now.replace(month=6, day=20)):
        lead, verifier = sign_in(way.team.signatory), sign_in(way.team.verifier)
        assert own in todos(lead)
        assert not [path for path in todos(verifier) if "/contributi/" in path]
    tranches.hand_over(way)
    with clock.at(way.now.replace(month=6, day=20)):
        lead, verifier = sign_in(way.team.signatory), sign_in(way.team.verifier)
        assert own not in todos(lead)
        assert url("tranche_detail", way) in todos(verifier)
