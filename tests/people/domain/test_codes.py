"""Codes: check digits, and errors that say what is wrong."""

import string

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as iban_digits
from stdnum import luhn
from stdnum.it import codicefiscale

from core.people import codes


def code_of(error: pytest.ExceptionInfo[ValidationError]) -> str:
    return str(error.value.code)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 976 1451 0010 ", "97614510010"),
        ("rssmra80a01h501u", "RSSMRA80A01H501U"),
    ],
)
def test_a_codice_fiscale_is_kept_without_blanks(typed: str, kept: str) -> None:
    assert codes.clean_tax_code(typed) == kept


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("9761451001", "length"),
        ("976145100101", "length"),
        ("97614510011", "check_digit"),
        ("9761451001A", "format"),
        ("RSSMRA80A01H501X", "check_digit"),
        ("RSSMRA80A01H50", "length"),
        ("RSSMRA80Z01H501U", "format"),
        ("RSSMRA80A41H5011", "format"),
    ],
)
def test_a_wrong_codice_fiscale_says_what_is_wrong(typed: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        codes.clean_tax_code(typed)
    assert code_of(error) == wrong


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [("0074311015", "length"), ("00743110158", "check_digit"), ("0074311015X", "format")],
)
def test_a_wrong_partita_iva_says_what_is_wrong(typed: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        codes.clean_vat_number(typed)
    assert code_of(error) == wrong


def test_a_partita_iva_may_carry_its_country() -> None:
    assert codes.clean_vat_number("IT 00743110157") == "00743110157"


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("IT60X054281110100000012345", "length"),
        ("IT61X0542811101000000123456", "check_digit"),
        ("IT60!0542811101000000123456", "format"),
        ("", "format"),
    ],
)
def test_a_wrong_iban_says_what_is_wrong(typed: str, wrong: str) -> None:
    with pytest.raises(ValidationError) as error:
        codes.clean_iban(typed)
    assert code_of(error) == wrong


def test_an_iban_is_read_with_blanks_and_shown_in_groups() -> None:
    kept = codes.clean_iban("it60 x054 2811 1010 0000 0123 456")
    assert kept == "IT60X0542811101000000123456"
    assert codes.spaced(kept) == "IT60 X054 2811 1010 0000 0123 456"


eleven = st.text(string.digits, min_size=10, max_size=10).map(
    lambda digits: digits + luhn.calc_check_digit(digits)
)


@given(eleven)
def test_every_right_code_of_a_body_is_accepted(code: str) -> None:
    assert codes.clean_tax_code(code) == code
    assert codes.clean_vat_number(code) == code


@given(eleven, st.integers(0, 10), st.integers(1, 9))
def test_one_mistyped_figure_is_always_found(code: str, place: int, shift: int) -> None:
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(ValidationError) as error:
        codes.clean_tax_code(wrong)
    assert code_of(error) == "check_digit"


@given(st.text(string.digits, max_size=30).filter(lambda text: len(text) not in {11, 16}))
def test_another_number_of_figures_is_a_matter_of_length(digits: str) -> None:
    with pytest.raises(ValidationError) as error:
        codes.clean_tax_code(digits)
    assert code_of(error) == "length"


@given(st.text(string.ascii_uppercase, min_size=3, max_size=3), st.integers(1, 28))
def test_a_personal_code_is_accepted_with_its_own_last_character(name: str, day: int) -> None:
    body = f"{name}MRA80A{day:02}H501"
    code = body + codicefiscale.calc_check_digit(body)
    assert codes.clean_tax_code(code.lower()) == code
    other = "A" if code[-1] != "A" else "B"
    with pytest.raises(ValidationError):
        codes.clean_tax_code(code[:-1] + other)


@given(st.text(string.digits, min_size=12, max_size=12), st.integers(4, 21), st.integers(1, 9))
def test_one_mistyped_figure_of_an_iban_is_always_found(
    account: str, place: int, shift: int
) -> None:
    bank = f"GB00WEST123456{account[:8]}"  # no check digits of its own, unlike an Italian account
    code = f"GB{iban_digits.calc_check_digits(bank)}{bank[4:]}"
    assert codes.clean_iban(code) == code
    if not code[place].isdigit():
        return
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    with pytest.raises(ValidationError):
        codes.clean_iban(wrong)


@given(st.text(max_size=40))
def test_anything_typed_gives_a_code_or_an_error(typed: str) -> None:
    for clean in (codes.clean_tax_code, codes.clean_vat_number, codes.clean_iban):
        try:
            assert clean(typed)
        except ValidationError as error:
            assert error.code in {"length", "format", "check_digit"}  # noqa: PT017 - either outcome
