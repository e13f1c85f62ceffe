"""The door's part of idempotent requests: naming the key's scope, and refusing two at once.

The service keeps the answer in the transaction that made it, and replays it.
"""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.http.routes import Route
from shared.errors import Conflict, Malformed

_KEY = re.compile(r"[!-~]{1,255}")


class IdempotencyKeyRequired(Malformed):
    """What moves money or stock is sent with an Idempotency-Key, so that repeating it does no harm."""

    code = "idempotency_key_required"


class MalformedIdempotencyKey(Malformed):
    """An Idempotency-Key is one to 255 printable ASCII characters."""

    code = "malformed_idempotency_key"


class IdempotencyKeyInUse(Conflict):
    """A request with this Idempotency-Key is being answered right now."""

    code = "idempotency_key_in_use"


@dataclass(frozen=True)
class Repeatable:
    """A request that may be sent again: `scope` tells whose key it is, `fingerprint` what was asked."""

    scope: str
    fingerprint: str


def repeatable(route: Route, key: str | None, token_id: str, path: str, body: bytes) -> Repeatable | None:
    """None for a request without a key. Raises where the route asks for one or it is malformed."""
    if key is None:
        if route.idempotency_required:
            raise IdempotencyKeyRequired("Send an Idempotency-Key: repeating this request must not do it twice.")
        return None
    if not _KEY.fullmatch(key):
        raise MalformedIdempotencyKey("An Idempotency-Key is 1 to 255 visible ASCII characters.")
    return Repeatable(
        scope=_digest(token_id, route.method, route.rule, key),
        fingerprint=_digest(route.method, path, body),
    )


def part_of(whole: Repeatable, job_id: str, place: int) -> Repeatable:
    """The same for one operation of a bulk: its place in a bulk of that job and that content."""
    return Repeatable(scope=_digest(whole.scope, job_id, str(place)), fingerprint=whole.fingerprint)


def _digest(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


class InFlight:
    """The keys whose first request this process is still answering."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scopes: set[str] = set()

    @contextmanager
    def holding(self, request: Repeatable | None) -> Iterator[None]:
        if request is None:
            yield
            return
        with self._lock:
            if request.scope in self._scopes:
                raise IdempotencyKeyInUse("A request with this Idempotency-Key is still running.", retry_after=1)
            self._scopes.add(request.scope)
        try:
            yield
        finally:
            with self._lock:
                self._scopes.discard(request.scope)
