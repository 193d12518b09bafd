"""`manage.py settings_table`: the documentation of the settings, made from the table that reads them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from topmetro.settings.environment import BASE_DIR, VARIABLES

TARGET = BASE_DIR / "docs" / "settings.md"
HEAD = """# Settings

Everything that differs between installations is an environment variable. A missing or contradictory
value stops the start with one line that names it. This page is made by `manage.py settings_table`.

| variable | meaning | when absent |
|---|---|---|
"""


def settings_table() -> str:
    """The page, in Markdown."""
    rows = []
    for variable in VARIABLES:
        if variable.default is None:
            absent = "**required**"
        else:
            shown = variable.default.replace(f"{BASE_DIR}/", "")
            absent = f"`{shown}`" if shown else "empty"
        rows.append(f"| `{variable.name}` | {variable.meaning} | {absent} |\n")
    return HEAD + "".join(rows)


class Command(BaseCommand):
    help = "Write docs/settings.md; with --check, only say whether it is up to date."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            TARGET.write_text(settings_table(), encoding="utf-8")
        elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != settings_table():
            self.stderr.write("docs/settings.md is stale: run `manage.py settings_table`.")
            raise SystemExit(1)
