"""One running installation a profile for the whole test run, and a company in it."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from deploy.roster import EVERYBODY
from tests.conftest import IN_CI, PROFILES
from tests.end_to_end.company import Company, found_company
from tests.end_to_end.secrets_in_logs import Secrets, logs_that_tell
from tests.end_to_end.stack import ADMIN_PASSWORD, SECRET, STARTED, Stack
from tests.end_to_end.templates import copy_databases, copy_files, forget
from tests.end_to_end.walker.founding import found_world
from tests.end_to_end.walker.world import World
from tests.servers import (
    PrivatePostgres,
    PrivateRabbitmq,
    ServerFailure,
    find_mariadb,
    fresh_vhost,
    private_postgres,
    private_rabbitmq,
)

DEADLINE_SECONDS = 4
UNHURRIED = {"options": "-c synchronous_commit=off"}
"""What is committed reaches the disk a moment later: those servers that tests let crash are others."""

UNWATCHED = {"TENON_WATCH_SECONDS": "30", "TENON_ESCALATION_SECONDS": "30"}
"""As it is by default, for installations whose tests wait for no alert: looking out costs a tenth of a processor."""


@pytest.fixture(scope="session", autouse=True)
def secrets_of_the_run() -> Iterator[Secrets]:
    """Whatever secret goes over HTTP; at the end of the run no log of any installation may hold any of it."""
    secrets = Secrets([ADMIN_PASSWORD, SECRET])
    send = requests.Session.send

    def seen(self: requests.Session, request: requests.PreparedRequest, **more: Any) -> requests.Response:
        answer = send(self, request, **more)
        answer.encoding = answer.encoding or "utf-8"  # of JSON, or all of it would be weighed to guess
        secrets.see(request, "" if more.get("stream") else answer.text)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(requests.Session, "send", seen)
        yield secrets
    assert logs_that_tell(STARTED, secrets) == {}


@pytest.fixture(scope="session", autouse=True)
def templates() -> Iterator[None]:
    yield
    forget()


@contextmanager
def databases_of_ones_own(postgres_server: str) -> Iterator[str]:
    """The address from which each service derives its own database; all are dropped afterwards."""
    server = make_url(postgres_server)
    prefix = f"tenon_test_{secrets.token_hex(4)}"
    try:
        here = server.set(database=prefix).update_query_dict(UNHURRIED)
        yield here.render_as_string(hide_password=False)
    finally:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in EVERYBODY:
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{prefix}_{service}" WITH (FORCE)')
        engine.dispose()


@contextmanager
def databases_on_mariadb() -> Iterator[str]:
    """As `databases_of_ones_own`, on a MariaDB. Skips the test where there is none."""
    server = find_mariadb()
    if server is None:
        pytest.skip("no MariaDB: set TENON_TEST_MARIADB or start one on its usual port")
    prefix = f"tenon_test_{secrets.token_hex(4)}"
    try:
        yield make_url(server).set(database=prefix).render_as_string(hide_password=False)
    finally:
        engine = create_engine(make_url(server).set(drivername="mysql+pymysql"))
        with engine.connect() as connection:
            for service in EVERYBODY:
                connection.exec_driver_sql(f"DROP DATABASE IF EXISTS `{prefix}_{service}`")
        engine.dispose()


@contextmanager
def installation(profile: str, folder: Path, request: pytest.FixtureRequest, **settings: str) -> Iterator[Stack]:
    """The product, running on databases and a virtual host of its own."""
    with ExitStack() as places:
        environment = dict(settings)
        if profile == "production":
            amqp, postgres = request.getfixturevalue("amqp_server"), request.getfixturevalue("postgres_server")
            own = environment["TENON_DATABASE"] = places.enter_context(databases_of_ones_own(postgres))
            environment["TENON_BUS"] = places.enter_context(fresh_vhost(amqp))
            copy_databases(postgres, str(make_url(own).database))
        else:
            copy_files(folder / "data")
        running = Stack(profile, folder, environment)
        running.migrated = True
        places.callback(running.stop)
        running.start()
        yield running


@pytest.fixture(scope="session")
def stack(profile: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The product, running; started once for each profile."""
    with installation(profile, tmp_path_factory.mktemp(profile), request) as running:
        yield running


@pytest.fixture(scope="session")
def company(stack: Stack) -> Company:
    return found_company(stack)


@pytest.fixture(scope="session")
def world(profile: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[World]:
    """An installation in which everybody has worked: first the walker looks at it, then all that can be made up is sent
    to it (`tests/conftest.py` keeps this order).
    """
    with installation(profile, tmp_path_factory.mktemp(f"walked-{profile}"), request, **UNWATCHED) as running:
        yield found_world(profile, found_company(running))


@dataclass
class Breakable:
    """An installation on servers of its own, all of which a test may stop, and a company in it."""

    stack: Stack
    broker: PrivateRabbitmq
    postgres: PrivatePostgres
    company: Company

    def mend(self) -> None:
        """Start again whatever a test that failed left lying."""
        for server in (self.broker, self.postgres):
            if not server.is_running:
                server.start()
        self.stack.start_the_dead()
        self.stack.wait_until_ready()


@pytest.fixture
def breakable(breakable_installation: Breakable) -> Breakable:
    """Whole at the start of each test: what one breaks is not the next one's matter."""
    breakable_installation.mend()
    return breakable_installation


@pytest.fixture(scope="module")
def breakable_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    if "production" not in PROFILES:
        pytest.skip("these tests are for the production profile")
    folder = tmp_path_factory.mktemp("breakable")
    try:
        with private_rabbitmq(folder) as broker, private_postgres(folder) as postgres:
            yield from _running(folder, broker, postgres)
    except ServerFailure as fault:
        if IN_CI:
            raise
        pytest.skip(f"no servers that may be broken: {fault}")


def _running(folder: Path, broker: PrivateRabbitmq, postgres: PrivatePostgres) -> Iterator[Breakable]:
    prefix = make_url(postgres.url).set(database="tenon").render_as_string(hide_password=False)
    environment = {"TENON_BUS": broker.url, "TENON_DATABASE": prefix, "TENON_DEADLINE": str(DEADLINE_SECONDS)}
    stack = Stack("production", folder, environment)
    try:
        stack.start()
        yield Breakable(stack, broker, postgres, found_company(stack))
    finally:
        stack.stop()
