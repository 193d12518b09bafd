"""A stored message as an e-mail: from whom, to whom, with which headers."""

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation

from core.notices.models import Message, OutboxMessage


def to_email(message: Message) -> EmailMultiAlternatives:
    """The e-mail; a programme's carries its name and answers go to its mailbox.

    Read inside the message's programme; sending it needs no database.
    """
    sender, reply_to = settings.DEFAULT_FROM_EMAIL, []
    if isinstance(message, OutboxMessage):
        programme: Any = message.programme
        with translation.override(message.language):
            sender = formataddr((str(programme.name), parseaddr(sender)[1]))
        reply_to = [programme.contact_email] if programme.contact_email else []
    email = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=sender,
        to=[_mailbox(message)],
        reply_to=reply_to,
        headers={
            "Message-ID": message.message_id,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
            "Content-Language": message.language,
        },
    )
    if message.html:
        email.attach_alternative(message.html, "text/html")
    return email


def _mailbox(message: Message) -> str:
    """A header is one line: a name that has more would stop its message for good."""
    name = " ".join(message.name.split())
    return formataddr((name, message.address)) if name else message.address
