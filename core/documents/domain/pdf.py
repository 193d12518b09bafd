"""PDFs: asked for on a page, drawn by a worker, kept as documents.

A job is one row per thing, kind and language: asking twice gives the same job, `renew` has it drawn
again as the next version of the same document. A worker takes a job for a while (its lease); if it
dies, the sweep hands the job to another, and whatever the first one still brings is refused.

    @pdf_kind("calls.receipt", template="calls/pdf/receipt.html", title=_("Receipt"))
    def receipt(object_id: UUID, language: str) -> dict[str, Any]: ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import translation

from core.access.clock import now
from core.access.kick import kick_after_commit
from core.access.models import User
from core.access.scope import current_programme_id
from core.documents.domain import files
from core.documents.enums import PdfState, PdfTrouble, Visibility
from core.documents.models import Document, PdfJob

if TYPE_CHECKING:
    from core.access.blocked import Text

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
WAIT_FOR_PANGO = timedelta(minutes=5)
TASK = "documents.render_pdf"
Context = Callable[[UUID, str], dict[str, Any]]


@dataclass(frozen=True)
class Footer:
    """What stands at the foot of every page: a number, the hash of what is printed, where to check it."""

    number: str = ""
    digest: str = ""
    verify_url: str = ""


@dataclass(frozen=True)
class PdfKind:
    """A kind of PDF: its template, and a function that gives the template what it prints.

    The template extends `layouts/pdf.html`. The context may hold `title` (before the kind's own),
    `filename` (without extension), `issued_at` and `footer` (a `Footer`).
    """

    name: str
    template: str
    title: "Text"
    context: Context
    visibility: Visibility = Visibility.PARTIES


_KINDS: dict[str, PdfKind] = {}


def pdf_kind(
    name: str, *, template: str, title: "Text", visibility: Visibility = Visibility.PARTIES
) -> Callable[[Context], Context]:
    """Register a kind of PDF; the decorated function runs in the worker, read-only, in the programme."""

    def register(context: Context) -> Context:
        _KINDS[name] = PdfKind(name, template, title, context, visibility)
        return context

    return register


def kind_named(name: str) -> PdfKind:
    """The registered kind; KeyError for a name that no part registered."""
    return _KINDS[name]


@transaction.atomic
def ask_pdf(
    kind: str,
    *,
    about: models.Model,
    by: User | None,
    language: str = "it",
    renew: bool = False,
) -> PdfJob:
    """Ask for the PDF of a row. The same request twice is one job; `renew` draws it again."""
    kind_named(kind)
    job, made = PdfJob.objects.get_or_create(
        kind=kind,
        about_label=about._meta.label,
        about_id=about.pk,
        language=language,
        programme_id=current_programme_id(),
        defaults={"asked_at": now(), "asked_by": by, "next_attempt_at": now()},
    )
    if not made and (renew or job.state == PdfState.FAILED):
        job = _ask_again(job.pk, by)
    if job.state == PdfState.ASKED:
        kick_after_commit(TASK, job.programme_id, job.pk)
    return job


def _ask_again(job_id: UUID, by: User | None) -> PdfJob:
    """What is being drawn now may be older than the reason to ask: it is drawn again."""
    job = PdfJob.objects.select_for_update(no_key=True).get(pk=job_id)
    job.state, job.asked_at, job.asked_by = PdfState.ASKED, now(), by
    job.next_attempt_at, job.leased_until, job.finished_at = now(), None, None
    job.attempts, job.trouble = 0, ""
    job.save()
    return job


@dataclass(frozen=True)
class Lease:
    """A worker's right to one job, until another takes it over."""

    job_id: UUID
    until: datetime


@transaction.atomic
def take_job(job_id: UUID) -> tuple[PdfJob, Lease] | None:
    """Take a job that is due; None if another worker has it or it is done."""
    job = (
        PdfJob.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk=job_id)
        .order_by("id")
        .first()
    )
    if job is None or not _is_due(job):
        return None
    if job.attempts >= MAX_ATTEMPTS:
        _give_up(job)
        return None
    until = now() + LEASE
    job.state, job.leased_until = PdfState.RUNNING, until
    job.attempts += 1
    job.save(update_fields=["state", "leased_until", "attempts"])
    return job, Lease(job.pk, until)


def _is_due(job: PdfJob) -> bool:
    if job.state == PdfState.ASKED:
        return job.next_attempt_at <= now()
    return (
        job.state == PdfState.RUNNING and job.leased_until is not None and job.leased_until <= now()
    )


@transaction.atomic
def finish_job(lease: Lease, *, pdf: bytes, title: str, filename: str) -> Document | None:
    """Keep what was drawn; None, and nothing kept, if the lease was lost meanwhile."""
    job = _held(lease)
    if job is None:
        return None
    upload = ContentFile(pdf, name=f"{filename}.pdf")
    accept = frozenset({"pdf"})
    if job.document is None:
        job.document = files.store_for(
            (job.about_label, job.about_id),
            upload,
            by=job.asked_by,
            title=title,
            visibility=kind_named(job.kind).visibility,
            accept=accept,
            kind=job.kind,
        )
    else:
        files.add_version(upload, document_id=job.document.pk, by=job.asked_by, accept=accept)
    job.state, job.finished_at, job.leased_until = PdfState.DONE, now(), None
    job.trouble = ""
    job.save()
    return job.document


@transaction.atomic
def put_off(lease: Lease, trouble: PdfTrouble) -> PdfJob | None:
    """Give a job back with its reason: later and later after an error, as often as needed for a
    missing library, which is nobody's attempt. None if the lease was lost meanwhile."""
    job = _held(lease)
    if job is None:
        return None
    if trouble == PdfTrouble.NO_PANGO:
        job.attempts -= 1
        wait = WAIT_FOR_PANGO
    elif job.attempts >= MAX_ATTEMPTS:
        return _give_up(job)
    else:
        wait = timedelta(seconds=15 * 4 ** (job.attempts - 1))
    job.state, job.leased_until = PdfState.ASKED, None
    job.next_attempt_at, job.trouble = now() + wait, trouble
    job.save()
    return job


def _held(lease: Lease) -> PdfJob | None:
    return (
        PdfJob.objects.select_for_update(no_key=True)
        .filter(pk=lease.job_id, state=PdfState.RUNNING, leased_until=lease.until)
        .order_by("id")
        .first()
    )


def _give_up(job: PdfJob) -> PdfJob:
    job.state, job.leased_until = PdfState.FAILED, None
    job.finished_at, job.trouble = now(), PdfTrouble.GIVEN_UP
    job.save()
    return job


def title_of(kind: PdfKind, context: dict[str, Any], language: str) -> str:
    with translation.override(language):
        return str(context.get("title") or kind.title)
