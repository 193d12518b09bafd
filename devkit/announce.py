"""Says where the portal is, once it answers: a process beside the demo's, which ends when it has spoken."""

import sys
import time
from urllib.request import urlopen

PATIENCE = 120.0


def wait_until_ready(url: str, patience: float = PATIENCE) -> bool:
    """Whether the portal said that it is ready, within that many seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            with urlopen(f"{url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return True
        except OSError:  # nobody listens yet, or somebody answers that it is not ready
            time.sleep(0.5)
    return False


def banner(url: str) -> str:
    """What the newcomer reads at the end of the start."""
    return f"""
  topmetro is running:  {url}
  Demo accounts, one per role, with their current codes:  {url}/demo/
  Ctrl-C stops everything; the data stays for the next start.
"""


if __name__ == "__main__":
    asked, shown = sys.argv[1:]
    ready = wait_until_ready(asked)
    print(
        banner(shown)
        if ready
        else f"\n  topmetro does not answer at {asked}: see the lines above.\n",
        flush=True,
    )
