"""Notices, messages and deadlines for tests."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.notices.domain.notice import Notice, Recipient
from core.notices.models import AccountMessage, OutboxMessage


class SampleNotice(Notice):
    """A notice with templates of the portal's own, to anybody."""

    kind = "notices.sample"
    label = _("Sample")
    template = "notices/emails/sample"

    def __init__(self, *people: Recipient, subject: str = "Prova", path: str = "/prova/area/") -> None:
        self.people = people
        self.subject = subject
        self.page = path

    def recipients(self) -> Iterable[Recipient]:
        return self.people

    def context(self) -> dict[str, Any]:
        return {"words": self.subject}

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
    return OutboxMessage.objects.create(**_message(address), **fields)


def account_message(address: str = "ada.prova@example.org", **fields: Any) -> AccountMessage:
    return AccountMessage.objects.create(**_message(address), **fields)


def _message(address: str) -> dict[str, Any]:
    return {
        "kind": "notices.sample",
        "address": address,
        "language": "it",
        "subject": "Prova",
        "text": "Buongiorno.\n",
        "html": "<p>Buongiorno.</p>",
    }
