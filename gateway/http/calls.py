"""The one road of a request: admit, read, call the service, dress the answer."""

import time
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from flask import Response, g, request

from gateway.http import bodies, query
from gateway.http.admission import address_of, admit
from gateway.http.door import Door, current_door
from gateway.http.idempotency import Repeatable, repeatable
from gateway.http.ports import Reply
from gateway.http.preconditions import expected_version, is_unchanged, version_tag
from gateway.http.routes import Route, Shape
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed, NotFound
from shared.ids import is_id
from shared.signing import sign_actor

PAGED = frozenset({Shape.LIST, Shape.HISTORY})


def answer(route: Route, **path: str) -> Response:
    """Carry out one request on one route. Raises the refusals that become problems."""
    door = current_door()
    actor, caller = admit(door, route, request)
    path = _checked_path(path)
    if route.view:
        query_free(route)
        return route.view(door, **path)
    body = bodies.read_body(request, route.largest_body)
    arguments = path | _arguments(route, body)
    return _called(door, route, actor, caller, body, arguments)


def query_free(route: Route) -> None:
    """Operations without a query refuse one, rather than ignore a misspelt parameter."""
    if route.shape not in {Shape.LIST, Shape.HISTORY, Shape.REPORT}:
        query.refuse_any(request.args)


def _checked_path(path: dict[str, str]) -> dict[str, str]:
    """The path's parameters. An id that is none names nothing."""
    checked = {name: value.lower() if name.endswith("_id") else value for name, value in path.items()}
    for name, value in checked.items():
        if "\x00" in value or (name.endswith("_id") and not is_id(value)):
            raise NotFound("There is nothing at this address.")
    return checked


def _arguments(route: Route, body: bytes) -> Payload:
    """What the route's call takes from the query and the body."""
    _refuse_nul()
    query_free(route)
    if route.shape is Shape.LIST and route.listing:
        return {"query": query.list_query(request.args, route.listing)}
    if route.shape is Shape.HISTORY:
        return query.history_query(request.args)
    if route.shape is Shape.REPORT and route.takes_query:
        return {"query": query.report_query(request.args, route.takes_query)}
    if route.shape is Shape.UPLOAD:
        return {"content": bodies.file_content(body, request.content_type, request.content_encoding, route.uploads)}
    content = bodies.json_object(body, request.content_type, request.content_encoding)
    if route.shape is Shape.SEARCH and route.listing:
        return {"query": query.search_query(content, route.listing)}
    address = {"address": address_of(request)} if route.tells_address else {}
    if route.takes:
        return {"request": content, **address}
    if content:
        raise Malformed("This operation takes no body.", faults=[Fault(f"/{name}", "is unknown") for name in content])
    return {**address}


def _refuse_nul() -> None:
    for name, value in request.args.items(multi=True):
        if "\x00" in name or "\x00" in value:
            raise query.MalformedQuery("The query holds the NUL character.", faults=[Fault("?", "holds NUL")])


def _called(door: Door, route: Route, actor: Actor, caller: str, body: bytes, arguments: Payload) -> Response:
    version = expected_version(request.headers.get("If-Match"), required=route.if_match) if route.writes else None
    actor = _expecting(actor, version)
    key = request.headers.get("Idempotency-Key") if route.writes and route.keeps_answer else None
    again = repeatable(route, key, caller, request.path, body)
    with door.in_flight.holding(again):
        reply = door.bus.call(
            route.service,
            route.rpc,
            actor_token=sign_actor(actor, door.settings.secret),
            deadline=time.time() + door.settings.deadline_seconds,
            context=_context(again),
            **arguments,
        )
    return _dressed(route, reply)


def _expecting(actor: Actor, version: int | None) -> Actor:
    return actor if version is None else replace(actor, expects_version=version)


def _context(again: Repeatable | None) -> dict[str, str]:
    context = {"traceparent": g.trace.traceparent, "correlation_id": g.trace.trace_id}
    if again:
        context |= {"idempotency_key": again.scope, "fingerprint": again.fingerprint}
    return context


def _dressed(route: Route, reply: Reply) -> Response:
    """The service's answer with the headers that its shape calls for."""
    if route.status == 204:
        return _marked(_without_body(204), reply)
    result = orjson.loads(reply.body)
    tag = version_tag(result) if route.shape is not Shape.SEARCH else None
    if route.shape is Shape.READ and is_unchanged(request.headers.get("If-None-Match"), tag):
        response = _without_body(304)
    else:
        response = Response(reply.body, route.status, content_type="application/json")
    if tag:
        response.headers["ETag"] = tag
    if route.location:
        response.headers["Location"] = _location(route.location, result)
    if route.shape in PAGED and (links := _links(result)):
        response.headers["Link"] = links
    return _marked(response, reply)


def _without_body(status: int) -> Response:
    response = Response(status=status)
    del response.headers["Content-Type"]
    return response


def _marked(response: Response, reply: Reply) -> Response:
    if reply.headers.get("replayed"):
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _location(template: str, result: Any) -> str:
    """Where the new record is found; every part is quoted, so that no name can add a header."""
    parts = {**(request.view_args or {}), "id": result["id"]}
    path = template.replace("<", "{").replace(">", "}")
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    return path


def _links(result: Payload) -> str:
    """The neighbouring pages with the query kept whole (RFC 8288)."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    links = []
    for relation in ("next", "prev"):
        if result.get(relation):
            target = f"{quote(request.path)}?{urlencode([*kept, ('cursor', result[relation])])}"
            links.append(f'<{target}>; rel="{relation}"')
    return ", ".join(links)
