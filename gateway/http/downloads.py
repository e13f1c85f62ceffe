"""Sending stored files: only through the permission, only as an attachment, a piece at a time."""

import time
from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import orjson
from flask import Response, g, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.door import Door
from gateway.http.zipping import Entry, zipped
from shared.files import files_at
from shared.settings import GATEWAY
from shared.signing import sign_actor


def send_stored(door: Door, right: str, rpc: str, *, service: str = GATEWAY, **path: Any) -> Response:
    """The file that a call of the service names, once it has found that the caller may have it."""
    return _sent(door, _asked(door, right, rpc, service, path))


def send_stored_to_partners_too(door: Door, right: str, rpc: str, *, service: str, **path: Any) -> Response:
    """As `send_stored`, where people of partners may enter as well."""
    return _sent(door, _asked(door, right, rpc, service, path, for_partners=True))


def _sent(door: Door, stored: Any) -> Response:
    response = Response(files_at(door.settings.files).chunks(stored["path"]), content_type=stored["media_type"])
    response.headers["Content-Length"] = str(stored["size"])
    return attached(response, stored["name"])


def send_bundle(door: Door, right: str, rpc: str, *, service: str, record: str, **path: Any) -> Response:
    """An archive of a record and the files on it, as a call of the service names them: `record` is what it is called
    there. Files bear the number of their place, since two may have one name.
    """
    told = _asked(door, right, rpc, service, path)
    files = files_at(door.settings.files)
    entries: list[Entry] = [(f"{record}.json", [orjson.dumps(told[record], option=orjson.OPT_INDENT_2)])]
    for place, stored in enumerate(told["files"], start=1):
        entries.append((f"files/{place:03} {stored['name']}", files.chunks(stored["path"])))
    return attached(Response(zipped(entries), content_type="application/zip"), told["name"])


def send_made(
    door: Door, service: str, rpc: str, right: str, media_type: str, arguments: Mapping[str, Any]
) -> Response:
    """A file that a service makes for the caller: its call answers `content` in base64 and the `name`. Never for people
    of partners: a document says more of a customer than the fields that are open to them.
    """
    actor = authenticate(door, request, credential_of(request)).actor_for(right, for_partners=False)
    reply = door.bus.call(
        service,
        rpc,
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context={"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id},
        **arguments,
    )
    made = orjson.loads(reply.body)
    return attached(Response(b64decode(made["content"]), content_type=media_type), made["name"])


def _asked(
    door: Door, right: str, rpc: str, service: str, path: Mapping[str, Any], *, for_partners: bool = False
) -> Any:
    """What the service answers once it has found that the caller may have it."""
    actor = authenticate(door, request, credential_of(request)).actor_for(right, for_partners=for_partners)
    reply = door.bus.call(
        service,
        rpc,
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        **path,
    )
    return orjson.loads(reply.body)


def attached(response: Response, name: str) -> Response:
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
