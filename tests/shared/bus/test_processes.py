"""Services as processes on the real broker: side by side, with other Nameko programs, killed at the worst moment."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from nameko.standalone.rpc import ClusterRpcProxy

from shared.bus.client import BusClient
from shared.bus.host import connect
from tests.shared.bus import toys
from tests.shared.bus.conftest import World
from tests.shared.bus.ledgers import assert_everything_arrived_once, committed, told
from tests.shared.bus.moments import DIE_BEFORE_ACKNOWLEDGING, DIE_BEFORE_PUBLISHING
from tests.shared.bus.processes import toy_process


@pytest.fixture
def world(broker_world: World) -> World:
    return broker_world


@pytest.fixture
def client(world: World) -> Iterator[BusClient]:
    connected = connect(world.settings)
    yield connected
    connected.close()


def test_a_stock_nameko_client_gets_its_answer(world: World) -> None:
    world.start(toys.Shop)
    config = {"AMQP_URI": world.settings.bus}

    with ClusterRpcProxy(config, context_data={"actor": toys.token()}, timeout=10) as cluster:
        assert cluster.toy_shop.echo(word="hello") == {"word": "hello"}
        with pytest.raises(Exception, match="still_at_sea"):
            cluster.toy_shop.refuse()


def test_two_instances_share_the_calls(world: World, client: BusClient) -> None:
    with toy_process(world, "toy_shop"), toy_process(world, "toy_shop"), ThreadPoolExecutor(8) as pool:
        naps = list(pool.map(lambda _: world.call(client, "toy_shop", "whoami", seconds=0.2).result, range(16)))

    assert len({nap["process"] for nap in naps}) == 2


def test_a_process_that_is_asked_to_stop_ends_its_calls_and_leaves_with_zero(world: World, client: BusClient) -> None:
    with toy_process(world, "toy_shop") as shop, ThreadPoolExecutor(1) as pool:
        nap = pool.submit(world.call, client, "toy_shop", "whoami", seconds=3.0)
        time.sleep(1.5)  # time enough for the call to arrive on a busy machine
        status = shop.stop()

    assert status == 0
    assert nap.result().result["process"] == shop.process.pid


def test_killed_between_commit_and_publish_the_next_start_publishes(world: World, client: BusClient) -> None:
    world.start(toys.Depot, toys.Ledger)
    with toy_process(world, "toy_shop", DIE_BEFORE_PUBLISHING) as shop:
        world.call(client, "toy_shop", "send_parcels", places=["a", "b"])
        shop.await_death()
    assert len(committed(world)) == 2
    assert told(world, "toy_depot") == []
    world.expire_lease()

    with toy_process(world, "toy_shop"):
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")


def test_killed_while_another_instance_runs_that_one_publishes(world: World, client: BusClient) -> None:
    world.start(toys.Depot, toys.Ledger)
    with toy_process(world, "toy_shop", DIE_BEFORE_PUBLISHING) as doomed:
        world.call(client, "toy_shop", "send_parcels", places=["a"])
        doomed.await_death()
    world.expire_lease()

    with toy_process(world, "toy_shop"), toy_process(world, "toy_shop"):
        for number in range(20):
            world.call(client, "toy_shop", "send_parcels", places=[str(number)])
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")


def test_killed_between_effect_and_acknowledgement_nothing_happens_twice(world: World, client: BusClient) -> None:
    world.start(toys.Shop, toys.Ledger)
    with toy_process(world, "toy_depot", DIE_BEFORE_ACKNOWLEDGING) as depot:
        for number in range(5):
            world.call(client, "toy_shop", "send_parcels", places=[f"{number}"])
        depot.await_death()
    assert told(world, "toy_depot")

    with toy_process(world, "toy_depot"):
        world.call(client, "toy_shop", "send_parcels", places=["later"])
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")


def test_of_two_consumers_the_second_takes_over_when_the_first_is_killed(world: World, client: BusClient) -> None:
    world.start(toys.Shop, toys.Ledger)
    with toy_process(world, "toy_depot") as first, toy_process(world, "toy_depot"):
        for number in range(10):
            world.call(client, "toy_shop", "send_parcels", places=[f"{number}-a", f"{number}-b"])
            if number == 5:
                first.kill()
        assert_everything_arrived_once(world, "toy_depot", "toy_ledger")
