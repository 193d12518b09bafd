"""Databases of the test run: migrated once as the owner, cloned for each worker, used as the app.

A clone takes a tenth of a second, so a test that really commits (a race, a journey) gets a fresh one
instead of a flush, which append-only tables would refuse.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.errors
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
LOCK = 7_201_130
ATTEMPTS = 3


@cache
def template_name() -> str:
    """One template per state of the migrations and of what builds the walls."""
    digest = hashlib.sha256()
    for builder in ("*/migrations", "*/*/migrations", "core/access"):
        for path in sorted(ROOT.glob(f"{builder}/*.py")):
            digest.update(path.read_bytes())
    return f"topmetro_template_{digest.hexdigest()[:16]}"


@contextmanager
def owner_cursor(database: str = "postgres") -> Iterator[Any]:
    owner = settings.DATABASES["owner"]
    address = {"host": owner["HOST"] or None, "port": owner["PORT"] or None} | owner["OPTIONS"]
    connection = psycopg2.connect(
        user=owner["USER"], password=owner["PASSWORD"], dbname=database, **address
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def ensure_template() -> str:
    """The migrated template's name; made once, whichever worker comes first."""
    name = template_name()
    with owner_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            building = f"{name}_{os.getpid()}"
            cursor.execute(f'CREATE DATABASE "{building}"')
            _migrate(building)
            cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
    return name


def clone(name: str, *, template: str = "") -> None:
    """A fresh database `name`, replacing any earlier one; as the migrations leave it unless told."""
    template = template or ensure_template()
    with owner_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop(cursor, name)
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def drop(name: str) -> None:
    with owner_cursor() as cursor:
        _drop(cursor, name)


def expect_many_rows() -> None:
    """Rows of an open transaction have no statistics: PostgreSQL would join them one by one, for minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def _drop(cursor: Any, name: str) -> None:
    """Not `WITH (FORCE)`, which would end by itself what only a superuser may: autovacuum at work there.

    The plain command asks autovacuum to leave, and waits five seconds for sessions that are closing.
    """
    for patience in reversed(range(ATTEMPTS)):
        try:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        except psycopg2.errors.ObjectInUse:
            if not patience:
                raise
        else:
            return


def _migrate(name: str) -> None:
    owner = connections["owner"]
    before = owner.settings_dict["NAME"]
    owner.settings_dict["NAME"] = name
    try:
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    finally:
        owner.close()
        owner.settings_dict["NAME"] = before
