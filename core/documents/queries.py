"""What the portal keeps about a thing, for lists and for the answers that name files."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery

from core.documents.enums import Visibility
from core.documents.models import Document, DocumentVersion, PdfJob


def documents_about(
    about: models.Model, *, visibility: Visibility | None = None
) -> models.QuerySet[Document]:
    """Documents of a row, oldest first, each with `name`, `size`, `sha256`, `number` of its last version."""
    last = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    found = Document.objects.filter(about_label=about._meta.label, about_id=about.pk)
    if visibility is not None:
        found = found.filter(visibility=visibility)
    return (
        found.select_related("programme")
        .order_by("id")
        .annotate(
            name=Subquery(last.values("original_name")[:1]),
            size=Subquery(last.values("size")[:1]),
            sha256=Subquery(last.values("sha256")[:1]),
            number=Subquery(last.values("number")[:1]),
        )
    )


def last_version(document: Document) -> DocumentVersion:
    return document.versions.order_by("-number")[:1].get()


def description(document: Document) -> dict[str, Any]:
    """The last version as an answer keeps it: `{document, version, name, sha256, size}`."""
    version = last_version(document)
    return {
        "document": str(document.pk),
        "version": str(version.pk),
        "name": version.original_name,
        "sha256": version.sha256,
        "size": version.size,
    }


def urls_of(document_ids: Iterable[UUID | str]) -> dict[str, str]:
    """Where each document is downloaded, in one query."""
    found = Document.objects.filter(pk__in=list(document_ids)).select_related("programme")
    return {str(document.pk): document.url() for document in found.order_by("id")}


def pdf_of(about: models.Model, kind: str, language: str = "it") -> PdfJob | None:
    """The job of this kind that was asked for this row, or None."""
    return (
        PdfJob.objects.filter(
            about_label=about._meta.label, about_id=about.pk, kind=kind, language=language
        )
        .select_related("document__programme")
        .order_by("id")
        .first()
    )


def pdfs_of(rows: Sequence[models.Model], kind: str, language: str = "it") -> dict[UUID, PdfJob]:
    """The jobs of this kind for several rows of one model, by the key of the row. One query."""
    if not rows:
        return {}
    jobs = PdfJob.objects.filter(
        about_label=rows[0]._meta.label, about_id__in=[row.pk for row in rows],
        kind=kind, language=language,
    )  # fmt: skip
    return {job.about_id: job for job in jobs.select_related("document__programme").order_by("id")}
