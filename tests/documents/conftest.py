"""A folder of its own for each test's files, and a part that lets one person read."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy as _

from core.access.models import User
from core.documents.domain import access, pdf

READER = "reader@example.org"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part whose rows are programmes, so that any programme can stand for "something"."""
    monkeypatch.setattr(access, "_READERS", dict(access._READERS))
    monkeypatch.setattr(pdf, "_KINDS", dict(pdf._KINDS))

    @access.documents_of("programmes.Programme")
    def may_read(user: User, object_id: UUID) -> bool:
        return user.email == READER


@pytest.fixture
def templates(settings: Any) -> None:
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [{**engine, "DIRS": folders}]


@pytest.fixture
def note(part: None, templates: None) -> str:
    """A kind of PDF that is drawn fast."""

    @pdf.pdf_kind("tests.note", template="documents/note.html", title=_("Note"))
    def context(object_id: UUID, language: str) -> dict[str, Any]:
        return {"filename": "nota 2026-0007"}

    return "tests.note"
