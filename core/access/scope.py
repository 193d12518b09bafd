"""The one door into a programme's data: transaction, row-level security and query scope, together.

PostgreSQL shows and accepts rows of a tenant table only when `topmetro.programme` names their
programme. The setting is local to the transaction (a connection may be pooled) and is made here only.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection, transaction
from django_scopes import get_scope, scope

from core.access.once import keeping_answers

SETTING = "topmetro.programme"
CHECK_DEFERRED = """DO $$ BEGIN
    IF current_setting('transaction_read_only') = 'off' THEN
        SET CONSTRAINTS ALL IMMEDIATE;
        SET CONSTRAINTS ALL DEFERRED;
    END IF;
END $$;"""


class ScopeClash(RuntimeError):
    """A programme was opened inside another one: one unit of work belongs to one programme."""


@contextmanager
def open_programme(programme_id: UUID, *, read_only: bool = False) -> Iterator[None]:
    """Work on one programme's rows inside one transaction; nesting the same programme is allowed.

    `read_only` makes PostgreSQL refuse every write until the outermost block ends; there is then
    nothing to commit, so the block is rolled back.
    """
    opened = opened_programme_id()
    if opened is not None and opened != programme_id:
        raise ScopeClash(f"Programme {opened} is open; {programme_id} needs its own transaction.")
    with transaction.atomic():
        if opened is None:
            _set(programme_id, read_only=read_only)
        with scope(programme=programme_id), keeping_answers(read_only=read_only):
            yield
        if opened is None:
            _close(read_only=read_only)


def opened_programme_id() -> UUID | None:
    """The programme whose rows are visible now, or None."""
    found: UUID | None = get_scope().get("programme")
    return found


def current_programme_id() -> UUID:
    """The open programme; also the default of every tenant row's `programme`."""
    found = opened_programme_id()
    if found is None:
        raise ScopeClash("No programme is open: use open_programme().")
    return found


def forbid_writes() -> None:
    """Make the rest of the open transaction read-only in PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")


def _set(programme_id: UUID, *, read_only: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(programme_id)])
    if read_only:
        forbid_writes()


def _close(*, read_only: bool) -> None:
    """Shut the door again when we stand inside an outer transaction (tests, nested jobs).

    What the database checks at the end of a transaction is checked now: a trigger that adds rows up
    would see none of them behind the shut door. A transaction that only reads has nothing to check.
    """
    if read_only:
        transaction.set_rollback(True)
    elif not transaction.get_rollback():
        with connection.cursor() as cursor:
            cursor.execute(f"{CHECK_DEFERRED} SELECT set_config(%s, '', true)", [SETTING])
