"""Sending a stored file: only through the permission, only as an attachment, a piece at a time."""

import time
from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, g, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.door import Door
from shared.files import files_at
from shared.settings import GATEWAY
from shared.signing import sign_actor


def send_stored(door: Door, right: str, rpc: str, *, service: str = GATEWAY, **path: Any) -> Response:
    """The file that a call of the service names, once it has found that the caller may have it."""
    actor = authenticate(door, request, credential_of(request)).actor_for(right, for_partners=False)
    settings = door.settings
    reply = door.bus.call(
        service,
        rpc,
        actor_token=sign_actor(actor, settings.secret),
        deadline=time.time() + settings.deadline_seconds,
        **path,
    )
    stored = orjson.loads(reply.body)
    response = Response(files_at(settings.files).chunks(stored["path"]), content_type=stored["media_type"])
    response.headers["Content-Length"] = str(stored["size"])
    return _attached(response, stored["name"])


def send_made(
    door: Door, service: str, rpc: str, right: str, media_type: str, arguments: Mapping[str, Any]
) -> Response:
    """A file that a service makes for the caller: its call answers `content` in base64 and the `name`."""
    actor = authenticate(door, request, credential_of(request)).actor_for(right)
    reply = door.bus.call(
        service,
        rpc,
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context={"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id},
        **arguments,
    )
    made = orjson.loads(reply.body)
    return _attached(Response(b64decode(made["content"]), content_type=media_type), made["name"])


def _attached(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
