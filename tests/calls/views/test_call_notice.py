"""The pages of a notice and of a call made from an earlier one."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.calls import close_call
from calls.enums import CallKind
from calls.models import Call
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from tests.factories import calls, people
from tests.factories.calls import AFTER

SignIn = Callable[[User], Client]


def url(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": call.pk})


def test_what_is_missing_leads_to_where_it_is_written(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.draft_call(kind=CallKind.PROPOSALS, aims=Bilingual(), summary=Bilingual())
    client = sign_in(people.coordinator())
    for name in ("call_manage", "call_publish"):
        page = client.get(url(name, call)).content.decode()
        for where in ("call_notice", "call_change", "selection_change"):
            assert url(where, call) in page
    assert client.post(url("call_publish", call)).status_code == 409


def test_the_notice_is_written_and_read_by_all(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.draft_call(aims=Bilingual(), budget=None), sign_in(people.facilitator())
    typed = {"aims_it": "Orti per tutti", "budget": "150.000,00", "questions_days_before": "3"}
    wrong = client.post(url("call_notice", call), typed | {"budget": "-1"})
    assert wrong.status_code == 200
    assert "Orti per tutti" in wrong.content.decode()
    assert client.post(url("call_notice", call), typed).status_code == 302
    saved = Call.objects.get()
    assert (saved.budget, saved.questions_days_before) == (Decimal(150_000), 3)
    assert "Orti per tutti" in client.get(url("call_preview", call)).content.decode()


def test_a_new_call_from_an_earlier_one(programme: Programme, sign_in: SignIn) -> None:
    source, client = calls.open_call(), sign_in(people.facilitator())
    create = reverse("calls:call_create", args=["prova"])
    assert url("call_copy", source) in client.get(create).content.decode()
    typed = {"title_it": "Ancora idee", "slug": source.slug, "opens_at": "2021-05-03T09:00"}
    assert client.post(url("call_copy", source), typed).status_code == 200  # the address is taken
    assert client.post(url("call_copy", source), typed | {"slug": "ancora"}).status_code == 302
    copy = Call.objects.get(slug="ancora")
    assert url("call_manage", source) in client.get(url("call_manage", copy)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("coordinator", 200), ("metropolitan", 403), ("signatory", 404)]
)
def test_only_who_prepares_calls_writes_and_copies(
    who: str, status: int, programme: Programme, sign_in: SignIn
) -> None:
    call, cast = calls.open_call(), calls.cast_of(people.network())
    client = sign_in(getattr(cast, who))
    for name in ("call_notice", "call_copy"):
        assert client.get(url(name, call)).status_code == status


def test_a_closed_call_is_reopened_from_its_page(programme: Programme, sign_in: SignIn) -> None:
    call = calls.open_call()
    with clock.at(AFTER):
        close_call(call_id=call.pk)
        client = sign_in(people.coordinator())
        assert url("call_reopen", call) in client.get(url("call_manage", call)).content.decode()
        assert client.get(url("call_reopen", call)).status_code == 200
        typed = {"closes_at": "2021-03-20T12:00", "reason_it": "Il portale era fermo."}
        assert client.post(url("call_reopen", call), {"closes_at": "ieri"}).status_code == 200
        past = client.post(url("call_reopen", call), {**typed, "closes_at": "2020-01-01T12:00"})
        assert "closes_at" in past.context["form"].errors
        assert client.post(url("call_reopen", call), typed).status_code == 302
        public = reverse("calls:call_detail", args=["prova", call.slug])
        assert "Il portale era fermo." in client.get(public).content.decode()
        assert client.post(url("call_reopen", call), typed).status_code == 409
        assert sign_in(people.facilitator()).get(url("call_reopen", call)).status_code == 403
