"""`manage.py load_programme FILE`: make a programme from its definition, or say what is wrong with it."""

import sys
from argparse import ArgumentParser
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from core.access import clock
from core.access.models import ClockOffset, User
from core.programmes.domain.programmes import publish_programme
from core.programmes.models import Programme
from core.programmes.reading import Refused
from topmetro.definition import check_definition, load_definition


class Command(BaseCommand):
    help = (
        "Make a programme from a definition (TOML). A file with [demo] reference_date has its dates"
        " moved by whole weeks, so that this day becomes today; --original-dates keeps them. A bad"
        " file is refused with the line and key of every fault, and nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="the definition, or - to read it from standard input")
        parser.add_argument(
            "--original-dates",
            action="store_true",
            help="keep the dates; a demo's clock is set back to the reference date instead",
        )
        parser.add_argument(
            "--today",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="the day that the reference date becomes (default: today)",
        )
        parser.add_argument("--dry-run", action="store_true", help="check the file, write nothing")
        parser.add_argument("--publish", action="store_true", help="make the programme public")
        parser.add_argument("--by", metavar="E-MAIL", help="the account that the register names")

    def handle(self, *args: Any, **options: Any) -> None:
        text = _text(options["file"])
        by = _person(options["by"])
        today = None if options["original_dates"] else options["today"] or clock.today()
        try:
            if options["dry_run"]:
                check_definition(text, today=today)
                self.stdout.write(_("The definition is right."))
                return
            programme = _load(text, by=by, today=today, publish=options["publish"])
        except Refused as refused:
            lines = "\n".join(f"  {fault}" for fault in refused.faults)
            raise CommandError(f"{refused.heading}\n{lines}") from None
        self.stdout.write(
            _("%(name)s is at /%(slug)s/ (%(state)s; dates moved by %(weeks)d weeks).")
            % {
                "name": programme.name,
                "slug": programme.slug,
                "state": programme.get_state_display(),
                "weeks": programme.shift_weeks,
            }
        )


@transaction.atomic
def _load(text: str, *, by: User | None, today: date | None, publish: bool) -> Programme:
    if today is None:
        _set_back_clock(text)
    programme = load_definition(text, by=by, today=today)
    return publish_programme(programme_id=programme.pk, by=by) if publish else programme


def _set_back_clock(text: str) -> None:
    """Only where the clock may move, and only once: a second programme stands in the same present."""
    reference = check_definition(text).reference_date
    if settings.CLOCK_SHIFT and reference and not ClockOffset.objects.exists():
        clock.store_offset(timedelta(days=(reference - clock.today()).days))


def _text(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(
            _("%(file)s can't be read: %(reason)s") % {"file": name, "reason": error}
        ) from None


def _person(email: str | None) -> User | None:
    if not email:
        return None
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(_("There is no account %(email)s.") % {"email": email})
    return person
