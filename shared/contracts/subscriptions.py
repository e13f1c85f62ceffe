"""Which service listens to which events; publishers and consumers both set up the broker by it."""

from shared.contracts.events import Event

SUBSCRIPTIONS: dict[str, tuple[type[Event], ...]] = {}
"""By consuming service."""
