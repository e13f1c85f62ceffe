"""Calls over the broker, in Nameko's format: exchange `nameko-rpc`, queue `rpc-<service>`. See docs/adr/0003."""

import queue
import threading
import time
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import structlog
from amqp import Channel, Message

from shared.bus.amqp.link import Link, LinkDown
from shared.bus.client import bus_away, no_answer, service_away
from shared.bus.context import Request, having_waited, with_prefix, without_prefix
from shared.bus.door import Door
from shared.bus.wire import JSON, Reply, encode_call

EXCHANGE = "nameko-rpc"
PREFETCH = 50
RECONNECT_SECONDS = 2.0

_log = structlog.get_logger(__name__)


def queue_of(service: str) -> str:
    """Where calls wait until an instance of the service takes them."""
    return f"rpc-{service}"


class RemoteServices:
    """Calls services of other processes; replies come over the same kept connection."""

    def __init__(self, url: str) -> None:
        self._address = str(uuid4())
        self._waiting: dict[str, _Answer] = {}
        self._starting = threading.Lock()
        self._started = False
        self._link = Link(url, "calls", self._prepare, self._fail_all)

    def call(self, request: Request, kwargs: Mapping[str, Any]) -> Reply:
        self._ensure_started()
        if not self._link.wait_up(min(RECONNECT_SECONDS, request.remaining())):
            raise bus_away()
        name = uuid4().hex
        answer = self._waiting[name] = _Answer()
        try:
            self._send(name, request, kwargs)
            return answer.wait(request)
        finally:
            self._waiting.pop(name, None)

    def close(self) -> None:
        if self._started:
            self._link.stop()

    def _ensure_started(self) -> None:
        if not self._started:
            with self._starting:
                if not self._started:
                    self._link.start()
                    self._started = True

    def _send(self, name: str, request: Request, kwargs: Mapping[str, Any]) -> None:
        message = Message(
            encode_call(kwargs),
            content_type=JSON,
            content_encoding="utf-8",
            reply_to=self._address,
            correlation_id=name,
            delivery_mode=1,
            expiration=str(max(1, int(request.remaining() * 1000))),
            application_headers=with_prefix(request.headers()),
        )
        try:
            self._link.publish(EXCHANGE, f"{request.service}.{request.method}", message, mandatory=True)
        except LinkDown as fault:
            raise bus_away() from fault

    def _prepare(self, channel: Channel) -> None:
        name = f"rpc.reply-tenon-{self._address}"
        _declare_exchange(channel)
        channel.auto_decode = False
        channel.queue_declare(name, exclusive=True, auto_delete=True)
        channel.queue_bind(name, EXCHANGE, self._address)
        channel.events["basic_return"].add(self._on_return)
        channel.basic_consume(name, no_ack=True, callback=self._on_reply)

    def _on_reply(self, message: Message) -> None:
        answer = self._waiting.get(message.properties.get("correlation_id", ""))
        if answer is not None:
            answer.give(message)

    def _on_return(self, _reason: Exception, _exchange: str, key: str, message: Message) -> None:
        answer = self._waiting.get(message.properties.get("correlation_id", ""))
        if answer is not None:
            answer.refuse(service_away(key.partition(".")[0]))

    def _fail_all(self) -> None:
        for answer in list(self._waiting.values()):
            answer.refuse(bus_away())


class _Answer:
    """Where the caller waits for the reader."""

    def __init__(self) -> None:
        self._given = threading.Event()
        self._message: Message | None = None
        self._fault: Exception | None = None

    def give(self, message: Message) -> None:
        self._message = message
        self._given.set()

    def refuse(self, fault: Exception) -> None:
        self._fault = fault
        self._given.set()

    def wait(self, request: Request) -> Reply:
        if not self._given.wait(request.remaining()):
            raise no_answer(request.service)
        if self._message is None:
            raise self._fault or no_answer(request.service)
        return Reply(_bytes(self._message.body), without_prefix(self._message.headers))


class CallServer:
    """Takes the calls of one service from its queue; several instances share one queue."""

    def __init__(self, url: str, service: str, door: Door) -> None:
        self._service, self._door = service, door
        self._consumer = uuid4().hex
        self._arrived: queue.Queue[tuple[float, Message] | None] = queue.Queue()
        self._link = Link(url, queue_of(service), self._prepare)
        self._taker = threading.Thread(target=self._take_all, name=f"rpc-{service}", daemon=True)

    def start(self) -> None:
        """Return when calls arrive, or after a few seconds if the broker is away; then it is tried on."""
        self._taker.start()
        self._link.start()
        self._link.wait_up(RECONNECT_SECONDS)

    def stop_taking(self) -> None:
        self._link.cancel(self._consumer)
        self._arrived.put(None)

    def stop(self) -> None:
        self._arrived.put(None)
        self._link.stop()

    def _prepare(self, channel: Channel) -> None:
        name = queue_of(self._service)
        _declare_exchange(channel)
        channel.auto_decode = False
        channel.queue_declare(name, durable=True, auto_delete=True)
        channel.queue_bind(name, EXCHANGE, f"{self._service}.*")
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(name, consumer_tag=self._consumer, callback=self._on_call)

    def _on_call(self, message: Message) -> None:
        self._arrived.put((time.monotonic(), message))

    def _take_all(self) -> None:
        while (arrived := self._arrived.get()) is not None:
            try:
                self._take(*arrived)
            except LinkDown:
                _log.info("call came over a connection that is gone", service=self._service)
            except Exception:
                _log.exception("call not taken", service=self._service)

    def _take(self, arrived: float, message: Message) -> None:
        """Acknowledge first: a call runs at most once, and trying again is the caller's decision."""
        self._link.acknowledge(message.channel, message.delivery_tag)
        method = message.delivery_info["routing_key"].partition(".")[2]
        self._door.take(
            method,
            message.body,
            having_waited(without_prefix(message.headers), time.monotonic() - arrived),
            lambda body, headers: self._respond(message, body, headers),
        )

    def _respond(self, asked: Message, body: bytes, headers: dict[str, Any]) -> None:
        reply_to = asked.properties.get("reply_to")
        if not reply_to:
            return
        reply = Message(
            body,
            content_type=JSON,
            content_encoding="utf-8",
            correlation_id=asked.properties.get("correlation_id"),
            delivery_mode=1,
            application_headers=with_prefix(headers),
        )
        self._link.publish(EXCHANGE, reply_to, reply)


def _declare_exchange(channel: Channel) -> None:
    channel.exchange_declare(EXCHANGE, "topic", durable=True, auto_delete=False)


def _bytes(body: bytes | str) -> bytes:
    return body.encode() if isinstance(body, str) else bytes(body)
