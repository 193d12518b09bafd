"""Pages of the practices: the whole way, the whole cast, what was typed and kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.people.enums import MemberLevel, RoleName
from core.people.queries import forget
from core.programmes.models import Programme
from education import portal
from education.domain import practices as verbs
from education.enums import PracticeState
from education.models import Practice
from tests.contributions import told
from tests.factories import education, people, programmes

SignIn = Callable[[User], Client]
EMPTY_SETS = {
    f"{prefix}-{key}": value
    for prefix in ("factors", "lessons")
    for key, value in (("TOTAL_FORMS", 1), ("INITIAL_FORMS", 0))
}


def url(name: str, practice: Practice | None = None, **more: Any) -> str:
    kwargs = {"slug": "prova", **({"key": practice.pk} if practice else {}), **more}
    return reverse(f"education:{name}", kwargs=kwargs)


def public(practice: Practice) -> str:
    return url("practice_detail", practice_slug=practice.slug)


def test_from_the_empty_page_to_the_published_practice(
    programme: Programme, sign_in: SignIn
) -> None:
    network = people.network("Rete Orti")
    author = network.lead.created_by
    writer, editor = sign_in(author), sign_in(education.editor())
    assert b"tm-empty" in Client().get(url("practice_list")).content
    data = {
        **EMPTY_SETS, **education.TEXTS, "title": "Orti con le chiavi", "author": author.pk,
        "network": network.pk, "visibility": "all", "licence": "cc-by-4.0",
        "factors-0-valence": "failure", "factors-0-text": "Mancava l'acqua.",
        "factors-0-controllable": "partly", "lessons-0-event": "Nessuno annaffiava.",
        "lessons-0-advice": "Decidete i turni insieme.",
    }  # fmt: skip
    answer = writer.post(url("practice_create"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Practice.objects.get()
    assert (made.factors.get().text, made.lessons.count()) == ("Mancava l'acqua.", 1)
    assert writer.get(answer["Location"]).status_code == 200
    page = url("practice_validate", made)
    assert writer.get(page).status_code == 200
    unticked = writer.post(page, {})
    assert "consent" in unticked.context["form"].errors
    assert writer.post(page, {"consent": "on"}).status_code == 302
    assert editor.get(url("practice_read", made)).status_code == 200
    approved = editor.post(url("practice_approve", made), {"reason": "Chiara."})
    assert approved.status_code == 302
    assert Client().get(public(made)).status_code == 404
    assert sign_in(education.coordinator()).post(url("practice_publish", made)).status_code == 302
    body = Client().get(public(made)).content.decode()
    for words in ("Orti con le chiavi", "Mancava l&#x27;acqua.", "CC BY 4.0", 'rel="canonical"'):
        assert words in body
    assert "Orti con le chiavi" in Client().get(url("practice_list")).content.decode()


def test_a_wrong_factor_keeps_what_was_typed(programme: Programme, sign_in: SignIn) -> None:
    made = education.draft()
    data = {
        **EMPTY_SETS, "title": made.title, "author": made.author.pk, "visibility": "all",
        "network": made.network_id, "licence": "cc-by-4.0", "problem": "Un testo lungo e nuovo",
        "factors-0-valence": "success", "factors-0-text": "", "factors-0-mechanism": "Per gradi",
        "factors-0-controllable": "partly",
    }  # fmt: skip
    answer = sign_in(made.author).post(url("practice_change", made), data)
    assert answer.status_code == 200
    assert answer.context["factors"].forms[0].errors == {"text": ["Manca questa risposta."]}
    body = answer.content.decode()
    assert "Un testo lungo e nuovo" in body
    assert "Per gradi" in body
    assert Practice.objects.get().problem == education.TEXTS["problem"]


def test_rows_are_changed_added_and_taken_away(programme: Programme, sign_in: SignIn) -> None:
    made = education.draft(factors=[education.FACTOR, {**education.FACTOR, "text": "Seconda"}])
    client, page = sign_in(made.author), url("practice_change", made)
    form = client.get(page).context
    data = {**form["form"].initial, "factors-TOTAL_FORMS": 3, "factors-INITIAL_FORMS": 2}
    data = {key: value for key, value in data.items() if value is not None}
    for number, row in enumerate(form["factors"].forms):
        data |= {f"factors-{number}-{name}": row[name].value() or "" for name in row.fields}
    for number, row in enumerate(form["lessons"].forms):
        data |= {f"lessons-{number}-{name}": row[name].value() or "" for name in row.fields}
    data |= {"lessons-TOTAL_FORMS": 2, "lessons-INITIAL_FORMS": 1}
    data |= {"factors-0-DELETE": "on", "factors-2-text": "Terza", "more_factors": "1"}
    answer = client.post(page, data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert answer["Location"].endswith("#factors")
    assert [row.text for row in made.factors.all()] == ["Seconda", "Terza"]
    assert made.lessons.get().advice == education.LESSON["advice"]


GETS = ("practice_read", "practice_change", "practice_validate", "practice_approve",
        "practice_return", "practice_publish", "practice_withdraw")  # fmt: skip
OPENED: dict[str, tuple[int, ...]] = {
    "author": (200, 200, 200, 403, 403, 403, 200),
    "partner_viewer": (200, 403, 403, 403, 403, 403, 403),
    "facilitator": (200, 200, 403, 403, 403, 403, 403),
    "coordinator": (200, 200, 403, 403, 403, 200, 200),
    "editor": (200, 403, 403, 200, 200, 200, 200),
    "other_network": (404,) * 7,
    "stranger": (404,) * 7,
}


@pytest.mark.parametrize("who", OPENED)
def test_who_opens_what(who: str, programme: Programme, sign_in: SignIn) -> None:
    made = education.validated()
    assert made.network is not None
    cast: dict[str, Callable[[], User]] = {
        "author": lambda: made.author,
        "partner_viewer": lambda: people.member(made.network.lead, MemberLevel.VIEWER).user,  # type: ignore[union-attr]  # asserted above
        "facilitator": people.facilitator,
        "coordinator": education.coordinator,
        "editor": education.editor,
        "other_network": lambda: people.network("Altra rete").lead.created_by,
        "stranger": lambda: people.user("Sara Straniera"),
    }
    client = sign_in(cast[who]())
    assert tuple(client.get(url(name, made)).status_code for name in GETS) == OPENED[who]


def test_anonymous_people_are_asked_to_sign_in(programme: Programme) -> None:
    made = education.validated()
    assert all(Client().get(url(name, made)).status_code == 302 for name in GETS)
    assert Client().get(public(made)).status_code == 404


@pytest.mark.rule("R46")
def test_an_act_out_of_turn_is_refused(programme: Programme, sign_in: SignIn) -> None:
    made = education.validated()
    client = sign_in(education.coordinator())
    answer = client.post(url("practice_publish", made))
    assert answer.status_code == 409
    assert Practice.objects.get().state == PracticeState.VALIDATED


def test_the_consent_is_taken_back_on_the_page(programme: Programme, sign_in: SignIn) -> None:
    made = education.validated()
    assert sign_in(made.author).post(url("practice_retract", made)).status_code == 302
    assert Practice.objects.get().state == PracticeState.DRAFT


def test_the_library_is_searched_and_filtered(programme: Programme) -> None:
    education.published("Orti con le chiavi")
    rivoli = people.network("Rete Rivoli", territory=programmes.territory("Rivoli"))
    hindered = {**education.FACTOR, "valence": "failure"}
    education.published("Mercato sotto casa", network=rivoli, factors=[hindered])

    def titles(query: str) -> set[str]:
        rows = Client().get(f"{url('practice_list')}{query}").context["page"].rows
        return {str(row.cells[0][1].text) for row in rows}

    assert titles("") == {"Orti con le chiavi", "Mercato sotto casa"}
    assert titles("?q=mercati") == {"Mercato sotto casa"}
    assert titles("?factor=failure") == {"Mercato sotto casa"}
    assert titles(f"?territory={rivoli.territory.code}") == {"Mercato sotto casa"}
    assert titles("?q=teatro") == set()


def test_each_role_has_its_next_step(programme: Programme, sign_in: SignIn, rf: Any) -> None:
    editor, coordinator = education.editor(), education.coordinator()
    made = education.asked()

    def waits_for(person: User) -> list[str]:
        forget(person)
        request = rf.get("/")
        request.user, request.programme = person, programme
        return [str(todo.url) for todo in told(portal.todos(request))]

    here = url("practice_read", made)
    assert waits_for(made.author) == [here]
    verbs.validate_practice(practice_id=made.pk, by=made.author)
    assert (waits_for(made.author), waits_for(editor)) == ([], [here])
    verbs.return_practice(practice_id=made.pk, reason="Perché?", by=editor)
    assert (waits_for(made.author), waits_for(editor)) == ([here], [])
    verbs.validate_practice(practice_id=made.pk, by=made.author)
    verbs.approve_practice(practice_id=made.pk, reason="Chiara.", by=editor)
    assert waits_for(coordinator) == [here]
    verbs.publish_practice(practice_id=made.pk, by=coordinator)
    assert waits_for(coordinator) == []
    for person in (made.author, editor, coordinator):
        assert sign_in(person).get(reverse("area:home", args=["prova"])).status_code == 200


def test_a_mentor_reads_what_is_published_and_drafts_nothing(
    programme: Programme, sign_in: SignIn
) -> None:
    evaluator = people.with_role(RoleName.EVALUATOR)
    client = sign_in(evaluator)
    assert client.get(url("practice_desk")).status_code == 200
    assert client.get(url("practice_create")).status_code == 403
