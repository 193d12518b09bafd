"""Who scores what, as anybody can draw it again from the seed.

Nothing here reads the database or the clock. Applications with the fewest untied members come first, then
by lot; each goes to the members with the least to do, then by lot. A lot is the SHA-256 of "seed:name".
"""

import hashlib
from collections.abc import Mapping, Sequence

Seat = str
Application = str


def lot_of(seed: str, *names: str) -> str:
    return hashlib.sha256(":".join((seed, *names)).encode()).hexdigest()


def assign(
    seed: str,
    untied: Mapping[Application, Sequence[Seat]],
    seats: Sequence[Seat],
    each: int,
    load: Mapping[Seat, int] | None = None,
) -> dict[Application, list[Seat]]:
    """`each` seats for every application, the load as even as ties allow.

    `untied` says who may score it. Where they are too few, the rest are drawn among the tied, in whose
    place alternates are called. `load` is what the seats have already.
    """
    todo = {seat: (load or {}).get(seat, 0) for seat in seats}
    found = {}
    for name in sorted(untied, key=lambda one: (len(untied[one]), lot_of(seed, one))):
        free = set(untied[name])

        def order(seat: Seat, name: str = name, free: set[Seat] = free) -> tuple[bool, int, str]:
            return seat not in free, todo[seat], lot_of(seed, name, seat)

        chosen = sorted(seats, key=order)[:each]
        for seat in chosen:
            todo[seat] += 1
        found[name] = chosen
    return found
