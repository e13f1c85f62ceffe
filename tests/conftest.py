"""What every test may ask for: the profiles to run on, and fresh places on the servers behind them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import find_amqp, find_postgres, fresh_postgres_database, fresh_vhost

IN_CI = os.environ.get("CI") == "true"
NAMED_PROFILES = os.environ.get("TENON_TEST_PROFILES")
PROFILES = tuple((NAMED_PROFILES or "embedded,production").split(","))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `profile` once on each profile."""
    if "profile" in metafunc.fixturenames:
        metafunc.parametrize("profile", PROFILES, scope="session", indirect=True)


@pytest.fixture(scope="session")
def profile(request: pytest.FixtureRequest) -> str:
    """`embedded` (SQLite, bus in memory) or `production` (RabbitMQ, PostgreSQL)."""
    name = str(request.param)
    if name == "production":
        request.getfixturevalue("amqp_server")
        request.getfixturevalue("postgres_server")
    return name


@pytest.fixture(scope="session")
def amqp_server() -> str:
    """The URL of a broker that tests share; skips where there is none, unless it was asked for."""
    return _demand(find_amqp(), "RabbitMQ", "TENON_TEST_AMQP")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The URL of a database server that tests share; skips where there is none, unless it was asked for."""
    return _demand(find_postgres(), "PostgreSQL", "TENON_TEST_POSTGRES")


@pytest.fixture(scope="session")
def amqp_url(amqp_server: str) -> Iterator[str]:
    """A virtual host of this run's own."""
    with fresh_vhost(amqp_server) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty PostgreSQL database of this test's own."""
    with fresh_postgres_database(postgres_server) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of this test's own, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


def _demand(url: str | None, server: str, setting: str) -> str:
    if url is not None:
        return url
    if IN_CI or NAMED_PROFILES:
        pytest.fail(f"{server} is asked for but does not answer; set {setting}")
    pytest.skip(f"no {server}: set {setting} or start one on its usual port")
