"""A text in two languages: which one is spoken, what is kept, what a form asks."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from core.ui.bilingual import Bilingual, BilingualField, BilingualFormField, as_bilingual


@pytest.mark.parametrize(
    ("text", "language", "spoken", "marked"),
    [
        (Bilingual(it="Avviso", en="Notice"), "it", "Avviso", "it"),
        (Bilingual(it="Avviso", en="Notice"), "en", "Notice", "en"),
        (Bilingual(it="Avviso", en="Notice"), "en-gb", "Notice", "en"),
        (Bilingual(it="Avviso"), "en", "Avviso", "it"),
        (Bilingual(en="Notice"), "it", "Notice", "en"),
        (Bilingual(), "it", "", "it"),
    ],
)
def test_speaks_the_active_language_or_falls_back(
    text: Bilingual, language: str, spoken: str, marked: str
) -> None:
    with override(language):
        assert (str(text), text.language) == (spoken, marked)


def test_is_false_only_without_any_text() -> None:
    assert not Bilingual()
    assert Bilingual(en="Notice")


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("Avviso", {"it": "Avviso", "en": ""}),
        ({"it": "Avviso", "en": None}, {"it": "Avviso", "en": ""}),
        ({"en": "Notice"}, {"it": "", "en": "Notice"}),
    ],
)
def test_reads_what_forms_and_files_hold(value: object, kept: dict[str, str]) -> None:
    assert as_bilingual(value) == kept


def test_refuses_what_is_no_text() -> None:
    with pytest.raises(ValidationError):
        as_bilingual(3)


def test_field_wants_italian_unless_blank() -> None:
    with pytest.raises(ValidationError) as refused:
        BilingualField().validate(Bilingual(en="Notice"), None)
    assert refused.value.code == "italian"
    BilingualField(blank=True).validate(Bilingual(en="Notice"), None)


def test_field_knows_two_languages_only() -> None:
    with pytest.raises(ValidationError):
        BilingualField().validate(Bilingual({"it": "Avviso", "fr": "Avis"}), None)


def test_form_field_joins_two_inputs() -> None:
    field = BilingualFormField()
    assert field.clean(["  Avviso ", ""]) == Bilingual(it="Avviso")
    with pytest.raises(ValidationError):
        field.clean(["", "Notice"])


def test_widget_labels_each_language() -> None:
    html = BilingualFormField().widget.render(
        "title", Bilingual(it="Avviso", en="A <notice>"), {"id": "id_title"}
    )
    assert 'name="title_it"' in html
    assert '<label for="id_title_1"' in html
    assert "A &lt;notice&gt;" in html
