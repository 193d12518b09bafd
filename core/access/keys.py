"""Primary keys: UUID version 7, ordered by time, so that inserts stay at the end of the index."""

import uuid

import uuid_utils


def new_id() -> uuid.UUID:
    """A new time-ordered key (RFC 9562, version 7)."""
    return uuid.UUID(int=uuid_utils.uuid7().int)
