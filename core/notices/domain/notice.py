"""A notice: something that happened, told to people in their own language.

    class SubmissionReceived(Notice):
        kind = "calls.submission_received"
        label = _("An application has arrived")
        template = "calls/emails/submission_received"

        def __init__(self, submission): ...
        def recipients(self): return people_of_network(self.submission.network)
        def context(self): return {"submission": self.submission}
        def path(self): return reverse("calls:submission_detail", ...)

`SubmissionReceived(submission).queue()` inside the verb writes an inbox item and an outbox row per person
in the verb's own transaction: no notice without its cause, no cause without its notice.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.access.kick import kick_after_commit
from core.access.models import User
from core.access.scope import current_programme_id
from core.notices.domain.letterhead import brand_of
from core.notices.enums import Channel, DigestState
from core.notices.kinds import NOTICE_KINDS, NoticeKind
from core.notices.models import InboxItem, NoticePreference, OutboxMessage

if TYPE_CHECKING:
    from core.access.blocked import Text

KICKS_AT_MOST = 10
EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")
"""What a template leaves where a paragraph was not needed."""

SUBJECT_LENGTH = 250
SIGNATURE = "\n--\n"
"""The line above the foot of a text e-mail: the inbox on the site needs no foot."""


class OutsideTransaction(RuntimeError):
    """A notice was queued where its cause could be lost without it."""


@dataclass(frozen=True)
class Address:
    """Somebody without an account: an e-mail address, a name, a language."""

    email: str
    name: str = ""
    language: str = "it"


Recipient = User | Address


@dataclass(frozen=True)
class Rendered:
    """A notice in one language for one person."""

    subject: str
    text: str
    html: str
    path: str


class Notice(ABC):
    """Subclass per kind in `<app>/notifications.py`; the class attributes describe it to people."""

    kind: ClassVar[str] = ""
    label: ClassVar["Text"] = ""
    template: ClassVar[str] = ""
    duty: ClassVar[bool] = False
    """A duty of office: always by e-mail at once, whatever the person prefers."""
    confidential: ClassVar[bool] = False
    """Its link is a key (an invitation): nobody else reads the body, which is wiped on delivery."""
    in_inbox: ClassVar[bool] = True
    """Whether accounts also find it on the site; a message that only repeats the inbox is not."""
    action_label: "Text" = _("Open the page")
    why: "Text" = _("You receive this because it concerns something that you take part in.")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            NOTICE_KINDS[cls.kind] = NoticeKind(
                cls.kind, cls.label or cls.kind, cls.duty, chosen=cls.in_inbox and not cls.duty
            )

    @abstractmethod
    def recipients(self) -> Iterable[Recipient]:
        """Whom to tell; the same person twice is told once, inactive accounts are left out."""

    def context(self) -> Mapping[str, Any]:
        """What the templates read; called with the recipient's language active."""
        return {}

    def path(self) -> str:
        """The page that the button opens; called with the recipient's language active."""
        return ""

    def queue(self) -> list[OutboxMessage]:
        """Write the inbox items and messages; the e-mails leave after the commit.

        Raises ScopeClash outside a programme, OutsideTransaction outside a transaction.
        """
        current_programme_id()
        if not connection.in_atomic_block:
            raise OutsideTransaction(
                f"{type(self).__name__} must be queued in its verb's transaction."
            )
        people = _once_each(self.recipients())
        channels = self._channels([person for person in people if isinstance(person, User)])
        items, messages = [], []
        for person in people:
            channel = channels[person.pk] if isinstance(person, User) else Channel.NOW
            rendered = self.render(person)
            if isinstance(person, User) and self.in_inbox:
                items.append(self._inbox_item(person, rendered, channel))
            if channel == Channel.NOW:
                messages.append(self._message(person, rendered))
        InboxItem.objects.bulk_create(items)
        OutboxMessage.objects.bulk_create(messages)
        _kick(messages)
        return messages

    @cached_property
    def programme(self) -> Any:
        """The open programme."""
        return apps.get_model("programmes", "Programme").objects.get(pk=current_programme_id())

    def render(self, person: Recipient) -> Rendered:
        """Subject and bodies for this person. Text templates are not escaped, the HTML one is."""
        with translation.override(person.language):
            path = self.path()
            context = {
                "programme": self.programme,
                "brand": brand_of(self.programme),
                "recipient": person,
                "action_url": settings.PUBLIC_URL + path if path else "",
                "action_label": str(self.action_label),
                "why": str(self.why),
                "preferences_url": self._preferences_url(person),
                "language": person.language,
                "public_url": settings.PUBLIC_URL,
                **self.context(),
            }
            subject = " ".join(_plain(f"{self.template}.subject.txt", context).split())
            context["subject"] = subject
            text = EMPTY_LINES.sub("\n\n", _plain(f"{self.template}.txt", context).strip()) + "\n"
            html = get_template(f"{self.template}.html").render(context)
        return Rendered(subject[:SUBJECT_LENGTH], text, html, path)

    def _channels(self, people: list[User]) -> dict[UUID, Channel]:
        channels = dict.fromkeys((person.pk for person in people), Channel.NOW)
        if not self.duty:
            chosen = NoticePreference.objects.filter(kind=self.kind, person__in=people)
            channels |= {row.person_id: Channel(row.channel) for row in chosen}
        return channels

    def _inbox_item(self, person: User, rendered: Rendered, channel: Channel) -> InboxItem:
        waits = channel == Channel.DIGEST
        return InboxItem(
            person=person,
            kind=self.kind,
            subject=rendered.subject,
            text=rendered.text.partition(SIGNATURE)[0].strip(),
            path=rendered.path,
            digest=DigestState.WAITING if waits else DigestState.NOT_ASKED,
        )

    def _message(self, person: Recipient, rendered: Rendered) -> OutboxMessage:
        return OutboxMessage(
            kind=self.kind,
            recipient=person if isinstance(person, User) else None,
            address=person.email,
            name=person.full_name if isinstance(person, User) else person.name,
            language=person.language,
            subject=rendered.subject,
            text=rendered.text,
            html=rendered.html,
            path=rendered.path,
            confidential=self.confidential,
        )

    def _preferences_url(self, person: Recipient) -> str:
        if self.duty or not isinstance(person, User):
            return ""
        path = reverse("notices:preferences", kwargs={"slug": self.programme.slug})
        return f"{settings.PUBLIC_URL}{path}"


def _kick(messages: list[OutboxMessage]) -> None:
    if len(messages) > KICKS_AT_MOST:
        kick_after_commit("notices.sweep_outbox")
        return
    for message in messages:
        kick_after_commit("notices.deliver_message", message.programme_id, message.pk)


def _once_each(people: Iterable[Recipient]) -> list[Recipient]:
    by_address = {
        person.email.lower(): person
        for person in people
        if not isinstance(person, User) or person.is_active
    }
    return list(by_address.values())


def _plain(template: str, context: Mapping[str, Any]) -> str:
    backend: Any = get_template(template)
    return str(backend.template.render(Context(dict(context), autoescape=False)))
