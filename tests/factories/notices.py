"""Notices, messages and deadlines for tests."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notices.domain.notice import Notice, Recipient
from core.notices.models import AccountMessage, OutboxMessage


class SampleNotice(Notice):
    """A notice to anybody, in the words of a reminder."""

    kind = "notices.sample"
    label = _("Sample")
    template = "notices/emails/reminder"

    def __init__(
        self, *people: Recipient, subject: str = "Prova", path: str = "/prova/area/"
    ) -> None:
        self.people = people
        self.subject = subject
        self.page = path

    def recipients(self) -> Iterable[Recipient]:
        return self.people

    def context(self) -> dict[str, Any]:
        return {"title": self.subject, "when": "oggi", "left": 0, "past": 0}

    def path(self) -> str:
        return self.page


class SampleDuty(SampleNotice):
    """A duty of office: nobody can switch it off."""

    kind = "notices.sample_duty"
    duty = True


class SampleKey(SampleNotice):
    """A notice whose link opens a door."""

    kind = "notices.sample_key"
    confidential = True


def message(address: str = "ada.prova@example.org", **fields: Any) -> OutboxMessage:
    """A queued message of the open programme."""
    return OutboxMessage.objects.create(**_message(address) | fields)


def account_message(address: str = "ada.prova@example.org", **fields: Any) -> AccountMessage:
    return AccountMessage.objects.create(**_message(address) | fields)


def _message(address: str) -> dict[str, Any]:
    return {
        "kind": "notices.sample",
        "address": address,
        "language": "it",
        "subject": "Prova",
        "text": "Buongiorno.\n",
        "html": "<p>Buongiorno.</p>",
    }
