"""How a call is signed (C15): a declaration, or a file that is read by its content."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from calls.blockers import submit_blockers
from calls.domain import draft_signing as signing
from calls.domain.submissions import save_section, submit_submission
from calls.draft_enums import SigningMode
from calls.models import Submission, SubmissionSignature
from calls.queries.draft_signing import paper_name, signature_of, signature_sent, text_digest
from core.access import clock
from core.access.blocked import Blocked
from core.documents.domain.files import store
from core.documents.domain.pdf import ask_pdf
from core.documents.enums import PdfState, SignedFormat
from core.people.enums import MemberLevel
from core.people.models import Signatory
from core.programmes.models import Programme
from tests.factories import calls, people
from tests.factories.documents import upload
from tests.factories.signing import envelope, pades
from tests.factories.signing import paper as blank

PDF = blank()


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
    assert signature.file_format == kind
    assert [one.holder for one in signature.signatures_in_file] == ["ROSSI ROSA"]
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
        (lambda: pades(blank("Altra domanda")), "other_text"),
        (lambda: envelope(blank("Altra domanda")), "other_text"),
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
