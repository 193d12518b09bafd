"""Files on the disk that no row knows: what a transaction that was rolled back left behind.

A file is written before its row is committed, since the disk takes part in no transaction.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import Storage
from django.utils import timezone

from core.access.scope import current_programme_id
from core.documents.models import DocumentVersion

SPARED = timedelta(days=1)
"""A younger file may belong to a transaction that is still open."""


def stray_files() -> Iterator[str]:
    """The storage's names of the open programme's files that are older than a day and have no row."""
    storage: Storage = DocumentVersion._meta.get_field("file").storage
    # The disk's own time: the demo's clock does not move it.
    youngest = timezone.now() - SPARED
    for folder in _folders(storage, f"programme/{current_programme_id()}"):
        kept = DocumentVersion.objects.filter(file__startswith=f"{folder}/")
        known = set(kept.values_list("file", flat=True))
        for file in sorted(storage.listdir(folder)[1]):
            name = f"{folder}/{file}"
            if name not in known and storage.get_modified_time(name) < youngest:
                yield name


def _folders(storage: Storage, top: str) -> list[str]:
    """The folders of one programme that hold files; see `private_path`."""
    if not storage.exists(top):
        return []
    return [f"{top}/{folder}" for folder in sorted(storage.listdir(top)[0])]
