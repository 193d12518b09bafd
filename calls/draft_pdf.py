"""The draft as a PDF: to read on paper, to pass around, to sign where the call asks for it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from calls import draft_paths, paths
from calls.models import Submission
from calls.queries.draft_signing import paper_name, text_digest
from core.access import clock
from core.documents.domain.pdf import Footer, pdf_kind
from core.questionnaires.readable import readable


@pdf_kind(
    "calls.draft",
    template="calls/pdf/draft.html",
    title=gettext_lazy("Application, before sending"),
)
def draft(object_id: UUID, language: str) -> dict[str, Any]:
    row = Submission.objects.select_related(
        "call", "network__lead", "territory", "programme", "sheet"
    ).get(pk=object_id)
    digest = text_digest(row)
    sections = readable(row.sheet, language)
    if text_digest(row) != digest:
        # Somebody saved between the two readings: the worker tries again, as after any error.
        raise RuntimeError("The draft changed while it was read.")
    return {
        "title": _("Application: %(title)s") % {"title": row.title},
        "submission": row,
        "call": row.call,
        "further": [
            one.territory.name
            for one in row.further_territories.select_related("territory").order_by("pk")
        ],
        "sections": sections,
        "filename": paper_name(row.call, digest),
        "issued_at": clock.now(),
        "digest": digest,
        "footer": Footer(
            digest=digest,
            verify_url=settings.PUBLIC_URL + paths.in_italian(draft_paths.final, row),
        ),
    }
