"""Each thing that a bare machine lacks is told in one line, with its remedy."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from devkit import browser, cli, debian, demo, environment, pango, postgres, venv
from devkit.failure import Failure
from devkit.layout import ROOT

OLD_PYTHON = """
import runpy, sys
sys.version_info = ({version}, 0)
sys.argv = ["dev.py", "demo"]
runpy.run_path("dev.py", run_name="__main__")
"""


@pytest.mark.parametrize("version", ["2, 7", "3, 6", "3, 10"])
def test_python_too_old(version: str) -> None:
    script = OLD_PYTHON.format(version=version)
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Python 3.11 or newer is needed" in done.stderr


def test_the_door_is_written_for_old_pythons() -> None:
    source = (ROOT / "dev.py").read_text()
    for too_new in ('f"', "f'", "->", ":=", " match "):
        assert too_new not in source


def test_venv_module_missing() -> None:
    said = "Error: Command '…/python3 -m ensurepip' returned non-zero exit status 1.\n"
    remedy = venv.creation_remedy(said)
    assert "-venv" in remedy
    assert "apt-get install" in remedy
    assert "\n" not in remedy


def test_no_room_for_the_environment() -> None:
    remedy = venv.creation_remedy("something\nError: [Errno 28] No space left on device\n")
    assert "No space left on device" in remedy
    assert "\n" not in remedy


def test_no_network() -> None:
    said = "WARNING: Retrying\nERROR: Could not find a version that satisfies the requirement\n"
    assert "check the network" in venv.install_remedy(said)


def test_no_wheel_for_this_machine() -> None:
    said = "ERROR: No matching distribution found for psycopg2-binary==2.9.13\n"
    remedy = venv.install_remedy(said)
    assert "psycopg2-binary" in remedy
    assert "CPython" in remedy


def test_port_in_use(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(Failure, match=rf"Port {port} is in use.*PORT={port + 1}"):
            demo.run_demo()


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80.5"])
def test_port_that_is_none(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Failure, match="1 to 65535"):
        demo.address()


def test_second_demo() -> None:
    with (
        demo.only_demo(),
        pytest.raises(Failure, match="already running") as refusal,
        demo.only_demo(),
    ):
        pass
    assert "\n" not in str(refusal.value)
    with demo.only_demo():
        pass  # the lock went with its holder


def test_pango_missing_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(pango, "is_present", lambda: False)
    monkeypatch.setattr(pango, "can_install", lambda: False)
    pango.ensure()
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "PDFs will wait" in said


def test_pango_is_installed_where_that_can_be_done(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(*names: str) -> bool:
        asked.extend(names)
        return True

    answers = iter([False, True])
    monkeypatch.setattr(pango, "is_present", lambda: next(answers))
    monkeypatch.setattr(pango, "can_install", lambda: True)
    monkeypatch.setattr(pango, "install_packages", install)
    pango.ensure()
    assert asked == list(pango.DEBIAN_PACKAGES)


@pytest.mark.parametrize(
    ("platform", "line"),
    [("darwin", "brew install pango"), ("linux", "apt-get install libpango-1.0-0")],
)
def test_pango_remedy(platform: str, line: str) -> None:
    assert line in pango.remedy(platform)


def test_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(browser, "installed_browser", lambda: None)
    monkeypatch.setattr(browser, "downloaded_browser", lambda: None)
    monkeypatch.setattr(browser, "install_packages", lambda *names: False)
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: None)
    with pytest.raises(Failure, match="playwright install --with-deps chromium"):
        browser.find_browser()


def test_named_browser_that_cannot_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "nothing"))
    with pytest.raises(Failure, match="CHROMIUM names"):
        browser.find_browser()


def test_packages_are_not_installed_by_an_ordinary_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "is_root", lambda: False)
    assert not debian.install_packages("chromium")


@pytest.mark.parametrize(
    ("given", "missing"),
    [("DATABASE_URL", "DATABASE_OWNER_URL"), ("DATABASE_OWNER_URL", "DATABASE_URL")],
)
def test_half_a_database(given: str, missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(given, "postgresql://somewhere/x")
    monkeypatch.delenv(missing)
    with pytest.raises(Failure, match=f"{missing} is not"):
        environment.external_database()


def test_root_without_a_way_to_make_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Failure, match="as an ordinary user"):
        postgres.create_system_user()


def test_a_failure_is_one_line_and_exit_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object) -> int:
        raise Failure("What is wrong: what to do.")

    monkeypatch.setattr(venv, "prepare", lambda: None)
    monkeypatch.setattr(cli, "run", fail)
    assert cli.main(["check"]) == 1
    assert capsys.readouterr().err == "What is wrong: what to do.\n"
