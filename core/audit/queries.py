"""Reading the register."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext as _

from core.access import clock
from core.access.models import User
from core.audit.enums import Verb
from core.audit.models import Entry, Pseudonym, Seal

SWEEP_AT_MOST = 1000


@dataclass(frozen=True)
class Event:
    """An entry as a person reads it. `actor` is None for the portal itself and for erased people, whose
    `pseudonym` remains."""

    at: datetime
    actor: User | None
    pseudonym: UUID | None
    verb: Verb | str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def act(self) -> str:
        return str(self.verb.label) if isinstance(self.verb, Verb) else self.verb

    @property
    def who(self) -> str:
        """In words: the person; that somebody did it who is not named any more; or the portal by itself."""
        if self.actor is not None:
            return self.actor.full_name
        return _("a person no longer named") if self.pseudonym else _("the portal")


@dataclass(frozen=True)
class Digest:
    """What anybody can note down today to prove tomorrow that nothing before it was changed."""

    number: int
    hash: str
    at: datetime | None


def history_of(obj: models.Model) -> list[Event]:
    """What was done to this row, newest first, with the people whose link was not erased."""
    entries = list(
        Entry.objects.filter(label=obj._meta.label, object_id=obj.pk).order_by("-at", "-id")
    )
    people = people_behind(entry.actor for entry in entries if entry.actor)
    return [
        Event(
            at=entry.at,
            actor=people.get(entry.actor) if entry.actor else None,
            pseudonym=entry.actor,
            verb=Verb(entry.verb) if entry.verb in Verb.values else entry.verb,
            data=entry.data,
        )
        for entry in entries
    ]


def people_behind(pseudonyms: Iterable[UUID]) -> dict[UUID, User]:
    """The person behind each pseudonym of the open programme that still has one."""
    links = (
        Pseudonym.objects.filter(value__in=set(pseudonyms)).select_related("person").order_by("id")
    )
    return {link.value: link.person for link in links}


def public_digest() -> Digest:
    """The last seal of the open programme, for the transparency page; number 0 before the first."""
    last = Seal.objects.select_related("entry").order_by("number").last()
    return Digest(last.number, last.hash, last.entry.at) if last else Digest(0, "", None)


def programmes_to_seal() -> list[UUID]:
    """Programmes with entries that wait for their seal; asked outside any programme."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT programme_id FROM audit_unsealed_entries(%s, %s)",
            [clock.now(), SWEEP_AT_MOST],
        )
        return [row[0] for row in cursor.fetchall()]
