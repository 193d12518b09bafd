"""`dev.py check`: what can be known of the code without running it, in the order that tells soonest."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from devkit import messages
from devkit.environment import Environment, production_like_settings, test_settings
from devkit.layout import ROOT, VENV
from devkit.services import TEST

BIN = VENV / "bin"
MANAGE = (str(BIN / "python"), "manage.py")


@dataclass(frozen=True)
class Check:
    """One check: its name, and what it says is wrong; empty when nothing is."""

    name: str
    run: Callable[[Environment], str]


def run_checks() -> int:
    """Run them all, so that one run tells everything; 1 if any is not content."""
    messages.compile_catalogues()
    with TEST.borrowed() as addresses:
        environment = os.environ | test_settings(addresses)
        failed = [check.name for check in CHECKS if not passes(check, environment)]
    print(f"Not content: {', '.join(failed)}." if failed else "All checks are content.")
    return 1 if failed else 0


def passes(check: Check, environment: Environment) -> bool:
    """Run one, and print how it went."""
    began = time.monotonic()
    complaint = check.run(environment).strip()
    print(
        f"{'FAIL' if complaint else 'ok':<5}{check.name:<14}{time.monotonic() - began:5.1f} s",
        flush=True,
    )
    if complaint:
        print(complaint, flush=True)
    return not complaint


def program(*command: str, production: bool = False) -> Callable[[Environment], str]:
    """A check made by a program: its output, when its exit code says that something is wrong."""

    def run(environment: Environment) -> str:
        if production:
            environment = environment | production_like_settings(environment)
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        return (
            (done.stdout + done.stderr or f"exit code {done.returncode}") if done.returncode else ""
        )

    return run


def translations(_environment: Environment) -> str:
    """The check of the Italian catalogue."""
    return "\n".join(messages.problems())


CHECKS = (
    Check("format", program(str(BIN / "ruff"), "format", "--check", "--quiet", ".")),
    Check("lint", program(str(BIN / "ruff"), "check", "--quiet", ".")),
    Check("imports", program(str(BIN / "lint-imports"), "--no-cache")),
    Check("templates", program(str(BIN / "djlint"), "--lint", "--quiet", "templates")),
    Check("translations", translations),
    Check("migrations", program(*MANAGE, "makemigrations", "--check", "--dry-run")),
    Check(
        "deployment",
        program(*MANAGE, "check", "--deploy", "--fail-level", "WARNING", production=True),
    ),
    Check("types", program(str(BIN / "mypy"))),
)


def format_all() -> int:
    """`dev.py format`: what can be put right without a person."""
    commands = (["check", "--fix", "--quiet", "."], ["format", "--quiet", "."])
    codes = [
        subprocess.run([str(BIN / "ruff"), *command], cwd=ROOT, check=False).returncode
        for command in commands
    ]
    print(
        "Formatted." if not any(codes) else "Formatted; what is listed above needs a person.",
        file=sys.stderr,
    )
    return max(codes)
