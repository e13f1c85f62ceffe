"""GET /v1/stream: server-sent events, resumed by Last-Event-ID."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response, request

from gateway.http.admission import authenticate, bearer_token
from gateway.http.door import Door
from gateway.http.routes import Routes
from shared.errors import Malformed, Refusal, Unavailable
from shared.ids import is_id
from shared.settings import GATEWAY
from shared.signing import sign_actor

READ = "messaging.message:read"
PING_SECONDS = 15.0
RETRY_SECONDS = 2.0
BATCH = 100


class MalformedLastEventId(Malformed):
    code = "malformed_last_event_id"


@dataclass
class _Reader:
    """One open stream. Everything is decided anew at each look: the token may have been revoked, the right taken."""

    door: Door
    token: str
    wake: threading.Event
    after: str | None

    def frames(self) -> Iterator[bytes]:
        """What is sent, until the client leaves, the right is lost or the process stops."""
        yield f"retry: {int(RETRY_SECONDS * 1000)}\n\n".encode()
        while not self.door.wakes.is_closed:
            self.wake.clear()
            try:
                told = [frame for batch in self._unread() for frame in batch]
            except Unavailable:
                yield b": messages are away for the moment\n\n"
                self.wake.wait(RETRY_SECONDS)
                continue
            except Refusal as refusal:
                yield _frame("end", None, {"code": refusal.code, "detail": refusal.detail})
                return
            yield b"".join(told) or b": ping\n\n"
            self.wake.wait(PING_SECONDS)

    def _unread(self) -> Iterator[list[bytes]]:
        while True:
            page = self._look()
            messages = page["data"]
            self.after = str(messages[-1]["id"]) if messages else page["last"]
            yield [_frame("message", message["id"], message) for message in messages]
            if len(messages) < BATCH:
                return

    def _look(self) -> dict[str, Any]:
        actor = self.door.access.authenticate(self.token).actor_for(READ)
        settings = self.door.settings
        reply = self.door.bus.call(
            "messaging",
            "list_messages_after",
            actor_token=sign_actor(actor, settings.secret),
            deadline=time.time() + settings.deadline_seconds,
            after=self.after,
            limit=BATCH,
        )
        page: dict[str, Any] = orjson.loads(reply.body)
        return page


def _frame(event: str, identity: str | None, data: dict[str, Any]) -> bytes:
    """One event; JSON holds no line break, so that no text can end the frame."""
    named = f"id: {identity}\n" if identity else ""
    return f"event: {event}\n{named}data: ".encode() + orjson.dumps(data) + b"\n\n"


def stream(door: Door) -> Response:
    """Messages that come from now on; with Last-Event-ID, those after that one."""
    last = request.headers.get("Last-Event-ID")
    if last is not None and not is_id(last):
        raise MalformedLastEventId("Last-Event-ID is the id of the last message that was received.")
    token = bearer_token(request)
    user_id = authenticate(door, request).user_id
    wake = door.wakes.enter(user_id)
    reader = _Reader(door, token, wake, last)
    response = Response(reader.frames(), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: door.wakes.leave(user_id, wake))
    return response


routes = Routes("stream", service=GATEWAY, tag="Messages", about="A person's own messages as they come.")
routes.serve(
    "/v1/stream", stream, right=READ, media_type="text/event-stream", about="Server-sent events: own messages."
)
