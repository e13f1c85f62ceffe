"""Calls, on both transports."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from shared.bus.refused import Refused, ServiceFailed
from shared.errors import Kind, Unavailable
from shared.signing import UnsignedCall
from tests.shared.bus.conftest import World
from tests.shared.bus.toys import Depot, Shop
from tests.shared.bus.waiting import eventually


def test_a_call_is_answered_with_what_the_service_returned(world: World) -> None:
    client = world.start(Shop).client

    reply = world.call(client, "toy_shop", "echo", word="Zapfen", nested={"n": [1, 2.5, None]})

    assert reply.result == {"word": "Zapfen", "nested": {"n": [1, 2.5, None]}}
    assert reply.body.startswith(b'{"word":"Zapfen"')


def test_a_refusal_arrives_with_its_code_and_everything_it_says(world: World) -> None:
    client = world.start(Shop).client

    with pytest.raises(Refused) as caught:
        world.call(client, "toy_shop", "refuse")

    refused = caught.value
    assert (refused.kind, refused.code, refused.detail) == (Kind.CONFLICT, "still_at_sea", "The ship is late.")
    assert [(fault.pointer, fault.detail) for fault in refused.faults] == [("/place", "at sea")]
    assert refused.extra == {"since": 3}


@pytest.mark.parametrize(
    ("method", "kwargs"),
    [("explode", {}), ("speak_nonsense", {}), ("no_such_method", {}), ("move_parcel", {"parcel_id": "1"})],
)
def test_what_nobody_foresaw_arrives_as_a_failure_of_the_service(
    world: World, method: str, kwargs: dict[str, str]
) -> None:
    client = world.start(Shop).client

    with pytest.raises(ServiceFailed):
        world.call(client, "toy_shop", method, **kwargs)

    assert world.call(client, "toy_shop", "echo", still="there").result == {"still": "there"}


def test_a_call_without_a_signed_actor_is_refused(world: World) -> None:
    client = world.start(Shop).client

    with pytest.raises(Refused) as caught:
        client.call("toy_shop", "echo", actor_token="forged")

    assert caught.value.code == UnsignedCall.code


def test_health_is_told_without_an_actor(world: World) -> None:
    client = world.start(Shop).client

    health = client.call("toy_shop", "check_health").result

    assert health == {"database": "ok", "outbox_lag": 0, "inbox_waiting": 0, "inbox_dead": 0, "position": 0}


def test_context_goes_with_a_call_and_headers_come_back(world: World) -> None:
    client = world.start(Shop).client

    reply = world.call(client, "toy_shop", "tell_call", context={"correlation_id": "c-1"})

    assert (reply.result, reply.headers) == ({"correlation_id": "c-1", "key": None}, {"mood": "good"})


def test_a_service_that_asks_another_carries_the_correlation_on(world: World) -> None:
    client = world.start(Shop, Depot).client

    reply = world.call(client, "toy_depot", "ask_shop", context={"correlation_id": "c-2"})

    assert reply.result == {"own": "c-2", "correlation_id": "c-2", "key": None}


def test_nobody_waits_beyond_the_deadline(world: World) -> None:
    client = world.start(Shop).client
    started = time.monotonic()

    with pytest.raises(Unavailable) as caught:
        world.call(client, "toy_shop", "nap", seconds=1.5, deadline=time.time() + 0.3)

    assert time.monotonic() - started < 1
    assert caught.value.extra["retry_after"] > 0


def test_a_call_that_is_expired_is_never_run(world: World) -> None:
    client = world.start(Shop).client

    with pytest.raises(Unavailable):
        world.call(client, "toy_shop", "send_parcels", places=["never"], deadline=time.time() - 1)

    world.call(client, "toy_shop", "echo")
    assert client.call("toy_shop", "check_health").result["outbox_lag"] == 0
    assert client.call("toy_shop", "check_health").result["position"] == 0


def test_a_service_that_is_away_is_noticed_at_once(world: World) -> None:
    client = world.start(Shop).client
    started = time.monotonic()

    with pytest.raises(Unavailable):
        world.call(client, "toy_nobody", "echo")

    assert time.monotonic() - started < 1


def test_a_stopped_service_answers_no_more_and_its_running_calls_end(world: World) -> None:
    host = world.start(Shop)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(world.call, host.client, "toy_shop", "nap", seconds=0.5)
        time.sleep(0.2)
        host.stop()
        assert "instance" in running.result().result
    world.hosts.clear()

    with pytest.raises(Unavailable):
        world.call(world.start(Depot).client, "toy_shop", "echo")


def test_calls_run_side_by_side(world: World) -> None:
    client = world.start(Shop).client
    started = time.monotonic()

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda _: world.call(client, "toy_shop", "nap", seconds=0.3), range(20)))

    assert time.monotonic() - started < 2


def test_a_reply_may_be_large(world: World) -> None:
    client = world.start(Shop).client

    reply = world.call(client, "toy_shop", "echo", text="ä" * 3_000_000)

    assert len(reply.result["text"]) == 3_000_000


def test_a_call_waits_for_a_worker_no_longer_than_its_caller_and_is_never_run_then(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.bus.container.MAX_WORKERS", 1)
    host = world.start(Shop)
    client = host.client
    with ThreadPoolExecutor(1) as busy:
        nap = busy.submit(world.call, client, "toy_shop", "nap", seconds=1.0)
        eventually(lambda: not host._hosted["toy_shop"].container.drain(0))
        with pytest.raises(Unavailable):
            world.call(client, "toy_shop", "send_parcels", places=["Kiel"], deadline=time.time() + 0.3)
        nap.result()

    assert [world.call(client, "toy_shop", "echo", still=turn).result for turn in (1, 2)] == [
        {"still": 1},
        {"still": 2},
    ]
    assert client.call("toy_shop", "check_health").result["position"] == 0
