"""The gateway and the sales service in one process, with the public door before them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

os.environ.setdefault("TENON_ARGON2", "fast")

from deploy.gateway import GatewayBus
from deploy.roster import service_class
from gateway.access.principals import Access
from gateway.http.app import create_app
from gateway.people.commands import ensure_first_administrator
from shared.actor import system_actor
from shared.bus.host import Host
from shared.persistence.database import database_at
from shared.persistence.migrating import metadata_of
from shared.settings import Settings
from tests.gateway.imports.office import PASSWORD, Office
from tests.recycling import lay_tables


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(tmp_path) as office:
        yield office


@pytest.fixture(scope="module")
def refusing_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all requests of a file that are refused: they leave it as it was."""
    with opened(tmp_path_factory.mktemp("refusing")) as office:
        yield office


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    settings = Settings(data=folder, secret="a secret for tests", rate_limit="10000/10000")
    for service in ("sales", "gateway"):
        lay_tables(database_at(settings.database_url(service)), *metadata_of(service))
    database = database_at(settings.database_url("gateway"))
    with database.write() as session:
        ensure_first_administrator(session, system_actor("gateway"), PASSWORD)
    host = Host(settings, {})
    host.start([service_class("sales"), service_class("gateway")])
    yield Office(create_app(settings, GatewayBus(host), Access(database)).test_client(), database)
    host.stop()
    for service in ("sales", "gateway"):
        database_at(settings.database_url(service)).close()
