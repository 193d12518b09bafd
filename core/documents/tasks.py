"""Drawing PDFs in the `pdf` queue, and the sweep that finds what was left behind."""

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from celery import shared_task
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from core.access import sweeping
from core.access.clock import now
from core.access.kick import publish
from core.access.scope import open_programme
from core.documents import drawing
from core.documents.domain import pdf as jobs
from core.documents.enums import PdfTrouble
from core.documents.models import PdfJob
from core.ui.pieces import Brand

if TYPE_CHECKING:
    from core.programmes.models import Programme

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 200


@shared_task(name=jobs.TASK)
def render_pdf(programme_id: str, job_id: str) -> None:
    """Draw one job and keep the file. Three short transactions: no row is held while it is drawn."""
    programme = UUID(programme_id)
    with open_programme(programme):
        taken = jobs.take_job(UUID(job_id))
    if taken is None:
        return
    job, lease = taken
    try:
        with open_programme(programme, read_only=True):
            html, title, filename = page_of(job)
        drawn = drawing.draw(html)
    except drawing.PangoMissing as error:
        log.warning("PDF %s waits: %s", job_id, error)
        _put_off(programme, lease, PdfTrouble.NO_PANGO)
        return
    except Exception:
        log.exception("PDF %s of %s could not be drawn", job_id, job.kind)
        _put_off(programme, lease, PdfTrouble.ERROR)
        return
    with open_programme(programme):
        jobs.finish_job(lease, pdf=drawn, title=title, filename=filename)


def page_of(job: PdfJob) -> tuple[str, str, str]:
    """The page to draw, its title, and the file's name without extension."""
    kind = jobs.kind_named(job.kind)
    with translation.override(job.language):
        context: dict[str, Any] = kind.context(job.about_id, job.language)
        title = jobs.title_of(kind, context, job.language)
        footer = context.get("footer") or jobs.Footer()
        defaults = {"issued_at": now(), **asdict(footer)}
        own = {"title": title, "brand": letterhead(job.programme), "language": job.language}
        whole = {**defaults, **context, **own}
        html = render_to_string(kind.template, whole)
    return html, title, slugify(context.get("filename") or title) or "documento"


def letterhead(programme: "Programme") -> Brand:
    """Whose paper it is."""
    lines = [line for line in programme.letterhead if line != str(programme.name)]
    owner = lines[0] if lines else ""
    return Brand(
        name=programme.name,
        tagline=programme.tagline,
        owner=owner,
        accent=programme.accent,
        contact=programme.contact_email,
    )


def _put_off(programme_id: UUID, lease: jobs.Lease, trouble: PdfTrouble) -> None:
    with open_programme(programme_id):
        jobs.put_off(lease, trouble)


@shared_task(name="documents.sweep_pdf_jobs")
def sweep_pdf_jobs() -> int:
    """Hand every due job, of whatever programme, to the queue; answers how many."""
    due = due_jobs()
    for programme_id, job_id in due:
        publish(jobs.TASK, programme_id, job_id)
    return len(due)


def due_jobs() -> list[tuple[str, str]]:
    found = sweeping.due("documents_due_pdf_jobs", at_most=SWEPT_AT_ONCE)
    return [(str(programme_id), str(job_id)) for programme_id, job_id in found]
