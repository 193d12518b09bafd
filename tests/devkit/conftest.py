"""devkit's tests work on a checkout state of their own, never on the one that runs them."""

from pathlib import Path

import pytest

from devkit import layout


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty state folder."""
    folder = tmp_path / "state"
    monkeypatch.setattr(layout, "STATE", folder)
    return folder
