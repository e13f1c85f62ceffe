"""The toy services running on each profile."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import kombu
import pytest
from sqlalchemy import update

from shared.bus.client import BusClient
from shared.bus.host import Host
from shared.bus.wire import Reply
from shared.clock import now
from shared.persistence.database import Database, database_at
from shared.persistence.platform import EventLog
from shared.settings import EMBEDDED, Settings
from tests.servers import fresh_postgres_database
from tests.shared.bus import toys
from tests.shared.bus.waiting import eventually

Urls = tuple[tuple[str, str], ...]
"""The address of each service's database."""

NAMES = ("toy_shop", "toy_depot", "toy_ledger")
DELAYS = (0.05, 0.1, 0.2)
TICK = 0.1


@dataclass
class World:
    """A place for toy services: settings, databases, and the hosts started in it."""

    settings: Settings
    hosts: list[Host] = field(default_factory=list)

    def start(self, *services: type, settings: Settings | None = None) -> Host:
        host = Host(settings or self.settings, toys.SUBSCRIPTIONS, tick=TICK)
        host.start(services or toys.SERVICES)
        self.hosts.append(host)
        return host

    def database(self, service: str) -> Database:
        return database_at(self.settings.database_url(service))

    def call(self, client: BusClient, service: str, method: str, **kwargs: Any) -> Reply:
        return client.call(service, method, actor_token=toys.token(), **kwargs)

    def places(self, service: str) -> list[str]:
        return [effect.place for effect in toys.effects(self.database(service))]

    def await_places(self, service: str, places: list[str], seconds: float = 15) -> None:
        """Wait until the service was told exactly these, in any order, and see that no more comes."""
        eventually(lambda: len(self.places(service)) >= len(places), seconds)
        assert sorted(self.places(service)) == sorted(places)

    def expire_lease(self) -> None:
        """As if the lease of a dead instance of the shop had run out."""
        with self.database("toy_shop").write() as session:
            session.execute(update(EventLog).values(lease_until=now() - timedelta(seconds=1)))

    def forget_connections(self) -> None:
        """After a restart of the database server, so that the test itself does not meet a dead connection."""
        for name in NAMES:
            self.database(name).close()

    def stop(self) -> None:
        for host in self.hosts:
            host.stop()
        self.hosts.clear()


MakeWorld = Callable[[str, Urls], World]


@pytest.fixture
def make_world() -> Iterator[MakeWorld]:
    """Make a world on this bus and these databases."""
    worlds: list[World] = []
    toys.FAILURES.clear()

    def make(bus: str, urls: Urls) -> World:
        world = World(Settings(bus=bus, databases=urls, secret=toys.SECRET, event_delays=DELAYS))
        worlds.append(world)
        for name in NAMES:
            toys.create_tables(world.database(name))
        return world

    yield make
    for world in worlds:
        world.stop()
        world.forget_connections()
        remove_queues(world.settings.bus)


@pytest.fixture(scope="session")
def toy_databases(postgres_server: str) -> Iterator[Urls]:
    """One database a service for the whole run; each test finds them empty."""
    with postgres_databases(postgres_server) as urls:
        yield urls


@contextmanager
def postgres_databases(server: str) -> Iterator[Urls]:
    with ExitStack() as stack:
        yield tuple((name, stack.enter_context(fresh_postgres_database(server))) for name in NAMES)


@pytest.fixture
def world(profile: str, make_world: MakeWorld, request: pytest.FixtureRequest, tmp_path: Path) -> World:
    if profile == "embedded":
        return make_world(EMBEDDED, tuple((name, f"sqlite:///{tmp_path / name}.sqlite") for name in NAMES))
    return make_world(request.getfixturevalue("amqp_url"), request.getfixturevalue("toy_databases"))


@pytest.fixture
def broker_world(make_world: MakeWorld, amqp_url: str, toy_databases: Urls) -> World:
    return make_world(amqp_url, toy_databases)


def remove_queues(bus: str) -> None:
    if bus == EMBEDDED:
        return
    with kombu.Connection(bus, connect_timeout=3) as connection:
        channel = connection.default_channel
        for name in NAMES:
            channel.queue_delete(f"{name}.inbox")
            channel.queue_delete(f"{name}.malformed")


def impatient(settings: Settings, seconds: float) -> Settings:
    return replace(settings, deadline_seconds=seconds)
