"""What people leave around a draft: comments, who was asked to help, sittings together, signatures.

Nothing of it is part of what is sent, except the signature, which covers it.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from calls.draft_enums import SigningMode
from calls.models.sending import HEX_DIGEST
from core.access.tenancy import TenantModel
from core.documents.enums import SignedFormat
from core.documents.signatures import Signature


class DraftComment(TenantModel):
    """A remark on a section of a draft, or on one of its questions, or the answer to a remark.

    A thread is the remark that has no `reply_to`, and it alone is resolved.
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="draft_comments"
    )
    section = models.CharField(max_length=80)
    question = models.CharField(max_length=80, blank=True)
    reply_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="replies"
    )
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["programme", "submission", "section"], name="draft_comment_place")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="draft_comment_says_something"),
            models.CheckConstraint(
                condition=Q(reply_to__isnull=True) | ~Q(reply_to=F("pk")),
                name="draft_comment_not_reply_to_itself",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(
                    resolved_at__isnull=False,
                    resolved_by__isnull=False,
                    reply_to__isnull=True,
                ),
                name="draft_comment_resolved_with_date_and_actor",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_resolved(self) -> bool:
        return self.resolved_at is not None


class DraftMention(TenantModel):
    """A person named in a comment, who is written to."""

    comment = models.ForeignKey(DraftComment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "comment", "person"], name="draft_mention_once"
            )
        ]


class DraftHelper(TenantModel):
    """A mentor or facilitator whom the network asked to read its draft, and perhaps to write in it."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="helpers"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    may_write = models.BooleanField(_("may also write"), default=False)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "submission", "person"],
                condition=Q(ended_at__isnull=True),
                name="draft_helper_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="draft_helper_ended_with_actor",
            ),
        ]


class FillingTogether(TenantModel):
    """A sitting in which a facilitator wrote and the applicant's person spoke (C16); append-only."""

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.CASCADE, related_name="filled_together"
    )
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    person_name = models.CharField(_("who was present"), max_length=200)
    person_role = models.CharField(_("on behalf of whom"), max_length=200, blank=True)
    held_on = models.DateField(_("day"))
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(person_name=""), name="filling_together_names_who_was_present"
            )
        ]


class SigningRule(TenantModel):
    """How a call wants its applications signed; a call without a row asks for no signature."""

    call = models.ForeignKey("calls.Call", on_delete=models.CASCADE, related_name="signing_rules")
    mode = models.CharField(_("signature"), max_length=20, choices=SigningMode)
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "call"], name="signing_rule_one_per_call"),
            models.CheckConstraint(
                condition=Q(mode__in=SigningMode.values), name="signing_rule_mode_known"
            ),
        ]


class SubmissionSignature(TenantModel):
    """The signature on an application as it stood: `sha256` is of its canonical text; append-only.

    `certificates` holds what a signed file said of its signers (`core.documents.signatures.Signature`).
    """

    submission = models.ForeignKey(
        "calls.Submission", on_delete=models.PROTECT, related_name="signatures"
    )
    mode = models.CharField(max_length=20, choices=SigningMode)
    sha256 = models.CharField(max_length=64)
    signatory = models.CharField(_("name and surname of who signs"), max_length=200)
    capacity = models.CharField(_("in what capacity"), max_length=200)
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )
    file_format = models.CharField(max_length=10, choices=SignedFormat, blank=True)
    certificates = models.JSONField(default=list, blank=True)
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["programme", "submission", "sha256"], name="signature_of_text")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sha256__regex=HEX_DIGEST), name="signature_sha256_is_a_digest"
            ),
            models.CheckConstraint(
                condition=~Q(signatory="") & ~Q(capacity=""), name="signature_names_who_and_as_what"
            ),
            models.CheckConstraint(
                condition=Q(mode=SigningMode.DECLARATION, document__isnull=True, file_format="")
                | Q(
                    mode=SigningMode.FILE,
                    document__isnull=False,
                    file_format__in=[SignedFormat.PADES, SignedFormat.P7M],
                ),
                name="signature_mode_with_its_file",
            ),
        ]

    @property
    def signatures_in_file(self) -> list[Signature]:
        return [Signature.of_json(one) for one in self.certificates]
