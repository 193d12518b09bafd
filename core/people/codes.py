"""Check digits of codice fiscale, partita IVA and IBAN, with errors that say what is wrong.

Codice fiscale: D.M. 23 December 1976, sixteen characters for people, eleven figures for bodies.
Partita IVA: eleven figures, the last by Luhn's formula. IBAN: ISO 13616.
"""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum import exceptions, iban, luhn
from stdnum.it import codicefiscale, iva

BODY = 11
PERSON = 16


def clean_tax_code(value: str) -> str:
    """The codice fiscale without blanks, in capitals; ValidationError names what is wrong."""
    code = codicefiscale.compact(value)
    if len(code) == BODY:
        return _eleven_figures(code, _("codice fiscale"))
    if len(code) != PERSON:
        raise ValidationError(
            _(
                "A codice fiscale has 11 figures for a body, 16 characters for a person:"
                " this one has %(count)d."
            ),
            code="length",
            params={"count": len(code)},
        )
    wrong_format = _("A personal codice fiscale looks like RSSMRA80A01H501U: check each character.")
    wrong_digit = _(
        "The last character of the codice fiscale does not match the others:"
        " a character was probably mistyped."
    )
    return _checked(codicefiscale.validate, code, wrong_format, wrong_digit)


def clean_vat_number(value: str) -> str:
    """The partita IVA as eleven figures, without "IT"."""
    return _eleven_figures(iva.compact(value), _("partita IVA"))


def clean_iban(value: str) -> str:
    """The IBAN without blanks, in capitals, of any country."""
    code = iban.compact(value)
    if code.startswith("IT") and len(code) != 27:
        raise ValidationError(
            _("An Italian IBAN has 27 characters: this one has %(count)d."),
            code="length",
            params={"count": len(code)},
        )
    wrong_format = _(
        "An IBAN begins with the country and two check figures, such as IT60 X054 2811 1010 0000 0123 456."
    )
    wrong_digit = _(
        "The check figures of the IBAN do not match: a character was probably mistyped."
    )
    return _checked(iban.validate, code, wrong_format, wrong_digit)


def validate_tax_code(value: str) -> None:
    clean_tax_code(value)


def validate_vat_number(value: str) -> None:
    clean_vat_number(value)


def validate_iban(value: str) -> None:
    clean_iban(value)


def spaced(code: str) -> str:
    """An IBAN in groups of four, as banks print it."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _eleven_figures(code: str, name: str) -> str:
    if not (code.isascii() and code.isdigit()):
        raise ValidationError(
            _("The %(name)s of a body has figures only."), code="format", params={"name": name}
        )
    if len(code) != BODY:
        raise ValidationError(
            _("The %(name)s has 11 figures: this one has %(count)d."),
            code="length",
            params={"name": name, "count": len(code)},
        )
    if not luhn.is_valid(code):
        raise ValidationError(
            _(
                "The last figure of the %(name)s does not match the others:"
                " a figure was probably mistyped."
            ),
            code="check_digit",
            params={"name": name},
        )
    return code


def _checked(validate: Callable[[str], str], code: str, wrong_format: str, wrong_digit: str) -> str:
    try:
        return validate(code)
    except exceptions.InvalidChecksum as error:
        raise ValidationError(wrong_digit, code="check_digit") from error
    except (exceptions.ValidationError, ValueError) as error:
        raise ValidationError(wrong_format, code="format") from error
