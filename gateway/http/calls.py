"""The one road of a request: admit, read, call the service, dress the answer."""

import re
import time
from base64 import b64decode
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote, urlencode

import orjson
from flask import Response, g, request
from marshmallow import Schema, ValidationError

from gateway.http import bodies, query
from gateway.http.admission import address_of, admit, authenticate, credential_of, network_address_of
from gateway.http.channels import channel_of_request
from gateway.http.cookies import give_session, take_session
from gateway.http.door import Door, current_door
from gateway.http.downloads import attached
from gateway.http.idempotency import Repeatable, repeatable
from gateway.http.languages import wanted_language
from gateway.http.operations import MadeBy
from gateway.http.parquet import as_parquet
from gateway.http.ports import Reply
from gateway.http.preconditions import expected_version, is_unchanged, version_tag
from gateway.http.results import ViewIsOutdated, paging_of, question_of, saying_it_is_outdated
from gateway.http.routes import Route, Shape
from gateway.http.sheets import FILE_TYPES, as_file, columns_of_rows, told_columns
from gateway.http.titles import TITLES
from shared.actor import Actor
from shared.bus.offload import run_in_thread
from shared.contracts.faults import faults_of
from shared.contracts.payload import Payload
from shared.errors import Fault, Malformed, NotFound
from shared.ids import is_id
from shared.settings import GATEWAY
from shared.signing import sign_actor

_PART = re.compile(r"{([a-z_]+)}")
PAGED = frozenset({Shape.LIST, Shape.HISTORY})


def answer(route: Route, **path: str) -> Response:
    """Carry out one request on one route. Raises the refusals that become problems."""
    door = current_door()
    with door.lanes.of_route(route):
        return _answer(door, route, path)


def _answer(door: Door, route: Route, path: dict[str, str]) -> Response:
    actor, caller = admit(door, route, request)
    path = _checked_path(path)
    if route.view:
        return route.view(door, **path, **dict(route.fixed), **_view_query(route))
    for made_by in (one for one in route.made_by if one.kind == request.args.get("format")):
        return _made(door, route, actor, made_by)
    if route.filed_by and "format" in request.args:
        return _filed(door, route, actor, route.filed_by, path)
    if route.expanded and request.args:
        return route.expanded(door, **path, **_view_query(route))
    if route.shape is Shape.RESULTS:
        return _results(door, route, actor, caller, path)
    body = bodies.read_body(request, route.largest_body)
    arguments = path | _arguments(route, body)
    return _called(door, route, actor, caller, body, arguments)


def _view_query(route: Route) -> Payload:
    """The checked parameters of a view that takes some."""
    if route.takes_query is None:
        query_free(route)
        return {}
    _refuse_nul()
    asked = query.report_query(request.args, route.takes_query)
    try:
        return {"query": route.takes_query().load(asked)}
    except ValidationError as fault:
        faults = [Fault(f"?{one.pointer.removeprefix('/')}", one.detail) for one in faults_of(fault)]
        raise query.MalformedQuery("The query is malformed.", faults=faults) from fault


def _filed(door: Door, route: Route, actor: Actor, rpc: str, path: dict[str, str]) -> Response:
    """All rows of a report as a file. Which formats there are its schema says, and the service has checked. A report
    whose columns are not always the same tells them beside its rows.
    """
    told = call_service(door, replace(route, rpc=rpc), actor, None, path | _arguments(route, b""))
    kind, name = request.args["format"], route.rule.rpartition("/")[2]
    answer = orjson.loads(told.body)
    if kind == "parquet":
        content = run_in_thread(as_parquet, _gives(route), answer)
        return attached(Response(content, content_type=FILE_TYPES[kind]), f"{name}.{kind}")
    columns = told_columns(answer["columns"]) if "columns" in answer else columns_of_rows(_gives(route))
    return attached(Response(as_file(kind, columns, answer["rows"]), content_type=FILE_TYPES[kind]), f"{name}.{kind}")


def _gives(route: Route) -> type[Schema]:
    return cast("type[Schema]", route.gives)


def _made(door: Door, route: Route, actor: Actor, made_by: MadeBy) -> Response:
    """A file that the service makes of a report, in the reader's language: its call answers `content` in base64."""
    name = route.rule.rpartition("/")[2]
    arguments = _arguments(route, b"") | {"report": name, "language": wanted_language()}
    told = call_service(door, replace(route, rpc=made_by.rpc), actor, None, arguments)
    content = b64decode(orjson.loads(told.body)["content"])
    return attached(Response(content, content_type=made_by.media_type), f"{name}.{made_by.kind}")


def _results(door: Door, route: Route, actor: Actor, caller: str, path: dict[str, str]) -> Response:
    """A view's list, asked as the caller: by the right of the list, which the caller may lack, and by its own call."""
    _refuse_nul()
    view = orjson.loads(call_service(door, route, actor, None, path).body)
    listed = door.lists.get(view["noun"])
    if listed is None or listed.listing is None:
        raise ViewIsOutdated(f"There is no list {view['noun']} any more.")
    principal = authenticate(door, request, credential_of(request))
    reader = principal.actor_for(listed.right, for_partners=listed.for_partners)
    query = question_of(view, listed.listing) | paging_of(request.args, listed.listing)
    with saying_it_is_outdated():
        return _called(door, listed, reader, caller, b"", {"query": query})


def query_free(route: Route) -> None:
    """Operations without a query refuse one, rather than ignore a misspelt parameter."""
    if route.shape not in {Shape.LIST, Shape.HISTORY, Shape.REPORT, Shape.RESULTS}:
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
        return {"query": query.list_query(request.args, route.listing)} | _languages(route)
    if route.shape is Shape.HISTORY:
        return query.history_query(request.args)
    if route.shape is Shape.REPORT and route.takes_query:
        asked = query.report_query(request.args, route.takes_query)
        return {"query": asked, **dict(route.fixed)} | _language(route)
    if route.shape is Shape.UPLOAD:
        return {"content": bodies.file_content(body, request.content_type, request.content_encoding, route.uploads)}
    if route.shape is Shape.FORM:
        form = bodies.form_fields(body, request.content_type, request.content_encoding)
        shown = {"authorization": request.headers.get("Authorization"), "address": address_of(request)}
        return {"form": form, **shown}
    content = bodies.json_object(body, request.content_type, request.content_encoding)
    if route.shape is Shape.SEARCH and route.listing:
        return {"query": query.search_query(content, route.listing)}
    told = _told_of_caller(route)
    if route.takes:
        return {"request": content, **told}
    if content:
        raise Malformed("This operation takes no body.", faults=[Fault(f"/{name}", "is unknown") for name in content])
    return told


def _told_of_caller(route: Route) -> Payload:
    address = {"address": address_of(request)} if route.tells_address else {}
    return address | ({"device": request.headers.get("User-Agent", "")} if route.tells_device else {})


def _language(route: Route) -> Payload:
    accepted = request.accept_languages
    return {"language": accepted.best_match(TITLES) if accepted else None} if route.tells_language else {}


def _languages(route: Route) -> Payload:
    """What the reader asks for, in records that are kept in languages of their own."""
    return {"languages": list(request.accept_languages.values())} if route.speaks else {}


def _refuse_nul() -> None:
    for name, value in request.args.items(multi=True):
        if "\x00" in name or "\x00" in value:
            raise query.MalformedQuery("The query holds the NUL character.", faults=[Fault("?", "holds NUL")])


def _called(door: Door, route: Route, actor: Actor, caller: str, body: bytes, arguments: Payload) -> Response:
    version = expected_version(request.headers.get("If-Match"), required=route.if_match) if route.writes else None
    actor = _expecting(actor, version)
    key = request.headers.get("Idempotency-Key") if route.writes and route.keeps_answer else None
    again = repeatable(route, key, caller, request.path, body)
    with door.in_flight.holding(again), door.lanes.of_query(arguments):
        reply = call_service(door, route, actor, again, arguments)
    if route.sensitive:
        _tell_of_reading(door, route, actor)
    return _dressed(route, reply)


def _tell_of_reading(door: Door, route: Route, actor: Actor) -> None:
    """Nobody is shown what is sensitive before the audit trail knows of it."""
    door.bus.call(
        GATEWAY,
        "note_reading",
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context=_context(None, g.trace.trace_id),
        path=request.path,
        fields=list(route.sensitive),
    )


def call_service(
    door: Door,
    route: Route,
    actor: Actor,
    again: Repeatable | None,
    arguments: Payload,
    correlation_id: str | None = None,
) -> Reply:
    """One call of the route's service; `correlation_id` is the trace's unless the call is part of something larger."""
    return door.bus.call(
        route.service,
        route.rpc,
        actor_token=sign_actor(actor, door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        context=_context(again, correlation_id or g.trace.trace_id),
        **arguments,
    )


def _expecting(actor: Actor, version: int | None) -> Actor:
    return actor if version is None else replace(actor, expects_version=version)


def _context(again: Repeatable | None, correlation_id: str) -> dict[str, str]:
    context = {"traceparent": g.trace.traceparent, "correlation_id": correlation_id}
    if address := network_address_of(request):
        context["address"] = address
    if channel := channel_of_request():
        context["channel"] = channel
    if again:
        context |= {"idempotency_key": again.scope, "fingerprint": again.fingerprint}
    return context


def _dressed(route: Route, reply: Reply) -> Response:
    """The service's answer with the headers that its shape calls for."""
    if route.status == 204:
        return _marked(_ended(route, _without_body(204)), reply)
    result = orjson.loads(reply.body)
    if route.shape is Shape.FORM:
        return Response(orjson.dumps(result["body"]), result["status"], content_type="application/json")
    tag = version_tag(result) if route.shape is not Shape.SEARCH else None
    if route.shape is Shape.READ and route.is_by_version and is_unchanged(request.headers.get("If-None-Match"), tag):
        response = _without_body(304)
    elif route.opens_session:
        response = _opened(route, result)
    else:
        response = Response(reply.body, _status(route, result), content_type="application/json")
    if tag:
        response.headers["ETag"] = tag
    if address := _address(route, result):
        response.headers["Location"] = _location(address, result)
    if route.shape is Shape.LIST and query.UPDATED_SINCE in request.args:
        response.headers["Updated-Until"] = g.began_at.isoformat()
    if route.shape in PAGED and (links := _links(result)):
        response.headers["Link"] = links
    return _marked(response, reply)


def _status(route: Route, result: Payload) -> int:
    return 202 if route.begins and result.get(route.begins) else route.status


def _address(route: Route, result: Payload) -> str | None:
    """Where the answer says to look: at what was made, or at the job that goes on with it."""
    if route.begins:
        return f"/v1/jobs/{{{route.begins}}}" if result.get(route.begins) else None
    return route.location


def _opened(route: Route, result: Payload) -> Response:
    """The session's token goes into the cookie and nowhere else."""
    token = result.pop("session_token")
    response = Response(orjson.dumps(result), route.status, content_type="application/json")
    give_session(response, token, over_tls=request.is_secure)
    return response


def _ended(route: Route, response: Response) -> Response:
    if route.ends_session:
        take_session(response, over_tls=request.is_secure)
    return response


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
    parts = {**result, **(request.view_args or {})}
    path = template.replace("<", "{").replace(">", "}")
    return _PART.sub(lambda part: quote(str(parts[part[1]]), safe=""), path)


def _links(result: Payload) -> str:
    """The neighbouring pages with the query kept whole (RFC 8288)."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    links = []
    for relation in ("next", "prev"):
        if result.get(relation):
            target = f"{quote(request.path)}?{urlencode([*kept, ('cursor', result[relation])])}"
            links.append(f'<{target}>; rel="{relation}"')
    return ", ".join(links)
