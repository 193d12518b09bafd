"""The browser of the journeys: looked for wherever it can be, installed if that can be done unattended."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from devkit.debian import install_packages
from devkit.failure import Failure
from devkit.layout import VENV

WINDOWLESS = "chromium-headless-shell"
"""Chromium without windows: the same pages for half of the processor's time. Of Debian; Ubuntu has none."""
COMMANDS = (
    WINDOWLESS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
MAC_APPLICATIONS = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
REMEDY = (
    "run `.venv/bin/playwright install --with-deps chromium`, or set CHROMIUM to a browser's path."
)


def find_browser() -> Path:
    """A Chromium: the one named, one installed, Debian's, or playwright's; in that order."""
    if named := os.environ.get("CHROMIUM"):
        if not os.access(named, os.X_OK):
            raise Failure(f"CHROMIUM names {named}, which cannot be run: correct it, or unset it.")
        return Path(named)
    found = installed_browser() or downloaded_browser()
    if found:
        return found
    print("No Chromium found: installing one for the browser journeys …", flush=True)
    installed = install_packages(WINDOWLESS) or install_packages("chromium")
    if installed and (found := installed_browser()):
        return found
    subprocess.run(
        [VENV / "bin" / "playwright", "install", "chromium"], stdout=subprocess.DEVNULL, check=False
    )
    if found := downloaded_browser():
        return found
    raise Failure(f"No Chromium for the browser journeys: {REMEDY}")


def installed_browser() -> Path | None:
    """One that this machine has."""
    for command in COMMANDS:
        if path := shutil.which(command):
            return Path(path)
    return next((path for path in MAC_APPLICATIONS if path.exists()), None)


def downloaded_browser() -> Path | None:
    """The one that `playwright install` put in its own folder, if it did."""
    script = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    asked = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    path = Path(asked.stdout.strip() or "nowhere")
    return path if path.exists() else None
