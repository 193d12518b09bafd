"""The environment variables that the portal's settings read, as `dev.py` fills them in."""

import os
import secrets

from devkit.failure import Failure
from devkit.layout import state_folder
from devkit.secrets import Secrets

Environment = dict[str, str]


def external_database() -> bool:
    """Whether the caller brings a database; both addresses are needed, for the app and for its owner."""
    given = [name for name in ("DATABASE_URL", "DATABASE_OWNER_URL") if os.environ.get(name)]
    if len(given) == 1:
        missing = "DATABASE_OWNER_URL" if given == ["DATABASE_URL"] else "DATABASE_URL"
        raise Failure(
            f"{given[0]} is set but {missing} is not: set both, or neither to use a PostgreSQL of dev.py's."
        )
    return bool(given)


def external_broker() -> bool:
    """Whether the caller brings a Redis or Valkey."""
    return bool(os.environ.get("REDIS_URL"))


def test_settings(addresses: Environment) -> Environment:
    """The settings of a test run: plain HTTP, a movable clock, and mail that stays in memory.

    They stand above the caller's own: a test must never write to a developer's real mail server.
    """
    folder = state_folder("test")
    return addresses | {
        "SECRET_KEY": "tests-only-" + "0123456789" * 5,
        "PUBLIC_URL": "http://localhost:8000",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "EMAIL_URL": "memorymail://",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "SECURE": "0",
        "CLOCK_SHIFT": "1",
        "DEMO": "1",
        "DEBUG": "0",
    }


def production_like_settings(environment: Environment) -> Environment:
    """What an operator would set, so that Django's own deployment check judges that, and not a test run."""
    return without_owner(environment) | {
        "SECRET_KEY": secrets.token_urlsafe(64),
        "PUBLIC_URL": "https://portal.example.org",
        "ALLOWED_HOSTS": "portal.example.org",
        "EMAIL_URL": "smtp+tls://mail.example.org:587",
        "SECURE": "1",
        "DEMO": "0",
        "DEBUG": "0",
        "CLOCK_SHIFT": "0",
    }


def demo_settings(
    addresses: Environment, kept: Secrets, *, port: int, mail_port: int
) -> Environment:
    """The settings of the demo, over the caller's environment.

    Address, hosts and DEBUG can be the caller's; mail never is: the demo's people are invented, but
    some of their addresses might exist.
    """
    folder = state_folder("demo")
    chosen = {
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "DEBUG": "0",
    }
    ours = {
        "DJANGO_SETTINGS_MODULE": "topmetro.settings",
        "SECRET_KEY": kept.get("secret_key"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "DEMO_MAIL_DIR": str(folder / "mail"),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "SECURE": "0",
        "DEMO": "1",
        "CLOCK_SHIFT": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return chosen | os.environ | ours | addresses


def without_owner(environment: Environment) -> Environment:
    """The same without the owner's address: what serves pages must be unable to change the tables."""
    return {name: value for name, value in environment.items() if name != "DATABASE_OWNER_URL"}
