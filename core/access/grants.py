"""Which rights the app's database role holds: reading and writing rows, nothing more.

Run after every migration, as the owner. Append-only tables and Django's own migration record are
taken back. A process of the portal that finds itself with more refuses to start.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections


def grant_to_app(*, using: str, **_: Any) -> None:
    """Give the app's role its rights over every table of the schema (a `post_migrate` receiver)."""
    app_role = settings.DATABASES["default"]["USER"]
    owner = connections[using]
    if owner.settings_dict["USER"] == app_role:
        return  # migrated as the app itself: a test of refusal, or a mistake that refuse_power names
    with owner.cursor() as cursor:
        role = owner.ops.quote_name(app_role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}")
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'append_only_row'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")


def refuse_power() -> None:
    """Stop the process if its database role could go around row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n"
            " ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind = 'r'"
            " AND pg_has_role(current_user, c.relowner, 'MEMBER'))"
            " FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    if row is None or any(row):
        raise ImproperlyConfigured(
            "DATABASE_URL must be the app's role: no superuser, no BYPASSRLS, owner of no table."
            " Migrations use DATABASE_OWNER_URL."
        )
