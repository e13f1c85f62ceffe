"""How many rows a second an import takes, whole, through the API, beside PostgreSQL's own COPY of the same rows."""

import io
import os
import platform
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
import requests
from sqlalchemy import create_engine
from sqlalchemy.engine import URL

from bench.load.machine import share
from deploy.roster import EVERYBODY
from shared.settings import BUILT_CONSOLE

COLUMNS = {
    "customers": ("external_id", "name", "phone", "industry", "country", "employees"),
    "contacts": ("external_id", "name", "kind", "email", "phone", "title"),
    "leads": ("external_id", "name", "company", "email", "phone"),
    "products": ("code", "name", "list_price", "category"),
    "opportunities": ("external_id", "name", "owner_login", "customer_external_id", "product_code", "amount"),
}
"""By entity, in the order in which they are loaded: deals name customers and products of the same run."""

MARK = "B"
VALUES: dict[str, Callable[[int], str]] = {
    "external_id": lambda number: f"{MARK}-{number}",
    "code": lambda number: f"{MARK}-{number}",
    "name": lambda number: f"Name {number} of the measured",
    "phone": lambda number: f"+49 40 {number:07}",
    "email": lambda number: f"n{number}@measured.example.com",
    "kind": lambda number: "partner",
    "employees": lambda number: str(number % 1000),
    "list_price": lambda number: f"{number % 900}.50",
    "amount": lambda number: f"{number % 900}.25",
    "owner_login": lambda number: "admin",
    "customer_external_id": lambda number: f"{MARK}-{number}",
    "product_code": lambda number: f"{MARK}-{number % 100}",
}
READY_SECONDS = 120.0


@dataclass(frozen=True)
class Measured:
    """Seconds for the first load, for the same file again, and for COPY of the rows that the first one made.

    `share` is the part of a processor that a program which never waits got before and after the first load.
    """

    entity: str
    rows: int
    first: float
    again: float
    copied: float
    share: float

    def line(self) -> str:
        first, again, copied = (round(self.rows / seconds) for seconds in (self.first, self.again, self.copied))
        speeds = f"{first:,} | {again:,} | {copied:,} | {copied / first:.0f}"
        return f"| {self.entity} | {self.rows:,} | {speeds} | {self.share:.0%} |"


class Program:
    """What an administrator's program would do."""

    def __init__(self, url: str, password: str) -> None:
        self._url = url
        self._http = requests.Session()
        body = {"login": "admin", "password": password}
        token = self._http.post(f"{url}/v1/tokens", json=body, timeout=30).json()["access_token"]
        self._http.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, **more: Any) -> dict[str, Any]:
        answer = self._http.request(method, self._url + path, timeout=60, **more)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    def load(self, entity: str, content: bytes) -> float:
        """Seconds from the start of the run to its end, all rows taken."""
        mapping = {name: {"column": name} for name in COLUMNS[entity]}
        prepared = self.ask("POST", "/v1/imports", json={"entity": entity, "mapping": mapping})
        path = f"/v1/imports/{prepared['id']}"
        self.ask("POST", f"{path}/file", data=content, headers={"Content-Type": "text/csv"})
        began = time.perf_counter()
        self.ask("POST", f"{path}/run", json={})
        while (told := self.ask("GET", path))["status"] == "running":
            time.sleep(0.1)
        if told["status"] != "finished" or told["counts"]["rejected"]:
            raise RuntimeError(f"the load of {entity} ended as {told['status']}: {told['counts']} {told['failure']}")
        return time.perf_counter() - began


def measure_imports(server: URL, rows: int) -> list[Measured]:
    """One measure an entity, on an installation of its own; nothing of it stays."""
    measured = []
    with (
        _databases(server) as database,
        tempfile.TemporaryDirectory() as folder,
        _running(database, Path(folder)) as program,
    ):
        for entity in COLUMNS:
            content = file_of(entity, rows)
            before, first, after = share(), program.load(entity, content), share()
            again = program.load(entity, content)
            copied = _copied(database.set(database=f"{database.database}_sales"), entity)
            measured.append(Measured(entity, rows, first, again, copied, (before + after) / 2))
            print(measured[-1].line(), flush=True)
    return measured


def file_of(entity: str, rows: int) -> bytes:
    names = COLUMNS[entity]
    lines = (",".join(VALUES.get(name, _plain)(number) for name in names) for number in range(rows))
    return "\n".join([",".join(names), *lines]).encode()


def _plain(number: int) -> str:
    return f"value {number % 50}"


def _copied(database: URL, table: str) -> float:
    """Seconds that COPY takes for the rows of the table into an empty one of the same columns and indexes."""
    rows = io.StringIO()
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg2.connect(address)) as connection, connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
        cursor.execute(f"CREATE TABLE copied (LIKE {table} INCLUDING ALL)")
        connection.commit()
        rows.seek(0)
        began = time.perf_counter()
        cursor.copy_expert("COPY copied FROM STDIN", rows)
        connection.commit()
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE copied")
        connection.commit()
    return seconds


@contextmanager
def _databases(server: URL) -> Iterator[URL]:
    """The address from which each service derives its own database; all are dropped afterwards."""
    prefix = f"tenon_bench_{secrets.token_hex(4)}"
    try:
        yield server.set(database=prefix)
    finally:
        engine = create_engine(server.set(drivername="postgresql+psycopg2"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in EVERYBODY:
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{prefix}_{service}" WITH (FORCE)')
        engine.dispose()


@contextmanager
def _running(database: URL, folder: Path) -> Iterator[Program]:
    """An empty installation in one process on these databases, and a program that has signed in there."""
    password, port = secrets.token_urlsafe(16), 8080 + secrets.randbelow(20_000)
    settings = {
        "TENON_DATABASE": database.set(drivername="postgresql").render_as_string(hide_password=False),
        "TENON_DATA": str(folder),
        "TENON_CONSOLE": str(BUILT_CONSOLE),
        "TENON_ADMIN_PASSWORD": password,
        "TENON_SECRET": secrets.token_urlsafe(32),
        "TENON_DATABASE_CONNECTIONS": "4",
        "PYTHONWARNINGS": "ignore",
    }
    command = [sys.executable, "-m", "deploy.commands", "up", "--empty", "--port", str(port)]
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=output, stderr=output)
    try:
        yield Program(_ready(f"http://127.0.0.1:{port}", process), password)
    finally:
        process.terminate()
        process.wait(60)


def _ready(url: str, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(requests.RequestException):  # it does not listen yet
            if requests.get(f"{url}/health/ready", timeout=5).ok:
                return url
        time.sleep(0.2)
    raise RuntimeError("the installation did not become ready")


def report(measured: Sequence[Measured], database: str) -> str:
    about = (
        "Whole imports through the API, from the call that starts the run to its end, with rights, one event and one",
        "line of history a row, search words and a result a row; all services in one process. COPY puts the same rows",
        "into an empty table of the same columns and indexes, and nothing else.",
        "",
        f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}, {database}. The last",
        "column says how much of a processor a busy program got there and then: below 100 % others were at work on the",
        "machine too, and the figures are lower than its own.",
    )
    head = (
        "| entity | rows | rows/s, new | rows/s, unchanged | rows/s of COPY | COPY faster by | share of a processor |",
        "|---|--:|--:|--:|--:|--:|--:|",
    )
    return "\n".join(["# Imports", "", *about, "", *head, *(one.line() for one in measured), ""])
