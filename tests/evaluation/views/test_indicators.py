"""Pages of indicators: proposed, changed, agreed upon, expected of; what everybody reads of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.access.models import User
from core.programmes.models import Programme
from core.ui.bilingual import Bilingual
from evaluation.domain import indicators
from evaluation.enums import IndicatorState
from evaluation.models import Indicator, Target
from tests.factories import evaluation, labs, people

SignIn = Callable[[User], Client]
INDICATOR = {
    "title_it": "Ore di apertura", "title_en": "", "definition_it": "Ore in cui è aperto",
    "definition_en": "", "type": "quantity", "unit_it": "ore", "unit_en": "",
    "direction": "increase", "reporting": "incremental", "over_time": "sum",
    "over_territories": "sum", "baseline_status": "unknown", "source_it": "Calendari",
    "source_en": "", "commons_type": "spaces",
}  # fmt: skip


def url(name: str, row: Indicator | None = None) -> str:
    return reverse(
        f"evaluation:{name}", kwargs={"slug": "prova", **({"key": row.pk} if row else {})}
    )


def create(client: Client, **typed: Any) -> Any:
    data = {**INDICATOR, "question": evaluation.question().pk, **typed}
    return client.post(url("indicator_create"), data)


def test_a_proposal_becomes_an_indicator(programme: Programme, sign_in: SignIn) -> None:
    client = sign_in(evaluation.evaluator())
    lab = labs.event("Costruire valutazione", starts_on=date(2021, 6, 27))
    assert client.get(url("indicator_create")).status_code == 200
    answer = create(client, agreed_in=lab.pk)
    assert answer.status_code == 302, answer.context["form"].errors
    made = Indicator.objects.get()
    assert (made.key, made.dimension.commons_type) == ("ore-di-apertura", "spaces")
    assert client.get(answer["Location"]).status_code == 200
    assert client.get(url("indicator_agree", made)).status_code == 200
    assert client.post(url("indicator_agree", made)).status_code == 302
    assert Indicator.objects.get().state == IndicatorState.AGREED
    assert client.post(url("indicator_agree", made)).status_code == 409
    body = Client().get(made.public_path("prova")).content.decode()
    assert "Costruire valutazione" in body


@pytest.mark.rule("R27")
@pytest.mark.rule("R28")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reporting": "snapshot"}, "over_time"),
        ({"type": "ratio"}, "over_territories"),
        ({"baseline_status": "known"}, "baseline"),
        ({"baseline": "4"}, "baseline_status"),
        ({"title_it": ""}, "title"),
    ],
)
def test_bad_input_says_what_to_do(
    typed: dict[str, str], field: str, programme: Programme, sign_in: SignIn
) -> None:
    answer = create(sign_in(evaluation.evaluator()), **typed)
    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert "Calendari" in answer.content.decode()


@pytest.mark.rule("R32")
def test_a_broken_series_is_shown_broken(programme: Programme, sign_in: SignIn) -> None:
    old = evaluation.approved().indicator
    client = sign_in(evaluation.evaluator())
    page = client.get(url("indicator_change", old))
    assert page.context["breaks"] is True
    new = indicators.change_indicator(
        indicator_id=old.pk,
        by=evaluation.evaluator(),
        definition=Bilingual(it="Si conta altro.", en="Something else is counted."),
    )
    body = Client().get(new.public_path("prova")).content.decode()
    assert "Che cosa si conta." in body
    assert "Si conta altro." in body
    assert 'id="version-1"' in body
    assert client.get(url("indicator_manage", old)).status_code == 200


def test_better_words_are_saved(programme: Programme, sign_in: SignIn) -> None:
    made = evaluation.indicator()
    client, page = sign_in(evaluation.evaluator()), url("indicator_change", made)
    form = client.get(page).context["form"]
    data: dict[str, Any] = {}
    for name in form.fields:
        value = form[name].value()
        if isinstance(value, Bilingual):
            data |= {f"{name}_it": value["it"], f"{name}_en": value["en"]}
        elif value is not None:
            data[name] = value
    answer = client.post(page, {**data, "title_it": "Servizi vicini"})
    assert answer.status_code == 302, answer.context["form"].errors
    again = Indicator.objects.get()
    assert (again.title["it"], again.version) == ("Servizi vicini", 1)


@pytest.mark.rule("R26")
def test_an_expected_value_goes_with_the_direction(programme: Programme, sign_in: SignIn) -> None:
    made = evaluation.indicator()
    client, page = sign_in(evaluation.evaluator()), url("target_set", made)
    assert client.get(page).status_code == 200
    data = {"starts_on": "2021-04-01", "ends_on": "2021-12-31", "value": "40"}
    against = client.post(page, {**data, "comparator": "at_most"})
    assert "comparator" in against.context["form"].errors
    below = client.post(page, {**data, "comparator": "at_least", "value": "-1"})
    assert "value" in below.context["form"].errors
    turned = client.post(page, {**data, "comparator": "at_least", "ends_on": "2021-01-01"})
    assert "ends_on" in turned.context["form"].errors
    assert client.post(page, {**data, "comparator": "at_least"}).status_code == 302
    target = Target.objects.get()
    assert "40" in Client().get(made.public_path("prova")).content.decode()
    assert client.post(url("target_remove", made), {"target": target.pk}).status_code == 302
    assert not Target.objects.exists()


GETS = ("indicator_manage", "indicator_change", "indicator_agree", "target_set")
OPENED: dict[str, tuple[int, ...]] = {
    "evaluator": (200,) * 4,
    "facilitator": (200, 403, 403, 403),
    "coordinator": (200, 403, 403, 403),
    "stranger": (403,) * 4,
}


@pytest.mark.parametrize("who", OPENED)
def test_who_opens_what(who: str, programme: Programme, sign_in: SignIn) -> None:
    made = evaluation.indicator()
    cast: dict[str, Callable[[], User]] = {
        "evaluator": evaluation.evaluator,
        "facilitator": people.facilitator,
        "coordinator": people.coordinator,
        "stranger": lambda: people.user("Sara Straniera"),
    }
    client = sign_in(cast[who]())
    assert tuple(client.get(url(name, made)).status_code for name in GETS) == OPENED[who]


def test_the_questions_are_public_before_any_indicator(programme: Programme) -> None:
    empty = Client().get(url("evaluation_home"))
    assert b"tm-empty" in empty.content
    evaluation.question()
    body = Client().get(url("evaluation_home")).content.decode()
    assert "Quali benefici comuni?" in body


def test_the_list_of_indicators_is_filtered(programme: Programme, sign_in: SignIn) -> None:
    evaluation.approved()
    lacking = evaluation.indicator("altro")
    client = sign_in(evaluation.evaluator())
    rows = client.get(f"{url('indicator_list')}?lacking=yes").context["page"].rows
    assert [row.key for row in rows] == [str(lacking.pk)]
    assert client.get(f"{url('indicator_list')}?q=altro").context["page"].count == 1
