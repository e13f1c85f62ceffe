"""What the door needs from the rest of the house: a bus to call, someone to ask who is calling, and its settings."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from shared.actor import Actor
from shared.contracts.events import Event


class Reply(Protocol):
    """A service's answer; `headers` has "replayed" when it was kept from an earlier request with the same key."""

    @property
    def body(self) -> bytes:
        """The result as JSON."""
        ...

    @property
    def headers(self) -> Mapping[str, Any]: ...


class Bus(Protocol):
    """Calls a service; raises the service's `Refusal`, or `Unavailable` when it or the bus is away."""

    def call(
        self,
        service: str,
        method: str,
        /,
        *,
        actor_token: str | None = None,
        deadline: float | None = None,
        context: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> Reply:
        """`deadline` is the time (seconds since the epoch) after which nobody waits for the answer."""
        ...


class Broadcasts(Protocol):
    """A bus that also tells every process of an event as it happens; at most once, lossy by design."""

    def subscribe_broadcast(
        self, event_classes: Sequence[type[Event]], listener: Callable[[Any], None], /
    ) -> Callable[[], None]:
        """Tell `listener` the envelope of each such event. Returns what ends that."""
        ...


class Principal(Protocol):
    """Somebody who showed a valid token or session."""

    @property
    def user_id(self) -> str: ...

    @property
    def token_id(self) -> str: ...

    @property
    def channel(self) -> str | None:
        """The way on which all comes that such a person does; None where the person says which."""
        ...

    def actor_for(self, right: str, *, for_partners: bool = True) -> Actor:
        """Raise `Forbidden` (code `right_missing`) unless the person's groups grant this right.

        People of partners enter only what is `for_partners`.
        """
        ...


class Access(Protocol):
    def authenticate(self, token: str, *, by_cookie: bool = False) -> Principal:
        """Raise `Unauthenticated` with code token_unknown, token_expired, token_revoked or session_idle."""
        ...


class DoorSettings(Protocol):
    @property
    def secret(self) -> str: ...

    @property
    def deadline_seconds(self) -> float: ...

    @property
    def rate_limit(self) -> str: ...

    @property
    def files(self) -> str:
        """Where files are kept, as fsspec writes it."""
        ...

    @property
    def bulk_rate_limit(self) -> str: ...

    @property
    def trusted_proxies(self) -> int: ...

    @property
    def most_requests(self) -> int:
        """How many requests are answered at once."""
        ...

    @property
    def heavy_requests(self) -> int:
        """How many of them may be reports, and how many loads."""
        ...

    @property
    def request_wait_seconds(self) -> float: ...

    @property
    def console(self) -> Path | None:
        """The folder of the console as it was built; None where none is served."""
        ...
