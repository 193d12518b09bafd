"""What a digitally signed file holds and who signed it: PAdES (inside a PDF) or CAdES (`.p7m`, around it).

Checked, by pyHanko: that each signature was made on this very text with the key of its certificate (ETSI
EN 319 102-1 §5.3, RFC 5652), with an algorithm still in use, and that the certificate was in force when
the file arrived (D.Lgs. 82/2005 art. 24 c. 4-bis: with one that is expired the text counts as unsigned).
Read, not proved: whether the certificate says of itself that it is qualified (ETSI EN 319 412-5), and who
issued it. The issuer's place in the trusted lists and a revocation are asked of others, so not here.
"""

import asyncio
import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any

from asn1crypto import cms
from asn1crypto.core import Asn1Value
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.qualified_asn1 import get_qc_statements
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel, SignatureStatus
from pyhanko_certvalidator import ValidationContext

from core.access import clock
from core.documents.enums import SignedFormat
from core.documents.signatures import Signature, SignedFile
from core.ui.forms import CONTROLS

MOST_SIGNATURES, DEEPEST = 20, 5
"""How many signatures a file may have, and how many envelopes around each other."""
WEAK = frozenset({"md2", "md5", "sha1"})
PEM = re.compile(rb"-----[A-Z0-9 ]+-----")


def read_signed(content: bytes) -> SignedFile:
    """The text and the signatures; ValidationError, in the user's words, if one of them does not hold."""
    try:
        return _pades(content) if _is_pdf(content) else _p7m(content)
    except ValidationError:
        raise
    except SignatureValidationError as error:
        if error.ades_subindication == AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND:
            raise _nobody() from error
        raise _unreadable() from error
    except Exception as error:  # bytes made to look signed break the readers in any way
        raise _unreadable() from error


def _unreadable() -> ValidationError:
    return ValidationError(
        _("The signature in this file can't be read: it was not stored. Sign the PDF again."),
        code="unreadable",
    )


def _is_pdf(content: bytes) -> bool:
    return content.lstrip()[:5] == b"%PDF-"


# ------------------------------------------------------------------------------- inside a PDF
def _pades(content: bytes) -> SignedFile:
    found = PdfFileReader(BytesIO(content), strict=False).embedded_regular_signatures
    if not found:
        raise ValidationError(
            _(
                "This PDF has no digital signature inside: it was not stored. Sign it with your "
                "signature program and upload the file that the program gives you."
            ),
            code="unsigned",
        )
    statuses = [_pdf_status(one) for one in _not_too_many(found)]
    if statuses[-1].coverage != SignatureCoverageLevel.ENTIRE_FILE:
        raise ValidationError(
            _("This PDF was changed after it was signed: it was not stored."), code="changed"
        )
    made = tuple(_signature(status, status.signer_reported_dt) for status in statuses)
    return SignedFile(SignedFormat.PADES, content, made)


def _pdf_status(signature: Any) -> Any:
    return asyncio.run(
        async_validate_pdf_signature(
            signature, signer_validation_context=_nobody_trusted(), skip_diff=True
        )
    )


# ------------------------------------------------------------------------------- around a document
def _p7m(content: bytes) -> SignedFile:
    """The innermost document; signatures of the envelopes around each other, the innermost first."""
    text = content
    made: list[Signature] = []
    for _depth in range(DEEPEST):
        text, signatures = _opened(text if text[:1] == b"\x30" else _unarmoured(text))
        made[:0] = signatures
        if text[:1] != b"\x30":
            return SignedFile(SignedFormat.P7M, text, tuple(made))
    raise ValueError("too many envelopes")


def _opened(envelope: bytes) -> tuple[bytes, list[Signature]]:
    signed = cms.ContentInfo.load(envelope)["content"]
    text = _bytes_of(signed["encap_content_info"]["content"])
    if not text:
        raise ValidationError(
            _(
                "This p7m holds the signature but not the document: it was not stored. Choose "
                "“signature with the document inside” in your signature program."
            ),
            code="detached",
        )
    return text, [_signature(*each) for each in _statuses(signed, text)]


def _bytes_of(content: Asn1Value) -> bytes:
    """A string in one piece, or in several; nothing where the envelope leaves it out."""
    return b"" if content.native is None else bytes(content)


def _statuses(signed: Any, text: bytes) -> Iterator[tuple[SignatureStatus, datetime | None]]:
    """Each signer by itself: the library reads envelopes of one."""
    signers = _not_too_many(list(signed["signer_infos"]))
    if not signers:
        raise _nobody()
    for signer in signers:
        name = signer["digest_algorithm"]["algorithm"].native
        digest = hashlib.new(name, text, usedforsecurity=False).digest()
        check = async_validate_cms_signature(
            _alone(signed, signer), raw_digest=digest, validation_context=_nobody_trusted()
        )
        yield asyncio.run(check), _stated_at(signer)


def _alone(signed: Any, signer: Any) -> Any:
    """The envelope with one signer, and without the document, whose digest is known."""
    kept = ("version", "digest_algorithms", "certificates")
    kind = {"content_type": signed["encap_content_info"]["content_type"]}
    parts = {name: signed[name] for name in kept if signed[name].native is not None}
    return cms.SignedData({**parts, "encap_content_info": kind, "signer_infos": [signer]})


def _stated_at(signer: Any) -> datetime | None:
    found = [row for row in signer["signed_attrs"] if row["type"].native == "signing_time"]
    return found[0]["values"][0].native if found else None


def _unarmoured(content: bytes) -> bytes:
    try:
        return base64.b64decode(PEM.sub(b"", content), validate=False)
    except binascii.Error as error:
        raise ValueError("not base64") from error


# ------------------------------------------------------------------------------- each signature
def _not_too_many(signatures: list[Any]) -> list[Any]:
    """All of them: none is left unread, and nobody makes the portal verify without end."""
    if len(signatures) > MOST_SIGNATURES:
        raise ValueError("too many signatures")
    return signatures


def _nobody_trusted() -> ValidationContext:
    """No issuer is taken for granted and none is asked over the network."""
    return ValidationContext(trust_roots=[], allow_fetching=False, moment=clock.now())


def _signature(status: SignatureStatus, stated_at: datetime | None) -> Signature:
    certificate = status.signing_cert
    if not status.intact:
        raise ValidationError(
            _("The document was changed after it was signed: it was not stored."), code="changed"
        )
    if not status.valid or status.md_algorithm in WEAK:
        raise ValidationError(
            _(
                "The signature in this file does not hold: it was not made with the key of the "
                "certificate, or in a way that counts no longer. It was not stored: sign the PDF again."
            ),
            code="forged",
        )
    _refuse_out_of_force(certificate)
    if not (holder := _common_name(certificate.subject)):
        raise _nobody()
    return Signature(
        holder, _common_name(certificate.issuer), _is_qualified(certificate), stated_at,
        certificate.not_valid_after,
    )  # fmt: skip


def _refuse_out_of_force(certificate: Any) -> None:
    if certificate.not_valid_before <= clock.now() <= certificate.not_valid_after:
        return
    raise ValidationError(
        _(
            "The certificate of %(name)s is not in force today: the signature does not count. It "
            "was not stored. Renew the certificate and sign the PDF again."
        )
        % {"name": _common_name(certificate.subject)},
        code="expired",
    )


def _nobody() -> ValidationError:
    return ValidationError(
        _(
            "This file does not say who signed it: it was not stored. Let your signature program "
            "put your certificate into the file."
        ),
        code="nobody",
    )


def _common_name(name: Any) -> str:
    known = name.native
    return CONTROLS.sub(" ", str(known.get("common_name") or name.human_friendly)).strip()


def _is_qualified(certificate: Any) -> bool:
    """Its own statement (QcCompliance), and that it is meant for signing, not for access."""
    usage = certificate.key_usage_value
    if usage is None or "non_repudiation" not in usage.native:
        return False
    statements: Any = get_qc_statements(certificate)
    return any(row["statement_id"].native == "qc_compliance" for row in statements)
