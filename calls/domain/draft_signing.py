"""Signing an application as its call asks, before it is sent (C15).

The preparer is not necessarily the signatory: who fills in and who signs are two names. A signature holds
for the text on which it was made; if a letter changes afterwards, it is made again. What a facilitator
enters for somebody is confirmed by the applicant instead (C16).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from calls import blockers
from calls.draft_enums import SigningMode
from calls.enums import CallState
from calls.models import Call, SigningRule, Submission, SubmissionSignature
from calls.queries.draft_signing import paper_name, signing_mode, text_digest
from core.access import clock
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import SignedFormat, Visibility
from core.documents.models import DocumentVersion
from core.documents.queries import last_version, pdf_of
from core.documents.signatures import SignedFile
from core.people.models import Signatory
from core.people.models.periods import current
from core.questionnaires import queries as questionnaires

PDF = "calls.draft"
SIGNED = "calls.signed"
ACCEPTED = frozenset({"pdf", "p7m"})


def signing_rule_blockers(call: Call) -> list[Blocker]:
    """How to sign is said in the notice: it does not change once the notice is published."""
    if call.state == CallState.DRAFT:
        return []
    text = _("The call is published: how it is signed no longer changes.")
    return [Blocker("call_published", text)]


@transaction.atomic
def set_signing(*, call_id: UUID, mode: SigningMode, by: User) -> SigningRule:
    """Say how applications to a call are signed, while the call is a draft."""
    call = lock(Call, call_id)
    refuse(signing_rule_blockers(call))
    rule, _made = SigningRule.objects.update_or_create(
        call=call, defaults={"mode": mode, "set_at": clock.now(), "set_by": by}
    )
    record(call, Verb.CHANGE, by=by, data={"signing": mode})
    return rule


def sign_blockers(submission: Submission, mode: SigningMode) -> list[Blocker]:
    """Why the application can't be signed this way now."""
    found = blockers.write_blockers(submission)
    if signing_mode(submission.call) != mode:
        found.append(Blocker("other_mode", _("This call is not signed in this way.")))
    if questionnaires.missing(submission.sheet):
        text = _("Some answers are missing: sign when nothing will change any more.")
        found.append(Blocker("incomplete", text, _("whoever writes in the draft")))
    if not signatories_of(submission):
        text = _("The record of the lead organisation names no legal representative.")
        found.append(Blocker("no_signatory", text, _("the lead organisation")))
    return found


def signatories_of(submission: Submission) -> list[Signatory]:
    """Who signs for the lead organisation today: by office, or by a written power."""
    rows = Signatory.objects.filter(current(), organisation=submission.network.lead_id)
    return list(rows.order_by("-by_office", "full_name", "pk"))


@transaction.atomic
def sign_by_declaration(
    *, submission_id: UUID, signatory_id: UUID, by: User
) -> SubmissionSignature:
    """The signatory, with the own account, declares the application (D.P.R. 445/2000 art. 46-47, 65)."""
    submission = lock(Submission, submission_id)
    refuse(sign_blockers(submission, SigningMode.DECLARATION))
    signatory = _signatory(submission, signatory_id)
    text_sha256 = text_digest(submission)
    return _keep(submission, signatory, SigningMode.DECLARATION, by=by, sha256=text_sha256)


@transaction.atomic
def sign_with_file(
    *, submission_id: UUID, signatory_id: UUID, upload: File[Any], by: User
) -> SubmissionSignature:
    """Keep the signed PDF of the application; by content, and of the text as it stands.

    Raises ValidationError in the user's words for another file; nothing is kept then.
    """
    from core.documents.signature_reading import read_signed  # heavy: for whoever uploads

    submission = lock(Submission, submission_id)
    refuse(sign_blockers(submission, SigningMode.FILE))
    signatory = _signatory(submission, signatory_id)
    upload.seek(0)
    signed = read_signed(upload.read())
    text_sha256 = text_digest(submission)
    _refuse_other_text(submission, signed, text_sha256)
    document = store(
        upload, about=submission, by=by, title=_("Signed application"), kind=SIGNED,
        visibility=Visibility.PARTIES, accept=ACCEPTED,
    )  # fmt: skip
    return _keep(
        submission, signatory, SigningMode.FILE, by=by, sha256=text_sha256, document=document,
        file_format=signed.format, certificates=[one.as_json() for one in signed.signatures],
    )  # fmt: skip


def paper_is_current(submission: Submission) -> bool:
    """Whether the PDF of the draft that was drawn last says what the draft says now."""
    return _paper_of(submission, text_digest(submission)) is not None


def _paper_of(submission: Submission, text_sha256: str) -> DocumentVersion | None:
    """The last PDF of the draft, if it was drawn of exactly this text."""
    job = pdf_of(submission, PDF)
    if job is None or job.document is None or job.is_open:
        return None
    version = last_version(job.document)
    expected = f"{paper_name(submission.call, text_sha256)}.pdf"
    return version if version.original_name == expected else None


def _refuse_other_text(submission: Submission, signed: SignedFile, text_sha256: str) -> None:
    """What was signed must be the PDF that the portal drew of this text: a signature inside leaves the
    original bytes in front, an envelope carries them."""
    paper = _paper_of(submission, text_sha256)
    if paper is None:
        raise ValidationError(
            _("Make the PDF of the application again: the answers changed since the last one."),
            code="no_paper",
        )
    with paper.file.open("rb") as original:
        if not signed.text.startswith(original.read()):
            raise ValidationError(
                _(
                    "This is not the PDF of the application as it stands now: it was not stored. "
                    "Download it from this page, sign that one, upload it as it is."
                ),
                code="other_text",
            )


def _signatory(submission: Submission, key: UUID) -> Signatory:
    found = {row.pk: row for row in signatories_of(submission)}
    return found[key]


def _keep(
    submission: Submission,
    signatory: Signatory,
    mode: SigningMode,
    *,
    by: User,
    sha256: str,
    **file: Any,
) -> SubmissionSignature:
    signature = SubmissionSignature.objects.create(
        submission=submission, mode=mode, sha256=sha256,
        signatory=signatory.full_name, capacity=signatory.title or _("legal representative"),
        signed_at=clock.now(), signed_by=by, **{"file_format": SignedFormat.NONE, **file},
    )  # fmt: skip
    data = {"mode": mode, "sha256": signature.sha256, "format": signature.file_format}
    record(submission, Verb.SIGN, by=by, data=data)
    return signature
