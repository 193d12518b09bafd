"""Reading calls and applications. Lists start from `calls_visible_to` and `visible_to`."""

from calls.queries.calls import (
    answers_by_territory,
    calls_visible_to,
    moment_of,
    moments_by_territory,
    public_calls,
    territory_windows,
    window_of,
)
from calls.queries.submissions import (
    being_written,
    counts_by_territory,
    has_answered,
    last_receipt,
    last_sending,
    mine,
    registry_entry,
    visible_to,
    writers_of,
    writing_now,
)

__all__ = [
    "answers_by_territory",
    "being_written",
    "calls_visible_to",
    "counts_by_territory",
    "has_answered",
    "last_receipt",
    "last_sending",
    "mine",
    "moment_of",
    "moments_by_territory",
    "public_calls",
    "registry_entry",
    "territory_windows",
    "visible_to",
    "window_of",
    "writers_of",
    "writing_now",
]
