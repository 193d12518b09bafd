"""What the demo's mail catcher received: messages in a Maildir, read where they lie."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import lru_cache
from pathlib import Path

from django.conf import settings

NEWEST = 200
FOLDERS = ("new", "cur", ".")
NAME = re.compile(r"^\d[\w.,:=+-]*$|^[\w-]+\.eml$")


@dataclass(frozen=True)
class Attachment:
    name: str
    content_type: str
    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)


@dataclass(frozen=True)
class Letter:
    """One received message, its parts already decoded."""

    name: str
    sender: str
    recipients: str
    subject: str
    received: datetime
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def letters(search: str = "") -> list[Letter]:
    """The newest first; `search` looks in the recipients and the subject."""
    wanted = search.strip().lower()
    found = []
    for path in sorted(_paths(), key=_received, reverse=True):
        letter = read(path)
        if not wanted or wanted in f"{letter.recipients} {letter.subject}".lower():
            found.append(letter)
        if len(found) == NEWEST:
            break
    return found


def letter_named(name: str) -> Letter | None:
    """The message whose file has this name."""
    return next((read(path) for path in _paths() if path.name == name), None)


def read(path: Path) -> Letter:
    """The message in a file, which the catcher writes once and nobody changes."""
    return _parsed(path, path.stat().st_mtime)


@lru_cache(maxsize=NEWEST * 2)
def _parsed(path: Path, written: float) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    return Letter(
        name=path.name,
        sender=str(message.get("From", "")),
        recipients=str(message.get("X-RcptTo") or message.get("To", "")),
        subject=str(message.get("Subject", "")),
        received=datetime.fromtimestamp(written, UTC),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachments(message)),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _attachments(message: EmailMessage) -> Iterator[Attachment]:
    for part in message.iter_attachments():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(part.get_filename() or "file", part.get_content_type(), content)


def _paths() -> Iterator[Path]:
    root = Path(settings.DEMO_MAIL_DIR)
    if not settings.DEMO_MAIL_DIR:
        return
    for folder in FOLDERS:
        inside = root / folder
        if inside.is_dir():
            yield from (
                path for path in inside.iterdir() if NAME.match(path.name) and path.is_file()
            )


def _received(path: Path) -> float:
    return path.stat().st_mtime
