"""Events inside one process: handed to each subscriber, and done when each has committed them."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence

import structlog

from shared.bus.envelope import Envelope
from shared.bus.subscriber import Delivery, Subscriber

Listener = Callable[[Envelope], None]

_log = structlog.get_logger(__name__)


class SubscribersAway(Exception):
    """A service that listens to these events has not started yet; they stay in the log."""


class EmbeddedEvents:
    """The exchange of a process without a broker. Nothing is kept here: what is not taken stays in the source's log.

    `consumers` are the wire types that each service listens to, whether or not it has started.
    """

    def __init__(self, consumers: Mapping[str, Iterable[str]]) -> None:
        self._consumers = {service: frozenset(types) for service, types in consumers.items()}
        self._subscribers: dict[str, tuple[Subscriber, frozenset[str]]] = {}
        self._listeners: list[tuple[Listener, frozenset[str]]] = []
        self._closed = threading.Event()

    def subscribe(self, service: str, wire_types: Iterable[str], subscriber: Subscriber) -> None:
        self._subscribers[service] = (subscriber, frozenset(wire_types))

    def listen(self, wire_types: Iterable[str], listener: Listener) -> Callable[[], None]:
        """Tell `listener` at most once, without any promise; returns how to stop that."""
        entry = (listener, frozenset(wire_types))
        self._listeners.append(entry)
        return lambda: self._listeners.remove(entry)

    def publish(self, _source: str, envelopes: Sequence[Envelope]) -> None:
        """Return when every subscriber has committed what concerns it. Raise `SubscribersAway` if one is missing."""
        announced = {envelope.type for envelope in envelopes}
        away = [one for one, types in self._consumers.items() if one not in self._subscribers and types & announced]
        if away:
            raise SubscribersAway(f"not started: {', '.join(sorted(away))}")
        waits = [self._hand_over(subscriber, types, envelopes) for subscriber, types in self._subscribers.values()]
        for taken in waits:
            while not taken.wait(0.5):
                if self._closed.is_set():
                    raise InterruptedError("stopped before every subscriber had taken the events")
        self._tell_listeners(envelopes)

    def close(self) -> None:
        self._closed.set()

    def _hand_over(
        self, subscriber: Subscriber, types: frozenset[str], envelopes: Sequence[Envelope]
    ) -> threading.Event:
        taken = threading.Event()
        wanted = [envelope for envelope in envelopes if envelope.type in types]
        if wanted:
            subscriber.deliver(Delivery(wanted, taken.set))
        else:
            taken.set()
        return taken

    def _tell_listeners(self, envelopes: Sequence[Envelope]) -> None:
        for listener, types in list(self._listeners):
            for envelope in envelopes:
                if envelope.type in types:
                    _tell(listener, envelope)


def _tell(listener: Listener, envelope: Envelope) -> None:
    try:
        listener(envelope)
    except Exception:
        _log.exception("listener broke", type=envelope.type)
