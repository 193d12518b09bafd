"""The wall itself: what PostgreSQL answers to the app's role when Python is not there to help."""

from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from psycopg2 import errorcodes
from psycopg2.extras import Json

from core.access.operations import reference_name
from tests.isolation import worlds
from tests.isolation.conftest import Neighbours
from tests.isolation.worlds import TABLES


@pytest.fixture
def cursor(neighbours: Neighbours) -> Iterator[Any]:
    """As the app, with the neighbour's rows there and ours beside them."""
    worlds.fill(neighbours.database, neighbours.own, neighbours.insider.pk)
    with worlds.connected(neighbours.database, owner=False) as connection:
        with connection.cursor() as made:
            yield made
        connection.rollback()


def refused(cursor: Any, sql: str, values: list[Any]) -> str:
    """PostgreSQL's error code for the statement, or "" if it went through; undone either way."""
    cursor.execute("SAVEPOINT attempt")
    try:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg2.Error as error:
        cursor.execute("ROLLBACK TO attempt")
        name = error.diag.constraint_name or ""
        return f"{error.pgcode} {name}".strip()
    cursor.execute("ROLLBACK TO attempt")
    return ""


def count(cursor: Any, table: str) -> int:
    cursor.execute(f'SELECT count(*) FROM "{table}"')
    return int(cursor.fetchone()[0])


def test_every_tenant_table_is_covered(neighbours: Neighbours) -> None:
    assert len(TABLES) > 20
    found = worlds.checksum(neighbours.database, neighbours.theirs.pk)
    assert [table for table, figure in found.items() if figure is None] == []


def test_without_a_programme_nothing_is_visible(cursor: Any) -> None:
    assert {table: count(cursor, table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_wrong_word_in_the_setting_shows_nothing(cursor: Any) -> None:
    worlds.open_in(cursor, None)
    assert sum(count(cursor, table) for table in TABLES) == 0


def test_an_open_programme_shows_its_own_rows_only(cursor: Any, neighbours: Neighbours) -> None:
    worlds.open_in(cursor, neighbours.ours.pk)
    for table in TABLES:
        cursor.execute(f'SELECT DISTINCT programme_id::text FROM "{table}"')
        assert {key for (key,) in cursor.fetchall()} == {str(neighbours.ours.pk)}, table


def test_the_neighbours_row_is_not_found_by_its_key(cursor: Any, neighbours: Neighbours) -> None:
    worlds.open_in(cursor, neighbours.ours.pk)
    for table in TABLES:
        cursor.execute(f'SELECT 1 FROM "{table}" WHERE id = %s', [str(neighbours.world.row)])
        assert cursor.fetchone() is None, table


def test_a_row_cannot_be_put_next_door(cursor: Any, neighbours: Neighbours) -> None:
    worlds.open_in(cursor, neighbours.ours.pk)
    for table in TABLES:
        cursor.execute(f'SELECT to_jsonb(t) FROM "{table}" t')
        row = cursor.fetchone()[0]
        row |= {"id": str(neighbours.world.programme), "programme_id": str(neighbours.theirs.pk)}
        sql = f'INSERT INTO "{table}" SELECT (jsonb_populate_record(NULL::"{table}", %s)).*'
        code = refused(cursor, sql, [Json(row)])
        assert code == errorcodes.INSUFFICIENT_PRIVILEGE, table


def test_a_row_cannot_be_moved_next_door(cursor: Any, neighbours: Neighbours) -> None:
    worlds.open_in(cursor, neighbours.ours.pk)
    for table in TABLES:
        sql = f'UPDATE "{table}" SET programme_id = %s'
        values = [str(neighbours.theirs.pk)]
        code = refused(cursor, sql, values)
        assert code == errorcodes.INSUFFICIENT_PRIVILEGE, table


def test_the_neighbours_rows_cannot_be_changed_or_removed(
    cursor: Any, neighbours: Neighbours
) -> None:
    before = worlds.checksum(neighbours.database, neighbours.theirs.pk)
    worlds.open_in(cursor, neighbours.ours.pk)
    key = [str(neighbours.world.row)]
    for table in TABLES:
        for sql in (
            f'UPDATE "{table}" SET id = id WHERE id = %s',
            f'DELETE FROM "{table}" WHERE id = %s',
        ):
            code = refused(cursor, sql, key)
            assert code in {"", errorcodes.INSUFFICIENT_PRIVILEGE}, table
    cursor.connection.commit()
    assert worlds.checksum(neighbours.database, neighbours.theirs.pk) == before


def test_a_reference_cannot_cross_the_wall(cursor: Any, neighbours: Neighbours) -> None:
    """Row-level security is not applied when a foreign key is checked: the composite key is."""
    worlds.open_in(cursor, neighbours.ours.pk)
    key = [str(neighbours.world.row)]
    tried = 0
    for table, references in TABLES.items():
        for column, _target in references:
            sql = f'UPDATE "{table}" SET "{column}" = %s'
            code = refused(cursor, sql, key)
            if code == errorcodes.INSUFFICIENT_PRIVILEGE:
                continue  # append-only: its references are held by the catalogue test
            tried += 1
            assert code.startswith(errorcodes.FOREIGN_KEY_VIOLATION), f"{table}.{column}"
            assert code.endswith(reference_name(table, column)), f"{table}.{column}: {code}"
    assert tried > 10
