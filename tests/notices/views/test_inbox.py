"""The inbox: one's own notices, and nobody else's."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.access.scope import open_programme
from core.notices import forms as notice_forms
from core.notices.models import InboxItem, NoticePreference
from core.programmes.models import Programme
from tests.factories.notices import SampleDuty, SampleNotice
from tests.factories.people import user

SignIn = Callable[[User], Client]
PAGES = ["inbox", "preferences", "agenda"]
WRITES = ["inbox_read_all", "feed_subscribe", "feed_revoke"]


def url(name: str, slug: str = "prova", **kwargs: object) -> str:
    return reverse(f"notices:{name}", kwargs={"slug": slug, **kwargs})


def notice(person: User, **fields: str) -> InboxItem:
    SampleNotice(person, **fields).queue()
    return InboxItem.objects.order_by("id").last() or pytest.fail("no notice")


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_for_whoever_signed_in(
    programme: Programme, ada: User, sign_in: SignIn, name: str
) -> None:
    for _ in range(3):
        notice(ada)
    assert sign_in(ada).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES)
def test_pages_open_when_empty(programme: Programme, ada: User, sign_in: SignIn, name: str) -> None:
    assert sign_in(ada).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", [*PAGES, *WRITES])
def test_a_stranger_is_asked_to_sign_in(programme: Programme, client: Client, name: str) -> None:
    answer = client.get(url(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", WRITES)
def test_reading_a_writing_address_changes_nothing(
    programme: Programme, ada: User, sign_in: SignIn, name: str
) -> None:
    item = notice(ada)
    assert sign_in(ada).get(url(name)).status_code == 302
    item.refresh_from_db()
    assert item.read_at is None


def test_shows_one_s_own_notices_only(programme: Programme, ada: User, sign_in: SignIn) -> None:
    notice(ada, subject="Per Ada")
    notice(user("Ugo Prova"), subject="Per Ugo")
    page = sign_in(ada).get(url("inbox")).content.decode()
    assert "Per Ada" in page
    assert "Per Ugo" not in page


def test_shows_this_programme_s_notices_only(
    db: None, other_programme: Programme, ada: User, sign_in: SignIn
) -> None:
    from tests.factories.programmes import programme as make

    here = make(slug="prova", name="Prova")
    with open_programme(other_programme.pk):
        item = notice(ada, subject="Altrove")
    page = sign_in(ada).get(url("inbox", here.slug)).content.decode()
    assert "Altrove" not in page
    assert sign_in(ada).get(url("notice_open", here.slug, notice_id=item.pk)).status_code == 404


def test_opening_reads_and_goes_where_it_points(
    programme: Programme, ada: User, sign_in: SignIn
) -> None:
    item = notice(ada, path="/prova/area/agenda/")
    answer = sign_in(ada).get(url("notice_open", notice_id=item.pk))
    assert (answer.status_code, answer["Location"]) == (302, "/prova/area/agenda/")
    item.refresh_from_db()
    assert item.read_at is not None


@pytest.mark.parametrize("path", ["", "//evil.example.org/", "https://evil.example.org/"])
def test_opening_never_leaves_the_portal(
    programme: Programme, ada: User, sign_in: SignIn, path: str
) -> None:
    item = notice(ada)
    InboxItem.objects.filter(pk=item.pk).update(path=path)
    answer = sign_in(ada).get(url("notice_open", notice_id=item.pk))
    assert answer.status_code == 200
    assert item.subject in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", ["notice_open", "notice_read"])
def test_another_person_s_notice_does_not_exist(
    programme: Programme, ada: User, sign_in: SignIn, name: str, method: str
) -> None:
    item = notice(user("Ugo Prova"))
    assert getattr(sign_in(ada), method)(url(name, notice_id=item.pk)).status_code == 404
    item.refresh_from_db()
    assert item.read_at is None


def test_marking_one_and_all(programme: Programme, ada: User, sign_in: SignIn) -> None:
    first = notice(ada)
    for _ in range(2):
        notice(ada)
    client = sign_in(ada)
    assert client.post(url("notice_read", notice_id=first.pk)).status_code == 302
    assert InboxItem.objects.filter(read_at=None).count() == 2
    assert client.post(url("inbox_read_all")).status_code == 302
    assert InboxItem.objects.filter(read_at=None).count() == 0


def test_choosing_how_to_hear(programme: Programme, ada: User, sign_in: SignIn) -> None:
    client = sign_in(ada)
    page = client.get(url("preferences")).content.decode()
    assert "notices__sample" in page
    assert "notices__digest" not in page
    from core.notices.forms import chosen_kinds, field_name

    answers = {field_name(kind.kind): "now" for kind in chosen_kinds()}
    answer = client.post(url("preferences"), answers | {"notices__sample": "none"})
    assert answer.status_code == 302
    chosen = NoticePreference.objects.get(person=ada, kind=SampleNotice.kind)
    assert chosen.channel == "none"
    assert not NoticePreference.objects.filter(kind=SampleDuty.kind).exists()


def test_what_reached_the_person_stands_first_and_every_kind_once(
    programme: Programme, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice(ada)
    monkeypatch.setattr(notice_forms, "OFTEN", 0)
    everything = {field.name for group in form_of(ada).groups() for field in group.fields}
    monkeypatch.setattr(notice_forms, "OFTEN", 8)
    first, *parts = form_of(ada).groups()
    assert ([field.name for field in first.fields], first.open) == (["notices__sample"], True)
    assert not any(group.open for group in parts)
    names = [field.name for group in (first, *parts) for field in group.fields]
    assert sorted(names) == sorted(everything) == sorted(form_of(ada).fields)


def form_of(person: User) -> notice_forms.PreferencesForm:
    return notice_forms.PreferencesForm(person=person)


def test_a_wrong_choice_is_shown_again(programme: Programme, ada: User, sign_in: SignIn) -> None:
    answer = sign_in(ada).post(url("preferences"), {"notices__sample": "by pigeon"})
    assert answer.status_code == 200
    assert not NoticePreference.objects.exists()


def test_the_list_costs_the_same_for_three_and_thirty(
    programme: Programme, ada: User, sign_in: SignIn
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, costs = sign_in(ada), []
    for count in (3, 27):
        for _ in range(count):
            notice(ada)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(url("inbox"))
        costs.append(len(queries))
    assert costs[0] == costs[1]
