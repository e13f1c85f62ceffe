"""A program that is no part of the product listens with a queue of its own: the SDK's example, as shipped."""

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pika
import pytest

from shared.ids import new_id
from tests.architecture.tree import ROOT
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.stack import Stack

EXAMPLE = ROOT / "deploy" / "sdk" / "python" / "tenon_client" / "subscriber.py"
BINDINGS = {"sales": ["lead.#"]}


def _shipped() -> Any:
    spec = spec_from_file_location("tenon_subscriber", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def sdk() -> Any:
    return _shipped()


@pytest.fixture
def queue(stack: Stack, sdk: Any) -> Iterator[str]:
    """A queue that stands and is bound, with nobody listening yet."""
    if stack.profile == "embedded":
        pytest.skip("the embedded bus is in the memory of one process; no other program can listen to it")
    name = f"outside-{new_id()}"
    with pika.BlockingConnection(pika.URLParameters(stack.environment["TENON_BUS"])) as connection:
        channel = connection.channel()
        sdk.declare_queue(channel, name, BINDINGS)
        yield name
        channel.queue_delete(name)
        channel.queue_delete(f"{name}.dead")
        channel.exchange_delete(f"{name}.dead")


@pytest.fixture
def lead(queue: str, stack: Stack) -> dict[str, Any]:
    """A lead with three events, all of which happened while nobody listened."""
    seller: Client = stack.client()
    lead = seller.post("/v1/leads", {"name": "Ada"})
    seller.post(f"/v1/leads/{lead['id']}/qualify", {"budget": "10.00"})
    return dict(seller.post(f"/v1/leads/{lead['id']}/lose", {"reason": "no money"}))


def test_each_event_of_a_record_is_heard_in_order(stack: Stack, sdk: Any, queue: str, lead: dict[str, Any]) -> None:
    heard: list[dict[str, Any]] = []

    def take(event: dict[str, Any]) -> bool:
        heard.extend([event] if event["subject"] == lead["id"] else [])
        return len(heard) < 3

    sdk.listen(stack.environment["TENON_BUS"], queue, BINDINGS, take)
    assert [(one["type"], one["sequence"]) for one in heard] == [
        ("tenon.sales.lead.created.v1", 1),
        ("tenon.sales.lead.qualified.v1", 2),
        ("tenon.sales.lead.lost.v1", 3),
    ]
    assert {(one["specversion"], one["source"]) for one in heard} == {("1.0", "/tenon/sales")}
    assert heard[1]["data"]["changes"]["budget"] == {"before": None, "after": "10.00"}
    assert heard[2]["data"]["reason"] == "no money"


def test_an_event_that_cannot_be_taken_in_is_laid_aside_and_blocks_nothing(
    stack: Stack, sdk: Any, queue: str, lead: dict[str, Any]
) -> None:
    tries: list[int] = []
    after_it: list[int] = []

    def take(event: dict[str, Any]) -> bool:
        if event["subject"] == lead["id"] and event["sequence"] == 2:
            tries.append(2)
            raise ValueError("cannot digest this")
        after_it.extend([3] if event["subject"] == lead["id"] and event["sequence"] == 3 else [])
        return bool(event["data"]["name"] != "the last")

    def try_on() -> None:
        sdk.listen(stack.environment["TENON_BUS"], queue, BINDINGS, take)

    listener = threading.Thread(target=try_on, daemon=True)
    listener.start()
    assert eventually(lambda: len(tries) > sdk.TRIES and after_it)
    stack.client().post("/v1/leads", {"name": "the last"})
    listener.join(20)
    assert (len(tries), listener.is_alive()) == (sdk.TRIES + 1, False)
    with pika.BlockingConnection(pika.URLParameters(stack.environment["TENON_BUS"])) as connection:
        _method, _properties, body = next(iter(connection.channel().consume(f"{queue}.dead", inactivity_timeout=10)))
    assert (json.loads(body)["subject"], json.loads(body)["sequence"]) == (lead["id"], 2)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_example_prints_one_event_a_line_until_it_is_stopped(
    stack: Stack, queue: str, lead: dict[str, Any], number: signal.Signals
) -> None:
    with example_on(stack, queue) as listener:
        first = first_of(lead, listener)
        listener.send_signal(number)
        assert listener.wait(20) == 128 + number
    assert (first["type"], first["data"]["name"]) == ("tenon.sales.lead.created.v1", "Ada")


def test_a_listener_that_is_told_to_stop_while_nothing_comes_ends(stack: Stack, sdk: Any, queue: str) -> None:
    subscriber = sdk.EventSubscriber(stack.environment["TENON_BUS"], queue, BINDINGS)
    listening = threading.Thread(target=subscriber.run, args=(lambda _event: None,), daemon=True)
    listening.start()
    with pika.BlockingConnection(pika.URLParameters(stack.environment["TENON_BUS"])) as connection:
        channel = connection.channel()
        assert eventually(lambda: channel.queue_declare(queue, passive=True).method.consumer_count == 1)
    subscriber.stop()
    listening.join(20)
    assert not listening.is_alive()


def test_the_example_ends_while_it_waits_for_a_broker_that_is_away() -> None:
    command = [sys.executable, str(EXAMPLE), "amqp://guest:guest@127.0.0.1:1//", "outside", "sales:#"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as listener:
        assert listener.stderr is not None
        assert any("next try in" in line for line in listener.stderr)
        listener.send_signal(signal.SIGTERM)
        assert listener.wait(20) == 128 + signal.SIGTERM


def test_an_event_that_nobody_reads_any_more_stays_in_the_queue(stack: Stack, queue: str, lead: dict[str, Any]) -> None:
    with example_on(stack, queue) as listener:
        first_of(lead, listener)
        assert listener.stdout is not None
        listener.stdout.close()
        stack.client().post("/v1/leads", {"name": "unread"})
        assert listener.wait(20) == 128 + signal.SIGPIPE
    with pika.BlockingConnection(pika.URLParameters(stack.environment["TENON_BUS"])) as connection:
        _method, _properties, body = next(iter(connection.channel().consume(queue, inactivity_timeout=10)))
        dead = connection.channel().basic_get(f"{queue}.dead")
    assert json.loads(body)["type"].startswith("tenon.sales.lead.")
    assert dead == (None, None, None)


@contextmanager
def example_on(stack: Stack, queue: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, str(EXAMPLE), stack.environment["TENON_BUS"], queue, "sales:lead.#"]
    with subprocess.Popen(command, cwd=Path("/"), stdout=subprocess.PIPE, text=True) as listener:
        try:
            yield listener
        finally:
            listener.kill()


def first_of(lead: dict[str, Any], listener: subprocess.Popen[str]) -> Any:
    """The first event that it prints about this lead."""
    assert listener.stdout is not None
    events = (json.loads(line) for line in listener.stdout)
    return next(event for event in events if event["subject"] == lead["id"])
