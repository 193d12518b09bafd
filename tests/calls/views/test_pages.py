"""Every page × everybody who might open it: 200, 403 for a forbidden thing, 404 for a stranger's."""

from collections.abc import Callable
from dataclasses import dataclass, fields

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call, Submission
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests.factories import calls, people, programmes
from tests.factories.calls import Cast, cast_of

SignIn = Callable[[User], Client]
EVERYBODY = tuple(field.name for field in fields(Cast))
WRITERS = {"signatory", "editor", "partner_editor"}
NETWORK = {*WRITERS, "viewer"}
TEAM = {"facilitator", "coordinator"}
OFFICIALS = {*TEAM, "metropolitan"}
DESK = {*OFFICIALS, "municipal", "other_municipal"}


@dataclass
class Scene:
    cast: Cast
    call: Call
    prepared: Call
    draft: Submission
    sent: Submission


@pytest.fixture
def scene(programme: Programme) -> Scene:
    call = calls.open_call()
    network = people.network()
    sent, _receipt = calls.sent(call, network)
    other = calls.open_call(slug="altro", version=call.version)
    return Scene(
        cast=cast_of(network),
        call=call,
        prepared=calls.draft_call(slug="preparato", version=call.version),
        draft=calls.complete(calls.draft(other, network)),
        sent=sent,
    )


# page → (row it is about, who gets 200, who gets 403); the others get 404
PAGES: dict[str, tuple[str, set[str], set[str]]] = {
    "submission_detail": ("sent", NETWORK | OFFICIALS | {"municipal"}, set()),
    "submission_print": ("sent", NETWORK | OFFICIALS | {"municipal"}, set()),
    "submission_receipt": ("sent", NETWORK | OFFICIALS | {"municipal"}, set()),
    "submission_withdraw": (
        "sent",
        {"signatory"},
        {"editor", "partner_editor", "viewer", "municipal"} | OFFICIALS,
    ),
    "submission_registry": ("sent", TEAM, NETWORK | {"municipal", "metropolitan"}),
    "submission_correct": ("sent", TEAM, NETWORK | {"municipal", "metropolitan"}),
    "submission_change": ("draft", WRITERS, {"viewer"} | TEAM),
    "submission_submit": ("draft", WRITERS, {"viewer"} | TEAM),
    "call_manage": ("call", DESK, set()),
    "call_preview": ("call", DESK, set()),
    "submission_list": ("call", DESK, set()),
    "call_change": ("prepared", TEAM, set()),
    "call_windows": ("prepared", TEAM, set()),
    "call_attach": ("prepared", TEAM, set()),
    "call_publish": ("prepared", {"coordinator"}, {"facilitator"}),
    "call_extend": ("call", {"coordinator"}, DESK - {"coordinator"}),
    "call_cancel": ("call", {"coordinator"}, DESK - {"coordinator"}),
    "submission_enter_on_behalf": ("call", TEAM, DESK - TEAM),
}


def address(programme: Programme, name: str, scene: Scene) -> str:
    row = getattr(scene, PAGES[name][0])
    return reverse(f"calls:{name}", kwargs={"slug": programme.slug, "key": row.pk})


@pytest.mark.parametrize("name", PAGES)
def test_who_opens_it(name: str, scene: Scene, programme: Programme, sign_in: SignIn) -> None:
    _row, open_to, forbidden_to = PAGES[name]
    url = address(programme, name, scene)
    for who in EVERYBODY:
        expected = 200 if who in open_to else 403 if who in forbidden_to else 404
        response = sign_in(getattr(scene.cast, who)).get(url)
        assert response.status_code == expected, (name, who)
    assert Client().get(url).status_code == 302


def test_another_programmes_address_is_not_found(
    db: None, other_programme: Programme, sign_in: SignIn
) -> None:
    ours = programmes.programme(slug="nostro", name="Nostro")
    with open_programme(ours.pk):
        submission, _receipt = calls.sent(calls.open_call())
    with open_programme(other_programme.pk):
        them = [people.coordinator(), people.facilitator()]
    submission_page = reverse("calls:submission_detail", args=["nostro", submission.pk])
    call_page = reverse("calls:call_manage", args=["nostro", submission.call_id])
    for page in (submission_page, call_page):
        for person in them:
            assert sign_in(person).get(page).status_code == 404
            assert sign_in(person).get(page.replace("nostro", "altro")).status_code == 404


def test_sections_of_the_draft(scene: Scene, programme: Programme, sign_in: SignIn) -> None:
    for section in ("network", "idea", "budget"):
        kwargs = {"slug": programme.slug, "key": scene.draft.pk, "section": section}
        url = reverse("calls:submission_section", kwargs=kwargs)
        for who in EVERYBODY:
            expected = 200 if who in WRITERS else 403 if who in {"viewer", *TEAM} else 404
            assert sign_in(getattr(scene.cast, who)).get(url).status_code == expected, who


def test_public_pages(scene: Scene, programme: Programme) -> None:
    client = Client()
    listing = client.get(reverse("calls:call_list", args=[programme.slug]))
    assert listing.status_code == 200
    assert "Raccolta di idee" in listing.content.decode()
    page = client.get(reverse("calls:call_detail", args=[programme.slug, scene.call.slug]))
    assert page.status_code == 200
    hidden = client.get(reverse("calls:call_detail", args=[programme.slug, scene.prepared.slug]))
    assert hidden.status_code == 404


@pytest.mark.parametrize("name", ["submission_mine", "call_desk", "call_create"])
def test_pages_without_a_row(
    name: str, scene: Scene, programme: Programme, sign_in: SignIn
) -> None:
    open_to = {"submission_mine": set(EVERYBODY), "call_desk": DESK, "call_create": TEAM}[name]
    url = reverse(f"calls:{name}", args=[programme.slug])
    for who in EVERYBODY:
        expected = 200 if who in open_to else 403
        assert sign_in(getattr(scene.cast, who)).get(url).status_code == expected, who


def test_the_work_areas_home_gathers_what_the_calls_give(
    scene: Scene, programme: Programme, sign_in: SignIn
) -> None:
    url = reverse("area:home", args=[programme.slug])
    editor = sign_in(scene.cast.editor).get(url).content.decode()
    assert scene.draft.title in editor
    coordinator = sign_in(scene.cast.coordinator).get(url).content.decode()
    assert reverse("calls:call_manage", args=[programme.slug, scene.prepared.pk]) in coordinator
