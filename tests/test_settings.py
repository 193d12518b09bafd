"""The environment: documented, and refused when it contradicts itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from topmetro.management.commands.settings_table import settings_table
from topmetro.settings.environment import VARIABLES
from topmetro.settings.problems import problems

ROOT = Path(__file__).resolve().parents[1]
GOOD = {variable.name: variable.default or "" for variable in VARIABLES} | {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://app@db/topmetro",
    "REDIS_URL": "redis://redis:6379/0",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "PUBLIC_URL": "https://portal.example.org",
}


def test_a_good_environment_has_no_problems() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"MAX_UPLOAD_MB": "lots"}, "MAX_UPLOAD_MB"),
        ({"MAX_UPLOAD_MB": "0"}, "MAX_UPLOAD_MB"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"SECURE": "maybe"}, "SECURE"),
        ({"DATABASE_URL": "mysql://app@db/x"}, "DATABASE_URL"),
        ({"DATABASE_OWNER_URL": "sqlite:///x"}, "DATABASE_OWNER_URL"),
        ({"REDIS_URL": "memory://"}, "REDIS_URL"),
        ({"PUBLIC_URL": "portal.example.org"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "https:///"}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://portal.example.org"}, "PUBLIC_URL"),
        ({"DEMO": "1"}, "DEMO"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"CLOCK_SHIFT": "1"}, "CLOCK_SHIFT"),
        ({"OIDC_SERVER_URL": "https://gateway.example.org"}, "OIDC_CLIENT_ID"),
    ],
)
def test_what_cannot_be_meant_is_named(changes: dict[str, str], named: str) -> None:
    [only] = problems(GOOD | changes)
    assert named in only


def test_the_start_stops_with_the_name_of_what_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    done = subprocess.run(
        [sys.executable, "-c", "import topmetro.settings"],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "topmetro.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("REDIS_URL is not set.")


def test_the_page_of_settings_is_what_the_table_says() -> None:
    written = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert written == settings_table(), "Run `manage.py settings_table`."


def test_the_page_of_settings_names_no_folder_of_a_machine() -> None:
    assert str(ROOT) not in settings_table()


PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "PUBLIC_URL": "https://portal.example.org",
    "ALLOWED_HOSTS": "portal.example.org",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
    "SECURE": "1",
    "DEMO": "0",
    "DEBUG": "0",
    "CLOCK_SHIFT": "0",
    "DATABASE_OWNER_URL": "",
}
ONE_VISIT = """
import json
import django
django.setup()
from django.conf import settings
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
portal = {"HTTP_HOST": "portal.example.org"}
plain = Client().get("/accounts/login/", **portal)
browser = Client()
safe = browser.get("/accounts/login/", HTTP_X_FORWARDED_PROTO="https", **portal)
strange = Client().get("/accounts/login/", HTTP_X_FORWARDED_PROTO="https", HTTP_HOST="evil.example.org")
print(json.dumps({
    "plain": [plain.status_code, plain.get("Location", "")],
    "safe": [safe.status_code, safe.get("Strict-Transport-Security", "")],
    "strange": strange.status_code,
    "csrf": [safe.cookies["csrftoken"][key] for key in ("secure", "samesite")],
    "session": [settings.SESSION_COOKIE_SECURE, settings.SESSION_COOKIE_HTTPONLY],
}))
"""


def _in_production(*command: str, **more: str) -> subprocess.CompletedProcess[str]:
    # The browser journeys set this for their own process; a server never has it.
    inherited = {k: v for k, v in os.environ.items() if k != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=inherited | PRODUCTION | more | {"DJANGO_SETTINGS_MODULE": "topmetro.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_djangos_own_deployment_check() -> None:
    done = _in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_production_speaks_only_by_https_and_keeps_its_cookies_there(
    django_db_setup: None, test_database_name: str
) -> None:
    migrated = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{test_database_name}")
    done = _in_production("-c", ONE_VISIT, DATABASE_URL=migrated.geturl())
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["plain"] == [301, "https://portal.example.org/accounts/login/"]
    assert found["safe"][0] == 200
    assert found["safe"][1].startswith("max-age=31536000; includeSubDomains")
    assert found["strange"] == 400
    assert found["csrf"] == [True, "Lax"]
    assert found["session"] == [True, True]
