"""`dev.py manage …`: a management command over the demo's database, running or not."""

import subprocess

from devkit.environment import demo_settings
from devkit.layout import ROOT
from devkit.services import DEMO
from devkit.venv import PYTHON


def run_manage(arguments: list[str]) -> int:
    """Run it as the owner of the tables, as an administrator would. Mail waits for the next `dev.py demo`."""
    with DEMO.borrowed() as addresses:
        environment = demo_settings(addresses, DEMO.secrets, port=8000, mail_port=9)
        return subprocess.run(
            [PYTHON, "manage.py", *arguments], cwd=ROOT, env=environment, check=False
        ).returncode
