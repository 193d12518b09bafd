"""What PostgreSQL's own catalogue says of the walls between programmes: no table may lack one."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from core.access.operations import (
    POLICY,
    PROGRAMME,
    is_tenant,
    reference_name,
    tenant_key,
    tenant_references,
)
from core.access.tenancy import TenantModel

NO_PROGRAMME = {
    "access.User": "one account may hold roles in many programmes",
    "access.ClockOffset": "the demo's clock, one row",
    "programmes.Programme": "the tenant itself",
    "account.EmailAddress": "allauth: belongs to the account",
    "account.EmailConfirmation": "allauth: belongs to the account",
    "mfa.Authenticator": "allauth: belongs to the account",
    "socialaccount.SocialAccount": "allauth: belongs to the account",
    "socialaccount.SocialApp": "allauth: the installation's identity gateway",
    "socialaccount.SocialToken": "allauth: belongs to the account",
    "usersessions.UserSession": "allauth: belongs to the account",
    "sessions.Session": "Django: a browser, before it is known who sits there",
    "auth.Group": "Django's own; nothing of ours reads it",
    "auth.Group_permissions": "Django's own; nothing of ours reads it",
    "auth.Permission": "Django's own; nothing of ours reads it",
    "contenttypes.ContentType": "Django's own list of models",
    "notices.AccountMessage": "confirmation and reset belong to the account and to no programme",
    "platform.AccountEvent": "what an operator did to an account, outside any programme",
}
"""Every table that carries no programme, and why it may."""


def every_model() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


TENANT_MODELS = sorted(
    (model for model in every_model() if is_tenant(model)), key=lambda model: model._meta.label
)


def label(model: type[models.Model]) -> str:
    return model._meta.label


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def test_every_table_without_a_programme_is_known_and_has_its_reason() -> None:
    found = {label(model) for model in every_model() if not is_tenant(model)}
    assert found <= set(NO_PROGRAMME), "Give these a programme (TenantModel), or a reason here."


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_a_row_of_a_programme_derives_from_tenant_model(model: type[models.Model]) -> None:
    assert issubclass(model, TenantModel), "Derive from TenantModel: its manager and guard matter."
    assert not model._meta.auto_created, "Write the through model of a many-to-many by hand."
    field = model._meta.get_field("programme")
    assert isinstance(field, models.ForeignKey)
    assert not field.null


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_row_level_security_is_forced(db: None, model: type[models.Model]) -> None:
    """Enabled for the app, forced even upon the owner, with the one policy for reading and writing."""
    table = model._meta.db_table
    assert rows(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass",
        f'"{table}"',
    ) == [(True, True)], f"Append TenantTable({model.__name__!r}) to the migration."
    [(command, reading, writing)] = rows(
        "SELECT cmd, qual, with_check FROM pg_policies WHERE tablename = %s AND policyname = %s",
        table,
        POLICY,
    )
    assert command == "ALL"
    assert "topmetro.programme" in reading
    assert reading == writing


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_no_other_policy_opens_the_table_to_the_app(
    db: None, app_role: str, model: type[models.Model]
) -> None:
    """A sweep's policy lets the owner's function read; anything that names the app is a hole."""
    others = rows(
        "SELECT policyname, cmd, roles::text[] FROM pg_policies WHERE tablename = %s"
        " AND policyname <> %s",
        model._meta.db_table,
        POLICY,
    )
    for name, command, roles in others:
        assert command == "SELECT", name
        assert not {"public", app_role} & set(roles), name


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_references_between_rows_carry_the_programme(db: None, model: type[models.Model]) -> None:
    """PostgreSQL checks a plain foreign key without row-level security: it could point next door."""
    table = model._meta.db_table
    constraints = dict(
        rows(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass",
            f'"{table}"',
        )
    )
    assert constraints.get(tenant_key(table)[:63]) == "UNIQUE (programme_id, id)"
    for column, _target in tenant_references(model):
        definition = constraints.get(reference_name(table, column), "")
        assert definition.startswith(f"FOREIGN KEY (programme_id, {column})"), (
            f"{table}.{column}: name TenantTable({model.__name__!r}) in the migration that adds it."
        )


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_what_is_unique_is_so_inside_a_programme(model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        assert field.primary_key or not field.unique, (
            f"{field}: unique over all programmes tells one about the other; use a UniqueConstraint."
        )
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields:
            assert constraint.fields[0] == "programme", (
                f"{constraint.name} must begin with programme."
            )
    assert not model._meta.unique_together


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_every_many_to_many_is_a_written_model(model: type[models.Model]) -> None:
    for field in model._meta.local_many_to_many:
        through = field.remote_field.through
        assert through is not None
        assert not through._meta.auto_created, f"{field}: write the through model."


@pytest.mark.parametrize("model", TENANT_MODELS, ids=label)
def test_indexes_that_postgres_keeps_unique_name_the_programme(
    db: None, model: type[models.Model]
) -> None:
    found = rows(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s"
        " AND indexdef LIKE 'CREATE UNIQUE%%'",
        model._meta.db_table,
    )
    for name, definition in found:
        assert "(id)" in definition or "(programme_id" in definition, name


def test_append_only_tables_lack_the_right_to_change(db: None, app_role: str) -> None:
    tables = [
        name
        for (name,) in rows(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_row'"
        )
    ]
    for table in tables:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            [(granted,)] = rows("SELECT has_table_privilege(%s, %s, %s)", app_role, table, right)
            assert not granted, f"{app_role} may {right} {table}"
        [(statement,)] = rows(
            "SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only_statement'"
            " AND tgrelid = %s::regclass",
            table,
        )
        assert statement == 1, f"{table} can be truncated"


def test_the_app_role_owns_nothing_and_may_create_nothing(db: None, app_role: str) -> None:
    assert not rows(
        "SELECT c.relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE r.rolname = %s AND n.nspname = 'public'",
        app_role,
    )
    [(may_create,)] = rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", app_role)
    assert not may_create
    [(superuser, bypasses, creates)] = rows(
        "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = %s", app_role
    )
    assert not superuser
    assert not bypasses
    assert not creates


def test_functions_that_run_as_the_owner_return_keys_only(db: None) -> None:
    """A sweep may tell which rows are due; whatever else it told would go around the walls."""
    found = rows(
        "SELECT p.proname, pg_get_function_result(p.oid), p.proconfig FROM pg_proc p"
        " JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE p.prosecdef AND n.nspname = 'public'"
    )
    for name, result, config in found:
        assert result == "TABLE(programme_id uuid, id uuid)", name
        assert any(setting.startswith("search_path=") for setting in config or []), name


def test_programme_is_what_the_operations_call_it() -> None:
    assert apps.get_model(PROGRAMME)._meta.label == PROGRAMME
