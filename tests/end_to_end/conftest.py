"""One running installation a profile for the whole test run, and a company in it."""

import secrets
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from deploy.roster import EVERYBODY
from tests.end_to_end.company import Company, found_company
from tests.end_to_end.stack import Stack


@pytest.fixture(scope="session")
def postgres_prefix(postgres_server: str) -> Iterator[str]:
    """The address from which each service of this run derives its own database; all are dropped afterwards."""
    server = make_url(postgres_server)
    prefix = f"tenon_test_{secrets.token_hex(4)}"
    yield server.set(database=prefix).render_as_string(hide_password=False)
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for service in EVERYBODY:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{prefix}_{service}" WITH (FORCE)')
    engine.dispose()


@pytest.fixture(scope="session")
def stack(profile: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Stack]:
    """The product, running; started once for each profile."""
    environment = {}
    if profile == "production":
        environment["TENON_BUS"] = request.getfixturevalue("amqp_url")
        environment["TENON_DATABASE"] = request.getfixturevalue("postgres_prefix")
    running = Stack(profile, tmp_path_factory.mktemp(profile), environment)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def company(stack: Stack) -> Company:
    return found_company(stack)
