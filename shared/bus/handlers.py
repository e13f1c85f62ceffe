"""Which methods of a service are told about which events."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.actor import system_actor
from shared.announce import causation, channel, correlation
from shared.bus.container import Container
from shared.bus.context import Request, new_traceparent
from shared.bus.envelope import Envelope, current_envelope
from shared.bus.extensions import Handles
from shared.contracts.events import Event

PATIENCE_SECONDS = 30.0


@dataclass(frozen=True)
class Handler:
    """One method and the event class it was declared for."""

    name: str
    event_class: type[Event]
    run: Callable[[Session, Envelope], None]


Handlers = dict[str, list[Handler]]
"""By wire type."""


def handlers_of(container: Container) -> Handlers:
    found: Handlers = {}
    declared = [entrypoint for entrypoint in container.entrypoints if isinstance(entrypoint, Handles)]
    for entrypoint in sorted(declared, key=lambda one: str(one.method_name)):
        handler = Handler(entrypoint.method_name, entrypoint.event_class, _runner(container, entrypoint))
        found.setdefault(entrypoint.event_class.wire_type(), []).append(handler)
    return found


def _runner(container: Container, entrypoint: Handles) -> Callable[[Session, Envelope], None]:
    actor = system_actor(container.service_name)

    def run(session: Session, envelope: Envelope) -> None:
        event = entrypoint.event_class.from_data(envelope.data)
        with _caused_by(envelope):
            service = container.instance(entrypoint, {"request": _request(container, entrypoint, envelope)})
            getattr(service, entrypoint.method_name)(session, actor, event)

    return run


def _request(container: Container, entrypoint: Handles, envelope: Envelope) -> Request:
    headers = {"traceparent": new_traceparent(), "correlation_id": envelope.correlation_id}
    return Request.from_headers(container.service_name, entrypoint.method_name, headers, PATIENCE_SECONDS)


@contextmanager
def _caused_by(envelope: Envelope) -> Iterator[None]:
    """While a handler runs, what it announces is caused by the event it was told, and came the same way."""
    tokens = (correlation.set(envelope.correlation_id), causation.set(envelope.id), current_envelope.set(envelope))
    way = channel.set(envelope.channel)
    try:
        yield
    finally:
        channel.reset(way)
        correlation.reset(tokens[0])
        causation.reset(tokens[1])
        current_envelope.reset(tokens[2])
