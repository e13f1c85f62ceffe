"""An installation of separate processes on PostgreSQL and RabbitMQ, with databases and a virtual host of its own."""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url

from shared.settings import GATEWAY, SERVICES

HOST = "127.0.0.1"
READY_SECONDS = 120.0
STOP_SECONDS = 20.0
UNLIMITED = "1000000/1000000"
"""A load is not what limits are there for: they are set where they do not count."""

GATEWAY_KIND, SALES_KIND, OTHERS_KIND, BROKER_KIND, DATABASE_KIND = (
    "gateway", "sales", "other services", "RabbitMQ", "PostgreSQL",
)  # fmt: skip
KINDS = (GATEWAY_KIND, SALES_KIND, OTHERS_KIND, BROKER_KIND, DATABASE_KIND)


@dataclass(frozen=True)
class Servers:
    """Where databases and virtual hosts may be made."""

    postgres: URL
    amqp: URL


@dataclass
class Installation:
    """One command and the processes that it has started, one for each service."""

    servers: Servers
    name: str
    bus: str
    folder: Path
    port: int
    supervisor: subprocess.Popen[bytes] | None = None
    password: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def database_url(self, service: str) -> str:
        own = self.servers.postgres.set(drivername="postgresql+psycopg2", database=f"{self.name}_{service}")
        return own.render_as_string(hide_password=False)

    def engine(self, service: str) -> Engine:
        """A way to a service's database beside the service."""
        return create_engine(self.database_url(service))

    def migrate(self) -> None:
        """Schemas, and the administrator."""
        done = subprocess.run(self._command("migrate"), env=self._environment(), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"the databases could not be made:\n{done.stderr.decode(errors='replace')[-2000:]}")

    def start(self) -> float:
        """Seconds until all of it was ready."""
        began = time.perf_counter()
        with self._log.open("wb") as output:
            self.supervisor = subprocess.Popen(
                self._command("serve", "all"), env=self._environment(), stdout=output, stderr=output
            )
        self._wait_until_ready(self.supervisor)
        return time.perf_counter() - began

    def stop(self) -> None:
        if self.supervisor is None:
            return
        self.supervisor.terminate()
        try:
            self.supervisor.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            self.supervisor.wait()
        self.supervisor = None

    def own_processes(self) -> list[int]:
        """Those of the services, and the one that all of them are copies of."""
        parent = [] if self.supervisor is None else [self.supervisor.pid]
        return [*parent, *self._process_of_each().values()]

    def processes_by_kind(self) -> dict[str, list[int]]:
        """The broker is counted whole; of the database server the sessions of this installation."""
        kinds = {GATEWAY: GATEWAY_KIND, "sales": SALES_KIND}
        found: dict[str, list[int]] = {kind: [] for kind in KINDS}
        for service, number in self._process_of_each().items():
            found[kinds.get(service, OTHERS_KIND)].append(number)
        found[BROKER_KIND] = _broker_processes()
        found[DATABASE_KIND] = self._database_sessions()
        return found

    def _process_of_each(self) -> dict[str, int]:
        told = re.findall(r"^(\w+) serves .*as process (\d+);", self._log.read_text(encoding="utf-8"), re.MULTILINE)
        return {service: int(number) for service, number in told}

    @property
    def _log(self) -> Path:
        return self.folder / "all.log"

    def _database_sessions(self) -> list[int]:
        with _administering(self.servers.postgres) as engine, engine.connect() as connection:
            asked = "SELECT pid FROM pg_stat_activity WHERE datname LIKE %s"
            return [int(row[0]) for row in connection.exec_driver_sql(asked, (f"{self.name}\\_%",))]

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "deploy.commands", *words]

    def _environment(self) -> dict[str, str]:
        database = self.servers.postgres.set(drivername="postgresql", database=self.name)
        return {
            **os.environ,
            "TENON_BUS": self.bus,
            "TENON_DATABASE": database.render_as_string(hide_password=False),
            "TENON_DATA": str(self.folder / "data"),
            "TENON_PORT": str(self.port),
            "TENON_SECRET": self.secret,
            "TENON_ADMIN_PASSWORD": self.password,
            "TENON_RATE_LIMIT": UNLIMITED,
            "TENON_BULK_RATE_LIMIT": UNLIMITED,
            "PYTHONWARNINGS": "ignore",
        }

    def _wait_until_ready(self, supervisor: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            if supervisor.poll() is not None:
                raise RuntimeError(f"it ended:\n{self.log()}")
            with suppress(requests.RequestException):  # it does not listen yet
                if requests.get(f"{self.url}/health/ready", timeout=5).ok:
                    return
            time.sleep(0.05)
        raise RuntimeError(f"not ready after {READY_SECONDS:g} s:\n{self.log()}")

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]


@contextmanager
def prepared(servers: Servers) -> Iterator[Installation]:
    """Its databases are made and empty, nothing runs yet; nothing of it stays."""
    name = f"tenon_bench_{secrets.token_hex(4)}"
    with tempfile.TemporaryDirectory(prefix="tenon-bench-") as folder, _vhost(servers.amqp, name) as bus:
        installation = Installation(servers, name, bus, Path(folder), free_port())
        try:
            installation.migrate()
            yield installation
        finally:
            installation.stop()
            _drop_databases(servers.postgres, (f"{name}_{service}" for service in (*SERVICES, GATEWAY)))


@contextmanager
def _vhost(server: URL, name: str) -> Iterator[str]:
    control = [_control(), "-q"]
    subprocess.run([*control, "add_vhost", name], check=True, capture_output=True)
    try:
        allowed = [server.username or "guest", ".*", ".*", ".*"]
        subprocess.run([*control, "set_permissions", "-p", name, *allowed], check=True, capture_output=True)
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        subprocess.run([*control, "delete_vhost", name], check=False, capture_output=True)


def _control() -> str:
    found = shutil.which("rabbitmqctl")
    if found is None:
        raise RuntimeError("rabbitmqctl is not here: a load wants a virtual host of its own")
    return found


def _broker_processes() -> list[int]:
    asked = subprocess.run([_control(), "-q", "eval", "os:getpid()."], capture_output=True, text=True, check=False)
    digits = "".join(one for one in asked.stdout if one.isdigit())
    return [int(digits)] if digits else []


def _drop_databases(server: URL, names: Iterable[str]) -> None:
    with _administering(server) as engine, engine.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def _administering(server: URL) -> Iterator[Engine]:
    engine = create_engine(server.set(drivername="postgresql+psycopg2"), isolation_level="AUTOCOMMIT")
    try:
        yield engine
    finally:
        engine.dispose()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


def servers_at(postgres: str, amqp: str) -> Servers:
    return Servers(make_url(postgres), make_url(amqp))
