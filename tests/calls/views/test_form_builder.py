"""The builder under a call: who opens it, who publishes it, what the applicants then find."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.domain.form_versions import publish_form, revise_form
from calls.models import Call
from core.access.models import User
from core.people.enums import RoleName
from core.programmes.models import Programme
from core.questionnaires.domain.editing import remove_question
from core.questionnaires.domain.versions import create_questionnaire
from core.questionnaires.effort import minutes_for
from core.questionnaires.spec import QuestionSpec
from tests.factories import calls, people
from tests.factories.questionnaires import idea_spec

SignIn = Callable[[User], Client]


def url(call: Call, name: str) -> str:
    return reverse(f"calls:{name}", kwargs={"slug": call.programme.slug, "key": call.pk})


def test_who_opens_the_builder_and_who_publishes(programme: Programme, sign_in: SignIn) -> None:
    call = calls.open_call()
    revise_form(call_id=call.pk, by=people.facilitator("Altra"))
    cast = {
        people.coordinator(): (200, 200),
        people.facilitator("Facilitatore"): (200, 403),
        people.with_role(RoleName.METROPOLITAN_OFFICIAL): (403, 403),
        people.user("Di Fuori"): (404, 404),
    }
    for person, expected in cast.items():
        client = sign_in(person)
        found = tuple(client.get(url(call, n)).status_code for n in ("form_build", "form_publish"))
        assert found == expected, person


def test_a_form_is_begun_published_and_revised_by_a_facilitator(
    programme: Programme, sign_in: SignIn
) -> None:
    create_questionnaire(idea_spec())
    call = calls.draft_call(version=None, slug="nuovo")
    client = sign_in(people.facilitator("Facilitatore"))
    assert client.get(url(call, "form_build")).status_code == 200
    assert client.post(url(call, "form_begin"), {"form": "idea"}).status_code == 302
    call.refresh_from_db()
    assert call.version is not None
    assert client.get(url(call, "form_publish")).status_code == 200
    assert client.post(url(call, "form_publish")).status_code == 302
    assert client.post(url(call, "form_publish")).status_code == 409
    assert client.get(url(call, "form_build")).status_code == 200
    assert client.post(url(call, "form_section_add"), {"title_it": "No"}).status_code == 409
    assert call.version.sections.count() == 3
    assert client.post(url(call, "form_revise")).status_code == 302
    assert client.post(url(call, "form_revise")).status_code == 409


@pytest.mark.rule("C3")
def test_the_effect_is_shown_before_and_what_is_left_behind_after(
    programme: Programme, sign_in: SignIn
) -> None:
    call = calls.open_call()
    draft = calls.ready(call)
    coordinator = people.coordinator()
    version = revise_form(call_id=call.pk, by=coordinator)
    remove_question(version_id=version.pk, key="people", by=coordinator)
    page = sign_in(coordinator).get(url(call, "form_publish")).content.decode()
    assert "Persone coinvolte" in page
    publish_form(call_id=call.pk, by=coordinator)
    applicant = sign_in(draft.started_by)
    earlier = applicant.get(url(draft, "submission_earlier_form")).content.decode()  # type: ignore[arg-type]
    assert "40 persone" in earlier
    section = reverse("calls:submission_section", args=[programme.slug, draft.pk, "idea"])
    assert "modulo-precedente" in applicant.get(section).content.decode()


def test_everybody_reads_the_blank_form_and_its_time(programme: Programme) -> None:
    call = calls.open_call()
    public = Client().get(f"/en{call.public_path(programme.slug)}").content.decode()
    assert "It takes about 30 minutes" in public
    blank = Client().get(reverse("calls:form_blank", args=[programme.slug, call.slug]))
    assert "tm-blank-line" in blank.content.decode()


def test_what_the_portal_knows_is_in_the_draft_from_the_start(programme: Programme) -> None:
    lead = people.organisation("Chi si conosce", tax_code=people.TAX_CODE)
    draft = calls.draft(calls.open_call(), people.network("Rete che si conosce", lead=lead))
    assert draft.sheet.answers.get(question__key="tax_code").value == people.TAX_CODE


@pytest.mark.parametrize(
    ("spec", "minutes"),
    [
        ({"type": "text"}, 1),
        ({"type": "text", "ask_once": "organisation.pec"}, 0.25),
        ({"type": "long_text", "limits": {"max_words": 400}}, 18),
        ({"type": "long_text", "required": False}, 5),
        ({"type": "file", "limits": {"min_files": 2, "max_files": 3}}, 6),
        ({"type": "table", "preset": "resources"}, 3.75),
        ({"type": "yes_no"}, 0.5),
    ],
)
def test_minutes_follow_the_rule(spec: dict[str, object], minutes: float) -> None:
    question = QuestionSpec.model_validate({"key": "q", "label": "Q", **spec})
    assert minutes_for(question) == minutes


def test_a_question_that_a_criterion_judges_is_not_taken_out_unnoticed(
    programme: Programme, sign_in: SignIn
) -> None:
    version = create_questionnaire(idea_spec())
    call = calls.draft_call(version=version, slug="giudicato")
    client = sign_in(people.facilitator("Facilitatore"))
    key = version.questions.order_by("-section__position", "-position")[0].key
    rule = {
        "highest_score": "10", "places_per_territory": "1", "without_proposal": "leave_empty",
        "criterion-0-title_it": "Bisogno", "criterion-0-weight": "100",
        "criterion-0-questions": key,
    }  # fmt: skip
    assert client.post(url(call, "selection_change"), rule).status_code == 302
    gone = reverse(
        "calls:form_question_remove", kwargs={"slug": "prova", "key": call.pk, "question": key}
    )
    answer = client.post(gone)
    assert answer.status_code == 409
    assert version.questions.filter(key=key).exists()
