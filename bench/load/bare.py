"""What the parts of which the product is made do alone, each in a process of its own: the limits that it can come near.

`hammer` asks with as many threads as there are clients, each on a connection of its own that it keeps.
"""

import multiprocessing
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from itertools import cycle
from typing import Any

import pika
import psycopg2
from flask import Flask, Response
from nameko.standalone.rpc import ClusterRpcProxy

from shared.bus.host import connect
from shared.settings import Settings

ECHO, EVENTS = "bench-echo", "bench-events"
AHEAD = 200
ANSWER_TO = "amq.rabbitmq.reply-to"
BODY = b"x" * 1000
"""As much as a deal is on the wire."""

READY_SECONDS = 30.0
LONGEST_WAIT = 1.0

Ask = Callable[[], object]
Prepare = Callable[[ExitStack, int], Ask]
"""Connects, and says what one question is; the number is the client's."""


def alone(measured: Callable[..., float], *told: Any) -> float:
    """What it measures in a process that has imported nothing else and turns nothing green."""
    with multiprocessing.get_context("spawn").Pool(1) as process:
        return process.apply(measured, told)


def hammer(prepare: Prepare, clients: int, seconds: float) -> float:
    """Answers a second. Raises what a question raised."""
    counts, faults = [0] * clients, list[BaseException]()
    ready = threading.Barrier(clients + 1)

    def work(place: int) -> None:
        try:
            with ExitStack() as places:
                ask = prepare(places, place)
                ready.wait(READY_SECONDS)
                until = time.perf_counter() + seconds
                while time.perf_counter() < until:
                    ask()
                    counts[place] += 1
        except BaseException as fault:
            faults.append(fault)
            ready.abort()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):  # whoever broke it has said why
        ready.wait(READY_SECONDS)
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(counts) / seconds


def ask_postgres(url: str, statement: str, values: Sequence[tuple[Any, ...]], clients: int, seconds: float) -> float:
    """The same statement on kept connections, its rows taken and nothing made of them."""

    def prepare(places: ExitStack, place: int) -> Ask:
        connection = places.enter_context(closing(psycopg2.connect(url)))
        connection.autocommit = True
        cursor, asked = connection.cursor(), cycle(values[place::clients] or values)

        def ask() -> object:
            cursor.execute(statement, next(asked))
            return cursor.fetchall()

        return ask

    return hammer(prepare, clients, seconds)


def round_trips(amqp: str, clients: int, seconds: float) -> float:
    """A message to a queue and one back, both unkept: what any call over RabbitMQ costs at least."""
    serving = threading.Thread(target=_echo, args=(amqp,), daemon=True)
    serving.start()

    def prepare(places: ExitStack, _place: int) -> Ask:
        connection = places.enter_context(closing(pika.BlockingConnection(pika.URLParameters(amqp))))
        channel, answers = connection.channel(), list[bytes]()
        channel.queue_declare(ECHO)
        channel.basic_consume(ANSWER_TO, lambda *told: answers.append(told[3]), auto_ack=True)
        back = pika.BasicProperties(reply_to=ANSWER_TO)

        def ask() -> object:
            channel.basic_publish("", ECHO, BODY, back)
            while not answers:
                connection.process_data_events(LONGEST_WAIT)
            return answers.pop()

        return ask

    return hammer(prepare, clients, seconds)


def _echo(amqp: str) -> None:
    channel = pika.BlockingConnection(pika.URLParameters(amqp)).channel()
    channel.queue_declare(ECHO)
    for method, properties, body in channel.consume(ECHO, auto_ack=True):
        assert method is not None
        channel.basic_publish("", properties.reply_to, body)


def call_by_nameko(amqp: str, token: str, ids: Sequence[str], clients: int, seconds: float) -> float:
    """`get_opportunity` of the running service by Nameko's own client."""

    def prepare(places: ExitStack, place: int) -> Ask:
        proxy = ClusterRpcProxy({"AMQP_URI": amqp}, context_data={"actor": token}, timeout=10)
        cluster, asked = places.enter_context(proxy), cycle(ids[place::clients] or ids)
        return lambda: cluster.sales.get_opportunity(next(asked))

    return hammer(prepare, clients, seconds)


def call_by_ours(settings: Settings, token: str, ids: Sequence[str], clients: int, seconds: float) -> float:
    """The same call by the product's own client, which all threads share."""
    bus = connect(settings)

    def prepare(_places: ExitStack, place: int) -> Ask:
        asked = cycle(ids[place::clients] or ids)
        return lambda: bus.call("sales", "get_opportunity", actor_token=token, opportunity_id=next(asked)).result

    return hammer(prepare, clients, seconds)


@contextmanager
def bare_flask(port: int) -> Iterator[None]:
    """An application of one route that answers what it has ready, on the server that the gateway has."""
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve_flask, args=(port,), daemon=True)
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join()


def wait_for(port: int) -> None:
    """Until something listens there."""
    until = time.monotonic() + READY_SECONDS
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def _serve_flask(port: int) -> None:
    import eventlet.wsgi  # which complains of its age wherever it is imported

    eventlet.monkey_patch()
    app = Flask(__name__)
    app.add_url_rule("/", view_func=lambda: Response(BODY, mimetype="application/json"))
    eventlet.wsgi.server(eventlet.listen(("127.0.0.1", port)), app.wsgi_app, log_output=False, minimum_chunk_size=0)


def events_of_the_broker(amqp: str, size: int, seconds: float) -> float:
    """Messages a second through one queue of the kind that events have, kept on disk: published without waiting for
    the broker's word, read and acknowledged by one reader.
    """
    stop = threading.Event()
    publishing = threading.Thread(target=_publish, args=(amqp, b"x" * size, stop), daemon=True)
    with closing(pika.BlockingConnection(pika.URLParameters(amqp))) as connection:
        channel = connection.channel()
        channel.queue_declare(EVENTS, durable=True, arguments={"x-queue-type": "quorum"})
        channel.basic_qos(prefetch_count=AHEAD)
        publishing.start()
        count, began = 0, time.perf_counter()
        for method, _properties, _body in channel.consume(EVENTS):
            channel.basic_ack(method.delivery_tag)
            count += 1
            if time.perf_counter() - began > seconds:
                break
        took = time.perf_counter() - began
        stop.set()
        publishing.join()
    return count / took


def _publish(amqp: str, body: bytes, stop: threading.Event) -> None:
    with closing(pika.BlockingConnection(pika.URLParameters(amqp))) as connection:
        channel = connection.channel()
        kept = pika.BasicProperties(delivery_mode=2)
        while not stop.is_set():
            channel.basic_publish("", EVENTS, body, kept)
