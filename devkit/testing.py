"""`dev.py test`: the whole suite, with its own database and broker and a real browser."""

import os
import subprocess

from devkit import messages
from devkit.browser import find_browser
from devkit.environment import test_settings
from devkit.layout import ROOT, VENV
from devkit.services import TEST

WORKERS = "2"


def run_tests(arguments: list[str]) -> int:
    """Run pytest over everything, or over what the arguments choose. Its summary is the last line."""
    messages.compile_catalogues()
    chromium = find_browser()
    with TEST.borrowed() as addresses:
        environment = os.environ | test_settings(addresses) | {"CHROMIUM": str(chromium)}
        return subprocess.run(
            pytest_command(arguments), cwd=ROOT, env=environment, check=False
        ).returncode


def pytest_command(arguments: list[str]) -> list[str]:
    """Two workers unless told otherwise, a group in one of them (`tests/conftest.py` orders them);
    the arguments are pytest's own."""
    told = any(argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    return [
        str(VENV / "bin" / "python"),
        "-m",
        "pytest",
        *([] if told else ["-n", WORKERS, "--dist", "loadgroup", "--no-loadscope-reorder"]),
        *arguments,
    ]
