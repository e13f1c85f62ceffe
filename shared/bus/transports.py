"""The port behind which the bus is either a broker or this process."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from shared.bus.client import Caller
from shared.bus.door import Door
from shared.bus.embedded_events import EmbeddedEvents, Listener
from shared.bus.envelope import Envelope
from shared.bus.subscriber import Subscriber


class Transport(Protocol):
    """What the host needs of a bus."""

    def caller(self) -> Caller | None:
        """The way to services of other processes; None when there are none."""

    def serve(self, service: str, door: Door) -> Callable[[], None]:
        """Let others call the service; returns how to stop taking calls."""

    def subscribe(self, service: str, wire_types: Iterable[str], subscriber: Subscriber) -> None:
        """Deliver the events of these types that any service announces, from now on and from before."""

    def publish(self, source: str, envelopes: Sequence[Envelope]) -> None:
        """Return when the events are safe on their way; raise when they are not."""

    def listen(self, wire_types: Iterable[str], listener: Listener) -> Callable[[], None]:
        """Tell a listener of this process, at most once; returns how to stop that."""

    def depth_of(self, service: str) -> tuple[int, int] | None:
        """Calls that wait for the service, and the instances that take them; None when the bus is away."""

    def close(self) -> None: ...


class EmbeddedTransport(EmbeddedEvents):
    """Everything in this process; its services are called through `LocalDoors`."""

    def caller(self) -> Caller | None:
        return None

    def serve(self, service: str, door: Door) -> Callable[[], None]:
        return lambda: None

    def depth_of(self, service: str) -> tuple[int, int] | None:
        """A call is begun when it is made; the one instance is this process."""
        return 0, 1
