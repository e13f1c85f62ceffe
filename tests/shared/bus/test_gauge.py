"""What waits in a queue is seen over one kept connection, whatever becomes of it."""

import socket
from collections.abc import Iterator

import kombu
import pytest

from shared.bus.amqp.gauge import Gauge


@pytest.fixture
def gauge(amqp_url: str) -> Iterator[Gauge]:
    made = Gauge(amqp_url)
    yield made
    made.close()


@pytest.fixture
def waiting(amqp_url: str) -> Iterator[None]:
    """Two calls that nobody takes; the broker has said that both are in."""
    with kombu.Connection(amqp_url, transport_options={"confirm_publish": True}) as connection:
        queue = connection.SimpleQueue("rpc-toy_gauge")
        queue.put("one")
        queue.put("two")
        yield
        queue.queue.delete()


def test_what_waits_is_counted_over_one_connection(gauge: Gauge, waiting: None) -> None:
    assert gauge.depth_of("toy_gauge") == (2, 0)
    kept = gauge._connection
    assert gauge.depth_of("toy_gauge") == (2, 0)
    assert gauge._connection is kept


def test_a_queue_that_is_missing_hides_no_other(gauge: Gauge, waiting: None) -> None:
    assert gauge.depth_of("toy_gauge") == (2, 0)
    assert gauge.depth_of("toy_nobody") is None
    assert gauge.depth_of("toy_gauge") == (2, 0)


def test_a_connection_that_was_cut_is_made_again_at_once(gauge: Gauge, waiting: None) -> None:
    assert gauge.depth_of("toy_gauge") == (2, 0)
    assert gauge._connection is not None
    gauge._connection.transport.sock.shutdown(socket.SHUT_RDWR)

    assert gauge.depth_of("toy_gauge") == (2, 0)


def test_without_a_broker_nothing_is_seen() -> None:
    assert Gauge("amqp://guest:guest@127.0.0.1:1//").depth_of("toy_gauge") is None
