"""The exchanges and queues of events: who publishes where, and what each service's inbox is bound to."""

from collections.abc import Iterable, Mapping, Sequence

from amqp import Channel

from shared.bus.envelope import routing_key

WireTypes = Mapping[str, Sequence[str]]
"""The wire types that each consuming service listens to."""


def source_of(wire_type: str) -> str:
    """The service that announces events of this type."""
    return wire_type.split(".")[1]


def exchange_of(source: str) -> str:
    return f"{source}.events"


def inbox_of(service: str) -> str:
    return f"{service}.inbox"


def declare_exchange(channel: Channel, source: str) -> None:
    channel.exchange_declare(exchange_of(source), "topic", durable=True, auto_delete=False)


def declare_inbox(channel: Channel, service: str, types: Iterable[str]) -> None:
    """A replicated queue of which one instance at a time is served, so that order is kept; bound to what it wants."""
    unreadable = f"{service}.malformed"
    channel.queue_declare(unreadable, durable=True, auto_delete=False)
    channel.queue_declare(
        inbox_of(service),
        durable=True,
        auto_delete=False,
        arguments={
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": unreadable,
        },
    )
    for wire_type in types:
        bind(channel, inbox_of(service), wire_type)


def bind(channel: Channel, queue: str, wire_type: str) -> None:
    source = source_of(wire_type)
    declare_exchange(channel, source)
    channel.queue_bind(queue, exchange_of(source), routing_key(wire_type, source))
