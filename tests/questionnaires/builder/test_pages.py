"""Writing a form in the browser: sections, questions of every kind, order, what is refused."""

import pytest

from core.questionnaires.builder.kinds import KINDS
from core.questionnaires.domain.versions import create_questionnaire
from core.questionnaires.models import AnswerSheet, Section
from tests.factories.questionnaires import COMPLETE, idea_spec
from tests.questionnaires.builder.conftest import Builder

WORDS = {"label_it": "Quante persone?", "label_en": "How many people?", "required": "on"}
ROWS: dict[str, dict[str, str]] = {
    "choice": {
        "choices-0-key": "", "choices-0-label_it": "Sì, molti", "choices-0-label_en": "Yes, many",
        "choices-1-key": "", "choices-1-label_it": "Pochi", "choices-1-label_en": "",
    },
    "table": {
        "columns-0-key": "", "columns-0-label_it": "Voce", "columns-0-type": "choice",
        "columns-0-choices": "Cibo | Food\nSpazi", "columns-0-required": "on",
        "columns-1-key": "", "columns-1-label_it": "Costo", "columns-1-type": "money",
        "columns-1-total": "on",
    },
}  # fmt: skip


def rows_for(name: str) -> dict[str, str]:
    if name.endswith("choice"):
        return ROWS["choice"]
    return ROWS["table"] if name.startswith("table") else {}


def test_the_page_shows_the_whole_form(builder: Builder) -> None:
    page = builder.get().content.decode()
    assert "Codice fiscale" in page
    assert "The portal knows" not in page  # bound already
    assert "about 30 minutes to fill in" in page
    assert "English is missing here" in page  # "Inizio" and "Costo" have only Italian


def test_a_question_of_every_kind_is_added_and_changed(builder: Builder) -> None:
    for kind in KINDS:
        where = {"section": "idea", "query": f"?tipo={kind.name}"}
        assert builder.get("form_question_add", **where).status_code == 200
        answer = builder.post("form_question_add", {**WORDS, **rows_for(kind.name)}, **where)
        assert answer.status_code == 302, (kind, answer.context["form"].errors)
        made = builder.question(builder.order()[9])  # the last of its section
        assert (made.type, made.section.key) == (kind.type, "idea")
        page = builder.get("form_question_change", question=made.key)
        mark = page.context["form"].initial["mark"]
        data = {**WORDS, **rows_for(kind.name), "mark": mark, "label_it": "Quanti?"}
        changed = builder.post("form_question_change", data, question=made.key)
        assert changed.status_code == 302, (kind, changed.context["form"].errors)
        assert builder.question(made.key).label["it"] == "Quanti?"
        assert builder.post("form_question_remove", question=made.key).status_code == 302


def test_sections_are_added_changed_moved_and_taken_out(builder: Builder) -> None:
    words = {"title_it": "Dopo", "title_en": "Later", "intro_it": "", "intro_en": ""}
    assert builder.post("form_section_add", words).status_code == 302
    page = builder.get("form_section_change", section="dopo")
    mark = page.context["form"].initial["mark"]
    changed = {**words, "title_it": "Domani", "mark": mark}
    assert builder.post("form_section_change", changed, section="dopo").status_code == 302
    stale = builder.post("form_section_change", {**changed, "title_it": "Ieri"}, section="dopo")
    assert stale.status_code == 409
    assert "Domani" in stale.content.decode()
    assert 'value="Ieri"' in stale.content.decode()
    builder.post("form_move", {"section": "dopo", "step": "up"})
    assert [each.key for each in sections(builder)] == ["network", "idea", "dopo", "budget"]
    assert builder.post("form_section_remove", section="dopo").status_code == 302
    assert [each.key for each in sections(builder)] == ["network", "idea", "budget"]


def sections(builder: Builder) -> list[Section]:
    version = builder.question("cost").version
    return list(version.sections.order_by("position"))


def test_questions_move_by_buttons_and_by_dragging_through_one_address(builder: Builder) -> None:
    builder.post("form_move", {"question": "place", "step": "up"})
    assert builder.order()[-5:] == ["place", "starts_on", "cost", "lines", "letter"]
    builder.post("form_move", {"question": "starts_on", "step": "down"})
    assert builder.question("starts_on").section.key == "budget"
    builder.post("form_move", {"question": "starts_on", "to": "idea", "place": "0"})
    assert builder.order()[3] == "starts_on"
    wrong = builder.post("form_move", {"question": "starts_on", "to": "nowhere", "place": "x"})
    assert wrong.status_code == 409


def test_a_question_is_duplicated_with_a_key_of_its_own(builder: Builder) -> None:
    assert builder.post("form_question_duplicate", question="partners").status_code == 302
    assert builder.order()[2:4] == ["partners", "partners_2"]
    copy = builder.question("partners_2")
    assert copy.spec.condition == builder.question("partners").spec.condition


def test_two_tabs_on_one_question_lose_nothing(builder: Builder) -> None:
    mark = builder.get("form_question_change", question="need").context["form"].initial["mark"]
    first = {"label_it": "Il bisogno", "label_en": "The need", "max_words": "300", "mark": mark}
    assert builder.post("form_question_change", first, question="need").status_code == 302
    second = builder.post(
        "form_question_change", {**first, "label_it": "Quale bisogno?"}, question="need"
    )
    assert second.status_code == 409
    page = second.content.decode()
    assert "Il bisogno" in page
    assert 'value="Quale bisogno?"' in page
    assert builder.question("need").label["it"] == "Il bisogno"
    again = {**first, "label_it": "Quale bisogno?", "mark": second.context["form"].data["mark"]}
    assert builder.post("form_question_change", again, question="need").status_code == 302
    assert builder.question("need").label["it"] == "Quale bisogno?"


@pytest.mark.rule("C3")
def test_what_another_question_needs_is_not_taken_out(builder: Builder) -> None:
    answer = builder.post("form_question_remove", question="themes")
    assert answer.status_code == 409
    assert "“Which other theme?” is shown only after an answer to it" in answer.content.decode()
    assert "themes" in builder.order()
    assert builder.post("form_question_remove", question="other_theme").status_code == 302
    assert builder.post("form_question_remove", question="themes").status_code == 302


def test_a_condition_is_written_in_words(builder: Builder) -> None:
    page = builder.get("form_question_condition", "?domanda=with_partners", question="people")
    assert "Do you have partners?" in page.content.decode()
    said = {"target": "with_partners", "comparison": "is", "value": "yes"}
    assert builder.post("form_question_condition", said, question="people").status_code == 302
    assert builder.question("people").spec.condition.value is True
    assert (
        "Only if the answer to “Do you have partners?” is “Yes”" in builder.get().content.decode()
    )
    unsaid = builder.post("form_question_condition", {**said, "value": ""}, question="people")
    assert "Which answer must it be?" in unsaid.content.decode()
    always = builder.post("form_question_condition", {"always": "1"}, question="people")
    assert always.status_code == 302
    assert builder.question("people").spec.condition is None


@pytest.mark.rule("C3")
@pytest.mark.parametrize(
    ("question", "target", "words"),
    [
        ("with_partners", "themes", "which must be asked before it"),
        ("themes", "other_theme", "would wait for each other"),
        ("themes", "themes", "would wait for each other"),
    ],
)
def test_conditions_never_point_forward_or_in_a_circle(
    builder: Builder, question: str, target: str, words: str
) -> None:
    said = {"target": target, "comparison": "filled"}
    answer = builder.post("form_question_condition", said, question=question)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert builder.question(question).spec.condition is None


@pytest.mark.rule("C3")
def test_a_move_that_breaks_a_condition_is_refused(builder: Builder) -> None:
    answer = builder.post("form_move", {"question": "themes", "to": "budget", "place": "0"})
    assert answer.status_code == 409
    assert "which must be asked before it" in answer.content.decode()
    assert builder.question("themes").section.key == "idea"


@pytest.mark.rule("C3")
def test_a_choice_that_a_condition_waits_for_stays(builder: Builder) -> None:
    mark = builder.get("form_question_change", question="themes").context["form"].initial["mark"]
    two = {
        "label_it": "Temi", "label_en": "Themes", "mark": mark,
        "choices-0-key": "food", "choices-0-label_it": "Cibo",
        "choices-1-key": "school", "choices-1-label_it": "Scuola",
    }  # fmt: skip
    answer = builder.post("form_question_change", two, question="themes")
    assert answer.status_code == 409
    assert "would no longer offer" in answer.content.decode()
    assert len(builder.question("themes").spec.choices) == 3


def test_what_the_portal_knows_is_said_and_bound(builder: Builder) -> None:
    for label in ("PEC dell’ente", "IBAN"):
        data = {"label_it": label, "label_en": label}
        builder.post("form_question_add", data, section="network", query="?tipo=text")
    page = builder.get().content.decode()
    assert "The portal knows this already: certified e-mail" in page
    assert "Few may read it there" in page
    bound = {"source": "organisation.pec"}
    assert builder.post("form_question_bind", bound, question="pec_dell_ente").status_code == 302
    assert builder.question("pec_dell_ente").spec.ask_once == "organisation.pec"
    refused = builder.post("form_question_bind", {"source": "organisation.iban"}, question="iban")
    assert refused.status_code == 404


def test_questions_and_sections_are_copied_from_another_form(builder: Builder) -> None:
    other = idea_spec().model_copy(update={"key": "altro"})
    create_questionnaire(other)
    assert (
        "copy-other_theme"
        in builder.get("form_copy", "?modulo=altro", section="idea").content.decode()
    )
    chosen = {"form": "altro", "question": ["themes", "other_theme", "partners"]}
    answer = builder.post("form_copy", chosen, section="budget")
    assert answer.status_code == 302
    assert builder.order()[-3:] == ["partners_2", "themes_2", "other_theme_2"]
    assert builder.question("other_theme_2").spec.condition.question == "themes_2"
    assert builder.question("partners_2").spec.condition is None
    whole = {"form": "altro", "whole": "network"}
    assert builder.post("form_copy", whole, section="budget").status_code == 302
    copied = sections(builder)[-1]
    assert copied.key == "chi_siete"
    acts = copied.version.changes.values_list("what", flat=True)
    assert list(acts) == ["section_copied", "questions_copied"]
    nothing = builder.post("form_copy", {"form": "altro"}, section="budget")
    assert nothing.status_code == 302


def test_the_form_is_tried_with_nothing_stored(builder: Builder) -> None:
    assert builder.get("form_preview").status_code == 200
    empty = builder.post("form_preview")
    assert "No answer yet" in empty.content.decode()
    tried = builder.post("form_preview", {**COMPLETE, "need": "Spazi"})
    assert "An application like this could be sent" in tried.content.decode()
    assert not AnswerSheet.objects.exists()


def test_an_applicant_s_way_is_walked_section_by_section(builder: Builder) -> None:
    first, last = "network", "budget"
    assert builder.url("form_preview_section", section=first) in (
        builder.get("form_preview").content.decode()
    )
    page = builder.get("form_preview_section", section=first)
    shown = page.content.decode()
    assert [step.state for step in page.context["steps"]] == ["current", "todo", "todo"]
    assert 'id="id_tax_code"' in shown
    assert 'id="id_need"' not in shown
    assert f'href="{builder.url("form_preview_section", section="idea")}"' in shown
    end = builder.get("form_preview_section", section=last).content.decode()
    assert f'href="{builder.url("form_preview")}"' in end
    assert builder.post("form_preview_section", section=first).status_code == 405
    assert builder.get("form_preview_section", section="no").status_code == 404


def test_the_blank_form_has_lines_and_boxes(builder: Builder) -> None:
    page = builder.get("form_print").content.decode()
    assert page.count("tm-blank-line") > 30
    assert "tm-blank-box" in page
