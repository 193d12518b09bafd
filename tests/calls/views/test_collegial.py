"""One card for the whole commission: its members read what the chair scores, also without names."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Selection
from core.access.models import User
from core.people.enums import TieKind
from core.people.queries import forget
from tests.factories import commission
from tests.factories.commission import AtWork

SignIn = Callable[[User], Client]
pytestmark = pytest.mark.usefixtures("programme", "in_march")


def url(name: str, work: AtWork, **keys: object) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": work.call.pk, **keys})


@pytest.mark.rule("C7", "C8")
@pytest.mark.begins_from(stage=commission.at_work)
def test_a_member_reads_what_the_chair_scores_and_its_card_once_it_is_in(sign_in: SignIn) -> None:
    work = commission.at_work()
    texts, text = (
        url("commission_texts", work),
        url("commission_text", work, submission=work.first.pk),
    )
    member = sign_in(work.cast.member)
    assert member.get(texts).status_code == 404
    Selection.objects.filter(call=work.call).update(collegial=True, blind=True)
    assert texts in member.get(url("commission_home", work)).content.decode()
    for page in (texts, text):
        assert "Rete Uno" not in member.get(page).content.decode()
    assert member.get(text).context["card"] is None
    commission.hand_in(work.commission, work.cast.chair, work.first)
    forget(work.cast.member)
    read = member.get(text)
    assert read.context["total"] == 70
    assert "Rete Uno" in read.content.decode()
    assert sign_in(work.cast.secretary).get(texts).status_code == 403


@pytest.mark.rule("C7")
@pytest.mark.begins_from(stage=commission.appointed)
def test_nothing_is_read_before_the_declaration_nor_of_a_barred_network(sign_in: SignIn) -> None:
    work = commission.appointed()
    Selection.objects.filter(call=work.call).update(collegial=True)
    member, text = sign_in(work.cast.member), url("commission_text", work, submission=work.first.pk)
    assert member.get(text).status_code == 404
    commission.declare_all(
        work.commission, work.cast.member, tied={work.first.network: TieKind.KIN}
    )
    assert member.get(text).status_code == 404
    shown = member.get(url("commission_texts", work)).context["page"]
    assert shown.count == 1
