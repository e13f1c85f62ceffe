"""Waking open streams: of a person at each message for that person, of a follower at each event of all services."""

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
    """One person keeps a handful of streams open, not more."""

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
        self._followers: set[threading.Event] = set()
        self._stop_listening: dict[str, Callable[[], None]] = {}
        self._closed = False

    def enter(self, user_id: str, *, follows: bool = False) -> threading.Event:
        """One more stream of this person; it is woken at each new message, or, if it `follows`, at each event of all
        services. Raises `TooManyStreams`.
        """
        self._listen(follows)
        wake = threading.Event()
        with self._lock:
            if len(self._open[user_id]) >= self._most:
                raise TooManyStreams(f"You have {self._most} streams open; close one.", retry_after=15)
            self._open[user_id].append(wake)
            if follows:
                self._followers.add(wake)
        return wake

    def leave(self, user_id: str, wake: threading.Event) -> None:
        """Twice is harmless."""
        with self._lock:
            self._followers.discard(wake)
            mine = self._open.get(user_id, [])
            if wake in mine:
                mine.remove(wake)
            if not mine:
                self._open.pop(user_id, None)

    def tell(self, user_id: str) -> None:
        with self._lock:
            woken = [wake for wake in self._open.get(user_id, ()) if wake not in self._followers]
        for wake in woken:
            wake.set()

    def tell_followers(self) -> None:
        with self._lock:
            woken = list(self._followers)
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
            stops, self._stop_listening = list(self._stop_listening.values()), {}
        for wake in everyone:
            wake.set()
        for stop in stops:
            stop()

    def _listen(self, follows: bool) -> None:
        """Nobody pays for what nobody listens to: all events are heard only once somebody follows them."""
        topic = "events" if follows else MESSAGE_SENT
        with self._lock:
            if self._broadcasts is None or topic in self._stop_listening:
                return
            kinds: list[type[Event]] = [kind for kind in all_events() if follows or kind.type == MESSAGE_SENT]
            hear = self._hear_any if follows else self._hear
            self._stop_listening[topic] = self._broadcasts.subscribe_broadcast(kinds, hear)

    def _hear(self, envelope: _Told) -> None:
        self.tell(str(envelope.data.get("recipient_id")))

    def _hear_any(self, _envelope: _Told) -> None:
        self.tell_followers()
