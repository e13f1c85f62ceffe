"""One running installation a profile for the whole test run, and a company in it."""

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from deploy.roster import EVERYBODY
from tests.conftest import IN_CI, PROFILES
from tests.end_to_end.company import Company, found_company
from tests.end_to_end.stack import Stack
from tests.servers import (
    PrivatePostgres,
    PrivateRabbitmq,
    ServerFailure,
    fresh_vhost,
    private_postgres,
    private_rabbitmq,
)

DEADLINE_SECONDS = 4


@contextmanager
def databases_of_ones_own(postgres_server: str) -> Iterator[str]:
    """The address from which each service derives its own database; all are dropped afterwards."""
    server = make_url(postgres_server)
    prefix = f"tenon_test_{secrets.token_hex(4)}"
    try:
        yield server.set(database=prefix).render_as_string(hide_password=False)
    finally:
        engine = create_engine(server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for service in EVERYBODY:
                connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{prefix}_{service}" WITH (FORCE)')
        engine.dispose()


@contextmanager
def installation(profile: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The product, running on databases and a virtual host of its own."""
    with ExitStack() as places:
        environment = {}
        if profile == "production":
            amqp, postgres = request.getfixturevalue("amqp_server"), request.getfixturevalue("postgres_server")
            environment["TENON_DATABASE"] = places.enter_context(databases_of_ones_own(postgres))
            environment["TENON_BUS"] = places.enter_context(fresh_vhost(amqp))
        running = Stack(profile, folder, environment)
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


@dataclass
class Breakable:
    """An installation on servers of its own, all of which a test may stop, and a company in it."""

    stack: Stack
    broker: PrivateRabbitmq
    postgres: PrivatePostgres
    company: Company


@pytest.fixture
def breakable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Breakable]:
    """Made anew for each test: what one breaks is not the next one's matter."""
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
