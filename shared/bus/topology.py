"""Who listens to what, as names on the wire."""

from collections.abc import Mapping, Sequence

from shared.contracts.events import Event


def wire_types(subscriptions: Mapping[str, Sequence[type[Event]]]) -> dict[str, list[str]]:
    """By consuming service."""
    return {service: [event.wire_type() for event in events] for service, events in subscriptions.items()}
