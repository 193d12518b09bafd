"""Pages of the evaluation: the whole way of a value, the whole cast, bad input that keeps what was typed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from core.access import clock
from core.access.models import User
from core.documents.models import Document
from core.people.enums import MemberLevel
from core.people.queries import forget
from core.programmes.models import Programme
from evaluation import portal, wording
from evaluation.domain import measurements
from evaluation.enums import ReviewState
from evaluation.models import Indicator, Measurement
from evaluation.totals import Total
from tests.contributions import told
from tests.factories import evaluation, people, programmes, projects
from tests.factories.documents import PDF

SignIn = Callable[[User], Client]
QUARTER = {"starts_on": "2021-04-01", "ends_on": "2021-06-30"}


def url(name: str, row: Indicator | Measurement | None = None) -> str:
    return reverse(
        f"evaluation:{name}", kwargs={"slug": "prova", **({"key": row.pk} if row else {})}
    )


def public(indicator: Indicator) -> str:
    return indicator.public_path("prova")


def test_from_the_value_that_is_asked_to_the_public_page(
    programme: Programme, sign_in: SignIn
) -> None:
    project, indicator = evaluation.project(), evaluation.indicator()
    evaluation.target(indicator)
    writer, evaluator = projects.writer(project), evaluation.evaluator()
    client = sign_in(writer)
    [todo] = waits_for(writer, programme)
    assert client.get(todo).context["form"].initial["subject"] == str(project.pk)
    data = {**QUARTER, "subject": project.pk, "value_status": "recorded", "value": "7,5"}
    answer = client.post(todo, {**data, "send": "1"})
    assert answer.status_code == 302, answer.context["form"].errors
    made = Measurement.objects.get()
    assert (made.review_state, float(made.value or 0)) == (ReviewState.SUBMITTED, 7.5)
    assert client.get(answer["Location"]).status_code == 200
    assert "7,5\xa0servizi" not in Client().get(public(indicator)).content.decode()
    reviewer = sign_in(evaluator)
    assert waits_for(evaluator, programme) == [url("measurement_detail", made)]
    made.refresh_from_db()
    page = reviewer.get(url("measurement_detail", made))
    assert [step.when for step in page.context["steps"]] == [made.recorded_at, None, None]
    with clock.at(clock.now() + timedelta(days=9)):
        assert reviewer.post(url("measurement_approve", made)).status_code == 302
    made.refresh_from_db()
    page = reviewer.get(url("measurement_detail", made))
    read = [made.recorded_at, made.reviewed_at, made.reviewed_at]
    assert [step.when for step in page.context["steps"]] == read
    body = Client().get(public(indicator)).content.decode()
    assert "7,5\xa0servizi" in body
    assert project.title in body
    assert wording.reported_text(Total(made.value, 1, 1)) in body
    assert Client().get(url("evaluation_home")).status_code == 200
    assert reviewer.post(url("measurement_approve", made)).status_code == 409


def waits_for(person: User, programme: Programme) -> list[str]:
    forget(person)
    request: Any = RequestFactory().get("/")
    request.user, request.programme = person, programme
    return [todo.url for todo in told(portal.todos(request))]


@pytest.mark.rule("R24")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"value_status": "recorded"}, "value"),
        ({"value_status": "recorded", "value": "tanti"}, "value"),
        ({"value_status": "not_yet", "value": "0"}, "value_status"),
        ({"value_status": "recorded", "value": "3", "ends_on": "2021-03-01"}, "ends_on"),
        ({"value_status": "recorded", "value": "3", "ends_on": "2031-03-01"}, "ends_on"),
        ({"value_status": "recorded", "value": "3", "subject": "nobody"}, "subject"),
    ],
)
def test_bad_input_says_what_to_do_and_keeps_the_rest(
    typed: dict[str, str], field: str, programme: Programme, sign_in: SignIn
) -> None:
    indicator = evaluation.indicator()
    client = sign_in(evaluation.facilitator())
    data = {**QUARTER, "subject": "programme", "note": "Contati a mano", **typed}
    answer = client.post(url("measurement_record", indicator), data)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Contati a mano" in answer.content.decode()
    assert not Measurement.objects.exists()


def test_a_second_value_of_the_same_days_is_refused_in_words(
    programme: Programme, sign_in: SignIn
) -> None:
    made = evaluation.draft()
    data = {**QUARTER, "subject": "programme", "value_status": "recorded", "value": "9"}
    answer = sign_in(evaluation.facilitator()).post(url("measurement_record", made.indicator), data)
    assert "subject" in answer.context["form"].errors


@pytest.mark.rule("R24")
def test_no_value_is_a_dash_and_not_a_zero(programme: Programme) -> None:
    indicator = evaluation.indicator()
    for page in (url("evaluation_home"), public(indicator)):
        body = Client().get(page).content.decode()
        assert "\N{EN DASH}" in body
        assert 'tm-figure-value">0' not in body


def test_evidence_is_kept_and_not_public(programme: Programme, sign_in: SignIn) -> None:
    project, indicator = evaluation.project(), evaluation.indicator()
    writer = projects.writer(project)
    data = {
        **QUARTER, "subject": project.pk, "value_status": "recorded", "value": "3",
        "evidence": SimpleUploadedFile("registro.pdf", PDF),
    }  # fmt: skip
    answer = sign_in(writer).post(url("measurement_record", indicator), data)
    assert answer.status_code == 302, answer.context["form"].errors
    address = Document.objects.get(kind="evidence").url()
    assert sign_in(writer).get(address).status_code == 200
    assert sign_in(evaluation.evaluator()).get(address).status_code == 200
    assert sign_in(people.user("Sara Straniera")).get(address).status_code == 404


GETS = ("measurement_detail", "measurement_change", "measurement_correct", "measurement_return")
OPENED: dict[str, tuple[int, ...]] = {
    "writer": (200, 200, 200, 403),
    "viewer": (200, 403, 403, 403),
    "facilitator": (200, 200, 200, 403),
    "evaluator": (200, 200, 200, 200),
    "official": (200, 403, 403, 403),
    "municipal": (200, 403, 403, 403),
    "elsewhere": (404,) * 4,
    "other_network": (404,) * 4,
    "stranger": (404,) * 4,
}


@pytest.mark.parametrize("who", OPENED)
def test_who_opens_what(who: str, programme: Programme, sign_in: SignIn) -> None:
    project = evaluation.project()
    made = evaluation.submitted(project=project)
    cast: dict[str, Callable[[], User]] = {
        "writer": lambda: projects.writer(project),
        "viewer": lambda: people.member(project.lead, MemberLevel.VIEWER).user,
        "facilitator": people.facilitator,
        "evaluator": evaluation.evaluator,
        "official": projects.official,
        "municipal": lambda: people.municipal_official(project.territory),
        "elsewhere": lambda: people.municipal_official(
            programmes.territory("Rivoli"), "Rita Rivoli"
        ),
        "other_network": lambda: people.network("Altra rete").lead.created_by,
        "stranger": lambda: people.user("Sara Straniera"),
    }
    client = sign_in(cast[who]())
    assert tuple(client.get(url(name, made)).status_code for name in GETS) == OPENED[who]


def test_nobody_records_for_the_project_of_others(programme: Programme, sign_in: SignIn) -> None:
    project, indicator = evaluation.project(), evaluation.indicator()
    other = people.network("Altra rete").lead.created_by
    page = url("measurement_record", indicator)
    assert sign_in(other).get(page).status_code == 403
    writer = sign_in(projects.writer(project))
    data = {**QUARTER, "value_status": "recorded", "value": "3", "subject": "programme"}
    assert "subject" in writer.post(page, data).context["form"].errors


def test_a_returned_value_is_put_right(programme: Programme, sign_in: SignIn) -> None:
    project = evaluation.project()
    writer = projects.writer(project)
    made = evaluation.submitted(project=project, by=writer)
    reviewer, client = sign_in(evaluation.evaluator()), sign_in(writer)
    empty = reviewer.post(url("measurement_return", made), {"reason": ""})
    assert "reason" in empty.context["form"].errors
    returned = reviewer.post(url("measurement_return", made), {"reason": "Di quali orti?"})
    assert returned.status_code == 302
    assert waits_for(writer, programme) == [url("measurement_detail", made)]
    assert "Di quali orti?" in client.get(url("measurement_change", made)).content.decode()
    data = {"value_status": "recorded", "value": "4", "send": "1"}
    assert client.post(url("measurement_change", made), data).status_code == 302
    assert Measurement.objects.get().review_state == ReviewState.SUBMITTED


@pytest.mark.rule("R31")
def test_a_correction_says_why(programme: Programme, sign_in: SignIn) -> None:
    made = evaluation.approved()
    client = sign_in(evaluation.facilitator())
    page = url("measurement_correct", made)
    data = {"value_status": "recorded", "value": "4", "send": "1"}
    assert "note" in client.post(page, data).context["form"].errors
    answer = client.post(page, {**data, "note": "Contati due volte"})
    correction = Measurement.objects.get(supersedes=made)
    assert answer["Location"] == url("measurement_detail", correction)
    measurements.approve_measurement(measurement_id=correction.pk, by=evaluation.evaluator())
    body = Client().get(public(made.indicator)).content.decode()
    assert "Contati due volte" in body


def test_the_list_of_values_is_filtered(programme: Programme, sign_in: SignIn) -> None:
    evaluation.approved()
    sent = evaluation.submitted(evaluation.indicator("altro"))
    client = sign_in(evaluation.evaluator())
    rows = client.get(f"{url('measurement_list')}?review=submitted").context["page"].rows
    assert [row.key for row in rows] == [str(sent.pk)]
