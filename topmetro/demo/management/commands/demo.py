"""`manage.py demo`: the two programmes, their invented people and their history; a second time, nothing."""

from argparse import ArgumentParser
from datetime import date
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

        parser.add_argument(
            "--standing-on",
            type=date.fromisoformat,
            metavar="2020-11-23",
            help="the day of Top Metro's own time that becomes today (15 February 2021 if not said)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for programme in play_demo(
            original_dates=options["original_dates"],
            standing_on=options["standing_on"],
            told=self.tell,
        ):
            self.stdout.write(f"{programme.name}: /{programme.slug}/")

    def tell(self, month: str) -> None:
        """One line for each month that is played: it takes most of a minute, or more."""
        self.stdout.write(f"  {month} …")
        self.stdout.flush()
