"""Supporting documents: put in by an organisation of the network, withdrawn by it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from core.access import clock
from core.access.blocked import refuse
from core.access.locking import lock
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import digest_of, store
from projects.domain.paper_readers import are_read_now
from projects.enums import PaperKind
from projects.models import Project, SupportingDocument
from projects.paper_blockers import add_paper_blockers, twice_blockers, withdraw_paper_blockers
from projects.paper_notices import PaperAdded

if TYPE_CHECKING:
    from django.core.files import File

    from core.access.models import User
    from core.people.models import Organisation


@transaction.atomic
def add_paper(
    *,
    project_id: UUID,
    organisation: Organisation,
    kind: PaperKind,
    title: str,
    upload: File[Any],
    by: User,
    is_personal: bool = False,
) -> SupportingDocument:
    """Keep a document of this organisation; a payslip is personal whatever was ticked.

    Raises ValidationError about the file.
    """
    project = lock(Project, project_id)
    refuse(add_paper_blockers(project, organisation))
    refuse(twice_blockers(project, organisation, title.strip(), digest_of(upload)))
    paper = SupportingDocument(
        project=project,
        organisation=organisation,
        kind=kind,
        title=title.strip(),
        is_personal=is_personal or kind == PaperKind.PAYSLIP,
        added_at=clock.now(),
        added_by=by,
    )
    paper.document = store(upload, about=paper, by=by, title=paper.title, kind=f"projects.{kind}")
    paper.save(force_insert=True)
    record(paper, Verb.ADD, by=by, data={"project": project.pk, "kind": str(kind)})
    if are_read_now(project):
        PaperAdded(paper).queue()
    return paper


@transaction.atomic
def withdraw_paper(*, paper_id: UUID, by: User) -> SupportingDocument:
    """Take it away from everybody but the organisation that put it in."""
    paper = lock(SupportingDocument, paper_id)
    refuse(withdraw_paper_blockers(paper))
    paper.withdrawn_at, paper.withdrawn_by = clock.now(), by
    paper.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(paper, Verb.WITHDRAW, by=by, data={"project": paper.project_id})
    return paper
