"""The real servers the tests run on: found where they usually are, or private ones that a test may break."""

import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from typing import IO

import kombu
import psycopg2
import pymysql
from sqlalchemy.engine import make_url

HOST = "127.0.0.1"
START_SECONDS = 180
"""How long a server of others is given to come up. No figure of the product: a crowded machine has taken a minute."""

STOP_SECONDS = 30
CONTROL_SECONDS = 120
OWN_BROKER = "TENON_TEST_OWN_BROKER"
"""By this the proof tells its tests of the RabbitMQ that it started itself."""

USUAL_MARIADB = f"mysql://root@{HOST}:3306"
USUAL_AMQP = f"amqp://guest:guest@{HOST}:5672//"
RABBITMQ_FOLDERS = ("/usr/lib/rabbitmq/bin", "/opt/rabbitmq/sbin", "/opt/homebrew/sbin", "/usr/local/sbin")
POSTGRES_FOLDERS = tuple(sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True))
RABBITMQ_SETTINGS = """\
listeners.tcp.1 = {host}:{port}
raft.wal_max_size_bytes = 16777216
disk_free_limit.absolute = 64MB
log.file.level = warning
"""


class ServerFailure(Exception):
    """A server could not be started or reached; the message ends with its last words."""


class PrivateServer:
    """A server of this test alone, which may be stopped, killed and started again; its data survives that."""

    def __init__(self, url: str, command: list[str], folder: Path, answers: Callable[[str], bool]) -> None:
        self.url = url
        self.log = folder / "server.log"
        self.settings = dict(os.environ)
        self.user: str | None = None
        self._command, self._folder, self._answers = command, folder, answers
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start, and return when a client is answered."""
        with self.log.open("ab") as log:
            self._process = self._spawn(log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers(self.url):
            if self._process.poll() is not None or time.monotonic() > deadline:
                last_words = self.log.read_text(errors="replace")[-2000:]
                self.kill()
                raise ServerFailure(f"{self._command[0]} did not start:\n{last_words}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop as an administrator would: the server says goodbye to its clients."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End at once, as by a power cut."""
        self._end(signal.SIGKILL)

    def restart(self) -> None:
        self.stop()
        self.start()

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self._command,
            cwd=self._folder,
            env=self.settings,
            user=self.user,
            group=None if self.user is None else pwd.getpwnam(self.user).pw_gid,
            extra_groups=None if self.user is None else [],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        family = [process.pid, *_children(process.pid)]
        self._signal(family, how)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._signal(family, signal.SIGKILL)
            process.wait()

    def _signal(self, family: list[int], how: signal.Signals) -> None:
        if how is signal.SIGKILL:
            for process_id in family:
                with suppress(ProcessLookupError):
                    os.kill(process_id, how)
        with suppress(ProcessLookupError):
            os.killpg(family[0], how)


class PrivatePostgres(PrivateServer):
    """PostgreSQL; stopping it ends the sessions of its clients instead of waiting for them."""

    def stop(self) -> None:
        self._end(signal.SIGINT)


@dataclass(frozen=True)
class Control:
    """How rabbitmqctl reaches the broker at `url`."""

    url: str
    program: str
    words: tuple[str, ...] = ()
    settings: dict[str, str] | None = None

    def run(self, *words: str) -> bool:
        command = [self.program, "-q", *self.words, *words]
        settings = None if self.settings is None else {**os.environ, **self.settings}
        return subprocess.run(command, env=settings, capture_output=True, timeout=CONTROL_SECONDS).returncode == 0


class PrivateRabbitmq(PrivateServer):
    """RabbitMQ; `node`, `program` and what it was started with serve `fresh_vhost`."""

    node = ""
    program = ""

    @property
    def control(self) -> Control:
        names = ("RABBITMQ_", "ERL_", "HOME")
        settings = {name: value for name, value in self.settings.items() if name.startswith(names)}
        return Control(self.url, self.program, ("-n", self.node), settings)

    def describe(self) -> dict[str, str]:
        """The setting by which another process reaches it as this one does."""
        return {OWN_BROKER: json.dumps(vars(self.control))}


@contextmanager
def private_rabbitmq(folder: Path) -> Iterator[PrivateRabbitmq]:
    """Run a RabbitMQ below `folder` on ports of its own; raise `ServerFailure` when the program is not installed."""
    program = _find_program("rabbitmq-server", RABBITMQ_FOLDERS)
    home = Path(tempfile.mkdtemp(prefix="rabbitmq-", dir=folder))
    port = free_port()
    (home / "rabbitmq.conf").write_text(RABBITMQ_SETTINGS.format(host=HOST, port=port))
    (home / "enabled_plugins").write_text("[].\n")
    (home / "environment").write_text("")
    server = PrivateRabbitmq(f"amqp://guest:guest@{HOST}:{port}//", [program], home, amqp_answers)
    server.node, server.program = f"tenon-{secrets.token_hex(4)}@localhost", str(Path(program).with_name("rabbitmqctl"))
    server.settings |= {
        "HOME": str(home),
        "ERL_EPMD_ADDRESS": HOST,
        "RABBITMQ_NODENAME": server.node,
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(home / "environment"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 2:2 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
    }
    with _running(server):
        yield server


@contextmanager
def private_postgres(folder: Path) -> Iterator[PrivatePostgres]:
    """Run a PostgreSQL on a port of its own; raise `ServerFailure` when the programs are not installed.

    The server refuses to run as root; then its data lies in a folder of an unprivileged user instead of `folder`.
    """
    programs = {name: _find_program(name, POSTGRES_FOLDERS) for name in ("initdb", "postgres")}
    user = _unprivileged_user()
    data = Path(tempfile.mkdtemp(prefix="tenon-postgres-", dir=folder if user is None else None))
    if user is not None:
        shutil.chown(data, user)
    port = free_port()
    settings = {"listen_addresses": HOST, "unix_socket_directories": "", "fsync": "off", "max_connections": "200"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [programs["postgres"], "-D", str(data / "base"), "-p", str(port), *options]
    server = PrivatePostgres(f"postgresql+psycopg2://postgres@{HOST}:{port}/postgres", command, data, postgres_answers)
    server.user = user
    try:
        _initialise(programs["initdb"], data / "base", user)
        with _running(server):
            yield server
    finally:
        shutil.rmtree(data, ignore_errors=True)


def find_amqp() -> str | None:
    """The broker to test on: TENON_TEST_AMQP, else the one on the usual port, else None."""
    named = os.environ.get("TENON_TEST_AMQP")
    return named or (USUAL_AMQP if amqp_answers(USUAL_AMQP) else None)


def find_postgres() -> str | None:
    """The database server to test on: TENON_TEST_POSTGRES, else the one on the usual port, else None."""
    named = os.environ.get("TENON_TEST_POSTGRES")
    users = ("postgres", pwd.getpwuid(os.getuid()).pw_name)
    usual = (f"postgresql+psycopg2://{user}@{HOST}:5432/postgres" for user in users)
    return named or next((url for url in usual if postgres_answers(url)), None)


def find_mariadb() -> str | None:
    """The MariaDB named by TENON_TEST_MARIADB, or one that lets root in at its usual port."""
    named = os.environ.get("TENON_TEST_MARIADB")
    return named or (USUAL_MARIADB if mariadb_answers(USUAL_MARIADB) else None)


def mariadb_answers(url: str) -> bool:
    address = make_url(url)
    try:
        pymysql.connect(
            host=address.host, port=address.port or 3306, user=address.username, password=address.password or ""
        ).close()
    except pymysql.MySQLError:
        return False
    return True


def amqp_answers(url: str) -> bool:
    try:
        with kombu.Connection(url, connect_timeout=3) as connection:
            connection.connect()
    except Exception:  # whatever the client library raises, the answer is no
        return False
    return True


def postgres_answers(url: str) -> bool:
    try:
        psycopg2.connect(libpq(url), connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def fresh_postgres_database(server_url: str, *, lasting: bool = True) -> Iterator[str]:
    """An empty database on that server, dropped afterwards. One that is not `lasting` waits for no disk: where a test
    lets its server crash, what was committed a moment before would be lost.
    """
    name = f"tenon_test_{secrets.token_hex(6)}"
    administer(server_url, f'CREATE DATABASE "{name}"')
    try:
        if not lasting:
            administer(server_url, f'ALTER DATABASE "{name}" SET synchronous_commit = off')
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        administer(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def fresh_vhost(server: PrivateRabbitmq | str) -> Iterator[str]:
    """A virtual host of one's own on that broker, so that runs side by side do not share queues.

    Needs rabbitmqctl on this machine; where it is missing or may not, the broker's given virtual host is used.
    """
    url = server if isinstance(server, str) else server.url
    name = f"tenon-test-{secrets.token_hex(6)}"
    control = _control_of(url) if isinstance(server, str) else server.control
    if control is None or not control.run("add_vhost", name):
        yield url
        return
    try:
        control.run("set_permissions", "-p", name, make_url(url).username or "guest", ".*", ".*", ".*")
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        control.run("delete_vhost", name)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return int(listener.getsockname()[1])


@contextmanager
def _running(server: PrivateServer) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.stop()


def _control_of(url: str) -> Control | None:
    """The proof's own broker is reached as it was started; another one here as its administrator would."""
    own = json.loads(os.environ.get(OWN_BROKER, "{}"))
    if own.get("url") == url:
        return Control(url, own["program"], tuple(own["words"]), own["settings"])
    program = shutil.which("rabbitmqctl") if make_url(url).host in (HOST, "localhost") else None
    return None if program is None else Control(url, program)


def _initialise(initdb: str, base: Path, user: str | None) -> None:
    command = [initdb, "-D", str(base), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    group = None if user is None else pwd.getpwnam(user).pw_gid
    extra: list[int] | None = None if user is None else []
    done = subprocess.run(
        command, cwd=base.parent, user=user, group=group, extra_groups=extra, capture_output=True, check=False
    )
    if done.returncode != 0:
        raise ServerFailure(f"initdb failed:\n{done.stderr.decode(errors='replace')}")


def administer(server_url: str, statement: str) -> None:
    """Run a statement that no transaction may be around, such as CREATE DATABASE."""
    connection = psycopg2.connect(libpq(server_url))
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _unprivileged_user() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _children(process_id: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()]
    return []


def _find_program(name: str, folders: tuple[str, ...]) -> str:
    """Prefer the real program to a distribution's wrapper on the path, which insists on the system's own server."""
    places = os.pathsep.join([*folders, os.environ.get("PATH", "")])
    found = shutil.which(name, path=places)
    if found is None:
        raise ServerFailure(f"{name} is not installed")
    return found
