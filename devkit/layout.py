"""Where things are: the checkout, its virtual environment, and the state that `reset` deletes."""

import hashlib
import os
import secrets
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".topmetro"
CODE_FOLDERS = (
    "calls",
    "core",
    "education",
    "evaluation",
    "labs",
    "projects",
    "topmetro",
    "tranches",
)
LOCK_FILE = ROOT / "requirements" / "dev.txt"

# A Unix socket's address holds 104 bytes on macOS and 108 on Linux; PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 80


def state_folder(name: str) -> Path:
    """A folder of the state that only its owner can read."""
    STATE.mkdir(mode=0o700, exist_ok=True)
    folder = STATE / name
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def checkout_id() -> str:
    """A short name for this checkout, for what must live outside it.

    Made of its path and of a random part kept in the state: a copy of the folder, or a new clone
    at the same path, never meets the data of another.
    """
    seed = state_folder("") / "id"
    if not seed.exists():
        seed.write_text(secrets.token_hex(8))
    return hashlib.sha256(f"{ROOT}\n{seed.read_text()}".encode()).hexdigest()[:12]


def is_root() -> bool:
    """Whether this process could do anything, and PostgreSQL would therefore refuse to run."""
    return os.geteuid() == 0


def app_folders(root: Path, name: str) -> list[Path]:
    """The folders of that name in the project's apps: `calls/static`, `core/ui/static` …"""
    places = [root / folder for folder in CODE_FOLDERS]
    found = [path for place in places for path in (*place.glob(name), *place.glob(f"*/{name}"))]
    return sorted(found)
