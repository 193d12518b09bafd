"""`load_programme` and `export_programme` as somebody at a terminal uses them."""

from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from core.access import clock
from core.access.models import ClockOffset
from core.access.scope import open_programme
from core.audit.queries import history_of
from core.programmes.enums import ProgrammeState
from core.programmes.models import Programme
from tests.factories import people

FILE = "topmetro/definitions/vicinato-in-comune.toml"


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue()


def loaded() -> Programme:
    return Programme.objects.get(slug="vicinato-in-comune")


def test_dates_move_to_the_day_that_is_asked(db: None) -> None:
    run("load_programme", FILE, "--today", "2026-11-22")
    assert loaded().shift_weeks == 300
    assert loaded().starts_on == date(2026, 8, 1)
    assert loaded().state == ProgrammeState.DRAFT


def test_dates_move_to_today_if_nobody_says(db: None) -> None:
    with clock.at(datetime(2030, 1, 7, 12, tzinfo=clock.ROME)):
        run("load_programme", FILE)
    assert loaded().shift_weeks == (date(2030, 1, 7) - date(2021, 2, 15)).days // 7


def test_original_dates_set_the_clock_back_once(db: None) -> None:
    run("load_programme", FILE, "--original-dates")
    assert loaded().shift_weeks == 0
    assert clock.today() == date(2021, 2, 15)
    kept = ClockOffset.objects.get().offset
    run("load_programme", "topmetro/definitions/top-metro-fa-bene.toml", "--original-dates")
    assert ClockOffset.objects.get().offset == kept
    assert kept < timedelta(0)


def test_where_the_clock_may_not_move_it_stays(db: None, settings: object) -> None:
    settings.CLOCK_SHIFT = False  # type: ignore[attr-defined]  # pytest-django's settings
    run("load_programme", FILE, "--original-dates")
    assert not ClockOffset.objects.exists()
    assert loaded().starts_on == date(2020, 11, 1)


def test_a_check_writes_nothing(db: None) -> None:
    run("load_programme", FILE, "--dry-run")
    assert not Programme.objects.exists()


def test_a_bad_file_says_every_fault_and_writes_nothing(db: None, tmp_path: Path) -> None:
    bad = tmp_path / "male.toml"
    text = Path(FILE).read_text(encoding="utf-8").replace("percent = 40", "percent = 39")
    bad.write_text(text.replace('code = "999002"', 'code = "999001"'), encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        run("load_programme", str(bad))
    message = str(refused.value)
    assert message.count("\n") == 2
    assert "999001" in message
    assert "99 %" in message
    assert not Programme.objects.exists()


@pytest.mark.parametrize("name", ["manca.toml", "immagine.png"])
def test_a_file_that_cannot_be_read_is_named(db: None, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith(".png"):
        path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(CommandError, match=name):
        run("load_programme", str(path))


def test_a_second_time_is_refused(db: None) -> None:
    run("load_programme", FILE)
    with pytest.raises(CommandError, match="vicinato-in-comune"):
        run("load_programme", FILE)
    assert Programme.objects.count() == 1


def test_who_loads_is_recorded_and_publishing_can_be_asked(db: None) -> None:
    olga = people.user("Olga Operatrice")
    run("load_programme", FILE, "--publish", "--by", olga.email)
    assert loaded().state == ProgrammeState.PUBLIC
    with open_programme(loaded().pk):
        assert all(entry.actor for entry in history_of(loaded()))


def test_an_account_that_does_not_exist(db: None) -> None:
    with pytest.raises(CommandError, match=r"nessuno@example\.org"):
        run("load_programme", FILE, "--by", "nessuno@example.org")


def test_export_to_a_file_and_to_the_screen(db: None, tmp_path: Path) -> None:
    run("load_programme", FILE)
    path = tmp_path / "fuori.toml"
    run("export_programme", "vicinato-in-comune", "--output", str(path))
    assert path.read_text(encoding="utf-8") == run("export_programme", "vicinato-in-comune")


def test_exporting_what_is_not_there(db: None) -> None:
    with pytest.raises(CommandError, match="nessuno"):
        run("export_programme", "nessuno")
