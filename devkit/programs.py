"""Running the project's own programs."""

import subprocess

from devkit.environment import Environment
from devkit.failure import Failure
from devkit.layout import ROOT
from devkit.venv import PYTHON


def manage(environment: Environment, *arguments: str) -> None:
    """Run a management command; its own words have already told why, if it fails."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise Failure(f"`manage.py {arguments[0]}` failed, for the reason above.")
