"""`manage.py export_programme SLUG`: write a programme back as a definition that can be loaded."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from core.programmes.queries import programme_by_slug
from topmetro.definition import export_definition


class Command(BaseCommand):
    help = "Write a programme's definition (TOML), with its dates as they are now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--output", metavar="FILE", help="default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        programme = programme_by_slug(options["slug"])
        if programme is None:
            raise CommandError(
                _("There is no programme at /%(slug)s/.") % {"slug": options["slug"]}
            )
        text = export_definition(programme)
        if options["output"]:
            Path(options["output"]).write_text(text, encoding="utf-8")
        else:
            self.stdout.write(text, ending="")
