"""The services of this process, called without a broker but through the same bytes."""

import threading
from collections.abc import Mapping
from typing import Any

from shared.bus.client import no_answer, service_away
from shared.bus.context import Request
from shared.bus.door import Door
from shared.bus.wire import Reply, encode_call


class LocalDoors:
    """Which services live here, and the way to call them."""

    def __init__(self) -> None:
        self._doors: dict[str, Door] = {}

    def open(self, service: str, door: Door) -> None:
        self._doors[service] = door

    def shut(self, service: str) -> None:
        self._doors.pop(service, None)

    def hosts(self, service: str) -> bool:
        return service in self._doors

    def call(self, request: Request, kwargs: Mapping[str, Any]) -> Reply:
        door = self._doors.get(request.service)
        if door is None:
            raise service_away(request.service)
        answer = _Answer()
        door.take(request.method, encode_call(kwargs), request.headers(), answer.give)
        return answer.wait(request)


class _Answer:
    """Where the caller waits until the worker has answered."""

    def __init__(self) -> None:
        self._given = threading.Event()
        self._body = b""
        self._headers: dict[str, Any] = {}

    def give(self, body: bytes, headers: dict[str, Any]) -> None:
        self._body, self._headers = body, headers
        self._given.set()

    def wait(self, request: Request) -> Reply:
        if not self._given.wait(request.remaining()):
            raise no_answer(request.service)
        return Reply(self._body, self._headers)
