"""Who may read a document: the part to which its object belongs says so.

@documents_of("calls.Submission")
def may_read_submission(user, object_id): ...
"""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from core.documents.enums import Visibility

if TYPE_CHECKING:
    from core.access.models import User
    from core.documents.models import Document

Reader = Callable[["User", UUID], bool]
_READERS: dict[str, Reader] = {}


def documents_of(label: str) -> Callable[[Reader], Reader]:
    """Register who may read the documents of a model, by its label ("calls.Submission")."""

    def register(reader: Reader) -> Reader:
        _READERS[label.lower()] = reader
        return reader

    return register


def may_read(user: "User | AnonymousUser", document: "Document") -> bool:
    """Everybody reads what is public; the rest asks the object's part, and nobody if it said nothing."""
    if document.visibility == Visibility.PUBLIC:
        return True
    return may_read_about(user, document.about_label, document.about_id)


def may_read_about(user: "User | AnonymousUser", label: str, object_id: UUID) -> bool:
    """Whether the object's part lets this person read what is kept about it."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    reader = _READERS.get(label.lower())
    return reader is not None and reader(user, object_id)
