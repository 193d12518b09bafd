"""What dev.py keeps on the machine: where, for whose eyes, and when it is made anew."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from psycopg2.extensions import parse_dsn

from devkit import demo, environment, layout, postgres, services, static, venv
from devkit.failure import Failure
from devkit.locks import exclusive_lock, shared_lock
from devkit.ports import free_port, is_taken
from devkit.secrets import Secrets


def test_packages_are_installed_again_only_when_the_lock_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock, stamp = tmp_path / "lock.txt", tmp_path / "stamp"
    lock.write_text("django==5.2\n")
    monkeypatch.setattr(venv, "LOCK_FILE", lock)
    monkeypatch.setattr(venv, "STAMP", stamp)
    monkeypatch.setattr(venv, "runs", lambda: True)
    assert not venv.is_current()
    stamp.write_text(venv.lock_stamp(lock))
    assert venv.is_current()
    lock.write_text("django==5.3\n")
    assert not venv.is_current()


def test_a_broken_environment_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(venv, "PYTHON", tmp_path / "python")
    assert not venv.runs()


@pytest.mark.parametrize("told", ["", "1"])
def test_what_was_compiled_is_kept_where_the_sources_stay_clean(
    told: str, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", told)
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", bool(told))
    venv.keep_bytecode()
    done = subprocess.run([sys.executable, "-c", "import json.tool"], check=True)
    assert done.returncode == 0
    assert bool([*state.rglob("*.pyc")]) == bool(told)


def test_secrets_last_and_are_their_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets.json"
    first = Secrets(path).get("owner")
    assert len(first) >= 50
    assert Secrets(path).get("app") != first
    assert Secrets(path).get("owner") == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_copied_checkout_has_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = layout.checkout_id()
    assert layout.checkout_id() == here
    monkeypatch.setattr(layout, "ROOT", tmp_path / "copy")
    assert layout.checkout_id() != here


def test_the_state_is_private(state: Path) -> None:
    assert stat.S_IMODE(layout.state_folder("demo").stat().st_mode) == 0o700
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


@pytest.mark.parametrize(("depth", "is_beside_the_data"), [(1, True), (30, False)])
def test_the_socket_is_in_a_short_place(
    depth: int, is_beside_the_data: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path("/srv", *(["deep"] * depth))
    server = postgres.Postgres("demo", Secrets(home / "secrets"), {})
    monkeypatch.setattr(postgres.Postgres, "home", home)
    assert (server.socket_folder == home / "run") is is_beside_the_data
    assert len(str(server.socket_folder)) <= layout.LONGEST_SOCKET_FOLDER


def test_somebody_elses_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "owner_id", lambda: 12345)
    monkeypatch.setattr(os, "geteuid", lambda: 54321)
    with pytest.raises(Failure, match="belongs to somebody else"):
        postgres.make_private_folder(tmp_path)


def test_a_link_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run").symlink_to(tmp_path)
    with pytest.raises(Failure, match="belongs to somebody else"):
        postgres.make_private_folder(tmp_path / "run")


def test_address_of_a_role_survives_odd_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Path("/srv/a b+c%d")
    monkeypatch.setattr(postgres.Postgres, "home", home)
    server = postgres.Postgres("demo", Secrets(tmp_path / "secrets"), {})
    parsed = parse_dsn(server.url("topmetro_app"))
    assert parsed["host"] == "/srv/a b+c%d/run"
    assert parsed["user"] == "topmetro_app"


def test_shared_services_are_stopped_by_the_last(tmp_path: Path) -> None:
    path = tmp_path / "users"
    with shared_lock(path) as first:
        with shared_lock(path) as second:
            assert not second.is_last()
        assert first.is_last()


def test_a_lock_goes_with_its_holder(tmp_path: Path) -> None:
    with exclusive_lock(tmp_path / "lock") as mine, exclusive_lock(tmp_path / "lock") as other:
        assert mine
        assert not other
    with exclusive_lock(tmp_path / "lock") as again:
        assert again


def test_a_free_port_is_not_taken() -> None:
    assert not is_taken("127.0.0.1", free_port())


def test_a_shell_reads_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "test.env"
    services.write_environment(path, {"ODD": 'it\'s a $HOME "path"', "PLAIN": "1"})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    command = 'set -a; . "$1"; printf %s "$ODD"'
    done = subprocess.run(
        ["sh", "-c", command, "sh", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == 'it\'s a $HOME "path"'


def test_what_serves_pages_does_not_know_the_owner() -> None:
    given = {"DATABASE_OWNER_URL": "x", "DATABASE_URL": "y"}
    assert environment.without_owner(given) == {"DATABASE_URL": "y"}


def test_the_demo_never_uses_the_callers_mail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://real.example.org:25")
    monkeypatch.setenv("PUBLIC_URL", "https://demo.example.org")
    settings = environment.demo_settings(
        {"REDIS_URL": "redis://here"}, Secrets(tmp_path / "s"), port=8000, mail_port=2525
    )
    assert settings["EMAIL_URL"] == "smtp://127.0.0.1:2525"
    assert settings["PUBLIC_URL"] == "https://demo.example.org"
    assert settings["REDIS_URL"] == "redis://here"


def test_processes_are_safe_from_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "PYTHON", Path("/a folder/python"))
    commands = demo.processes({"DEMO_MAIL_DIR": "/a folder/mail"}, "::1", 8000, 2525)
    assert commands.keys() == {"web", "worker", "beat", "mail"}
    assert all(command.startswith("exec '/a folder/python' ") for command in commands.values())
    assert "'[::1]:8000'" in commands["web"]


def test_static_files_are_collected_again_only_when_they_change(tmp_path: Path) -> None:
    for decider in static.DECIDERS:
        copy = tmp_path / decider
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text("same")
    (tmp_path / "static").mkdir()
    script = tmp_path / "static" / "portal.js"
    script.write_text("1")
    before = static.fingerprint(tmp_path)
    assert static.fingerprint(tmp_path) == before
    script.write_text("2")
    assert static.fingerprint(tmp_path) != before
