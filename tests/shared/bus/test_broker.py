"""What only a broker shows: strange messages, and queues that keep what nobody consumed yet."""

import time

import kombu
import pytest
from amqp import Message

from shared.bus.amqp.events import Publisher
from shared.bus.amqp.link import LinkDown
from shared.bus.topology import wire_types
from tests.shared.bus import toys
from tests.shared.bus.conftest import World
from tests.shared.bus.waiting import eventually


@pytest.fixture
def world(broker_world: World) -> World:
    return broker_world


def send(world: World, exchange: str, key: str, body: bytes, **properties: object) -> None:
    with kombu.Connection(world.settings.bus) as connection:
        connection.default_channel.basic_publish(Message(body, **properties), exchange=exchange, routing_key=key)


def waiting_in(world: World, queue: str) -> int:
    with kombu.Connection(world.settings.bus) as connection:
        return int(connection.default_channel.queue_declare(queue, passive=True).message_count)


def test_a_message_that_is_no_event_is_set_aside_and_the_rest_goes_on(world: World) -> None:
    client = world.start().client
    world.call(client, "toy_shop", "send_parcels", places=["before"])
    world.await_places("toy_depot", ["before"])

    send(world, "toy_shop.events", "parcel.moved.v1", b"not an event")
    world.call(client, "toy_shop", "send_parcels", places=["after"])

    world.await_places("toy_depot", ["before", "after"])
    eventually(lambda: waiting_in(world, "toy_depot.malformed") == 1)


def test_a_call_that_is_no_json_hurts_nobody(world: World) -> None:
    client = world.start(toys.Shop).client

    send(world, "nameko-rpc", "toy_shop.echo", b"{", content_type="application/json")

    assert world.call(client, "toy_shop", "echo", well="yes").result == {"well": "yes"}


def test_a_call_that_expired_on_its_way_is_not_run(world: World) -> None:
    client = world.start(toys.Shop).client
    headers = {"nameko.actor": toys.token(), "nameko.deadline": int((time.time() - 1) * 1000)}

    send(
        world,
        "nameko-rpc",
        "toy_shop.send_parcels",
        b'{"args": [], "kwargs": {"places": ["late"]}}',
        content_type="application/json",
        application_headers=headers,
    )
    world.call(client, "toy_shop", "send_parcels", places=["in time"])

    eventually(lambda: client.call("toy_shop", "check_health").result["position"] > 0)
    assert client.call("toy_shop", "check_health").result["position"] == 1


def test_events_wait_in_the_queue_of_a_service_that_is_away(world: World) -> None:
    client = world.start(toys.Shop, toys.Ledger).client
    world.call(client, "toy_shop", "send_parcels", places=["a", "b"])
    world.await_places("toy_ledger", ["a", "b"])

    assert waiting_in(world, "toy_depot.inbox") == 2


def test_publishing_to_a_broker_that_is_not_there_fails_instead_of_losing(world: World) -> None:
    publisher = Publisher("amqp://guest:guest@127.0.0.1:1//", "toy_shop", wire_types(toys.SUBSCRIPTIONS))
    publisher.start()
    publisher.stop()

    with pytest.raises(LinkDown):
        publisher.publish([])
