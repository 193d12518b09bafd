"""A register that was really committed, and the hand of somebody who owns the tables."""

from collections.abc import Callable

import pytest
from django.db import connection

from core.access.scope import open_programme
from core.audit.domain.register import record
from core.audit.domain.sealer import seal_programme
from core.audit.enums import Verb
from core.programmes.models import Programme
from tests import databases
from tests.factories import programmes

Tamper = Callable[..., None]


@pytest.fixture
def committed_programme(committed_db: None) -> Programme:
    return programmes.programme(slug="prova", name="Programma di prova")


@pytest.fixture
def sealed_programme(committed_programme: Programme) -> Programme:
    """Five acts, numbered 1 to 5."""
    for number in range(5):
        with open_programme(committed_programme.pk):
            record(committed_programme, Verb.CHANGE, by=None, data={"number": number})
    seal_programme(committed_programme.pk)
    return committed_programme


@pytest.fixture
def tamper(sealed_programme: Programme) -> Tamper:
    """Runs SQL as the owner, with the guards of the register taken away."""

    def run(*statements: str) -> None:
        with databases.owner_cursor(str(connection.settings_dict["NAME"])) as cursor:
            cursor.execute(
                "SELECT set_config('topmetro.programme', %s, false)", [str(sealed_programme.pk)]
            )
            for table in ("audit_entry", "audit_seal"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                cursor.execute(statement)

    return run
