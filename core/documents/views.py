"""Downloads and the progress of a PDF. What a person may not read does not exist for them (404)."""

from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header

from core.access.http import PortalRequest
from core.access.page import PUBLIC, SIGNED_IN, page
from core.documents.domain.access import may_read, may_read_about
from core.documents.enums import Visibility
from core.documents.models import Document, DocumentVersion, PdfJob
from core.documents.queries import last_version

POLL = 286
"""The status by which htmx stops polling."""


def find_document(request: PortalRequest, document_id: UUID) -> Document:
    document = Document.objects.filter(pk=document_id).order_by("id").first()
    if document is None or not may_read(request.user, document):
        raise Http404
    return document


def find_public_document(request: PortalRequest, document_id: UUID) -> Document:
    found = Document.objects.filter(pk=document_id, visibility=Visibility.PUBLIC)
    document = found.order_by("id").first()
    if document is None:
        raise Http404
    return document


def find_job(request: PortalRequest, job_id: UUID) -> PdfJob:
    found = PdfJob.objects.filter(pk=job_id).select_related("document__programme")
    job = found.order_by("id").first()
    if job is None or not may_read_about(request.user, job.about_label, job.about_id):
        raise Http404
    return job


@page(SIGNED_IN, load=find_document)
def document_download(request: PortalRequest, document: Document) -> HttpResponseBase:
    """The last version, or the one named by `?versione=`."""
    return _served(_version(request, document), public=False)


@page(PUBLIC, load=find_public_document)
def public_document_download(request: PortalRequest, document: Document) -> HttpResponseBase:
    return _served(_version(request, document), public=True)


@page(SIGNED_IN, load=find_job)
def pdf_job_show(request: PortalRequest, job: PdfJob) -> HttpResponse:
    """Where a PDF stands: the whole page, or the part of it that htmx polls."""
    if request.htmx:
        status = 200 if job.is_open else POLL
        return render(request, "documents/_pdf_job.html", {"job": job}, status=status)
    response = render(request, "documents/pdf_job_show.html", {"job": job})
    if job.is_open:
        response["Refresh"] = "5"  # without scripts the page looks again by itself
    return response


def _version(request: PortalRequest, document: Document) -> DocumentVersion:
    wanted = request.GET.get("versione")
    if not wanted:
        return last_version(document)
    try:
        return document.versions.get(pk=wanted)
    except (DocumentVersion.DoesNotExist, ValidationError, ValueError) as error:
        raise Http404 from error


def _served(version: DocumentVersion, *, public: bool) -> HttpResponseBase:
    """The file as an attachment: sent by the proxy where there is one, else by Django in pieces."""
    response: HttpResponseBase
    if settings.ACCEL_REDIRECT:
        response = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT.rstrip('/')}/{version.file.name}"
    else:
        response = FileResponse(version.file.open("rb"))
        response["Content-Length"] = str(version.size)
    response["Content-Type"] = version.content_type
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=version.original_name)
        or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "public, max-age=300" if public else "private, no-store"
    response["ETag"] = f'"{version.sha256}"'
    return response
