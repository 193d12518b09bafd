"""The lists of calls, questions and of a commission lead back to the filters with which they were left."""

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.programmes.models import Programme
from tests.factories import calls, commission, people
from tests.factories.questions import asked

SignIn = Callable[[User], Client]


def row_of(client: Client, list_url: str) -> str:
    """The address to which the list's first row leads."""
    found = re.search(r'<tbody>.*?href="([^"]+)"', client.get(list_url).content.decode(), re.S)
    assert found
    return html.unescape(found.group(1))


def leads_to(client: Client, page: str, address: str) -> bool:
    return f'href="{html.escape(address)}"' in client.get(page).content.decode()


def test_calls_and_questions_lead_back_to_their_filters(
    programme: Programme, sign_in: SignIn
) -> None:
    question = asked(calls.open_call())
    client = sign_in(people.facilitator())
    desk = f"{reverse('calls:call_desk', args=['prova'])}?state=published"
    assert leads_to(client, row_of(client, desk), desk)
    keys = {"slug": "prova", "key": question.call_id}
    listed = f"{reverse('calls:question_list', kwargs=keys)}?q={question.text[:4]}&state=asked"
    row = row_of(client, listed)
    assert leads_to(client, row, listed)
    gone = client.post(row, {"set-aside": "1", "aside-reason": "C’è già."})
    assert gone["Location"] == listed


@pytest.mark.usefixtures("programme", "in_march")
@pytest.mark.begins_from(stage=commission.at_work)
def test_a_commission_leads_back_to_its_filters(sign_in: SignIn) -> None:
    work = commission.at_work()
    client = sign_in(work.cast.chair)
    keys = {"slug": "prova", "key": work.call.pk}
    home = f"{reverse('calls:commission_home', kwargs=keys)}?sort=-number&card=open"
    assert leads_to(client, row_of(client, home), home)
