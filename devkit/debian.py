"""Packages of a Debian or Ubuntu system, installed when that needs nobody's consent: as root."""

import os
import shutil
import subprocess

from devkit.layout import is_root


def can_install() -> bool:
    """Whether packages can be installed here without a password."""
    return is_root() and shutil.which("apt-get") is not None


def install_packages(*names: str) -> bool:
    """Install packages; False when this machine is not ours to change, or it did not work."""
    if not can_install():
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = (
        ["apt-get", "update", "-q"],
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", *names],
    )
    return all(
        subprocess.run(step, env=environment, capture_output=True, check=False).returncode == 0
        for step in steps
    )
