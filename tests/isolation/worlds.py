"""Rows in every tenant table of a throwaway database, made from the catalogue and not from factories.

The rows mean nothing: check and unique constraints are dropped first. They only have to exist, with a
known key and a word that must never be read from next door. So a table that somebody adds tomorrow is
covered without anybody thinking of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg2
from django.apps import apps
from django.conf import settings
from django.db import models

from core.access.operations import is_tenant, tenant_references
from core.access.scope import SETTING

WORD = "zzvicino"
"""In every text column of every row: whoever reads it looked over the wall."""

VALUES = {
    "boolean": "false",
    "smallint": "1",
    "integer": "1",
    "bigint": "1",
    "numeric": "1",
    "double precision": "1",
    "date": "current_date",
    "time without time zone": "localtime",
    "timestamp with time zone": "now()",
    "interval": "interval '1 day'",
    "jsonb": f"""'{{"it": "{WORD}", "en": "{WORD}"}}'""",
    "uuid": "gen_random_uuid()",
    "bytea": "'\\x00'",
    "ARRAY": "'{}'",
    "inet": "'127.0.0.1'",
    "tsvector": f"'{WORD}'",
}


@dataclass(frozen=True)
class World:
    """One programme: its key, and the one key that all of its rows share."""

    programme: UUID
    row: UUID


def tenant_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.managed and is_tenant(model)]


TABLES = {model._meta.db_table: tenant_references(model) for model in tenant_models()}


@contextmanager
def connected(database: str, *, owner: bool) -> Iterator[Any]:
    """A connection beside Django's, which knows nothing of scopes: PostgreSQL alone must refuse."""
    role = settings.DATABASES["owner" if owner else "default"]
    place = {"host": role["HOST"] or None, "port": role["PORT"] or None} | role["OPTIONS"]
    connection = psycopg2.connect(
        user=role["USER"], password=role["PASSWORD"], dbname=database, **place
    )
    try:
        yield connection
    finally:
        connection.close()


def open_in(cursor: Any, programme: UUID | None) -> None:
    cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, str(programme or "")])


def fill(database: str, world: World, person: UUID) -> None:
    """One row in every tenant table for this programme."""
    with connected(database, owner=True) as connection, connection, connection.cursor() as cursor:
        _loosen(cursor)
        open_in(cursor, world.programme)
        for table in TABLES:
            _insert(cursor, table, world, person)


def checksum(database: str, programme: UUID) -> dict[str, str | None]:
    """What each table holds of this programme, as one figure per table; None where it holds nothing."""
    found: dict[str, str | None] = {}
    with connected(database, owner=True) as connection, connection.cursor() as cursor:
        open_in(cursor, programme)
        for table in TABLES:
            cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM \"{table}\" t")
            found[table] = cursor.fetchone()[0]
    return found


def _loosen(cursor: Any) -> None:
    """Drop what makes a row meaningful; keys, references and walls stay."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype IN ('c', 'x')"
        " OR (contype = 'u' AND conname NOT LIKE '%%_tenant_key')"
    )
    for table, name in cursor.fetchall():
        if table in TABLES:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexdef LIKE 'CREATE UNIQUE%%'"
    )
    for index, table in cursor.fetchall():
        if table in TABLES and not index.endswith(("_pkey", "_tenant_key")):
            cursor.execute(f'DROP INDEX IF EXISTS "{index}"')
    for table in TABLES:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')


def _insert(cursor: Any, table: str, world: World, person: UUID) -> None:
    cursor.execute(
        "SELECT column_name, data_type, is_identity, is_generated, character_maximum_length"
        " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s",
        [table],
    )
    columns = cursor.fetchall()
    references = dict(TABLES[table])
    people = _columns_to_people(table)
    values: dict[str, Any] = {}
    for name, kind, identity, generated, length in columns:
        if identity == "YES" or generated == "ALWAYS":
            continue
        values[name] = _key(name, world, references) or _plain(kind, length)
        if name in people:
            values[name] = f"'{person}'"
    names = ", ".join(f'"{name}"' for name in values)
    cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join(values.values())})')


def _key(name: str, world: World, references: dict[str, str]) -> str:
    if name == "programme_id":
        return f"'{world.programme}'"
    return f"'{world.row}'" if name == "id" or name in references else ""


def _plain(kind: str, length: int | None) -> str:
    return VALUES.get(kind) or f"'{WORD[:length] if length else WORD}'"


def _columns_to_people(table: str) -> set[str]:
    [model] = [model for model in tenant_models() if model._meta.db_table == table]
    return {
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.label == settings.AUTH_USER_MODEL
    }
