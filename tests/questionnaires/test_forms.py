"""A section as a form: what it shows, what it saves, what it tells the script."""

from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from core.access.models import User
from core.documents.models import Document
from core.programmes.models import Programme
from core.questionnaires.domain.sheets import lock_sheet, save_answers, unlock_sheet
from core.questionnaires.forms import SectionForm
from core.questionnaires.models import AnswerSheet, Section
from core.questionnaires.queries import answers_of
from core.questionnaires.token import PageToken
from tests.factories import documents as files
from tests.factories.people import user
from tests.factories.questionnaires import COMPLETE, sheet


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> Any:
    settings.MEDIA_ROOT = str(tmp_path)
    with translation.override("it"):
        yield


def post(**fields: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def sent(
    filled: AnswerSheet, section: str, by: User, *, page: SectionForm | None = None, **fields: Any
) -> SectionForm:
    """The form of a page that was opened as `page` (now, if none) and sent with these fields."""
    page = page or SectionForm(filled, section, by=by)
    data = post(revision=str(page.token), seen=page.seen, **fields)
    return SectionForm(filled, section, by=by, data=data, about=filled)


def html(form: SectionForm) -> str:
    return render_to_string("questionnaires/_section_form.html", {"form": form})


def test_every_section_is_drawn(programme: Programme) -> None:
    ada = user()
    filled = sheet(
        ada, answers={**COMPLETE, "lines": [{"item": "Affitto", "requested": "1.234,5"}]}
    )
    texts = {key: html(SectionForm(filled, key, by=ada)) for key in ("network", "idea", "budget")}
    assert 'value="97500000015"' in texts["network"]
    assert "Only if" in texts["network"] or "Solo se" in texts["network"]
    assert "Spazi dove incontrarsi" in texts["idea"]
    assert "Guarda la chiarezza" not in texts["idea"]  # the hint is for who scores
    assert "maxlength" not in texts["idea"]  # the browser would cut a pasted text
    assert 'value="1234,50"' in texts["budget"]
    assert 'name="lines-1-item"' in texts["budget"]  # the blank row


def test_a_section_that_does_not_exist(programme: Programme) -> None:
    with pytest.raises(Section.DoesNotExist):
        SectionForm(sheet(user()), "no_such", by=user("Bruno Prova"))


def test_a_whole_page_is_saved(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    form = sent(
        filled, "idea", ada, need="Spazi\r\ncomuni", themes=["food", "school"], people="1.040"
    )
    assert form.save().errors == {}
    assert answers_of(filled) == {
        "need": "Spazi\ncomuni",
        "themes": ["food", "school"],
        "people": "1040",
    }


def test_an_unticked_box_empties_the_answer(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    sent(filled, "idea", ada, need=COMPLETE["need"], people="40").save()
    assert "themes" not in answers_of(filled)


@pytest.mark.rule("C2")
def test_what_is_wrong_is_shown_again_as_typed(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    form = sent(filled, "budget", ada, cost="-1")
    form.save()
    assert "cost" in form.errors
    assert 'value="-1"' in html(form)
    later = SectionForm(filled, "budget", by=ada)
    assert "cost" in later.errors


def test_rows_are_added_and_taken_away_without_a_script(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    row: dict[str, Any] = {
        "lines__rows": "1",
        "lines__0__item": "Affitto",
        "lines__0__requested": "500",
    }
    form = sent(filled, "budget", ada, add_row="lines", **row)
    form.save()
    assert 'name="lines-1-item"' in html(form)
    again = sent(
        filled,
        "budget",
        ada,
        **{**row, "lines__rows": "2"},
        lines__1__item="Cibo",
        lines__1__requested="1.000",
        lines__0__remove="1",
    )
    again.save()
    assert [row["item"] for row in answers_of(filled)["lines"]] == ["Cibo"]


@pytest.mark.parametrize("count", ["-1", "x", "999999999", ""])
def test_a_forged_number_of_rows_does_no_harm(programme: Programme, count: str) -> None:
    ada = user()
    filled = sheet(ada)
    sent(filled, "budget", ada, lines__rows=count).save()
    assert answers_of(filled) == {}


def test_files_are_stored_kept_and_taken_away(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    form = sent(filled, "budget", ada)
    form.uploads = MultiValueDict({"letter": [files.upload("a.pdf"), files.upload("b.pdf")]})
    form.save()
    attached = answers_of(filled)["letter"]
    assert [each["name"] for each in attached] == ["a.pdf", "b.pdf"]
    assert Document.objects.get(pk=attached[0]["document"]).about_label == filled._meta.label
    assert "a.pdf" in html(form)
    kept = sent(filled, "budget", ada, letter__remove=[attached[0]["document"]])
    kept.save()
    assert [each["name"] for each in answers_of(filled)["letter"]] == ["b.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", files.PROGRAM, ".pdf"),
        ("a.pdf", b"", "a.pdf"),
        ("foto.png", files.PNG, "pdf"),
    ],
)
def test_a_refused_file_says_so_and_the_rest_is_saved(
    programme: Programme, name: str, content: bytes, words: str
) -> None:
    ada = user()
    filled = sheet(ada)
    form = sent(filled, "budget", ada, cost="10")
    form.uploads = MultiValueDict({"letter": [files.upload(name, content)]})
    form.save()
    assert words in form.errors["letter"][0]
    assert answers_of(filled) == {"cost": "10.00"}
    assert not Document.objects.exists()


def test_too_many_files_are_refused_before_they_are_stored(programme: Programme) -> None:
    ada = user()
    form = sent(sheet(ada), "budget", ada)
    form.uploads = MultiValueDict({"letter": [files.upload() for _ in range(3)]})
    form.save()
    assert "letter" in form.errors
    assert not Document.objects.exists()


@pytest.mark.rule("C2")
def test_two_tabs_sent_whole_keep_both_texts(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada, answers={"need": "Prima"})
    page = SectionForm(filled, "idea", by=bruno)
    sent(filled, "idea", ada, need="Testo di Ada").save()
    form = sent(filled, "idea", bruno, page=page, need="Testo di Bruno", people="3")
    saved = form.save()
    assert [each.mine for each in saved.conflicts] == ["Testo di Bruno"]
    shown = html(form)
    assert "Testo di Bruno" in shown
    assert "Testo di Ada" in shown
    assert answers_of(filled) == {"need": "Testo di Ada", "people": "3"}
    # Sent again without a choice: still both.
    undecided = sent(filled, "idea", bruno, page=form, need="Testo di Bruno", people="3")
    assert undecided.save().conflicts
    chosen = sent(
        filled, "idea", bruno, page=undecided, need="Insieme", people="3", resolve__need="mine"
    )
    assert not chosen.save().conflicts
    assert answers_of(filled)["need"] == "Insieme"


def test_the_script_saves_what_it_sends(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    page = SectionForm(filled, "idea", by=ada)
    form = SectionForm(
        filled, "idea", by=ada, data=post(revision=str(page.token), need="Nuovo", themes=[""])
    )
    answer, status = form.autosave()
    assert status == 200
    assert answer["missing"] == 1
    assert answers_of(filled) == {
        "tax_code": "97500000015",
        "with_partners": False,
        "need": "Nuovo",
        "people": "40",
    }
    token = PageToken.read(answer["revision"])
    assert token.bases == {"need": 2, "themes": 2}


@pytest.mark.rule("C2")
def test_the_script_hears_of_a_conflict_and_settles_it(programme: Programme) -> None:
    ada, bruno = user(), user("Bruno Prova")
    filled = sheet(ada)
    page = SectionForm(filled, "idea", by=bruno)
    save_answers(filled.pk, {"need": "Testo di Ada", "people": "7"}, 0, by=ada)
    first = SectionForm(
        filled, "idea", by=bruno, data=post(revision=str(page.token), starts_on="2021-02-15")
    )
    token = first.autosave()[0]["revision"]
    second = SectionForm(filled, "idea", by=bruno, data=post(revision=token, need="Testo di Bruno"))
    answer, status = second.autosave()
    assert status == 409
    (conflict,) = answer["conflicts"]
    assert (conflict["field"], conflict["theirs"], conflict["mine"], conflict["by"]) == (
        "need",
        "Testo di Ada",
        "Testo di Bruno",
        "Ada Prova",
    )
    third = SectionForm(
        filled,
        "idea",
        by=bruno,
        data=post(revision=answer["revision"], need="Testo di Bruno"),
    )
    assert third.autosave()[1] == 200
    assert answers_of(filled)["need"] == "Testo di Bruno"


def test_the_script_hears_of_an_error_at_the_field(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada)
    data = post(
        revision="0", lines__rows="1", lines__0__item="Affitto", lines__0__requested="tanto"
    )
    answer, status = SectionForm(filled, "budget", by=ada, data=data).autosave()
    assert status == 422
    assert list(answer["errors"]) == ["lines-0-item"]


@pytest.mark.parametrize("token", ["", "x", "1;a", "1;need=x", "-1", None])
def test_a_token_that_cannot_be_read_knows_nothing(token: str | None) -> None:
    assert PageToken.read(token) == PageToken(0)


def test_a_token_travels() -> None:
    token = PageToken(12, {"need": 14, "people": 0})
    assert PageToken.read(str(token)) == token


@pytest.mark.rule("C5")
def test_closed_questions_are_shown_but_not_asked(programme: Programme) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    lock_sheet(sheet_id=filled.pk, by=ada)
    unlock_sheet(sheet_id=filled.pk, by=ada, only=["people"])
    filled.refresh_from_db()
    form = SectionForm(filled, "idea", by=ada)
    assert [key for key, field in form.fields.items() if not field.disabled] == ["people"]
    sent(filled, "idea", ada, people="50", need="forzato").save()
    assert answers_of(filled)["people"] == "50"
    assert answers_of(filled)["need"] == COMPLETE["need"]


def test_markup_in_answers_stays_text(programme: Programme) -> None:
    ada = user()
    attack = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    filled = sheet(ada, answers={"need": attack, "tax_code": "<b>x</b>"})
    for key in ("idea", "network"):
        assert "<script>alert" not in html(SectionForm(filled, key, by=ada))
        assert "<img src=x" not in html(SectionForm(filled, key, by=ada))


def test_drawing_a_section_costs_the_same_however_long(
    programme: Programme, django_assert_max_num_queries: Any
) -> None:
    ada = user()
    filled = sheet(ada, answers=COMPLETE)
    filled = AnswerSheet.objects.select_related("version__questionnaire").get(pk=filled.pk)
    with django_assert_max_num_queries(4):
        html(SectionForm(filled, "idea", by=ada))


@pytest.mark.parametrize("field", ["seen", "revision"])
@pytest.mark.parametrize("text", ["[" * 5000, "9" * 10_000, '{"a": [}', "1;x=zz", "\x00"])
def test_hidden_fields_that_somebody_rewrote_know_nothing(
    programme: Programme, field: str, text: str
) -> None:
    ada = user()
    filled = sheet(ada)
    form = SectionForm(filled, "idea", by=ada, data=post(**{field: text}), about=filled)
    assert form.save().revision >= 0
