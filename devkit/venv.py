"""The virtual environment: made once, filled from the lock, and left alone until the lock changes."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from devkit.failure import Failure
from devkit.layout import LOCK_FILE, ROOT, VENV, state_folder
from devkit.locks import waiting_lock

PYTHON = VENV / "bin" / "python"
STAMP = VENV / "lock.sha256"


def is_inside() -> bool:
    """Whether this process already runs with the environment's Python."""
    return Path(sys.prefix).resolve() == VENV.resolve()


def enter(arguments: list[str]) -> None:
    """Replace this process by the same command under the environment's Python, made ready first.

    The process keeps its number: whoever started `dev.py` can signal it as before.
    """
    prepare()
    os.execv(  # noqa: S606 - the point is to become that process
        PYTHON, [str(PYTHON), str(ROOT / "dev.py"), *arguments]
    )


def keep_bytecode() -> None:
    """Let a Python that may leave nothing beside the sources keep what it compiled in the state.

    It would compile the libraries anew in each process: five seconds of each of the demo's ten.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
        folder = str(state_folder("bytecode"))
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = folder
        sys.dont_write_bytecode = False


def prepare() -> None:
    """Make the environment if it is missing or broken; install the lock if it changed."""
    with waiting_lock(state_folder("") / "venv.lock"):
        if is_current():
            return
        if not runs():
            create()
        install()
        STAMP.write_text(lock_stamp(LOCK_FILE))


def lock_stamp(lock_file: Path) -> str:
    """The lock's fingerprint: a different one means that packages must be installed again."""
    return hashlib.sha256(lock_file.read_bytes()).hexdigest()


def is_current() -> bool:
    """Whether what is installed is what the lock says."""
    return STAMP.exists() and STAMP.read_text() == lock_stamp(LOCK_FILE) and runs()


def runs() -> bool:
    """Whether the environment's Python starts, and has pip; its interpreter may have been removed."""
    if not PYTHON.exists():
        return False
    return (
        subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode
        == 0
    )


def create() -> None:
    """Make an empty environment, or say which package of the system is missing."""
    print("Making .venv …", flush=True)
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        raise Failure(creation_remedy(made.stdout + made.stderr))


def creation_remedy(output: str) -> str:
    """One line for a failed `python -m venv`: Debian and Ubuntu ship it apart from Python."""
    if "ensurepip" in output or "No module named venv" in output:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return f"Python's venv module is missing: run `apt-get install python{version}-venv` (as root), then try again."
    last = output.strip().splitlines()[-1:] or ["no explanation given"]
    return f"The virtual environment could not be made in {VENV}: {last[0]}"


def install() -> None:
    """Install exactly the lock, as wheels: nothing is compiled, nothing unverified is run."""
    print(
        "Installing the locked packages; this happens once, and takes about a minute …", flush=True
    )
    options = [
        "--only-binary",
        ":all:",
        "--require-hashes",
        "--no-deps",
        "--no-compile",  # a fifth of the modules is ever imported: each is compiled then, and kept
        "--disable-pip-version-check",
    ]
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        *options,
        "-r",
        str(LOCK_FILE),
    ]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise Failure(install_remedy(done.stderr))


def install_remedy(output: str) -> str:
    """One line for a failed installation: the cause pip named, and what to do about it."""
    errors = [line for line in output.splitlines() if line.startswith("ERROR")]
    cause = errors[-1].removeprefix("ERROR:").strip() if errors else "pip gave no reason"
    if "No matching distribution" in cause:
        return f"No ready-made package for this machine ({cause}): use CPython 3.11–3.13 on Linux (glibc) or macOS."
    return f"The packages could not be installed ({cause}): check the network, then run the same command again."
