"""Passwords and keys of a demo or a test run: generated once, kept in a file only its owner can read."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from devkit.locks import waiting_lock


@dataclass(frozen=True)
class Secrets:
    """A file of named secrets; asking for one that is not there generates it."""

    path: Path

    def get(self, name: str) -> str:
        """The secret of that name, the same at every start."""
        with waiting_lock(self.path.with_suffix(".lock")):
            kept: dict[str, str] = json.loads(self.path.read_text()) if self.path.exists() else {}
            if name not in kept:
                kept[name] = secrets.token_urlsafe(48)
                self._write(kept)
        return kept[name]

    def _write(self, kept: dict[str, str]) -> None:
        unfinished = self.path.with_suffix(".unfinished")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump(kept, handle, indent=1)
        unfinished.replace(self.path)
