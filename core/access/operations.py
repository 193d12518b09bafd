"""Migration operations that build the tenant walls and the append-only tables in PostgreSQL.

Write them after the `CreateModel` (or `AddField`) they speak of; each may be repeated, so a later
migration that adds a reference simply names `TenantTable` again.
"""

from abc import ABC, abstractmethod
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

POLICY = "one_programme"
PROGRAMME = "programmes.Programme"
VISIBLE = "programme_id = (SELECT nullif(current_setting('topmetro.programme', true), '')::uuid)"


class _TableOperation(Operation, ABC):
    """An operation on one model's table that leaves Django's own state as it is."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.model], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Django's state does not know of policies and triggers."""

    @abstractmethod
    def build(self, editor: Editor, model: type[models.Model]) -> None:
        """Make the walls, or make again what is missing of them."""

    @abstractmethod
    def remove(self, editor: Editor, model: type[models.Model]) -> None:
        """Take them down."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: Editor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.build(schema_editor, to_state.apps.get_model(app_label, self.model))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: Editor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.remove(schema_editor, from_state.apps.get_model(app_label, self.model))

    def describe(self) -> str:
        return f"{self.__class__.__name__} {self.model}"


class TenantTable(_TableOperation):
    """Row-level security, the key (programme, id), and a composite key for each tenant reference.

    PostgreSQL does not apply row-level security when it checks a foreign key: without the composite
    one, a row could point into another programme.
    """

    def build(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        editor.execute(
            f'CREATE POLICY {POLICY} ON "{table}" USING ({VISIBLE}) WITH CHECK ({VISIBLE})'
        )
        _add_constraint(editor, table, tenant_key(table), "UNIQUE (programme_id, id)")
        for column, target in tenant_references(model):
            _add_constraint(
                editor,
                table,
                reference_name(table, column),
                f'FOREIGN KEY (programme_id, "{column}") REFERENCES "{target}" (programme_id, id)'
                " DEFERRABLE INITIALLY DEFERRED",
            )

    def remove(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(f'DROP POLICY IF EXISTS {POLICY} ON "{table}"')
        editor.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


class AppendOnlyTable(_TableOperation):
    """Rows of this table are never changed or removed: a trigger refuses, whoever asks.

    The app's role does not even hold the right (see `core.access.grants`).
    """

    def build(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(
            """
            CREATE OR REPLACE FUNCTION topmetro_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'Rows of % are never changed or removed', TG_TABLE_NAME
                    USING ERRCODE = 'integrity_constraint_violation';
            END $$
            """,
            params=None,  # the percent sign is PL/pgSQL's
        )
        for event, level in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            editor.execute(
                f'CREATE OR REPLACE TRIGGER append_only_{level.lower()} BEFORE {event} ON "{table}"'
                f" FOR EACH {level} EXECUTE FUNCTION topmetro_append_only()"
            )

    def remove(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        for level in ("row", "statement"):
            editor.execute(f'DROP TRIGGER IF EXISTS append_only_{level} ON "{table}"')


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

    def build(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(f'DROP POLICY IF EXISTS {self.name} ON "{table}"')
        editor.execute(
            f'CREATE POLICY {self.name} ON "{table}" FOR SELECT TO CURRENT_USER USING (true)'
        )
        editor.execute(
            f"CREATE OR REPLACE FUNCTION {self.name}(at timestamptz, at_most integer)"  # noqa: S608 - migrations only
            " RETURNS TABLE (programme_id uuid, id uuid)"
            " LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$"
            f' SELECT t.programme_id, t.id FROM "{table}" t WHERE {self.due} ORDER BY t.id LIMIT $2 $$',
            params=None,
        )

    def remove(self, editor: Editor, model: type[models.Model]) -> None:
        table = model._meta.db_table
        editor.execute(f"DROP FUNCTION IF EXISTS {self.name}(timestamptz, integer)")
        editor.execute(f'DROP POLICY IF EXISTS {self.name} ON "{table}"')


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
        field.name == "programme"
        and field.related_model
        and field.related_model._meta.label == PROGRAMME
        for field in model._meta.concrete_fields
    )


def _add_constraint(editor: Editor, table: str, name: str, definition: str) -> None:
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_constraint WHERE conname = %s", [name])
        exists = cursor.fetchone() is not None
    if not exists:
        editor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
