"""Write the table of roles to `docs/roles.md`, from the classes that describe them."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from core.people.roles import ROLES, DescribedRole

HEAD = """# Roles

Who may do what. This page is written by `manage.py roles_table` from `core/people/roles.py`; a test holds
the two equal. Roles belong to a programme: the same account can hold different ones in many. A login never
grants a role.

| role | scope | in short | second factor | may |
|---|---|---|---|---|
"""


def table() -> str:
    """The page, in English, whatever the language in force."""
    with translation.override("en"):
        return HEAD + "".join(f"{_row(role)}\n" for role in ROLES)


def _row(role: type[DescribedRole]) -> str:
    needed = "yes" if role.needs_second_factor else "—"
    may = "; ".join(str(act) for act in role.may)
    return f"| {role.label} | {role.scope} | {role.in_short} | {needed} | {may} |"


class Command(BaseCommand):
    help = "Writes docs/roles.md from the described roles."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "roles.md"
        path.write_text(table(), encoding="utf-8")
        self.stdout.write(f"{path.name}: {len(ROLES)} rows")
