"""Forms: how an amount is read, how errors are told."""

from decimal import Decimal
from typing import ClassVar

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils.translation import override

from core.access.blocked import Blocked, Blocker
from core.access.models import User
from core.ui.bilingual import BilingualFormField
from core.ui.forms import MoneyField, PortalForm, VerbForm, form_errors
from core.ui.gallery import SampleForm


class SmallForm(PortalForm, forms.Form):
    title = forms.CharField(label="Titolo", help_text="Come <b>sopra</b>")
    budget = MoneyField(label="Importo", required=False)
    day = forms.DateField(label="Giorno", required=False)

    units = {"budget": "€"}  # noqa: RUF012  # a declaration, never changed


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("9.000,00", "9000.00"),
        ("9000", "9000"),
        ("9000,5", "9000.5"),
        ("9.000", "9000"),
        ("9,000.50", "9000.50"),
        ("9000.50", "9000.50"),
        ("€ 1.234.567,89", "1234567.89"),
        ("12 EUR", "12"),
        ("1,234", "1234"),
    ],
)
def test_amount_as_people_write_it(typed: str, amount: str) -> None:
    assert MoneyField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize("typed", ["1.2.3", "nove", "1,2345", "-5", "1e5", "NaN", "9.000,001"])
def test_what_is_no_amount_is_asked_again(typed: str) -> None:
    with pytest.raises(ValidationError):
        MoneyField().clean(typed)


def test_an_empty_amount_is_nothing_not_zero() -> None:
    assert MoneyField(required=False).clean("") is None


def draw(form: forms.BaseForm) -> str:
    source = "{% load crispy_forms_tags %}{% crispy form %}"
    return engines["django"].from_string(source).render({"form": form})


def test_label_above_help_under_it() -> None:
    html = draw(SmallForm())
    assert html.index("Titolo") < html.index("helptext") < html.index('name="title"')
    assert "&lt;b&gt;" in html
    assert "required" not in html
    assert 'type="date"' in html
    assert '<span class="tm-unit">€</span>' in html


def test_errors_are_summed_up_with_links() -> None:
    with override("en"):
        form = SmallForm({"title": "", "budget": "nove"})
        html = draw(form)
    assert [error.anchor for error in form_errors(form)] == ["id_title", "id_budget"]
    assert 'href="#id_title"' in html
    assert "2 answers need correcting" in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'value="nove"' in html


class FileForm(PortalForm, forms.Form):
    title = forms.CharField(label="Titolo")
    file = forms.FileField(label="File")


def test_a_file_that_the_browser_will_not_keep_is_named() -> None:
    upload = SimpleUploadedFile("rendiconto.pdf", b"%PDF-1.7")
    assert "rendiconto.pdf" in draw(FileForm({"title": ""}, {"file": upload}))
    assert "rendiconto.pdf" not in draw(FileForm())


def test_every_kind_of_field_is_drawn_with_its_error() -> None:
    form = SampleForm({})
    html = draw(form)
    for error in form_errors(form):
        assert f'id="{error.anchor}"' in html, error


def test_what_has_one_line_is_kept_on_one() -> None:
    form = SmallForm({"title": " Ada\r\nBcc: altri@example.org\u2028fine\t"})
    assert form.is_valid()
    assert form.cleaned_data["title"] == "Ada Bcc: altri@example.org fine"


@pytest.mark.parametrize(
    "typed", ["\x01\x02", "\u200b", " \u200f\ufeff\u2060 ", "\u3164\u2800", "\ufe0f\u034f"]
)
def test_what_nobody_can_see_is_no_answer(typed: str) -> None:
    form = SmallForm({"title": typed})
    assert not form.is_valid()
    assert form.has_error("title", "unseen")


@pytest.mark.parametrize("typed", ["\U0001f469\u200d\U0001f33e", "\u0645\u06cc\u200c\u062e"])
def test_marks_between_letters_stay(typed: str) -> None:
    form = SmallForm({"title": typed})
    assert form.is_valid()
    assert form.cleaned_data["title"] == typed


def test_each_language_of_a_text_can_be_seen() -> None:
    class TwoLanguages(PortalForm, forms.Form):
        name = BilingualFormField(multiline=False, max_length=80)

    assert TwoLanguages({"name_it": "Orti", "name_en": ""}).is_valid()
    assert TwoLanguages({"name_it": "Orti", "name_en": "\u200b"}).has_error("name", "unseen")


def test_a_text_of_several_lines_keeps_them() -> None:
    class LongForm(PortalForm, forms.Form):
        text = forms.CharField(widget=forms.Textarea)

    form = LongForm({"text": "una\ndue"})
    assert form.is_valid()
    assert form.cleaned_data["text"] == "una\ndue"


class NamedForm(VerbForm, forms.Form):
    field_of_code: ClassVar[dict[str, str]] = {"name_taken": "name"}
    name = forms.CharField()


@pytest.mark.parametrize(
    ("refusal", "field"),
    [
        (None, None),
        (ValidationError({"name": "Already taken."}), "name"),
        (ValidationError("Not on a Sunday."), "__all__"),
        (Blocked([Blocker("name_taken", "Already taken.")]), "name"),
        (Blocked([Blocker("sunday", "Not on a Sunday.")]), "__all__"),
    ],
)
def test_a_form_says_what_its_verb_refuses(refusal: Exception | None, field: str | None) -> None:
    def verb(*, name: str) -> User:
        if refusal:
            raise refusal
        return User(full_name=name)

    form = NamedForm({"name": "Ada"})
    made = form.taken_by(verb)
    assert (made.full_name if made else "", list(form.errors)) == (
        ("", [field]) if field else ("Ada", [])
    )


def test_a_form_without_an_answer_runs_no_verb() -> None:
    assert NamedForm({"name": ""}).taken_by(User) is None
    assert NamedForm().taken_by(User) is None
