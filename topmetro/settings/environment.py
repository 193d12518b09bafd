"""The portal's settings that come from the environment: one table, read once, checked at start.

The table is the documentation (`manage.py settings_table` prints it into `docs/settings.md`) and the
contract: `docker-compose.yml` may set only what stands here, and a missing required value stops the
start with one line that names it.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import environ

from .problems import YES, problems

BASE_DIR = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it means, and its value when absent."""

    name: str
    meaning: str
    default: str | None = None

    @property
    def required(self) -> bool:
        return self.default is None


VARIABLES = (
    Variable("SECRET_KEY", "Signs sessions and tokens; at least 50 random characters."),
    Variable(
        "DATABASE_URL", "PostgreSQL as the app's role: no superuser, no BYPASSRLS, owns nothing."
    ),
    Variable("DATABASE_OWNER_URL", "PostgreSQL as the owner; only where migrations run.", ""),
    Variable("REDIS_URL", "Redis or Valkey: broker and cache."),
    Variable("EMAIL_URL", "Outgoing mail, e.g. smtp://user:password@host:25 or smtp+tls://…:587."),
    Variable("DEFAULT_FROM_EMAIL", "Sender of account mail.", "topmetro <noreply@example.org>"),
    Variable("PUBLIC_URL", "Canonical address, used in e-mails and PDFs; no final slash."),
    Variable(
        "ALLOWED_HOSTS", "Host names served, separated by commas; default: that of PUBLIC_URL.", ""
    ),
    Variable("MEDIA_ROOT", "Folder of private files.", str(BASE_DIR / ".topmetro" / "media")),
    Variable(
        "STATIC_ROOT", "Folder of collected static files.", str(BASE_DIR / ".topmetro" / "static")
    ),
    Variable(
        "ACCEL_REDIRECT",
        "Internal prefix by which the proxy serves private files; empty: Django does.",
        "",
    ),
    Variable(
        "TRUSTED_PROXIES",
        "How many addresses at the end of X-Forwarded-For are written by proxies of ours; 0: ignore it.",
        "0",
    ),
    Variable("MAX_UPLOAD_MB", "Largest accepted file, in megabytes.", "20"),
    Variable(
        "DEMO", "1 adds the demo's pages (mail, accounts, current codes). Never in production.", "0"
    ),
    Variable("DEMO_MAIL_DIR", "Where the demo's mail catcher stores what it receives.", ""),
    Variable("CLOCK_SHIFT", "1 lets the stored clock offset apply (demo and tests only).", "0"),
    Variable("DEBUG", "1 shows tracebacks. Never in production.", "0"),
    Variable("SECURE", "1 demands HTTPS, secure cookies and HSTS.", "1"),
    Variable("LOG_LEVEL", "Level of the log on standard error.", "INFO"),
    Variable("OIDC_SERVER_URL", "The body's OpenID Connect gateway (SPID/CIE); empty: none.", ""),
    Variable("OIDC_CLIENT_ID", "Client id at that gateway.", ""),
    Variable("OIDC_CLIENT_SECRET", "Client secret at that gateway.", ""),
)

_KNOWN = {variable.name: variable for variable in VARIABLES}

env = environ.Env()


def value(name: str) -> str:
    """The variable's value, or its default; the start stops if a required one is absent."""
    variable = _KNOWN[name]
    found = os.environ.get(name, "")
    if found:
        return found
    if variable.default is None:
        sys.exit(f"{name} is not set. {variable.meaning} See docs/settings.md.")
    return variable.default


def flag(name: str) -> bool:
    """The variable read as yes or no."""
    return value(name).strip().lower() in YES


def refuse_bad() -> None:
    """Stop the start, naming each variable whose value cannot be meant."""
    if found := problems({name: value(name) for name in _KNOWN}):
        sys.exit("\n".join([*found, "See docs/settings.md."]))
