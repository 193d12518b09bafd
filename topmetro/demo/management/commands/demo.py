"""`manage.py demo`: the two programmes, their invented people and their history; a second time, nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from topmetro.demo.play import play_demo


class Command(BaseCommand):
    help = "Load the demo's programmes and play their history, unless they are there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--original-dates",
            action="store_true",
            help="keep the programme's own dates and set the demo's clock back instead",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for programme in play_demo(original_dates=options["original_dates"]):
            self.stdout.write(f"{programme.name}: /{programme.slug}/")
