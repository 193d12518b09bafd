"""The database and the broker, for the demo and for the tests."""

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devkit import postgres
from devkit.environment import Environment, external_broker, external_database, test_settings
from devkit.layout import STATE, is_root, state_folder
from devkit.locks import shared_lock, waiting_lock
from devkit.secrets import Secrets
from devkit.valkey import Valkey


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

    @property
    def kept_mark(self) -> Path:
        """Exists while `dev.py services` wants them to outlive the runs that use them."""
        return state_folder(self.name) / "kept"

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

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One process at a time starts or stops them."""
        with waiting_lock(state_folder(self.name) / "services.lock"):
            yield

    @contextmanager
    def borrowed(self) -> Iterator[Environment]:
        """Their addresses, for as long as this process needs them; the last to leave stops them."""
        with shared_lock(state_folder(self.name) / "users.lock") as users:
            try:
                with self.changing():
                    addresses = self.start()
                yield addresses
            finally:
                with self.changing():
                    if users.is_last() and not self.kept_mark.exists():
                        self.stop()


DEMO = Services("demo", throwaway=False)
TEST = Services("test", throwaway=True)


def keep_test_services() -> int:
    """`dev.py services`: start them in the background, and write their addresses for a shell to read."""
    with TEST.changing():
        environment = test_settings(TEST.start())
        TEST.kept_mark.touch()
        path = STATE / "test.env"
        write_environment(path, environment)
    print(
        f"PostgreSQL and Valkey for tests are running: `set -a; . {STATE.name}/{path.name}; set +a`."
    )
    return 0


def stop_test_services() -> int:
    """`dev.py services --stop`."""
    with TEST.changing():
        TEST.kept_mark.unlink(missing_ok=True)
        TEST.stop()
    return 0


def write_environment(path: Path, environment: Environment) -> None:
    """Write variables as a shell reads them, for nobody else's eyes: they hold passwords."""
    path.touch(mode=0o600)
    lines = [f"{name}={shlex.quote(value)}\n" for name, value in sorted(environment.items())]
    path.write_text("".join(lines))
