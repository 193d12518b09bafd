"""`manage.py sweep_files [--dry-run]`: remove the files that no row knows."""

from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandParser

from core.access.scope import open_programme
from core.documents.domain.strays import stray_files
from core.programmes.models import Programme


class Command(BaseCommand):
    help = "Removes stored files older than a day that belong to no document, of every programme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Name them, remove nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        found = 0
        for programme in Programme.objects.order_by("slug"):
            with open_programme(programme.pk, read_only=True):
                names = list(stray_files())
            for name in names:
                self.stdout.write(f"{programme.slug}: {name}")
                if not dry_run:
                    default_storage.delete(name)
            found += len(names)
        self.stdout.write(f"{found} {'to remove' if dry_run else 'removed'}.")
