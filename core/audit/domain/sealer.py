"""Numbers and chains the entries of a programme, after they were committed.

One sealer per programme at a time, by an advisory lock that ends with the transaction; whoever comes
second waits, then finds nothing left to do. Nothing else waits for the sealer.
"""

import hashlib
import json
from datetime import UTC
from uuid import UUID

from django.db import connection

from core.access.scope import open_programme
from core.audit.models import Entry, Seal, Unsealed

LOCK_SPACE = 0x5EA1
BATCH = 500


def seal_programme(programme_id: UUID) -> int:
    """Seal every committed entry of the programme that has no number yet; answer how many."""
    sealed = 0
    while batch := _seal_batch(programme_id):
        sealed += batch
    return sealed


def _seal_batch(programme_id: UUID) -> int:
    with open_programme(programme_id):
        _be_the_only_sealer(programme_id)
        waiting = list(Unsealed.objects.select_related("entry").order_by("entry__at", "id")[:BATCH])
        last = Seal.objects.order_by("number").last()
        number, previous = (last.number, last.hash) if last else (0, "")
        seals = []
        for unsealed in waiting:
            number += 1
            digest = digest_of(unsealed.entry, number=number, previous=previous)
            seals.append(Seal(entry=unsealed.entry, number=number, previous=previous, hash=digest))
            previous = digest
        Seal.objects.bulk_create(seals)
        Unsealed.objects.filter(pk__in=[unsealed.pk for unsealed in waiting]).delete()
    return len(seals)


def digest_of(entry: Entry, *, number: int, previous: str) -> str:
    """SHA-256, in hexadecimal, of the entry at this place of the chain."""
    return hashlib.sha256(canonical(entry, number=number, previous=previous)).hexdigest()


def canonical(entry: Entry, *, number: int, previous: str) -> bytes:
    """The bytes that are hashed: JSON with sorted keys, no blanks, UTC instants to the microsecond."""
    fields = {
        "id": str(entry.pk),
        "programme": str(entry.programme_id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": str(entry.actor) if entry.actor else None,
        "verb": entry.verb,
        "label": entry.label,
        "object": str(entry.object_id),
        "data": entry.data,
        "number": number,
        "previous": previous,
    }
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _be_the_only_sealer(programme_id: UUID) -> None:
    with connection.cursor() as cursor:
        # Two 32-bit keys: our own space and a hash of the programme. A collision of two programmes
        # only makes one wait for the other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, str(programme_id)]
        )
