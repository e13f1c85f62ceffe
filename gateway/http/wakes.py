"""Waking the open streams of a person when a message for that person was sent; a wake carries nothing but itself."""

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Protocol

from gateway.http.ports import Broadcasts
from shared.contracts.catalogue import all_events
from shared.contracts.events import Event
from shared.errors import Throttled

MESSAGE_SENT = "messaging.message.sent"


class TooManyStreams(Throttled):
    code = "too_many_streams"


class _Told(Protocol):
    @property
    def data(self) -> Any: ...


class Wakes:
    """Which streams of this process belong to whom. Listening to the bus begins with the first stream."""

    def __init__(self, broadcasts: Broadcasts | None, most: int) -> None:
        self._broadcasts = broadcasts
        self._most = most
        self._lock = threading.Lock()
        self._open: dict[str, list[threading.Event]] = defaultdict(list)
        self._stop_listening: Callable[[], None] | None = None
        self._closed = False

    def enter(self, user_id: str) -> threading.Event:
        """One more stream of this person; the event is set for each new message. Raises `TooManyStreams`."""
        self._listen()
        wake = threading.Event()
        with self._lock:
            if len(self._open[user_id]) >= self._most:
                raise TooManyStreams(f"You have {self._most} streams open; close one.", retry_after=15)
            self._open[user_id].append(wake)
        return wake

    def leave(self, user_id: str, wake: threading.Event) -> None:
        """Twice is harmless."""
        with self._lock:
            mine = self._open.get(user_id, [])
            if wake in mine:
                mine.remove(wake)
            if not mine:
                self._open.pop(user_id, None)

    def tell(self, user_id: str) -> None:
        with self._lock:
            woken = list(self._open.get(user_id, ()))
        for wake in woken:
            wake.set()

    @property
    def is_closed(self) -> bool:
        return self._closed

    def close(self) -> None:
        """End every stream: the process stops."""
        self._closed = True
        with self._lock:
            everyone = [wake for streams in self._open.values() for wake in streams]
            stop, self._stop_listening = self._stop_listening, None
        for wake in everyone:
            wake.set()
        if stop:
            stop()

    def _listen(self) -> None:
        with self._lock:
            if self._broadcasts is None or self._stop_listening is not None:
                return
            sent: list[type[Event]] = [kind for kind in all_events() if kind.type == MESSAGE_SENT]
            self._stop_listening = self._broadcasts.subscribe_broadcast(sent, self._hear)

    def _hear(self, envelope: _Told) -> None:
        self.tell(str(envelope.data.get("recipient_id")))
