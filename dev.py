#!/usr/bin/env python3
"""The one door to everything a developer or a curious newcomer does: see `python3 dev.py --help`.

This file keeps to syntax that every Python understands, so that an old one can say what is wrong
in one line instead of failing on a syntax error. The work is in `devkit/`.
"""

import os
import sys

OLDEST = (3, 11)


def refusal():  # type: ignore[no-untyped-def]  # annotations are unknown to the Pythons it refuses
    """Why this interpreter cannot be used, or None."""
    if sys.version_info < OLDEST:
        found = ".".join(str(part) for part in sys.version_info[:3])
        return (
            "Python 3.11 or newer is needed, and this is %s: install it, then run `python3.11 dev.py`."
            % found
        )
    if os.name != "posix":
        return "Linux or macOS is needed: on Windows, run this inside WSL."
    return None


if __name__ == "__main__":
    reason = refusal()  # type: ignore[no-untyped-call]  # see there
    if reason:
        sys.stderr.write(reason + "\n")
        sys.exit(1)
    from devkit.cli import main

    sys.exit(main(sys.argv[1:]))
