"""A broker and a database that go away under load and come back: nothing is lost, nothing happens twice."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.bus.client import BusClient
from shared.bus.host import connect
from shared.errors import Kind, Refusal, Unavailable
from tests.servers import PrivatePostgres, PrivateRabbitmq, ServerFailure, private_postgres, private_rabbitmq
from tests.shared.bus import toys
from tests.shared.bus.conftest import MakeWorld, Urls, World, impatient, postgres_databases
from tests.shared.bus.ledgers import assert_everything_arrived_once, committed
from tests.shared.bus.processes import toy_process
from tests.shared.bus.waiting import eventually

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def rabbitmq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateRabbitmq]:
    with _own(private_rabbitmq, tmp_path_factory.mktemp("rabbitmq")) as server:
        yield server


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivatePostgres]:
    with _own(private_postgres, tmp_path_factory.mktemp("postgres")) as server:
        yield server


@contextmanager
def _own(start: Callable[[Path], object], folder: Path) -> Iterator[object]:
    try:
        with start(folder) as server:  # type: ignore[attr-defined]
            yield server
    except ServerFailure as failure:
        pytest.skip(f"needs a server of its own: {failure}")


@pytest.fixture(scope="module")
def own_databases(postgres: PrivatePostgres) -> Iterator[Urls]:
    with postgres_databases(postgres.url) as urls:
        yield urls


@pytest.fixture
def world(make_world: MakeWorld, rabbitmq: PrivateRabbitmq, own_databases: Urls) -> World:
    return make_world(rabbitmq.url, own_databases)


@contextmanager
def load(world: World, client: BusClient) -> Iterator[list[str]]:
    """Four callers send parcels as fast as they are answered; yields the ids of those that were confirmed."""
    confirmed: list[str] = []
    stop = threading.Event()

    def send() -> None:
        while not stop.is_set():
            try:
                confirmed.append(world.call(client, "toy_shop", "send_parcels", places=["a", "b"]).result["id"])
            except Refusal as refusal:  # also of a commit whose outcome nobody knows
                if refusal.kind is not Kind.UNAVAILABLE:
                    raise
                time.sleep(0.05)

    callers = [threading.Thread(target=send) for _ in range(4)]
    for caller in callers:
        caller.start()
    try:
        yield confirmed
    finally:
        stop.set()
        for caller in callers:
            caller.join(20)


def await_progress(confirmed: list[str], parcels: int = 20) -> None:
    reached = len(confirmed) + parcels
    eventually(lambda: len(confirmed) >= reached, 40)


@pytest.mark.parametrize("end", [PrivateRabbitmq.stop, PrivateRabbitmq.kill])
def test_a_broker_restarted_under_load_loses_nothing(
    world: World, rabbitmq: PrivateRabbitmq, end: Callable[[PrivateRabbitmq], None]
) -> None:
    world.start(toys.Depot, toys.Ledger)
    client = connect(impatient(world.settings, 5))
    with toy_process(world, "toy_shop"):
        with load(world, client) as confirmed:
            await_progress(confirmed)
            end(rabbitmq)
            time.sleep(0.5)
            rabbitmq.start()
            await_progress(confirmed)
        client.close()
        assert len(committed(world)) >= 2 * len(confirmed)
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")


@pytest.mark.parametrize("end", [PrivatePostgres.stop, PrivatePostgres.kill])
def test_a_database_restarted_under_load_loses_nothing(
    world: World, postgres: PrivatePostgres, end: Callable[[PrivatePostgres], None]
) -> None:
    world.start(toys.Ledger)
    client = connect(impatient(world.settings, 5))
    with toy_process(world, "toy_shop"), toy_process(world, "toy_depot"):
        with load(world, client) as confirmed:
            await_progress(confirmed)
            end(postgres)
            time.sleep(0.5)
            postgres.start()
            await_progress(confirmed)
        client.close()
        world.forget_connections()
        assert len(committed(world)) >= 2 * len(confirmed)
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")


def test_without_a_broker_calls_are_refused_in_time_and_work_again_after(
    world: World, rabbitmq: PrivateRabbitmq
) -> None:
    world.start(toys.Shop)
    client = connect(impatient(world.settings, 3))
    assert world.call(client, "toy_shop", "echo", before=1).result == {"before": 1}

    rabbitmq.kill()
    started = time.monotonic()
    with pytest.raises(Unavailable) as caught:
        world.call(client, "toy_shop", "echo")
    assert time.monotonic() - started < 3.5
    assert caught.value.extra["retry_after"] > 0
    rabbitmq.start()

    eventually(lambda: _answers(world, client), 20)
    client.close()


def _answers(world: World, client: BusClient) -> bool:
    try:
        return bool(world.call(client, "toy_shop", "echo", after=1).result)
    except Unavailable:
        return False
