"""`manage.py verify_register [SLUG] [--expect 120:ab12…]`: is the register whole and unaltered?"""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.access.scope import open_programme
from core.audit.domain.verifier import Flaw, verify


class Command(BaseCommand):
    help = "Finds missing, altered or reordered entries of the decision register."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", nargs="?", help="One programme; every programme if left out.")
        parser.add_argument(
            "--expect",
            metavar="NUMBER:HASH",
            help="A digest noted earlier from the transparency page: the chain must still hold it.",
        )

    def handle(self, *args: Any, slug: str | None, expect: str | None, **options: Any) -> None:
        programmes = apps.get_model("programmes", "Programme").objects.order_by("slug")
        if slug:
            programmes = programmes.filter(slug=slug)
            if not programmes:
                raise CommandError(f"There is no programme “{slug}”.")
        elif expect:
            raise CommandError("--expect speaks of one programme: name it.")
        flaws: list[Flaw] = []
        for programme in programmes:
            with open_programme(programme.pk, read_only=True):
                report = verify(expect=expect or "")
            self.stdout.write(f"{programme.slug}: {report.sealed} sealed, {report.waiting} waiting")
            for flaw in report.flaws:
                self.stdout.write(self.style.ERROR(f"  {flaw.number or '-'}: {flaw.what}"))
            flaws += report.flaws
        if flaws:
            raise CommandError(f"The register is not whole: {len(flaws)} flaws.")
        self.stdout.write(self.style.SUCCESS("The register is whole."))
