"""`manage.py recompute_ranking FILE.csv`: does the published list follow from the published scores?

It asks no database: anybody with the file and this command arrives at the same list (C11).
"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from calls.ranking_file import OUTCOMES, BadFile, read


class Command(BaseCommand):
    help = "Computes a ranking again from its published file and says whether the two lists agree."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django declares it so

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The CSV that the portal published.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            published = read(file.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError, BadFile) as error:
            raise CommandError(f"{file}: {error}") from error
        for placed in published.placed:
            self.stdout.write(
                f"{placed.candidate.territory}  {placed.position:>2}  {placed.candidate.pseudonym}"
                f"  {placed.total:>6}  {OUTCOMES[placed.outcome]}"
                + ("  (lots)" if placed.by_lot else "")
            )
        if differing := published.differing():
            names = ", ".join(each.candidate.pseudonym for each in differing)
            raise CommandError(f"The published list says otherwise of: {names}.")
        self.stdout.write(self.style.SUCCESS("The published list follows from the scores."))
