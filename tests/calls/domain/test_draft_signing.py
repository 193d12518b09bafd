"""How a call is signed (C15): a declaration, or a file that is read by its content."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError

from calls.blockers import submit_blockers
from calls.domain import draft_signing as signing
from calls.domain.submissions import save_section, submit_submission
from calls.draft_enums import SignedFormat, SigningMode
from calls.models import Submission, SubmissionSignature
from calls.queries.draft_signing import paper_name, signature_of, signature_sent, text_digest
from calls.signed_files import read_signed
from core.access import clock
from core.access.blocked import Blocked
from core.documents.domain.files import store
from core.documents.domain.pdf import ask_pdf
from core.documents.enums import PdfState
from core.people.enums import MemberLevel
from core.people.models import Signatory
from core.programmes.models import Programme
from tests.factories import calls, people
from tests.factories.documents import PDF, upload

PLACE = 4000


@cache
def seal() -> tuple[Any, Any]:
    """A key and its certificate: what a signature program holds."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ROSSI ROSA")])
    day = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 7, day, day + dt.timedelta(900))
    return key, made.sign(key, hashes.SHA256())


def envelope(text: bytes, *options: pkcs7.PKCS7Options, encoding: Encoding = Encoding.DER) -> bytes:
    key, certificate = seal()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text)
    signed = builder.add_signer(certificate, key, hashes.SHA256())
    return signed.sign(encoding, [pkcs7.PKCS7Options.Binary, *options])


def pades(original: bytes) -> bytes:
    """The PDF with a signature appended, as signature programs do."""
    head = original + b"9 0 obj\n<< /Type /Sig /ByteRange [%s] /Contents <"
    tail = b"> >>\nendobj\n%%EOF\n"
    width = 40
    begin = len(head) - 2 + width
    ranges = f"0 {begin - 1} {begin + PLACE + 1} {len(tail) - 1}".ljust(width).encode()
    head = head.replace(b"%s", ranges)
    covered = head[:-1] + tail[1:]
    made = envelope(covered, pkcs7.PKCS7Options.DetachedSignature).hex().encode()
    return head + made.ljust(PLACE, b"0") + tail


@pytest.fixture
def draft(programme: Programme) -> Submission:
    return calls.ready(calls.signed_call(SigningMode.FILE))


@pytest.fixture
def signatory(draft: Submission) -> Signatory:
    return calls.signatory_of(draft)


def paper(draft: Submission, content: bytes = PDF) -> None:
    """The PDF of the draft as the worker leaves it."""
    job = ask_pdf(signing.PDF, about=draft, by=draft.started_by)
    with clock.at(clock.now() + dt.timedelta(minutes=1)):
        name = f"{paper_name(draft.call, text_digest(draft))}.pdf"
        job.document = store(upload(name, content), about=draft, by=None, kind=signing.PDF)
        job.state, job.finished_at = PdfState.DONE, clock.now()
        job.save()


def sign(draft: Submission, signatory: Signatory, content: bytes, name: str) -> SubmissionSignature:
    return signing.sign_with_file(
        submission_id=draft.pk, signatory_id=signatory.pk, upload=upload(name, content),
        by=draft.started_by,
    )  # fmt: skip


@pytest.mark.rule("C15")
@pytest.mark.parametrize("kind", SignedFormat.values[1:])
def test_a_signed_file_is_taken_by_its_content_and_lets_the_application_go(
    draft: Submission, signatory: Signatory, kind: str
) -> None:
    assert [one.code for one in submit_blockers(draft)] == ["not_signed"]
    paper(draft)
    made = pades(PDF) if kind == SignedFormat.PADES else envelope(PDF)
    name = "domanda.pdf" if kind == SignedFormat.PADES else "domanda.pdf.p7m"
    signature = sign(draft, signatory, made, name)
    assert (signature.file_format, signature.named_in_file) == (kind, "ROSSI ROSA")
    assert signature_of(draft) == signature
    receipt = submit_submission(submission_id=draft.pk, by=draft.started_by)
    draft.refresh_from_db()
    assert signature_sent(draft) == signature
    assert signature.sha256 == receipt.sha256


@pytest.mark.rule("C15")
@pytest.mark.parametrize(
    ("made", "code"),
    [
        (lambda: PDF, "unsigned"),
        (lambda: pades(PDF) + b"% more", "changed"),
        (lambda: pades(PDF).replace(b"%PDF-1.7", b"%PDF-1.6"), "changed"),
        (lambda: pades(PDF + b"% other text\n").replace(b"%%EOF", b"%%EOX", 1), "changed"),
        (lambda: envelope(PDF, pkcs7.PKCS7Options.DetachedSignature), "detached"),
        (lambda: envelope(b"%PDF-1.7 other"), "other_text"),
        (lambda: b"%PDF-1.7 /ByteRange [0 1 2 3] x", "changed"),
        (lambda: b"\x30\x80 nothing", "unreadable"),
    ],
)
def test_another_file_is_refused_in_words(
    draft: Submission, signatory: Signatory, made: Any, code: str
) -> None:
    paper(draft)
    with pytest.raises(ValidationError) as refused:
        sign(draft, signatory, made(), "domanda.pdf")
    assert refused.value.code == code
    assert not SubmissionSignature.objects.exists()


def test_an_armoured_envelope_is_read_too() -> None:
    signed = read_signed(envelope(PDF, encoding=Encoding.PEM))
    assert (signed.text, signed.names) == (PDF, ("ROSSI ROSA",))


@pytest.mark.rule("C15")
def test_a_changed_answer_asks_for_another_signature(
    draft: Submission, signatory: Signatory
) -> None:
    paper(draft)
    sign(draft, signatory, envelope(PDF), "domanda.pdf.p7m")
    with clock.at(clock.now() + dt.timedelta(minutes=5)):
        save_section(
            submission_id=draft.pk, section_key="idea", answers={"need": "Altro bisogno"},
            base_revision=99, by=draft.started_by,
        )  # fmt: skip
        draft.refresh_from_db()
        [found] = submit_blockers(draft)
        assert found.code == "not_signed"
        with pytest.raises(ValidationError) as refused:
            sign(draft, signatory, envelope(PDF), "domanda.pdf.p7m")
        assert refused.value.code == "no_paper"


@pytest.mark.rule("C15")
def test_a_paper_of_an_older_text_is_not_signed_for_the_new_one_however_late_it_was_kept(
    draft: Submission, signatory: Signatory
) -> None:
    paper(draft)  # kept a minute from now: later than the change below
    save_section(
        submission_id=draft.pk, section_key="idea", answers={"need": "Altro bisogno"},
        base_revision=99, by=draft.started_by,
    )  # fmt: skip
    draft.refresh_from_db()
    assert not signing.paper_is_current(draft)
    with pytest.raises(ValidationError) as refused:
        sign(draft, signatory, envelope(PDF), "domanda.pdf.p7m")
    assert refused.value.code == "no_paper"


@pytest.mark.rule("C15")
def test_a_typed_declaration_names_who_signs(programme: Programme) -> None:
    draft = calls.ready(calls.signed_call(SigningMode.DECLARATION))
    with pytest.raises(Blocked, match="no_signatory"):
        signing.sign_by_declaration(
            submission_id=draft.pk, signatory_id=draft.pk, by=draft.started_by
        )
    row = calls.signatory_of(draft)
    made = signing.sign_by_declaration(
        submission_id=draft.pk, signatory_id=row.pk, by=draft.started_by
    )
    assert (made.signatory, made.capacity) == (row.full_name, row.title)
    assert submit_blockers(draft) == []
    assert not draft.started_by.has_perm("calls.sign_submission", draft)
    own = people.member(draft.lead, MemberLevel.SIGNATORY).user
    assert own.has_perm("calls.sign_submission", draft)


def test_how_to_sign_does_not_change_after_publication(programme: Programme) -> None:
    call = calls.open_call()
    assert call.created_by is not None
    with pytest.raises(Blocked, match="call_published"):
        signing.set_signing(call_id=call.pk, mode=SigningMode.FILE, by=call.created_by)
