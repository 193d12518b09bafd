"""Files as they arrive: checked, hashed while they stream, stored under a name that says nothing.

An original is never overwritten: what replaces it is a further version of the same document. The type
comes from the content, the size is bounded by `MAX_UPLOAD_MB`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import models, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from core.access.clock import now
from core.access.locking import lock
from core.access.models import User
from core.audit.domain.register import record
from core.audit.enums import Verb
from core.documents import sniffing
from core.documents.enums import KINDS, Visibility
from core.documents.models import Document, DocumentVersion

# Controls, and the marks that turn the direction of text: "gpj.exe" must not read as "exe.jpg".
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
MAX_NAME = 200
REFUSALS = ("empty", "too_large", "program", "kind", "active", "macros", "mismatch")
"""Codes of the errors that speak of the file."""


def store(
    upload: File[Any],
    *,
    about: models.Model,
    by: User | None,
    title: str = "",
    visibility: Visibility = Visibility.PRIVATE,
    accept: frozenset[str] = KINDS,
    kind: str = "",
    max_bytes: int | None = None,
) -> Document:
    """Keep a file as the first version of a new document of `about`, a row of the open programme.

    Raises ValidationError in the user's words (codes: `REFUSALS`); nothing is kept then.
    `kind` is the part's own word for what the document is.
    """
    return store_for(
        (about._meta.label, about.pk),
        upload,
        by=by,
        title=title,
        visibility=visibility,
        accept=accept,
        kind=kind,
        max_bytes=max_bytes,
    )


@transaction.atomic
def store_for(
    about: tuple[str, UUID],
    upload: File[Any],
    *,
    by: User | None,
    title: str = "",
    visibility: Visibility = Visibility.PRIVATE,
    accept: frozenset[str] = KINDS,
    kind: str = "",
    max_bytes: int | None = None,
) -> Document:
    """As `store`, for a row known by its model's label and its key."""
    name = clean_name(upload.name)
    document = Document(
        about_label=about[0],
        about_id=about[1],
        title=title.strip()[:200] or name,
        visibility=visibility,
        kind=kind,
    )
    version = _examined(upload, document, name, accept, max_bytes)
    document.save()
    _keep(version, upload, number=1, by=by)
    return document


@transaction.atomic
def add_version(
    upload: File[Any], *, document_id: UUID, by: User | None, accept: frozenset[str] = KINDS
) -> DocumentVersion:
    """Keep a file as the next version of a document; earlier versions stay. Errors as in `store`."""
    document = lock(Document, document_id)
    version = _examined(upload, document, clean_name(upload.name), accept, None)
    last = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    _keep(version, upload, number=last + 1, by=by)
    return version


@transaction.atomic
def show_to(*, document_id: UUID, visibility: Visibility, by: User) -> Document:
    """Change who may read a document."""
    document = lock(Document, document_id)
    document.visibility = visibility
    document.save(update_fields=["visibility"])
    record(document, Verb.CHANGE, by=by, data={"visibility": visibility.value})
    return document


def clean_name(name: str | None) -> str:
    """The upload's own name, for showing: no folders, nothing unseen, at most 200 characters."""
    text = unicodedata.normalize("NFC", name or "").replace("\\", "/").rpartition("/")[2]
    text = _UNSEEN.sub("", text).strip(" .") or "file"
    if len(text) <= MAX_NAME:
        return text
    stem, dot, extension = text.rpartition(".")
    tail = f"{dot}{extension[:20]}" if stem else ""
    return text[: MAX_NAME - len(tail)] + tail


def _examined(
    upload: File[Any],
    document: Document,
    name: str,
    accept: frozenset[str],
    max_bytes: int | None,
) -> DocumentVersion:
    """The unsaved version of a file that may be kept; ValidationError otherwise."""
    most = min(max_bytes or settings.MAX_UPLOAD_BYTES, settings.MAX_UPLOAD_BYTES)
    refuse_too_large(upload, most)
    digest, size = _hashed(upload, most)
    if size == 0:
        raise ValidationError(_("The file is empty: it was not stored."), code="empty")
    kind = sniffing.kind_of(upload, name, accept)
    return DocumentVersion(
        document=document,
        original_name=name,
        content_type=kind.content_type,
        size=size,
        sha256=digest,
    )


def digest_of(upload: File[Any]) -> str:
    """The SHA-256 of an upload, as `store` will keep it. ValidationError when it is too large."""
    refuse_too_large(upload)
    return _hashed(upload, settings.MAX_UPLOAD_BYTES)[0]


def _hashed(upload: File[Any], most: int) -> tuple[str, int]:
    """SHA-256 and bytes of a file, which is read to its end or to `most`."""
    digest, size = hashlib.sha256(), 0
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
        size += len(chunk)
        if size > most:
            raise _too_large(most)
    return digest.hexdigest(), size


def refuse_too_large(upload: File[Any], most: int | None = None) -> None:
    """ValidationError for a file of more than `most` bytes (what the portal takes), before it is read."""
    most = most or settings.MAX_UPLOAD_BYTES
    if upload.size > most:
        raise _too_large(most)


def _too_large(most: int) -> ValidationError:
    return ValidationError(
        _("The file is larger than %(most)s: it was not stored.") % {"most": filesizeformat(most)},
        code="too_large",
    )


def _keep(version: DocumentVersion, upload: File[Any], *, number: int, by: User | None) -> None:
    version.number, version.stored_at, version.by = number, now(), by
    upload.seek(0)
    version.file.save("", upload, save=False)
    try:
        version.save()
        data = {"number": number, "sha256": version.sha256, "size": version.size}
        record(version.document, Verb.ATTACH, by=by, data=data)
    except Exception:
        version.file.storage.delete(str(version.file.name))
        raise
