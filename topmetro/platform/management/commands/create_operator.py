"""`manage.py create_operator EMAIL`: the first account of an installation."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import override

from topmetro.platform.domain.accounts import make_operator


class Command(BaseCommand):
    help = "Make somebody a platform operator: creates programmes, invites coordinators, resets second factors."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="first and last name, for a new account")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(f"{email} is not an e-mail address.") from error
        person = make_operator(email=email, full_name=options["name"] or email, by=None)
        with override(settings.LANGUAGE_CODE):
            path = reverse("account_reset_password")
        self.stdout.write(
            f"{person.email} is a platform operator. Choose a password at {settings.PUBLIC_URL}{path},"
            " then set up a second factor at the first sign-in."
        )
