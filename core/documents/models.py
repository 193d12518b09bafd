"""Files that people and the portal keep: each version is stored once and never overwritten."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.access.tenancy import TenantModel
from core.documents.enums import PdfState, PdfTrouble, Visibility


class Document(TenantModel):
    """A file that belongs to a row of some part (`about`), through all its versions."""

    about_label = models.CharField(max_length=80)
    about_id = models.UUIDField()
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    visibility = models.CharField(
        _("who may read it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(visibility__in=Visibility.values),
                name="document_visibility_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["programme", "about_label", "about_id"], name="document_about"),
        ]

    def __str__(self) -> str:
        return self.title

    def url(self) -> str:
        """Where the last version is downloaded: among the public pages if everybody may read it."""
        public = self.visibility == Visibility.PUBLIC
        name = (
            "public_documents:public_document_download" if public else "documents:document_download"
        )
        return reverse(name, kwargs={"slug": self.programme.slug, "document_id": self.pk})


def private_path(version: "DocumentVersion", filename: str) -> str:
    """A folder per programme and a name that can't be guessed and says nothing; the upload's own name
    stays in the row and never reaches the disk."""
    token = secrets.token_hex(20)
    return f"programme/{version.programme_id}/{token[:2]}/{token[2:]}"


class DocumentVersion(TenantModel):
    """One file as it arrived: its name as text, its type by content, its SHA-256. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    file = models.FileField(upload_to=private_path, max_length=200)
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "document", "number"], name="document_version_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0), name="document_version_not_empty"
            ),
            models.CheckConstraint(
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="document_version_has_hash",
            ),
        ]


class PdfJob(TenantModel):
    """A PDF that somebody asked for: drawn in the `pdf` queue, kept as a document.

    A worker holds it until `leased_until`; after that the sweep gives it to another.
    """

    kind = models.CharField(max_length=60)
    about_label = models.CharField(max_length=80)
    about_id = models.UUIDField()
    language = models.CharField(max_length=2, default="it")
    state = models.CharField(max_length=10, choices=PdfState, default=PdfState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, choices=PdfTrouble, blank=True, default="")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="pdf_jobs"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "kind", "about_label", "about_id", "language"],
                name="pdf_job_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state=PdfState.ASKED, leased_until=None, finished_at=None)
                | models.Q(state=PdfState.RUNNING, leased_until__isnull=False, finished_at=None)
                | models.Q(
                    state=PdfState.DONE,
                    leased_until=None,
                    finished_at__isnull=False,
                    document__isnull=False,
                    trouble="",
                )
                | (
                    models.Q(state=PdfState.FAILED, leased_until=None, finished_at__isnull=False)
                    & ~models.Q(trouble="")
                ),
                name="pdf_job_state_with_its_dates",
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether it will still change by itself."""
        return self.state in {PdfState.ASKED, PdfState.RUNNING}

    def url(self) -> str:
        """Where its progress is shown."""
        return reverse(
            "documents:pdf_job_show", kwargs={"slug": self.programme.slug, "job_id": self.pk}
        )
