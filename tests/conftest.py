"""What every test stands on: a real PostgreSQL as the app's role, open scopes, loud templates."""

import contextlib
import gc
import os
import random
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.db.models import QuerySet
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from core.access.clock import stored_offset
from core.access.models import User
from core.access.scope import open_programme
from core.programmes.models import Programme
from tests import databases, stages
from tests.factories import programmes as programme_factory
from tests.stages import STAGES

# A busy machine is no fault of the code: examples may take their time.
examples.register_profile(
    "portal",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
examples.load_profile("portal")

# A slow hash protects passwords of people; here there are only those of nobody.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A browser keeps a loop running in this thread, and Django would then keep its connections in another place:
# a transaction that was opened before the browser came could not be closed after it.
_of_this_thread = threading.local()
vars(_of_this_thread).update({each.alias: each for each in connections.all(initialized_only=True)})
connections._connections = _of_this_thread  # type: ignore[attr-defined]  # Django names no other way

# Plain names of static files: pages are tested without collecting, the journeys collect.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

JOURNEYS = Path(__file__).parent / "journeys"
PLAY = Path(__file__).parent / "demo" / "test_play.py"
ORDER = ["beginning", "play", "", "journeys", "walks", "portal"]
"""Of groups: a browser keeps a loop running in its process, so what has none comes before. Of those that
have one the longest come first, and the shorter fill up whichever process is ready sooner."""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Groups before xdist reads them; their order after everything was shuffled."""
    for item in items:
        if group := group_of(item):
            item.add_marker(pytest.mark.xdist_group(group))
    yield
    if config.getoption("loadgroup", default=False):
        unread = [item.nodeid for item in items if group_of(item) and "@" not in item.nodeid]
        assert not unread, f"pytest-xdist read no group of {unread[:3]}"
    items.sort(key=lambda item: (_place(group_of(item)), bool(item.get_closest_marker("last"))))


def group_of(item: pytest.Item) -> str:
    """Tests of a group run one after another in one process; "" for those that stand by themselves."""
    if JOURNEYS in item.path.parents:
        # One portal for all journeys, one for the walks beside them, and one for each module that asks.
        module = item.nodeid.partition("::")[0]
        if hasattr(_module(item), "portal"):
            return f"portal {module}"
        return "walks" if item.path.stem == "test_accessibility" else "journeys"
    if item.path == PLAY:
        return "play"  # or one process would wait for the other, which plays
    builder = stages.beginning_of(item)
    return f"beginning {builder.__module__}.{builder.__qualname__}" if builder else ""


def _place(group: str) -> tuple[int, str]:
    return ORDER.index(group.partition(" ")[0]), group


def _module(item: pytest.Item) -> object:
    found = item.getparent(pytest.Module)
    return found.obj if found else None


def pytest_collection_finish() -> None:
    """Modules, models and tests stay until the end: a search for garbage need not walk them each time."""
    gc.freeze()
    gc.set_threshold(10_000)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The beginning of other tests is taken down before anything of this one is set up."""
    if STAGES.builder is not stages.beginning_of(item):
        STAGES.leave()
    STAGES.test = None


@pytest.fixture(scope="session")
def test_database_name() -> str:
    return f"topmetro_test_{os.getpid()}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, test_database_name: str) -> Iterator[None]:
    """Replaces pytest-django's: the owner migrates a template, the app uses a clone of it."""
    with django_db_blocker.unblock():
        databases.clone(test_database_name)
        connections["default"].settings_dict["NAME"] = test_database_name
        settings.DATABASES["default"]["NAME"] = test_database_name
    yield
    STAGES.leave()
    with django_db_blocker.unblock():
        connections.close_all()
        databases.drop(test_database_name)


@pytest.fixture
def committed_db(
    django_db_setup: None, django_db_blocker: Any, test_database_name: str
) -> Iterator[None]:
    """For races and processes: what the test writes is committed; the database is renewed after it."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        databases.clone(test_database_name)


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> None:
    """Each test process has a cache of its own: one that empties it must not disturb the others."""
    number = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    settings.CACHES["default"]["LOCATION"] = f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"
    with contextlib.suppress(AttributeError):  # made while Django started, with the shared address
        del caches["default"]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(autouse=True)
def _plain_state() -> Iterator[None]:
    """No test inherits the clock or the language that another one left behind."""
    stored_offset.cache_clear()
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def beginning(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> stages.Beginning | None:
    """What stands in the database before the test, if it names a beginning."""
    builder = stages.beginning_of(request.node)
    if builder is not None:
        with django_db_blocker.unblock():
            STAGES.enter(builder, django_db_blocker)
    return STAGES.test


@pytest.fixture
def db(beginning: stages.Beginning | None, db: None) -> None:
    """The test's own transaction, inside that of its beginning."""


@pytest.fixture
def programme(db: None, beginning: stages.Beginning | None) -> Iterator[Programme]:
    """A public programme, open for the length of the test."""
    if beginning is None:
        made = programme_factory.programme(slug="prova", name="Programma di prova")
    else:
        made = beginning.programme
    with open_programme(made.pk):
        yield made


@pytest.fixture
def other_programme(db: None) -> Programme:
    """A second programme, for tests of the wall between two."""
    return programme_factory.programme(slug="altro", name="Altro programma")


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser-like client in which the person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


class LoudInvalidVariable(str):
    """What a template prints for a variable that does not exist: a failure that names it."""

    __slots__ = ()

    def __contains__(self, needle: object) -> bool:
        return needle == "%s"

    def __mod__(self, variable: object) -> str:
        raise AssertionError(f"Undefined template variable: {variable}")


@pytest.fixture(autouse=True)
def _loud_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.template import engines

    monkeypatch.setattr(
        engines["django"].engine,  # type: ignore[attr-defined]  # the Django backend has one
        "string_if_invalid",
        LoudInvalidVariable("undefined"),
    )


@pytest.fixture(autouse=True)
def _shuffled_when_unordered(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unordered list comes in any order: a test that relies on one must fail."""
    fetch = QuerySet._fetch_all

    def shuffled(self: QuerySet[Any]) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and isinstance(self._result_cache, list) and not self.ordered:
            random.shuffle(self._result_cache)

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@pytest.fixture
def app_role(db: None) -> str:
    """The database role that the test runs as."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])
