"""The database and the broker, for the demo and for the tests."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from devkit import postgres
from devkit.environment import Environment, external_broker, external_database, test_settings
from devkit.layout import STATE, is_root, state_folder
from devkit.locks import shared_lock, waiting_lock
from devkit.secrets import Secrets
from devkit.valkey import Valkey

ENVIRONMENT_FILE = "test.env"
KEPT = "services-kept"


@dataclass(frozen=True)
class Services:
    """One PostgreSQL and one Valkey that belong together; `name` is their folder in the state."""

    name: str
    throwaway: bool

    @property
    def postgres(self) -> postgres.Postgres:
        """The database server."""
        settings = postgres.CARELESS if self.throwaway else {}
        return postgres.Postgres(self.name, self.secrets, settings)

    @property
    def valkey(self) -> Valkey:
        """The broker and cache."""
        return Valkey(self.name, self.secrets, durable=not self.throwaway)

    @property
    def secrets(self) -> Secrets:
        """Their passwords, kept beside the data that asks for them."""
        folder = postgres.system_home() if is_root() else state_folder(self.name)
        folder.mkdir(exist_ok=True, parents=True)
        return Secrets(folder / f"{self.name}.secrets.json")

    def start(self) -> Environment:
        """Start what the environment does not already name; return the addresses of both."""
        addresses: Environment = {}
        if not external_database():
            self.postgres.start()
            postgres.prepare_roles(self.postgres, owner_creates_databases=self.throwaway)
            addresses["DATABASE_URL"] = self.postgres.url(postgres.APP)
            addresses["DATABASE_OWNER_URL"] = self.postgres.url(postgres.OWNER)
        if not external_broker():
            self.valkey.start()
            addresses["REDIS_URL"] = self.valkey.url()
        return addresses

    def stop(self) -> None:
        """Stop both, if they run."""
        if self.valkey.is_running():
            self.valkey.stop()
        if self.postgres.is_running():
            self.postgres.stop()

    def delete(self) -> None:
        """Stop both and delete what they kept, passwords included."""
        self.valkey.delete()
        self.postgres.delete()
        self.secrets.path.unlink(missing_ok=True)


def test_services() -> Services:
    """Those of the tests, shared by all test runs of the checkout."""
    return Services("test", throwaway=True)


@contextmanager
def borrowed_test_services() -> Iterator[Environment]:
    """The tests' services, for as long as this run needs them.

    Test runs share them. The last to leave stops them, unless `dev.py services` asked to keep them.
    """
    state = state_folder("")
    with shared_lock(state / "test.users") as lock:
        with waiting_lock(state / "test.lock"):
            services = test_services()
            addresses = services.start()
        try:
            yield addresses
        finally:
            with waiting_lock(state / "test.lock"):
                if lock.is_last() and not (state / KEPT).exists():
                    services.stop()


def keep_test_services() -> int:
    """`dev.py services`: start them in the background, and write their addresses for a shell to read."""
    state = state_folder("")
    with waiting_lock(state / "test.lock"):
        environment = test_settings(test_services().start())
        (state / KEPT).touch()
        write_environment(state / ENVIRONMENT_FILE, environment)
    print(f"PostgreSQL and Valkey for tests are running: `set -a; . {STATE.name}/{ENVIRONMENT_FILE}; set +a`.")
    return 0


def stop_test_services() -> int:
    """`dev.py services --stop`."""
    state = state_folder("")
    with waiting_lock(state / "test.lock"):
        (state / KEPT).unlink(missing_ok=True)
        test_services().stop()
    return 0


def write_environment(path: Path, environment: Environment) -> None:
    """Write variables as a shell reads them, for nobody else's eyes: they hold passwords."""
    path.touch(mode=0o600)
    lines = [f"{name}='{value}'\n" for name, value in sorted(environment.items())]
    path.write_text("".join(lines))


@contextmanager
def demo_services() -> Iterator[tuple[Services, Environment]]:
    """The demo's services, stopped when the demo ends however it ends."""
    services = Services("demo", throwaway=False)
    with ExitStack() as leaving:
        leaving.callback(services.stop)
        yield services, services.start()
