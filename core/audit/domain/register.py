"""Recording an act, inside the transaction that does it: either both are kept or neither.

Entries are inserted without a chain: a chained insert makes every verb of a programme wait for every
other, and nested verbs deadlock. The sealer gives number and hash after the commit (docs/adr/0040).
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models

from core.access.clock import now
from core.access.kick import kick_after_commit
from core.access.models import User
from core.access.scope import current_programme_id
from core.audit.enums import Verb
from core.audit.models import Entry, Pseudonym, Unsealed

CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,128}")
"""A key, a state, a number, a date, a hash: no blanks and no @, so no names, addresses or sentences."""


def record(
    obj: models.Model, verb: Verb, *, by: User | None, data: Mapping[str, object] | None = None
) -> Entry:
    """Write that `by` (None: the portal itself) did `verb` to `obj`, a row of the open programme.

    `data` holds keys, numbers, dates and states; anything that could carry a name or a sentence raises
    ValueError. Raises ScopeClash outside a programme.
    """
    programme_id = current_programme_id()
    entry = Entry.objects.create(
        at=now(),
        actor=pseudonym_of(by) if by is not None else None,
        verb=verb.value,
        label=obj._meta.label,
        object_id=obj.pk,
        data={str(key): _code(str(key), value) for key, value in (data or {}).items()},
    )
    Unsealed.objects.create(entry=entry)
    kick_after_commit("audit.seal", programme_id)
    return entry


def pseudonym_of(person: User) -> UUID:
    """The random identifier under which this person acts in the open programme."""
    known = (
        Pseudonym.objects.filter(person=person)
        .order_by("id")
        .values_list("value", flat=True)
        .first()
    )
    return known or Pseudonym.objects.create(person=person).value


def forget_person(person: User) -> int:
    """Erase the link between a person and what they did in the open programme; entries stay.

    Answers how many pseudonyms were cut loose.
    """
    erased, _ = Pseudonym.objects.filter(person=person).delete()
    return erased


def _code(key: str, value: object) -> Any:
    """The value as JSON keeps it, or ValueError."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Mapping):
        return {str(inner): _code(f"{key}.{inner}", held) for inner, held in value.items()}
    if isinstance(value, list | tuple):
        return [_code(key, row) for row in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    raise ValueError(f"The register keeps codes, not texts: see {key!r} ({type(value).__name__}).")
