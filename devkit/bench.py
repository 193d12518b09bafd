"""`dev.py bench`: the measurements under `tests/bench/`, alone on the machine and in order."""

from devkit.testing import run_tests


def run_benches(arguments: list[str]) -> int:
    """Run them one at a time and show what they print."""
    return run_tests(["tests/bench", "-n", "0", "-p", "no:randomly", "-s", *arguments])
