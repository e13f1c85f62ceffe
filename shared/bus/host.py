"""Running services in a process: their containers, doors, relays and inboxes, started and stopped together."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import structlog

from shared.bus.client import BusClient
from shared.bus.condition import condition_of
from shared.bus.container import Container
from shared.bus.door import Door
from shared.bus.embedded import LocalDoors
from shared.bus.embedded_events import Listener
from shared.bus.handlers import handlers_of
from shared.bus.health import health_of
from shared.bus.inbox import Inbox
from shared.bus.relay import Relay
from shared.bus.subscriber import TICK_SECONDS, Subscriber
from shared.bus.topology import wire_types
from shared.bus.transports import EmbeddedTransport, Transport
from shared.contracts.events import Event
from shared.persistence.database import database_at
from shared.settings import Settings

STOP_SECONDS = 5.0

Subscriptions = Mapping[str, Sequence[type[Event]]]

_log = structlog.get_logger(__name__)


@dataclass
class _Hosted:
    """The running parts of one service."""

    container: Container
    relay: Relay
    subscriber: Subscriber | None
    stop_taking_calls: Callable[[], None]


class Host:
    """The services of one process and their bus. `subscriptions` says which services listen to which events."""

    def __init__(
        self, settings: Settings, subscriptions: Subscriptions | None = None, tick: float = TICK_SECONDS
    ) -> None:
        logging.getLogger("nameko").setLevel(logging.CRITICAL)  # `Door` reports every failure, with its trace
        self.settings = settings
        self._tick = tick
        self._doors = LocalDoors()
        self._transport = _transport(settings, _declared() if subscriptions is None else subscriptions)
        self._hosted: dict[str, _Hosted] = {}
        self._instance = uuid4().hex
        self.client = BusClient(settings.deadline_seconds, self._transport.caller(), self._doors)

    def start(self, service_classes: Iterable[type]) -> None:
        """Run the services; each may be called and is told events as soon as this returns."""
        started = [self._prepare(service_class) for service_class in service_classes]
        opened = [self._open(service, container) for service, container in started]
        for hosted in opened:
            hosted.relay.start()

    def _prepare(self, service_class: type) -> tuple[str, Container]:
        container = Container(service_class, {"settings": self.settings, "client": self.client})
        container.start()
        return container.service_name, container

    def _open(self, service: str, container: Container) -> _Hosted:
        database = database_at(self.settings.database_url(service))
        depth = partial(self._transport.depth_of, service)
        builtins = {
            "check_health": partial(health_of, database),
            "describe_condition": partial(condition_of, database, self.settings.data, depth),
        }
        door = Door(container, builtins, self.settings.deadline_seconds)
        self._doors.open(service, door)
        subscriber = self._subscribe(service, container)
        relay = Relay(service, database, self._transport, self._instance)
        stop_taking_calls = self._transport.serve(service, door)
        self._hosted[service] = _Hosted(container, relay, subscriber, stop_taking_calls)
        _log.info("service started", service=service)
        return self._hosted[service]

    def _subscribe(self, service: str, container: Container) -> Subscriber | None:
        handlers = handlers_of(container)
        if not handlers:
            return None
        database = database_at(self.settings.database_url(service))
        inbox = Inbox(service, database, handlers, self.settings.event_delays)
        subscriber = Subscriber(service, inbox, self._tick)
        subscriber.start()
        self._transport.subscribe(service, handlers, subscriber)
        return subscriber

    def subscribe_broadcast(self, event_classes: Iterable[type[Event]], listener: Listener) -> Callable[[], None]:
        """Tell `listener` of this process about events as they pass, at most once and without any promise.

        The listener gets an `Envelope`, must be quick, and is left alone after the returned function was called.
        """
        return self._transport.listen([event_class.wire_type() for event_class in event_classes], listener)

    def stop(self) -> None:
        """Take no more calls, let running ones end for up to five seconds, then stop everything."""
        for service, hosted in self._hosted.items():
            hosted.stop_taking_calls()
            self._doors.shut(service)
            hosted.container.stop_timers()
        for hosted in self._hosted.values():
            hosted.container.drain(STOP_SECONDS)
        self._transport.close()
        for hosted in self._hosted.values():
            _stop_events(hosted)
        for service, hosted in self._hosted.items():
            hosted.container.kill() if not hosted.container.drain(0) else hosted.container.stop()
            _log.info("service stopped", service=service)
        self._hosted.clear()
        self.client.close()


def _stop_events(hosted: _Hosted) -> None:
    if hosted.subscriber is not None:
        hosted.subscriber.stop()
    hosted.relay.stop()


def _declared() -> Subscriptions:
    from shared.contracts.subscriptions import SUBSCRIPTIONS

    return SUBSCRIPTIONS


def _transport(settings: Settings, subscriptions: Subscriptions) -> Transport:
    if settings.is_embedded:
        return EmbeddedTransport(wire_types(subscriptions))
    from shared.bus.amqp.transport import AmqpTransport

    return AmqpTransport(settings.bus, subscriptions)


def connect(settings: Settings) -> BusClient:
    """A client for a process that hosts no service; only with a broker, since embedded services live in their host."""
    from shared.bus.amqp.transport import AmqpTransport

    transport: Any = AmqpTransport(settings.bus, {})
    return BusClient(settings.deadline_seconds, transport.caller())
