"""Reads the whole chain of a programme again and says where it does not hold."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from core.audit.domain.sealer import digest_of
from core.audit.models import Entry, Seal, Unsealed


@dataclass(frozen=True)
class Flaw:
    """A broken place: the number of the seal (None: an entry without one) and what is wrong."""

    number: int | None
    what: str


@dataclass(frozen=True)
class Report:
    sealed: int
    waiting: int
    flaws: list[Flaw]


def verify(*, expect: str = "") -> Report:
    """Check the open programme's register.

    `expect` is a digest noted earlier, "number:hash": a chain cut at its end is consistent in itself,
    so only somebody's own note proves that the cut part existed.
    """
    flaws = [*_broken_chain(), *_lost_entries()]
    sealed = Seal.objects.count()
    if expect:
        flaws += _unexpected(expect)
    return Report(sealed, Unsealed.objects.count(), flaws)


def _broken_chain() -> Iterator[Flaw]:
    # Plain look-ups, not a join: a join would silently drop the seal whose entry is gone.
    number, previous = 0, ""
    for seals in _batches():
        entries = Entry.objects.in_bulk([seal.entry_id for seal in seals])
        for seal in seals:
            if seal.number != number + 1:
                yield Flaw(number + 1, f"missing: the next seal is number {seal.number}")
            elif seal.previous != previous:
                yield Flaw(seal.number, "does not follow the seal before it")
            entry = entries.get(seal.entry_id)
            if entry is None:
                yield Flaw(seal.number, f"its entry {seal.entry_id} is missing")
            elif digest_of(entry, number=seal.number, previous=seal.previous) != seal.hash:
                yield Flaw(seal.number, f"its entry {entry.pk} or the seal was altered")
            number, previous = seal.number, seal.hash


def _batches(size: int = 1000) -> Iterator[list[Seal]]:
    last = 0
    while seals := list(Seal.objects.filter(number__gt=last).order_by("number")[:size]):
        yield seals
        last = seals[-1].number


def _lost_entries() -> Iterator[Flaw]:
    """Entries that neither wait nor have a seal: somebody removed it."""
    waiting = Unsealed.objects.filter(entry=OuterRef("pk"))
    sealed = Seal.objects.filter(entry=OuterRef("pk"))
    lost = Entry.objects.filter(~Exists(sealed), ~Exists(waiting)).order_by("at", "id")
    for entry in lost.iterator():
        yield Flaw(None, f"entry {entry.pk} has lost its seal")


def _unexpected(expect: str) -> list[Flaw]:
    number, _, digest = expect.partition(":")
    if not number.isdigit():
        return [Flaw(None, f"“{expect}” is not a digest: write number:hash")]
    if Seal.objects.filter(number=int(number), hash=digest).exists():
        return []
    return [Flaw(int(number), "is not the seal that was noted: the chain was cut or written anew")]
