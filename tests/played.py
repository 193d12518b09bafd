"""The demo's programmes, played once for each day on which they may stand, and cloned from then on.

Playing takes most of a minute, copying the result a second. A play is kept until the sources, the
definitions or the day change, under a name that says so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from core.access import clock
from tests import databases
from tests.databases import ROOT, owner_cursor

PLAYING = 7_201_131
"""The lock under which a day is played; another day may be played beside it."""
DRAW = """
from core.documents.tasks import due_jobs, render_pdf
while due := due_jobs():
    for job in due:
        render_pdf(*job)
"""
"""The PDFs that the play asked for, drawn once: else the worker of each portal would draw them first."""
MADE_OF = frozenset({".py", ".toml", ".txt", ".html"})
APPS = (
    *("calls", "core", "education", "evaluation", "labs", "projects", "templates", "topmetro"),
    "tranches",
)

Environment = dict[str, str]


@dataclass(frozen=True)
class Played:
    """A database that nobody changes any more, and the files that its rows name."""

    database: str
    media: Path

    def copy(self, database: str, media: Path | None = None) -> None:
        """A database of this name, and the files in this folder, as the play left them."""
        databases.clone(database, template=self.database)
        if media is not None:
            shutil.copytree(self.media, media, dirs_exist_ok=True)


def played(standing_on: date | None = None) -> Played:
    """The demo as it stands on that day of its own time; at its ordinary day if none is said."""
    stands = f"topmetro_played_{standing_on or 'today'}".replace("-", "")
    name = f"{stands}_{_fingerprint()}"
    folder = Path(os.environ["MEDIA_ROOT"]).parent / "played" / name
    databases.ensure_template()
    with owner_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", [PLAYING, stands])
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            building = f"{name}_{os.getpid()}"
            databases.clone(building)
            folder.mkdir(parents=True, exist_ok=True)
            options = ["--standing-on", f"{standing_on}"] if standing_on else []
            manage(over(building, folder), "demo", *options)
            manage(over(building, folder), "shell", "-c", DRAW)
            cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{name}"')
            _forget_others(stands, name, folder)
    return Played(name, folder)


def over(database: str, media: Path) -> Environment:
    """The environment of the run, over another database and another folder of files."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "topmetro.settings",
        "DATABASE_URL": with_path(os.environ["DATABASE_URL"], f"/{database}"),
        "DATABASE_OWNER_URL": with_path(os.environ["DATABASE_OWNER_URL"], f"/{database}"),
        "MEDIA_ROOT": str(media),
        "DEMO": "1",
        "CLOCK_SHIFT": "1",
    }


def manage(environment: Environment, *arguments: str) -> str:
    """A management command; its own words if it fails."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


def with_path(address: str, path: str) -> str:
    return urlsplit(address)._replace(path=path).geturl()


def _fingerprint() -> str:
    """Of all that a play is made of: the code and words of the portal, and the day that it moves to."""
    digest = hashlib.sha256(f"{clock.today()}".encode())
    for path in _sources():
        digest.update(f"{path}".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    yield Path(__file__)
    for app in APPS:
        found = (path for path in (ROOT / app).rglob("*") if path.suffix in MADE_OF)
        yield from sorted(found)


def _forget_others(stands: str, name: str, folder: Path) -> None:
    """Plays of the same day from other sources: nobody will ask for them again."""
    with owner_cursor() as cursor:
        like = f"{stands}\\_____________"  # the fingerprint, and nothing after it: not one in the making
        cursor.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s AND datname <> %s", [like, name]
        )
        for (other,) in cursor.fetchall():
            databases.drop(other)
            shutil.rmtree(folder.with_name(other), ignore_errors=True)
