"""Files signed as signature programs do: a PDF with its signature inside, an envelope around it."""

import datetime as dt
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs7,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, sign_pdf
from pyhanko_certvalidator.registry import SimpleCertificateStore

from core.access import clock

QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
QC_COMPLIANCE = bytes.fromhex("300a300806060400 8e460101".replace(" ", ""))
"""ETSI EN 319 412-5 §4.2.1: one statement, that the certificate is qualified."""


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def certificate(
    name: str = "ROSSI ROSA", *, starts: dt.datetime | None = None, days: int = 900,
    qualified: bool = True, issuer: str = "Ente di prova",
) -> x509.Certificate:  # fmt: skip
    """The holder's; its issuer is a name alone, for nobody's list of issuers is asked."""
    begins = starts or clock.now() - dt.timedelta(days=30)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key().public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days))
        .add_extension(_usage(), critical=True)
    )
    if qualified:
        statement = x509.UnrecognizedExtension(QC_STATEMENTS, QC_COMPLIANCE)
        builder = builder.add_extension(statement, critical=False)
    return builder.sign(key(), hashes.SHA256())


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=False, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def envelope(
    text: bytes,
    *options: pkcs7.PKCS7Options,
    encoding: Encoding = Encoding.DER,
    signers: tuple[x509.Certificate, ...] = (),
) -> bytes:
    """A p7m of the text, signed by each of the certificates."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text)
    for one in signers or (certificate(),):
        builder = builder.add_signer(one, key(), hashes.SHA256())
    return builder.sign(encoding, [pkcs7.PKCS7Options.Binary, *options])


@cache
def paper(text: str = "Domanda") -> bytes:
    """A PDF of one empty page that any reader opens; `text` is its title."""
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.docinfo["/Title"] = text
        made.save(out)
    return out.getvalue()


def pades(original: bytes, *, field: str = "Firma", by: x509.Certificate | None = None) -> bytes:
    """The PDF with a signature appended to it."""
    holder = by or certificate()
    signer = SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(holder.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(_key_bytes()),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # its own
    )
    out: Any = sign_pdf(
        IncrementalPdfFileWriter(BytesIO(original)), PdfSignatureMetadata(field_name=field), signer
    )
    return bytes(out.getvalue())


def _key_bytes() -> bytes:
    return key().private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
