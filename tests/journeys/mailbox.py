"""What the catcher received, for journeys that wait for a message."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from topmetro.demo.mail import Letter, read

PATIENCE = 45.0
"""Seconds: the sweep that is the truth beats every ten."""
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Mailbox:
    folder: Path

    def wait_for(self, address: str, words: str) -> Letter:
        """The newest message to this address whose subject or text holds these words."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for letter in self._letters(address):
                if words.lower() in f"{letter.subject} {letter.text}".lower():
                    return letter
            time.sleep(0.2)
        subjects = [letter.subject for letter in self._letters(address)]
        raise AssertionError(f"No message about {words!r} for {address}; there are {subjects}")

    def link_in(self, address: str, words: str, path: str) -> str:
        """The first link of that message whose address holds `path`."""
        letter = self.wait_for(address, words)
        links = [found.group().rstrip(".,)>") for found in LINK.finditer(letter.text)]
        right = next((link for link in links if path in link), None)
        assert right, f"No link with {path!r} in {links}"
        return right

    def _letters(self, address: str) -> Iterator[Letter]:
        paths = sorted((self.folder / "new").glob("*"), key=lambda path: path.stat().st_mtime)
        for path in reversed(paths):
            letter = read(path)
            if address.lower() in letter.recipients.lower():
                yield letter
