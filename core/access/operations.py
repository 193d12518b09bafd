"""Migration operations that build the tenant walls and the append-only tables in PostgreSQL.

Write them after the `CreateModel` (or `AddField`) they speak of; each may be repeated, so a later
migration that adds a reference simply names `TenantTable` again.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POLICY = "one_programme"
PROGRAMME = "programmes.Programme"
VISIBLE = "programme_id = (SELECT nullif(current_setting('topmetro.programme', true), '')::uuid)"


class _TableOperation(Operation):
    """An operation on one model's table that leaves Django's own state as it is."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django's state does not know of policies and triggers."""

    def describe(self) -> str:
        return f"{self.__class__.__name__} {self.model}"


class TenantTable(_TableOperation):
    """Row-level security, the key (programme, id), and a composite key for each tenant reference.

    PostgreSQL does not apply row-level security when it checks a foreign key: without the composite
    one, a row could point into another programme.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = _model(to_state.apps, app_label, self.model)
        table = model._meta.db_table
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" USING ({VISIBLE}) WITH CHECK ({VISIBLE})'
        )
        _add_constraint(schema_editor, table, tenant_key(table), "UNIQUE (programme_id, id)")
        for column, target in tenant_references(model):
            _add_constraint(
                schema_editor,
                table,
                reference_name(table, column),
                f'FOREIGN KEY (programme_id, "{column}") REFERENCES "{target}" (programme_id, id)'
                " DEFERRABLE INITIALLY DEFERRED",
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(from_state.apps, app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


class AppendOnlyTable(_TableOperation):
    """Rows of this table are never changed or removed: a trigger refuses, whoever asks.

    The app's role does not even hold the right (see `core.access.grants`).
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(to_state.apps, app_label, self.model)._meta.db_table
        schema_editor.execute(
            """
            CREATE OR REPLACE FUNCTION topmetro_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """
        )
        for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            schema_editor.execute(
                f'CREATE OR REPLACE TRIGGER append_only_{level.lower()} BEFORE {event} ON "{table}"'
                f" FOR EACH {level} EXECUTE FUNCTION topmetro_append_only()"
            )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(from_state.apps, app_label, self.model)._meta.db_table
        for level in ("row", "statement"):
            schema_editor.execute(f'DROP TRIGGER IF EXISTS append_only_{level} ON "{table}"')


class SweepFunction(_TableOperation):
    """A function by which a sweep finds due rows of every programme, and nothing but their keys.

    It runs with the owner's rights; the owner, bound by forced row-level security like anybody, is
    given a policy to read this one table. `due` is SQL over the table's columns; `$1` is the instant.
    """

    def __init__(self, model: str, name: str, due: str) -> None:
        super().__init__(model)
        self.name = name
        self.due = due

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model, self.name, self.due], {}

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(to_state.apps, app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY IF EXISTS {self.name} ON "{table}"')
        schema_editor.execute(
            f'CREATE POLICY {self.name} ON "{table}" FOR SELECT TO CURRENT_USER USING (true)'
        )
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {self.name}(at timestamptz, at_most integer)"
            " RETURNS TABLE (programme_id uuid, id uuid)"
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$"
            f' SELECT t.programme_id, t.id FROM "{table}" t WHERE {self.due} ORDER BY t.id LIMIT $2 $$'
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = _model(from_state.apps, app_label, self.model)._meta.db_table
        schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}(timestamptz, integer)")
        schema_editor.execute(f'DROP POLICY IF EXISTS {self.name} ON "{table}"')


def tenant_key(table: str) -> str:
    return f"{table}_tenant_key"


def reference_name(table: str, column: str) -> str:
    return f"{table}_{column}_tenant_fk"[:63]


def tenant_references(model: type[models.Model]) -> list[tuple[str, str]]:
    """Column and target table of each reference to another tenant row."""
    return [
        (field.column, field.related_model._meta.db_table)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and is_tenant(field.related_model)
    ]


def is_tenant(model: Any) -> bool:
    """Whether the model, historical or not, carries its programme."""
    if model._meta.label == PROGRAMME:
        return False
    return any(
        field.name == "programme" and field.related_model and field.related_model._meta.label == PROGRAMME
        for field in model._meta.concrete_fields
    )


def _model(apps: Apps, app_label: str, name: str) -> type[models.Model]:
    return apps.get_model(app_label, name)


def _add_constraint(
    schema_editor: BaseDatabaseSchemaEditor, table: str, name: str, definition: str
) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
        exists = cursor.fetchone() is not None
    if not exists:
        schema_editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
