"""Listen to the events of a Tenon installation on RabbitMQ, with a queue of one's own. Needs pika.

    python -m tenon_client.subscriber amqp://guest:guest@localhost:5672// crm-mirror 'sales:opportunity.#'

prints one CloudEvent a line, from the moment the queue was made. As a library: `EventSubscriber`, or `listen`.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pika
from pika.adapters.blocking_connection import BlockingChannel, BlockingConnection
from pika.exceptions import AMQPError
from pika.spec import Basic, BasicProperties

READ_AHEAD = 50
TRIES = 10
LONGEST_PAUSE_SECONDS = 30.0
READER_HAS_GONE = 128 + 13
"""The status that shells know from programs whose reader has gone; not every system has the signal's name."""

LOOK_UP_SECONDS = 0.5
"""So often one looks whether to end while no event comes."""

CloudEvent = dict[str, Any]
Take = Callable[[CloudEvent], bool]
"""What is done with one event. It has been taken in when this returns; return False to stop listening after it."""


class EventSubscriber:
    """A durable queue of one's own: an event is acknowledged once `handle` returns, and handled once while this runs.

    After a fault or a restart an event may come again: take one in together with its `id`, where that matters.
    """

    def __init__(self, url: str, queue: str, bindings: Mapping[str, Sequence[str]], *, remember: int = 10_000) -> None:
        self._url, self._queue, self._bindings = url, queue, bindings
        self._remember = remember
        self._handled: OrderedDict[str, None] = OrderedDict()
        self._stopped = False

    def run(self, handle: Callable[[CloudEvent], None]) -> None:
        """Give each event to `handle` until `stop` is called; one that it raises on comes again, ten times at most."""
        self._stopped = False

        def take(event: CloudEvent) -> bool:
            return self._take(event, handle)

        listen(self._url, self._queue, self._bindings, take, is_stopped=lambda: self._stopped)

    def stop(self) -> None:
        """End after the event that is being handled, or in a moment when there is none."""
        self._stopped = True

    def _take(self, event: CloudEvent, handle: Callable[[CloudEvent], None]) -> bool:
        if event["id"] not in self._handled:
            handle(event)
            self._handled[event["id"]] = None
            if len(self._handled) > self._remember:
                self._handled.popitem(last=False)
        return not self._stopped


def never() -> bool:
    return False


def listen(
    url: str,
    queue: str,
    bindings: Mapping[str, Sequence[str]],
    take: Take,
    *,
    is_stopped: Callable[[], bool] = never,
) -> None:
    """Give each event to `take`, and come back by oneself when the broker goes away.

    `bindings` are patterns of event types by service, without the part all of them share: {"sales": ["lead.#"]}.
    An event that `take` raises on is delivered again, ten times at most, and then lies in the queue `<queue>.dead`.
    Every event comes at least once: take one in together with its `id`, and pass over an id you have.
    `is_stopped` is asked between events, and twice a second while none comes; another thread or a signal may turn it.
    """
    pause = 1.0
    while not is_stopped():
        try:
            with BlockingConnection(_parameters(url)) as connection:
                channel = connection.channel()
                declare_queue(channel, queue, bindings)
                pause = 1.0
                if not _take_all(channel, queue, take, is_stopped):
                    return
        except AMQPError as fault:
            print(f"{fault!r}; next try in {pause:.0f} s", file=sys.stderr)
        _sleep(pause, is_stopped)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


def _sleep(seconds: float, is_stopped: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not is_stopped() and (left := until - time.monotonic()) > 0:
        time.sleep(min(left, LOOK_UP_SECONDS))


def declare_queue(channel: BlockingChannel, queue: str, bindings: Mapping[str, Sequence[str]]) -> None:
    """A replicated queue that keeps what it has been sent while nobody listens; one listener at a time, so in order.

    Raises pika's `ChannelClosedByBroker` when a service has no exchange yet, because it has never run there.
    """
    dead = f"{queue}.dead"
    channel.exchange_declare(dead, "fanout", durable=True)
    channel.queue_declare(dead, durable=True, arguments={"x-queue-type": "quorum"})
    channel.queue_bind(dead, dead)
    arguments = {
        "x-queue-type": "quorum",
        "x-single-active-consumer": True,
        "x-delivery-limit": TRIES,
        "x-dead-letter-exchange": dead,
    }
    channel.queue_declare(queue, durable=True, arguments=arguments)
    for service, patterns in bindings.items():
        for pattern in patterns:
            channel.queue_bind(queue, f"{service}.events", pattern)


def _take_all(channel: BlockingChannel, queue: str, take: Take, is_stopped: Callable[[], bool]) -> bool:
    """Whether there is reason to connect again."""
    channel.basic_qos(prefetch_count=READ_AHEAD)
    going_on = True
    for method, properties, body in channel.consume(queue, inactivity_timeout=LOOK_UP_SECONDS):
        if method is not None:
            going_on = _take_one(channel, (method, properties, body), take)
        going_on = going_on and not is_stopped()
        if not going_on:
            break
    channel.cancel()
    return going_on


def _take_one(channel: BlockingChannel, delivery: tuple[Basic.Deliver, BasicProperties, bytes], take: Take) -> bool:
    method, _properties, body = delivery
    try:
        going_on = take(json.loads(body))
    except Exception as fault:
        print(f"not taken in: {fault!r}", file=sys.stderr)
        channel.basic_nack(method.delivery_tag, requeue=True)
        return True
    channel.basic_ack(method.delivery_tag)
    return going_on


def _parameters(url: str) -> pika.URLParameters:
    """pika writes the virtual host `/` as `%2F`; others, and the settings of Tenon, as a second slash."""
    return pika.URLParameters(f"{url[:-2]}/%2F" if url.endswith("//") else url)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="amqp://user:password@host:5672//")
    parser.add_argument("queue", help="a name of your own; the queue stays when you go")
    parser.add_argument(
        "patterns", nargs="+", metavar="SERVICE:PATTERN", help="sales:lead.# sales:order.confirmed.v1 …"
    )
    parser.add_argument("--count", type=int, default=0, help="stop after so many events (default: never)")
    wanted = parser.parse_args(argv)
    bindings: dict[str, list[str]] = {}
    for service, _, pattern in (one.partition(":") for one in wanted.patterns):
        bindings.setdefault(service, []).append(pattern or "#")
    shown = 0

    def show(event: CloudEvent) -> bool:
        nonlocal shown
        _print_line(json.dumps(event, ensure_ascii=False))
        shown += 1
        return bool(shown != wanted.count)

    ends = EndsBySignal()
    listen(wanted.url, wanted.queue, bindings, show, is_stopped=lambda: ends.number is not None)
    return 0 if ends.number is None else 128 + ends.number


class EndsBySignal:
    """Ends between two events: an exception out of the middle of pika could leave it waiting for a broker that has
    answered. Whoever sends the signal a second time does not want to wait.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        for number in (signal.SIGINT, signal.SIGTERM):  # a shell starts what runs in the background deaf to Ctrl-C
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: object) -> None:
        self.number = number
        signal.signal(number, signal.SIG_DFL)


def _print_line(line: str) -> None:
    """Where the reader has gone, as `head` does, the event is not at fault: it stays in the queue, and this ends."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains while it ends
        sys.exit(READER_HAS_GONE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
