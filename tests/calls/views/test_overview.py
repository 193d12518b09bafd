"""The list of applications: columns, views kept, acts on many, what is exported, the call in numbers."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, DraftReminder, Handling, SavedView
from core.access import clock
from core.access.models import User
from core.programmes.models import Programme
from tests.factories import calls, people

SignIn = Callable[[User], Client]


def url(name: str, call: Call, **more: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": "prova", "key": call.pk, **more})


def test_columns_are_chosen_and_the_address_says_so(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    calls.sent(call)
    many = client.get(url("submission_list", call), {"columns": ["started", "handler", "boh"]})
    assert many.status_code == 302
    page = client.get(many["Location"])
    headings = [str(header.label) for header in page.context["page"].headers]
    assert len(headings) == 4  # number and title always, and the two
    assert (
        client.get(url("submission_list", call), {"columns": "boh", "sort": "sent"}).status_code
        == 200
    )


def test_a_row_leads_to_its_page_and_back_to_the_same_list(
    programme: Programme, sign_in: SignIn
) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    submission, _receipt = calls.sent(call)
    query = "q=Idea&state=submitted&sort=title"
    page = client.get(f"{url('submission_list', call)}?{query}&after=")
    opened = client.get(page.context["page"].rows[0].url)
    back = next(
        crumb.url for crumb in opened.context["breadcrumbs"]
        if crumb.url.startswith(url("submission_list", call))
    )  # fmt: skip
    kept = client.get(back).context["page"]
    assert (kept.query, kept.narrowed) == ("Idea", True)
    assert [row.key for row in kept.rows] == [str(submission.pk)]


def test_a_view_is_kept_shown_and_taken_away(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    typed = {"name": "Le bozze", "query": "state=draft&columns=lead&next=//altrove"}
    assert client.post(url("view_save", call), typed).status_code == 302
    view = SavedView.objects.get()
    assert set(view.query.split("&")) == {"columns=lead", "state=draft"}
    assert "Le bozze" in client.get(url("submission_list", call)).content.decode()
    assert client.post(url("view_save", call), {"name": ""}).status_code == 422
    assert client.post(url("view_forget", call, view=str(view.pk))).status_code == 302
    assert not SavedView.objects.exists()


def test_who_looks_after_what_the_list_shows(programme: Programme, sign_in: SignIn) -> None:
    person, call = people.facilitator(), calls.open_call()
    client, rows = sign_in(person), [calls.draft(call), calls.draft(call)]
    address = url("submission_assign_all", call)
    page = client.get(address, {"q": rows[0].title})
    assert page.context["total"] == 1
    assert client.post(address, {"person": person.pk}).status_code == 200  # no row was ticked
    typed = {"person": person.pk, "rows": [rows[0].pk]}
    assert client.post(f"{address}?handling=nobody", typed).status_code == 302
    assert Handling.objects.get().submission == rows[0]
    listed = client.get(url("submission_list", call), {"handling": "mine", "columns": "handler"})
    assert listed.context["page"].count == 1
    assert person.full_name in listed.content.decode()


def test_a_reminder_is_previewed_with_its_count(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    draft, _sent = calls.draft(call), calls.sent(call)
    address = url("submission_remind_all", call)
    page = client.get(address)
    assert ([row.pk for row in page.context["fresh"]], page.context["people"]) == ([draft.pk], 1)
    assert draft.title in page.context["sample"].text
    assert client.post(address, {"rows": [draft.pk], "note": "Forza"}).status_code == 302
    assert DraftReminder.objects.get().note == "Forza"
    assert client.get(address).context["recent"] == [draft]
    assert client.get(url("submission_list", call)).context["may_remind"]
    with clock.at(calls.CLOSES + timedelta(hours=1)):
        assert not client.get(url("submission_list", call)).context["may_remind"]


def test_an_export_of_chosen_columns(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    submission, _receipt = calls.sent(call)
    page = client.get(url("submission_export_choose", call), {"state": "submitted"})
    answer = page.context["answers"][0][0]
    file = client.get(url("submission_export", call, extension="csv"), {"take": ["own.1", answer]})
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";"))
    if len(rows[0]) == 1:
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows[0]) == 2
    assert rows[1][0] == submission.number


def test_the_call_in_numbers(programme: Programme, sign_in: SignIn) -> None:
    call, client = calls.open_call(), sign_in(people.facilitator())
    calls.sent(call)
    calls.draft(call)
    found = client.get(url("call_overview", call)).context
    assert (found["sent"], found["drafts"], found["organisations"], found["leads"]) == (1, 1, 1, 1)
    assert [(row.sent, row.total) for row in found["days"]] == [(1, 1)]


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("call_overview", "municipal", 200),
        ("call_overview", "signatory", 404),
        ("submission_assign_all", "metropolitan", 403),
        ("submission_remind_all", "municipal", 403),
        ("submission_export_choose", "municipal", 403),
    ],
)
def test_who_may(name: str, who: str, status: int, programme: Programme, sign_in: SignIn) -> None:
    call, cast = calls.open_call(), calls.cast_of(people.network())
    assert sign_in(getattr(cast, who)).get(url(name, call)).status_code == status
