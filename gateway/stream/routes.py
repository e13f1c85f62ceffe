"""GET /v1/stream: server-sent events, resumed by Last-Event-ID."""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Response, request
from marshmallow import fields, validate

from gateway.http.admission import Credential, authenticate, credential_of
from gateway.http.door import Door
from gateway.http.following import Follower, follower
from gateway.http.routes import Routes
from shared.contracts.events import Event
from shared.contracts.fields import StrictSchema
from shared.contracts.rights import SIGNED_IN
from shared.errors import Malformed, Refusal, Unavailable
from shared.following import kinds_matching, read_places, write_places
from shared.ids import is_id
from shared.settings import GATEWAY
from shared.signing import sign_actor

READ = "messaging.message:read"
PING_SECONDS = 15.0
RETRY_SECONDS = 2.0
BREATH_SECONDS = 0.1
BATCH = 100


class MalformedLastEventId(Malformed):
    """Last-Event-ID is the id of the last message that was received."""

    code = "malformed_last_event_id"


class StreamQuery(StrictSchema):
    types = fields.List(
        fields.String(validate=validate.Length(min=1, max=120)),
        metadata={"description": "Events of these types or patterns (sales.opportunity.*) instead of own messages."},
    )


@dataclass
class _Reader(ABC):
    """One open stream. Everything is decided anew at each look: the token may have been revoked, the right taken."""

    door: Door
    credential: Credential
    wake: threading.Event

    def frames(self) -> Iterator[bytes]:
        """What is sent, until the client leaves, the right is lost or the process stops."""
        yield f"retry: {int(RETRY_SECONDS * 1000)}\n\n".encode()
        while not self.door.wakes.is_closed:
            self.wake.clear()
            silent = True
            try:
                for chunk in self._unread():
                    silent = silent and not chunk
                    yield chunk
            except Unavailable:
                yield b": messages are away for the moment\n\n"
                self.wake.wait(RETRY_SECONDS)
                continue
            except Refusal as refusal:
                yield _frame("end", None, {"code": refusal.code, "detail": refusal.detail})
                return
            if silent:
                yield b": ping\n\n"
            self.wake.wait(PING_SECONDS)

    @abstractmethod
    def _unread(self) -> Iterator[bytes]:
        """Frames of what has come since the last look."""


@dataclass
class _Messages(_Reader):
    """The person's own messages."""

    after: str | None

    def _unread(self) -> Iterator[bytes]:
        frames: list[bytes] = []
        while True:
            page = self._look()
            messages = page["data"]
            self.after = str(messages[-1]["id"]) if messages else page["last"]
            frames += [_frame("message", message["id"], message) for message in messages]
            if len(messages) < BATCH:
                break
        if frames:
            yield b"".join(frames)

    def _look(self) -> dict[str, Any]:
        shown = self.credential
        with self.door.lanes.streams.held():
            actor = self.door.access.authenticate(shown.token, by_cookie=shown.by_cookie).actor_for(READ)
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


@dataclass
class _Events(_Reader):
    """Events of records that the person may read, from the places on, or from now on where there are none: then the
    first frame is a cursor alone, so that whoever loses the line before the first event misses none either.
    """

    kinds: Sequence[type[Event]]
    places: dict[str, int] | None

    def _unread(self) -> Iterator[bytes]:
        """Page by page: what was missed may be more than fits into memory."""
        while True:
            if self.places is None:
                with self.door.lanes.streams.held():
                    self.places = self._person().now()
                yield f"id: {write_places(self.places)}\n\n".encode()
            with self.door.lanes.streams.held():
                told = self._person().next_events(self.places, BATCH)
            self.places = told.places
            if told.events:
                yield b"".join(_frame("event", cursor, event) for event, cursor in told.events)
            if told.at_end:
                break
        time.sleep(BREATH_SECONDS)  # a load of thousands wakes ten times a second at most

    def _person(self) -> Follower:
        return follower(self.door, self.credential, self.kinds)


def _frame(event: str, identity: str | None, data: dict[str, Any]) -> bytes:
    """One event; JSON holds no line break, so that no text can end the frame."""
    named = f"id: {identity}\n" if identity else ""
    return f"event: {event}\n{named}data: ".encode() + orjson.dumps(data) + b"\n\n"


def stream(door: Door, query: dict[str, Any]) -> Response:
    """What comes from now on; with Last-Event-ID, what came after that."""
    last = request.headers.get("Last-Event-ID")
    credential = credential_of(request)
    principal = authenticate(door, request, credential)
    if "types" in query:
        kinds = kinds_matching(query["types"])
        places = None if last is None else read_places(last)
        wake = door.wakes.enter(principal.user_id, follows=True)
        reader: _Reader = _Events(door, credential, wake, kinds, places)
    else:
        if last is not None and not is_id(last):
            raise MalformedLastEventId("Last-Event-ID is the id of the last message that was received.")
        principal.actor_for(READ)
        wake = door.wakes.enter(principal.user_id)
        reader = _Messages(door, credential, wake, last)
    response = Response(reader.frames(), content_type="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"
    response.call_on_close(lambda: door.wakes.leave(principal.user_id, wake))
    return response


routes = Routes(
    "stream", service=GATEWAY, tag="Messages", about="What concerns a person, as it comes.", for_partners=True
)
routes.serve(
    "/v1/stream",
    stream,
    right=SIGNED_IN,
    takes_query=StreamQuery,
    media_type="text/event-stream",
    about="Server-sent events: own messages, or with `types` the events that one may read.",
)
