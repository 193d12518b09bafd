"""The last step of a draft: paper, signature, the lead's record."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.draft_enums import SigningMode
from calls.models import SigningRule, Submission
from core.access.models import User
from core.documents.models import PdfJob
from core.people.enums import MemberLevel
from core.programmes.models import Programme
from tests.factories import calls, people

SignIn = Callable[[User], Client]


def page(draft: Submission, name: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": draft.programme.slug, "key": draft.pk})


@pytest.mark.rule("C15")
def test_a_typed_signature_is_the_signatory_s_own(programme: Programme, sign_in: SignIn) -> None:
    draft = calls.ready(calls.signed_call(SigningMode.DECLARATION))
    row = calls.signatory_of(draft)
    preparer, url = sign_in(draft.started_by), page(draft, "submission_sign")
    assert "disabled" in preparer.get(page(draft, "submission_submit")).content.decode()
    preparer.post(url, {"signatory": row.pk, "declares": "on"})
    assert not draft.signatures.exists()
    own = sign_in(people.member(draft.lead, MemberLevel.SIGNATORY).user)
    assert own.post(url, {"signatory": row.pk}).context["form"].errors["declares"]
    done = own.post(url, {"signatory": row.pk, "declares": "on"})
    assert done["Location"] == page(draft, "submission_submit")
    assert row.full_name in preparer.get(page(draft, "submission_submit")).content.decode()


def test_the_paper_and_the_record_stand_beside_the_answers(
    programme: Programme, sign_in: SignIn
) -> None:
    draft = calls.ready(calls.open_call())
    client = sign_in(draft.started_by)
    shown = client.get(page(draft, "submission_submit"))
    assert shown.context["record"].missing
    client.post(page(draft, "draft_pdf"))
    assert PdfJob.objects.filter(kind="calls.draft", about_id=draft.pk).exists()
    printed = client.get(page(draft, "draft_print")).content.decode()
    assert draft.title in printed
    assert client.get(page(draft, "submission_sign")).status_code == 302


def test_how_a_call_is_signed_is_said_by_its_facilitator(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.draft_call()
    assert call.created_by is not None
    url = reverse("calls:call_signing", kwargs={"slug": programme.slug, "key": call.pk})
    client = sign_in(call.created_by)
    assert client.get(url).status_code == 200
    client.post(url, {"mode": SigningMode.FILE})
    assert SigningRule.objects.get(call=call).mode == SigningMode.FILE
