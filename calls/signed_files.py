"""What a signed file holds, read from its content: PAdES (a PDF with its signature inside) or p7m (CAdES).

Checked here: that there is a signature, that the text under it is the one it was made on (the digest in
its signed attributes), which text that is, and whose certificates travel with it. Not checked: the value
of the signature itself, and that the certificate is qualified, valid on that day and not revoked; an
official does that (docs/adr/0136).
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calls.draft_enums import SignedFormat
from core.ui.forms import CONTROLS

SEQUENCE, SET, OCTETS, CONSTRUCTED = 0x30, 0x31, 0x04, 0x20
END = b"\x00\x00"
DEEPEST, MOST_VALUES = 32, 100_000
"""How far values stand inside each other, and how many in one: no signature program comes near."""
DIGEST = re.compile(
    re.escape(bytes.fromhex("06092a864886f70d010904")) + rb"\x31.\x04(.)", re.DOTALL
)
"""PKCS#9 messageDigest: its object identifier, a set, and the length of the one value in it. DER, as RFC
5652 §5.3 asks of signed attributes."""
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
HASHES = {20: "sha1", 32: "sha256", 48: "sha384", 64: "sha512"}
PEM = re.compile(rb"-----[A-Z0-9 ]+-----")


@dataclass(frozen=True)
class SignedFile:
    """`text` is what was signed, without its signature; `names` are the holders of the certificates."""

    format: SignedFormat
    text: bytes
    names: tuple[str, ...]


def read_signed(content: bytes) -> SignedFile:
    """Raises ValidationError, in the user's words, for a file that is not signed or was changed since."""
    try:
        return _pades(content) if content.lstrip()[:5] == b"%PDF-" else _p7m(content)
    except (ValueError, IndexError, TypeError, UnsupportedAlgorithm) as error:
        raise ValidationError(
            _("The signature in this file can't be read: it was not stored. Sign the PDF again."),
            code="unreadable",
        ) from error


def _pades(content: bytes) -> SignedFile:
    found = list(BYTE_RANGE.finditer(content))
    if not found:
        raise ValidationError(
            _(
                "This PDF has no digital signature inside: it was not stored. Sign it with your "
                "signature program and upload the file that the program gives you."
            ),
            code="unsigned",
        )
    start, first, second, rest = (int(number) for number in found[-1].groups())
    if start != 0 or second + rest != len(content):
        raise ValidationError(
            _("This PDF was changed after it was signed: it was not stored."), code="changed"
        )
    envelope = bytes.fromhex(content[first + 1 : second - 1].decode("ascii"))
    covered = content[:first] + content[second:]
    _refuse_other_digest(envelope, covered)
    return SignedFile(SignedFormat.PADES, content, _names(envelope))


def _p7m(content: bytes) -> SignedFile:
    envelope = content if content[:1] == b"\x30" else _unarmoured(content)
    text = _signed_text(envelope)
    if not text:
        raise ValidationError(
            _(
                "This p7m holds the signature but not the document: it was not stored. Choose "
                "“signature with the document inside” in your signature program."
            ),
            code="detached",
        )
    _refuse_other_digest(envelope, text)
    return SignedFile(SignedFormat.P7M, text, _names(envelope))


def _unarmoured(content: bytes) -> bytes:
    try:
        return base64.b64decode(PEM.sub(b"", content), validate=False)
    except binascii.Error as error:
        raise ValueError("not base64") from error


@dataclass(frozen=True)
class _Node:
    """One value of the envelope (BER, also of indefinite length): its tag and its bytes."""

    tag: int
    body: bytes

    def children(self) -> "list[_Node]":
        return list(_nodes(self.body))


def _nodes(data: bytes) -> Iterator[_Node]:
    place, count = 0, 0
    while place < len(data) and data[place : place + 2] != END:
        node, place = _node(data, place)
        count = _counted(count)
        yield node


def _counted(count: int) -> int:
    if count >= MOST_VALUES:
        raise ValueError("too many values")
    return count + 1


def _node(data: bytes, place: int, depth: int = 0) -> tuple[_Node, int]:
    """The value that begins at `place`, and where the next one begins."""
    tag, size = data[place], data[place + 1]
    place += 2
    if size == 0x80:
        return _indefinite(data, tag, place, depth + 1)
    if size > 0x80:
        length = size & 0x7F
        size = int.from_bytes(data[place : place + length], "big")
        place += length
    if place + size > len(data):
        raise ValueError("cut short")
    return _Node(tag, data[place : place + size]), place + size


def _indefinite(data: bytes, tag: int, place: int, depth: int) -> tuple[_Node, int]:
    begin, count = place, 0
    if depth > DEEPEST:
        raise ValueError("too deep")
    while data[place : place + 2] != END:
        if place >= len(data):
            raise ValueError("cut short")
        _child, place = _node(data, place, depth)
        count = _counted(count)
    return _Node(tag, data[begin:place]), place + 2


def _signed_text(envelope: bytes) -> bytes:
    """The document inside: ContentInfo, SignedData, encapContentInfo (RFC 5652 §5)."""
    [_kind, wrapped] = _node(envelope, 0)[0].children()[:2]
    signed = wrapped.children()[0].children()
    inside = next((node.children() for node in signed if node.tag == SEQUENCE), [])
    return b"".join(_octets(inside[1])) if len(inside) > 1 else b""


def _octets(node: _Node, depth: int = 0) -> Iterator[bytes]:
    """A string in one piece, or in several."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if node.tag == OCTETS:
        yield node.body
    elif node.tag & CONSTRUCTED:
        for child in node.children():
            yield from _octets(child, depth + 1)


def _refuse_other_digest(envelope: bytes, text: bytes) -> None:
    """The digest that was signed must be the text's own; RFC 5652 §11.2 puts one in each signature."""
    ends = ((match.end(), match[1][0]) for match in DIGEST.finditer(envelope))
    stated = {envelope[end : end + size] for end, size in ends if size in HASHES}
    for name in {HASHES[len(digest)] for digest in stated if len(digest) in HASHES}:
        if hashlib.new(name, text, usedforsecurity=False).digest() in stated:
            return
    raise ValidationError(
        _("The document was changed after it was signed: it was not stored."), code="changed"
    )


def _names(envelope: bytes) -> tuple[str, ...]:
    """Holders of the certificates that issued none of the others; ValidationError where there is none."""
    length = _node(envelope, 0)[1]
    found = pkcs7.load_der_pkcs7_certificates(envelope[:length])
    issuers = {one.issuer for one in found if one.issuer != one.subject}
    names = tuple(filter(None, (_name(one) for one in found if one.subject not in issuers)))
    if not names:
        raise ValidationError(
            _(
                "This file does not say who signed it: it was not stored. Let your signature program "
                "put your certificate into the file."
            ),
            code="nobody",
        )
    return names


def _name(certificate: Certificate) -> str:
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    name = str(common[0].value) if common else certificate.subject.rfc4514_string()
    return CONTROLS.sub(" ", name).strip()
