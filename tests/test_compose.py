"""The production shape sets what the settings read, nothing else, and nothing that is the demo's."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from topmetro.settings.environment import VARIABLES

ROOT = Path(__file__).parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PORTAL = ("migrate", "web", "worker", "beat")
KNOWN = {variable.name for variable in VARIABLES}
REQUIRED = {variable.name for variable in VARIABLES if variable.required}


def environment(service: str) -> dict[str, str]:
    """The variables that a service receives, those of the image included."""
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    pairs = [
        pair
        for line in lines
        if line.startswith("ENV ")
        for pair in line.split()[1:]
        if "=" in pair
    ]
    image = dict(pair.split("=", 1) for pair in pairs)
    portal = {name: value for name, value in image.items() if name in KNOWN}
    own: dict[str, str] = COMPOSE["services"][service]["environment"]
    return portal | own


def test_the_shape() -> None:
    assert set(COMPOSE["services"]) == {*PORTAL, "postgres", "redis", "proxy"}


@pytest.mark.parametrize("service", PORTAL)
def test_every_variable_is_one_that_the_settings_read(service: str) -> None:
    assert set(environment(service)) <= KNOWN


@pytest.mark.parametrize("service", PORTAL)
def test_nothing_that_the_settings_require_is_missing(service: str) -> None:
    assert set(environment(service)) >= REQUIRED


@pytest.mark.parametrize("service", PORTAL)
def test_only_migrations_know_the_owner(service: str) -> None:
    assert ("DATABASE_OWNER_URL" in environment(service)) is (service == "migrate")


@pytest.mark.parametrize("service", PORTAL)
@pytest.mark.parametrize("name", ["DEMO", "DEBUG", "CLOCK_SHIFT", "DEMO_MAIL_DIR", "SECURE"])
def test_nothing_of_the_demo_is_switched_on(service: str, name: str) -> None:
    assert name not in environment(service)


def test_the_worker_takes_every_queue() -> None:
    from django.conf import settings

    queues = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    command = COMPOSE["services"]["worker"]["command"]
    served = set(command[command.index("--queues") + 1].split(","))
    assert served == queues | {settings.CELERY_TASK_DEFAULT_QUEUE}


def test_the_proxy_serves_the_folder_that_the_portal_names() -> None:
    prefix = environment("web")["ACCEL_REDIRECT"]
    block = (ROOT / "docker" / "nginx.conf").read_text().split(f"location {prefix} {{")[1]
    assert "internal;" in block
    assert f"alias {environment('web')['MEDIA_ROOT']}/;" in block
    assert any(
        volume.startswith("media:/srv/media") for volume in COMPOSE["services"]["proxy"]["volumes"]
    )


def test_nothing_but_the_proxy_is_reachable_from_outside() -> None:
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == [
        "proxy"
    ]
