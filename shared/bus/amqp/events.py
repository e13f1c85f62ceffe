"""Events over the broker: published with confirms, consumed with acknowledgements after the commit."""

import queue
import threading
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

import structlog
from amqp import Channel, Message

from shared.bus.amqp.link import Link, LinkDown
from shared.bus.amqp.topology import WireTypes, bind, declare_exchange, declare_inbox, exchange_of, inbox_of, source_of
from shared.bus.embedded_events import Listener
from shared.bus.envelope import CONTENT_TYPE, Envelope, UnreadableEnvelope
from shared.bus.subscriber import Delivery, Subscriber

CONFIRM_SECONDS = 10.0
PREFETCH = 200
UNHEARD_AT_MOST = 1000

_log = structlog.get_logger(__name__)


class Publisher:
    """Publishes the events of one service, from one thread; knows every inbox they must reach."""

    def __init__(self, url: str, source: str, consumers: WireTypes) -> None:
        self._source, self._consumers = source, consumers
        self._confirmed = threading.Condition()
        self._sent, self._open, self._refused = 0, set[int](), False
        self._link = Link(url, f"{source}.events", self._prepare, self._on_lost)

    def start(self) -> None:
        self._link.start()

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Return when the broker has stored every one. Raise `LinkDown` or `TimeoutError` otherwise."""
        if not self._link.wait_up(CONFIRM_SECONDS):
            raise LinkDown(f"{self._source}.events")
        with self._confirmed:
            self._refused = False
        try:
            for envelope in envelopes:
                self._send(envelope)
            self._await_confirms()
        except Exception:
            self._link.reset()  # so that numbers of confirms are never mistaken for those of later events
            raise

    def stop(self) -> None:
        self._link.stop()

    def _send(self, envelope: Envelope) -> None:
        message = Message(
            envelope.encode(),
            content_type=CONTENT_TYPE,
            content_encoding="utf-8",
            delivery_mode=2,
            message_id=envelope.id,
        )
        with self._confirmed:
            self._sent += 1
            self._open.add(self._sent)
        self._link.publish(exchange_of(self._source), envelope.routing_key, message)

    def _await_confirms(self) -> None:
        until = time.monotonic() + CONFIRM_SECONDS
        with self._confirmed:
            while self._open and not self._refused:
                left = until - time.monotonic()
                if left <= 0 or not self._confirmed.wait(left):
                    raise TimeoutError("the broker did not confirm in time")
            if self._refused:
                raise LinkDown("the broker did not take every event")

    def _prepare(self, channel: Channel) -> None:
        declare_exchange(channel, self._source)
        for service, types in self._consumers.items():
            mine = [wire_type for wire_type in types if source_of(wire_type) == self._source]
            if mine:
                declare_inbox(channel, service, mine)
        channel.confirm_select()
        channel.events["basic_ack"].add(self._on_ack)
        channel.events["basic_nack"].add(self._on_nack)
        with self._confirmed:
            self._sent = 0
            self._open.clear()

    def _on_ack(self, tag: int, multiple: bool) -> None:
        with self._confirmed:
            self._open -= {one for one in self._open if one <= tag} if multiple else {tag}
            self._confirmed.notify_all()

    def _on_nack(self, _tag: int, _multiple: bool) -> None:
        self._on_lost()

    def _on_lost(self) -> None:
        with self._confirmed:
            self._refused = True
            self._confirmed.notify_all()


class Consumer:
    """The inbox of one service: what comes goes to its subscriber, and is acknowledged when that has committed it."""

    def __init__(self, url: str, service: str, types: Sequence[str], subscriber: Subscriber) -> None:
        self._service, self._types, self._subscriber = service, types, subscriber
        self._link = Link(url, inbox_of(service), self._prepare)

    def start(self) -> None:
        self._link.start()

    def stop(self) -> None:
        self._link.stop()

    def _prepare(self, channel: Channel) -> None:
        channel.auto_decode = False
        declare_inbox(channel, self._service, self._types)
        channel.basic_qos(0, PREFETCH, False)
        channel.basic_consume(inbox_of(self._service), callback=self._on_message)

    def _on_message(self, message: Message) -> None:
        try:
            envelope = Envelope.decode(message.body)
        except UnreadableEnvelope as fault:
            _log.error("unreadable event set aside", service=self._service, reason=str(fault))
            self._quietly(lambda: self._link.reject(message.channel, message.delivery_tag))
            return
        self._subscriber.deliver(Delivery([envelope], lambda: self._acknowledge(message)))

    def _acknowledge(self, message: Message) -> None:
        self._quietly(lambda: self._link.acknowledge(message.channel, message.delivery_tag))

    def _quietly(self, answer: Callable[[], None]) -> None:
        """A broker that is not told will deliver again, and the inbox knows what it has met."""
        try:
            answer()
        except LinkDown:
            _log.info("acknowledgement lost", service=self._service)


class Broadcast:
    """Events for one listener of this process, from now on, at most once; too slow a listener misses some."""

    def __init__(self, url: str, types: Sequence[str], listener: Listener) -> None:
        self._types, self._listener = types, listener
        self._arrived: queue.Queue[Message | None] = queue.Queue(UNHEARD_AT_MOST)
        self._link = Link(url, "broadcast", self._prepare)
        self._teller = threading.Thread(target=self._tell_all, name="broadcast", daemon=True)

    def start(self) -> None:
        self._teller.start()
        self._link.start()
        self._link.wait_up(2)

    def stop(self) -> None:
        self._link.stop()
        self._arrived.put(None)

    def _prepare(self, channel: Channel) -> None:
        channel.auto_decode = False
        name = f"broadcast-{uuid4().hex}"
        channel.queue_declare(name, exclusive=True, auto_delete=True)
        for wire_type in self._types:
            bind(channel, name, wire_type)
        channel.basic_consume(name, no_ack=True, callback=self._on_message)

    def _on_message(self, message: Message) -> None:
        try:
            self._arrived.put_nowait(message)
        except queue.Full:
            _log.warning("listener too slow, event not told")

    def _tell_all(self) -> None:
        while (message := self._arrived.get()) is not None:
            try:
                self._listener(Envelope.decode(message.body))
            except Exception:
                _log.exception("listener broke")
