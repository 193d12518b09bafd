"""Nobody rewrites the register: not by right, not by trigger, not from another programme."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from core.audit.domain.register import record
from core.audit.domain.sealer import seal_programme
from core.audit.enums import Verb
from core.audit.models import Entry, Seal
from core.programmes.models import Programme
from tests import databases

TABLES = ["audit_entry", "audit_seal"]
CHANGES = ["UPDATE {} SET programme_id = programme_id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_the_app_has_no_right_to_change(programme: Programme, table: str, change: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(change.format(table))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", CHANGES)
def test_a_trigger_stops_the_owner_too(
    sealed_programme: Programme, table: str, change: str
) -> None:
    import psycopg2

    with databases.owner_cursor(str(connection.settings_dict["NAME"])) as cursor:
        key = str(sealed_programme.pk)
        cursor.execute("SELECT set_config('topmetro.programme', %s, false)", [key])
        with pytest.raises(psycopg2.IntegrityError, match="never changed or removed"):
            cursor.execute(change.format(table))


def test_django_cannot_change_an_entry(programme: Programme) -> None:
    entry = record(programme, Verb.CREATE, by=None)
    entry.verb = Verb.CANCEL
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.delete()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"verb": ""}, "entry_names_its_act"),
        ({"label": "Programme"}, "entry_names_its_model"),
    ],
)
def test_entry_constraints(
    programme: Programme, fields: dict[str, object], constraint: str
) -> None:
    entry = record(programme, Verb.CREATE, by=None)
    row = {"at": entry.at, "verb": "create", "label": "a.B", "object_id": entry.pk} | fields
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Entry.objects.create(**row)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"number": 0}, "seal_(number_from_one|follows_another_or_is_first)"),
        ({"hash": "x" * 64}, "seal_hash_is_sha256"),
        ({"previous": ""}, "seal_(follows_another_or_is_first|chain_never_forks)"),
        ({"number": 1}, "seal_(number_once|follows_another_or_is_first)"),
        ({"previous": "FIRST"}, "seal_chain_never_forks"),
    ],
)
def test_seal_constraints(programme: Programme, fields: dict[str, object], constraint: str) -> None:
    for _ in range(2):
        record(programme, Verb.CREATE, by=None)
    seal_programme(programme.pk)
    first = Seal.objects.get(number=1)
    entry = record(programme, Verb.CHANGE, by=None)
    row = {"entry": entry, "number": 3, "previous": "a" * 64, "hash": "b" * 64} | fields
    if row["previous"] == "FIRST":
        row["previous"] = first.hash
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Seal.objects.create(**row)


def test_an_entry_is_sealed_once(programme: Programme) -> None:
    entry = record(programme, Verb.CREATE, by=None)
    seal_programme(programme.pk)
    with pytest.raises(IntegrityError, match="seal_one_per_entry"), transaction.atomic():
        Seal.objects.create(entry=entry, number=2, previous="a" * 64, hash="b" * 64)
