"""Documents published with a call: private while it is a draft, everybody's once it is published.

A document may be added to a published call (answers to questions, a corrected model); what was published
is not taken away again, because somebody may have relied on it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from calls.enums import CallState
from calls.models import Call, CallDocument
from core.access.blocked import Blocker, refuse
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents.domain.files import store
from core.documents.enums import Visibility


def attach_blockers(call: Call) -> list[Blocker]:
    if call.state in {CallState.CANCELLED, CallState.ARCHIVED}:
        return [Blocker("call_over", _("This call is over: nothing is added to it."))]
    return []


@transaction.atomic
def attach_document(*, call_id: UUID, upload: File[Any], title: str, by: User) -> CallDocument:
    """Add a document after the others. Raises ValidationError about the file, in the user's words."""
    call = lock(Call, call_id)
    refuse(attach_blockers(call))
    is_draft = call.state == CallState.DRAFT
    document = store(
        upload,
        about=call,
        by=by,
        title=title,
        visibility=Visibility.PARTIES if is_draft else Visibility.PUBLIC,
        kind="calls.call_document",
    )
    last = call.documents.order_by("-position").values_list("position", flat=True).first() or 0
    record(call, Verb.ATTACH, by=by, data={"document": document.pk})
    return CallDocument.objects.create(call=call, document=document, position=last + 1)


def remove_blockers(call: Call) -> list[Blocker]:
    if call.state == CallState.DRAFT:
        return []
    return [Blocker("call_not_draft", _("What was published with the call stays published."))]


@transaction.atomic
def remove_document(*, call_id: UUID, call_document_id: UUID, by: User) -> None:
    """Take a document off a draft; the file stays in the archive."""
    call = lock(Call, call_id)
    refuse(remove_blockers(call))
    row = call.documents.get(pk=call_document_id)
    record(call, Verb.REMOVE, by=by, data={"document": row.document_id})
    row.delete()
