"""PDFs of calls: the receipt of an application."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

import calls.draft_pdf  # noqa: F401 - registers the draft
from calls import commission_pdf, paths  # noqa: F401 - registers the PDFs of a commission
from calls.models import Receipt
from core.documents.domain.pdf import Footer, pdf_kind


@pdf_kind("calls.receipt", template="calls/pdf/receipt.html", title=_("Receipt of an application"))
def receipt(object_id: UUID, language: str) -> dict[str, Any]:
    row = Receipt.objects.select_related(
        "sending",
        "submission__call",
        "submission__network",
        "submission__lead",
        "submission__territory",
        "submission__programme",
    ).get(pk=object_id)
    return {
        "title": _("Receipt of application %(number)s") % {"number": row.number},
        "receipt": row,
        "sending": row.sending,
        "submission": row.submission,
        "call": row.submission.call,
        "filename": f"ricevuta-{row.number}",
        "issued_at": row.issued_at,
        "number": row.number,
        "digest": row.sha256,
        "footer": Footer(
            number=row.number,
            digest=row.sha256,
            verify_url=settings.PUBLIC_URL + paths.receipt(row),
        ),
    }
