"""Who may read a document: the part it belongs to decides (`core.documents.domain.access`)."""

import rules
from django.contrib.auth.models import AnonymousUser

from core.access.models import User
from core.documents.domain.access import may_read, may_read_about
from core.documents.models import Document, PdfJob


@rules.predicate
def is_reader(user: User | AnonymousUser, document: Document) -> bool:
    return may_read(user, document)


@rules.predicate
def is_reader_of_job(user: User | AnonymousUser, job: PdfJob) -> bool:
    return may_read_about(user, job.about_label, job.about_id)


rules.add_perm("documents.read_document", is_reader)
rules.add_perm("documents.read_pdf_job", is_reader_of_job)
