"""Static files, collected again only when one of them changed: compressing them takes most of a start."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from devkit.environment import Environment
from devkit.layout import ROOT, app_folders
from devkit.locks import waiting_lock
from devkit.programs import manage

STAMP = "collected.sha256"
DECIDERS = ("requirements/dev.txt", "topmetro/static.py")


def collect(environment: Environment) -> None:
    """Collect them if the sources, the packages or the way of storing them are not those of last time."""
    folder = Path(environment["STATIC_ROOT"])
    stamp, now = folder / STAMP, fingerprint(ROOT)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with waiting_lock(folder.with_suffix(".lock")):
        if stamp.exists() and stamp.read_text() == now:
            return
        print("Collecting the static files …", flush=True)
        manage(environment, "collectstatic", "--no-input", "--clear", "--verbosity", "0")
        stamp.write_text(now)


def fingerprint(root: Path) -> str:
    """What the collected files are made of; the contents of ours, the lock for those of packages."""
    digest = hashlib.sha256()
    for path in (*(root / decider for decider in DECIDERS), *sources(root)):
        digest.update(f"{path.relative_to(root)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def sources(root: Path) -> Iterator[Path]:
    """The checkout's own static files, in a stable order."""
    for folder in (root / "static", *app_folders(root, "static")):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())
