"""Files that were made to look signed: refused in words, whatever stands in them, and without long work."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from calls.signed_files import read_signed
from tests.calls.domain.test_draft_signing import envelope
from tests.factories.documents import PDF

DIGEST = bytes.fromhex("06092a864886f70d0109043122 0420")
"""What stands before a SHA-256 in the signed attributes."""


def der(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return bytes([tag, 0x84]) + len(body).to_bytes(4, "big") + body


def around(*signed: bytes) -> bytes:
    kind = b"\x06\x01\x01"
    return der(0x30, kind, der(0xA0, der(0x30, *signed)))


def without_certificates() -> bytes:
    text = der(0x30, b"\x06\x01\x01", der(0xA0, der(0x04, PDF)))
    return around(text, DIGEST, hashlib.sha256(PDF).digest())


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: b"\x30\x80" * 5000, "unreadable"),  # values inside each other without an end
        (lambda: around(b"\x02\x01\x01"), "detached"),  # no place for a text
        (without_certificates, "unreadable"),
        (lambda: envelope(PDF).replace(b"ROSSI ROSA", bytes(10)), "nobody"),
    ],
)
def test_a_crafted_envelope_is_refused_in_words(made: Callable[[], bytes], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_signed(made())
    assert refused.value.code == code


def test_many_digests_cost_one_reading_of_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, new = [], hashlib.new

    def counted(name: str, *args: Any, **options: Any) -> Any:
        asked.append(name)
        return new(name, *args, **options)

    monkeypatch.setattr(hashlib, "new", counted)
    signed = read_signed(envelope(PDF + (DIGEST + bytes(32)) * 500))
    assert signed.names == ("ROSSI ROSA",)
    assert asked == ["sha256"]
