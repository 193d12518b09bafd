"""Signed files are verified, not believed: each way of being wrong is refused in words of its own."""

import datetime as dt
import random
from collections.abc import Callable
from contextlib import suppress

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from django.core.exceptions import ValidationError

from core.access import clock
from core.documents.enums import SignedFormat
from core.documents.signature_reading import read_signed
from core.documents.signatures import Signature
from tests.factories.signing import certificate, envelope, pades, paper

PDF = paper()
pytestmark = pytest.mark.django_db  # the shared clock stands there
DETACHED = pkcs7.PKCS7Options.DetachedSignature


def with_last_byte_turned(signed: bytes) -> bytes:
    """The value of the signature stands at the end of an envelope."""
    return signed[:-1] + bytes([signed[-1] ^ 1])


@pytest.mark.rule("C15")
def test_a_pdf_tells_everybody_who_signed_it() -> None:
    once = pades(PDF, by=certificate("ROSSI ROSA"))
    twice = pades(once, field="Seconda", by=certificate("BRUNO LINA", qualified=False))
    signed = read_signed(twice)
    assert signed.format == SignedFormat.PADES
    assert signed.text.startswith(PDF)
    assert [(one.holder, one.is_qualified) for one in signed.signatures] == [
        ("ROSSI ROSA", True), ("BRUNO LINA", False),
    ]  # fmt: skip
    assert {one.issuer for one in signed.signatures} == {"Ente di prova"}


@pytest.mark.rule("C15")
@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_an_envelope_gives_its_document_and_all_its_signers(encoding: Encoding) -> None:
    signers = (certificate("ROSSI ROSA"), certificate("BRUNO LINA"))
    signed = read_signed(envelope(PDF, encoding=encoding, signers=signers))
    assert (signed.format, signed.text) == (SignedFormat.P7M, PDF)
    assert {one.holder for one in signed.signatures} == {"ROSSI ROSA", "BRUNO LINA"}


def test_envelopes_around_each_other_are_opened_to_the_document() -> None:
    inside = envelope(PDF, signers=(certificate("ROSSI ROSA"),))
    signed = read_signed(envelope(inside, signers=(certificate("BRUNO LINA"),)))
    assert signed.text == PDF
    assert [one.holder for one in signed.signatures] == ["ROSSI ROSA", "BRUNO LINA"]


def test_a_signature_is_kept_as_json_and_comes_back() -> None:
    [made] = read_signed(envelope(PDF)).signatures
    assert made.stated_at is not None
    assert Signature.of_json(made.as_json()) == made


@pytest.mark.rule("C15")
@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: PDF, "unsigned"),
        (lambda: pades(PDF) + b"\n% more", "changed"),
        (lambda: pades(PDF).replace(b"Domanda", b"Domandx"), "changed"),
        (lambda: envelope(PDF).replace(b"/Pages", b"/Pagez"), "changed"),
        (lambda: with_last_byte_turned(envelope(PDF)), "forged"),
        (lambda: envelope(PDF, DETACHED), "detached"),
        (lambda: envelope(PDF, pkcs7.PKCS7Options.NoCerts), "nobody"),
        (lambda: envelope(PDF, signers=(certificate(" "),)), "nobody"),
        (lambda: envelope(PDF, signers=(certificate(days=3),)), "expired"),
        (lambda: envelope(PDF, signers=(_of_tomorrow(),)), "expired"),
        (lambda: envelope(PDF, signers=(certificate(),) * 21), "unreadable"),
        (lambda: b"\x30\x80" * 5000, "unreadable"),  # values inside each other without an end
        (lambda: b"", "unreadable"),
    ],
)
def test_what_does_not_hold_is_refused(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_signed(made())
    assert refused.value.code == code


def _of_tomorrow() -> x509.Certificate:
    return certificate(starts=clock.now() + dt.timedelta(days=1))


@pytest.mark.parametrize("signed", [pades, envelope])
def test_damaged_bytes_are_never_more_than_refused(signed: Callable[[bytes], bytes]) -> None:
    whole = signed(PDF)
    for seed in range(100):
        luck = random.Random(seed)  # noqa: S311 - the same damage each time
        content = bytearray(whole)
        for _turn in range(luck.randint(1, 30)):
            content[luck.randrange(len(content))] = luck.randrange(256)
        with suppress(ValidationError):
            read_signed(bytes(content[: luck.choice([len(content), luck.randrange(len(content))])]))
