"""`dev.py reset`: the demo as it was before its first start."""

import shutil
import sys

from devkit import postgres
from devkit.demo import only_demo
from devkit.layout import is_root, state_folder
from devkit.services import DEMO


def reset(*, agreed: bool) -> int:
    """Delete the demo's database, files and mail, after asking."""
    with only_demo():
        if not agreed and not is_confirmed():
            print("Nothing was deleted.")
            return 1
        DEMO.delete()
        shutil.rmtree(state_folder("demo"))
        if is_root():
            delete_system_home()
    print("The demo's data is deleted; the next start makes it anew.")
    return 0


def is_confirmed() -> bool:
    """Whether the person at the keyboard said yes; without a keyboard nobody did."""
    if not sys.stdin.isatty():
        print("Nobody to ask: add --yes.", file=sys.stderr)
        return False
    return input("Delete the demo's database, files and mail? [y/N] ").strip().lower() in {
        "y",
        "yes",
        "s",
        "sì",
    }


def delete_system_home() -> None:
    """Remove root's folder outside the checkout too, unless the tests still keep their server there."""
    home = postgres.system_home()
    if not any(home.glob("test*")):
        shutil.rmtree(home, ignore_errors=True)
