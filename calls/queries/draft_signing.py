"""How a call wants to be signed, and whether an application is signed as it stands now (C15)."""

import copy

from django.utils.text import slugify

from calls.draft_enums import SigningMode
from calls.models import Call, SigningRule, Submission, SubmissionSignature
from calls.queries.canonical import canonical_text, digest

PAPER_SLUG, PAPER_DIGEST = 60, 32


def signing_mode(call: Call) -> SigningMode:
    """A call that says nothing asks for no signature."""
    rule = SigningRule.objects.filter(call=call).order_by().first()
    return SigningMode(rule.mode) if rule else SigningMode.NONE


def text_digest(submission: Submission) -> str:
    """SHA-256 of what would be sent now: with the lead that the network has today."""
    now = copy.copy(submission)
    now.lead = submission.network.lead
    return digest(canonical_text(now))


def paper_name(call: Call, text_sha256: str) -> str:
    """File name, without extension, of the PDF of a text: each version keeps it, so that the paper of one
    text never passes for another's. Half of the digest is more than anybody can make collide."""
    return slugify(f"domanda-{call.slug[:PAPER_SLUG]}-{text_sha256[:PAPER_DIGEST]}")


def signature_of(submission: Submission) -> SubmissionSignature | None:
    """The signature on the text as it stands, made the way the call asks."""
    rows = submission.signatures.filter(
        mode=signing_mode(submission.call), sha256=text_digest(submission)
    )
    return rows.select_related("document__programme", "signed_by").order_by("signed_at").last()


def signature_sent(submission: Submission) -> SubmissionSignature | None:
    """The signature on what was sent last, for whoever reads it."""
    sending = submission.sendings.order_by("ordinal").last()
    if sending is None:
        return None
    rows = submission.signatures.filter(sha256=sending.sha256)
    return rows.select_related("document__programme").order_by("signed_at").last()
