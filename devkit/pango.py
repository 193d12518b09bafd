"""Pango, the one system library that the portal wants: without it pages work and PDFs wait."""

import ctypes
import sys

from devkit.debian import can_install, install_packages

DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
LINUX_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
MAC_LIBRARIES = ("libpango-1.0.dylib", "libpangoft2-1.0.dylib", "libharfbuzz-subset.dylib")
MAC_FOLDERS = ("", "/opt/homebrew/lib/", "/usr/local/lib/")


def is_present() -> bool:
    """Whether the libraries that WeasyPrint opens can be opened."""
    if sys.platform == "darwin":
        return all(any(can_open(folder + name) for folder in MAC_FOLDERS) for name in MAC_LIBRARIES)
    return all(can_open(name) for name in LINUX_LIBRARIES)


def can_open(library: str) -> bool:
    """Whether the system's loader finds this library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure() -> None:
    """Install Pango if this machine lacks it and lets us; otherwise say how, and go on without."""
    if is_present():
        return
    if can_install():
        print("Installing Pango, which draws the PDFs …", flush=True)
        if install_packages(*DEBIAN_PACKAGES) and is_present():
            return
    print(
        f"Pango is missing, so PDFs will wait until it is there: {remedy(sys.platform)}",
        file=sys.stderr,
        flush=True,
    )


def remedy(platform: str) -> str:
    """The line to run on this kind of machine."""
    if platform == "darwin":
        return "run `brew install pango`."
    return f"run `sudo apt-get install {' '.join(DEBIAN_PACKAGES)}`, or your distribution's equivalent."
