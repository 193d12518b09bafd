"""`sweep_files` removes what a rolled-back transaction left on the disk, and nothing else."""

import io
import os
import time
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from core.access.scope import open_programme
from core.documents.domain.files import store
from core.documents.models import DocumentVersion
from core.programmes.models import Programme
from tests.factories import documents as made
from tests.factories import programmes as programme_factory

HOUR = 3600
OLD, FRESH = 25 * HOUR, 23 * HOUR


@pytest.fixture
def programmes(db: None) -> list[Programme]:
    return [programme_factory.programme(slug=slug, name=slug) for slug in ("primo", "secondo")]


def keep(programme: Programme) -> str:
    return str(
        DocumentVersion.objects.get(document=store(made.upload(), about=programme, by=None)).file
    )


def stored(media: Path, *, age: int) -> set[str]:
    """The names of all files on the disk, made this many seconds old."""
    found = {path for path in media.rglob("*") if path.is_file()}
    for path in found:
        os.utime(path, (time.time() - age,) * 2)
    return {str(path.relative_to(media)) for path in found}


def sweep(*options: str) -> list[str]:
    out = io.StringIO()
    call_command("sweep_files", *options, stdout=out)
    return out.getvalue().splitlines()


def left(media: Path) -> set[str]:
    return {str(path.relative_to(media)) for path in media.rglob("*") if path.is_file()}


@pytest.fixture
def kept_and_stray(programmes: list[Programme]) -> tuple[set[str], dict[str, str]]:
    """One file with its row and one without, in each of two programmes; by slug, the latter."""
    kept, stray = set(), {}
    for programme in programmes:
        with open_programme(programme.pk):
            kept.add(keep(programme))
        with open_programme(programme.pk), transaction.atomic():
            stray[programme.slug] = keep(programme)
            transaction.set_rollback(True)
    return kept, stray


def test_only_old_files_without_a_row_are_removed(
    media: Path, kept_and_stray: tuple[set[str], dict[str, str]]
) -> None:
    kept, stray = kept_and_stray
    assert stored(media, age=OLD) == kept | set(stray.values())
    lines = [f"{slug}: {name}" for slug, name in sorted(stray.items())]
    assert sweep("--dry-run") == [*lines, "2 to remove."]
    assert left(media) == kept | set(stray.values())
    assert sweep() == [*lines, "2 removed."]
    assert left(media) == kept
    assert sweep() == ["0 removed."]


def test_a_file_of_today_may_still_get_its_row(
    media: Path, kept_and_stray: tuple[set[str], dict[str, str]]
) -> None:
    there = stored(media, age=FRESH)
    assert sweep() == ["0 removed."]
    assert left(media) == there


def test_a_programme_without_files_has_nothing_to_sweep(programmes: list[Programme]) -> None:
    assert sweep() == ["0 removed."]
