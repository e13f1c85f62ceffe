"""Bulks: many operations on one noun in one request, each carried out as its own route would be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import Any

import orjson
import structlog
from flask import Response, request
from marshmallow import ValidationError

from gateway.http import bodies
from gateway.http.admission import authenticate, credential_of
from gateway.http.calls import call_service
from gateway.http.door import Door
from gateway.http.idempotency import IdempotencyKeyRequired, Repeatable, part_of, repeatable
from gateway.http.ports import Principal
from gateway.http.problems import PreconditionRequired, problem_body, status_of_refusal
from gateway.http.routes import Lane, Route, Routes, Shape
from shared.bus.refused import from_wire, to_wire
from shared.contracts.faults import faults_of
from shared.contracts.gateway import bulks as contract
from shared.contracts.payload import Payload
from shared.contracts.rights import SIGNED_IN
from shared.errors import Fault, Kind, Malformed, Refusal, Unavailable
from shared.settings import GATEWAY
from shared.signing import sign_actor

CREATE, UPDATE, REMOVE = "create", "update", "remove"
IN_ONE_CALL = 50
_PLAIN = {Shape.CREATE: CREATE, Shape.CHANGE: UPDATE, Shape.REMOVE: REMOVE}
_log = structlog.get_logger(__name__)

Operations = Mapping[str, Route]


def bulk_routes(groups: Iterable[Routes]) -> Routes:
    """A bulk for every noun that can be written to, out of the routes that are declared anyway."""
    found: dict[str, dict[str, Route]] = {}
    for route in (route for group in groups for route in group.declared):
        noun, op = _place_of(route)
        if op:
            found.setdefault(noun, {})[op] = route
    routes = Routes("bulks", service=GATEWAY, tag="Bulk", about="Many operations on one noun in one request.")
    for noun, operations in sorted(found.items()):
        routes.declared.append(_bulk_route(noun, operations))
    return routes


def _place_of(route: Route) -> tuple[str, str | None]:
    """The noun of a route and the name of its operation in a bulk: /v1/leads/<lead_id>/qualify is `qualify` of leads.

    Secrets are never kept for a repeated key, so what answers with one is done by itself.
    """
    _, version, noun, *rest = [*route.rule.split("/"), "", ""]
    parts = [part for part in rest if part]
    if version != "v1" or not route.writes or route.is_open or not route.keeps_answer or route.uploads:
        return noun, None
    if route.shape is Shape.CREATE:
        return noun, None if parts else CREATE
    if not parts or not parts[0].startswith("<") or not parts[0].endswith("_id>"):
        return noun, None
    if len(parts) == 1:
        return noun, _PLAIN.get(route.shape)
    return noun, parts[1] if len(parts) == 2 and route.shape is Shape.ACT else None


def _bulk_route(noun: str, operations: Operations) -> Route:
    return Route(
        shape=Shape.BULK,
        method="POST",
        rule=f"/v1/{noun}/bulk",
        service=GATEWAY,
        rpc=f"bulk_{noun.replace('-', '_')}",
        right=SIGNED_IN,
        tag=next(iter(operations.values())).tag,
        takes=contract.Bulk,
        gives=contract.BulkView,
        largest_body=contract.LARGEST_BODY,
        for_partners=any(route.for_partners for route in operations.values()),
        about=f"Up to {contract.MOST_OPERATIONS} operations, a result each: {', '.join(sorted(operations))}.",
        view=partial(carry_out, noun, operations),
    )


@dataclass(frozen=True)
class _Sent:
    """One bulk on its way: who sent it, under which key, and the job that it is."""

    door: Door
    operations: Operations
    principal: Principal
    again: Repeatable | None
    job_id: str


def carry_out(noun: str, operations: Operations, door: Door) -> Response:
    """Do one operation after the other; what one is refused for does not stop the others."""
    principal = authenticate(door, request, credential_of(request))
    route = door.table[f"POST /v1/{noun}/bulk"]
    body = bodies.read_body(request, contract.LARGEST_BODY)
    asked = _read(bodies.json_object(body, request.content_type, request.content_encoding), operations)
    door.limiter.take(f"{Lane.BULK} {principal.token_id}", door.rates[Lane.BULK], len(asked) - 1)
    key = request.headers.get("Idempotency-Key")
    again = repeatable(route, key, principal.token_id, request.path, body)
    with door.in_flight.holding(again):
        replayed, job_id = _open(door, principal, again, noun, len(asked))
        sent = _Sent(door, operations, principal, again, job_id)
        results = _all_of(sent, asked)
    fine = sum(result["status"] < 300 for result in results)
    answer = {"job_id": job_id, "succeeded": fine, "failed": len(results) - fine, "results": results}
    response = Response(orjson.dumps(answer), 200, content_type="application/json")
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


def _read(content: Payload, operations: Operations) -> list[dict[str, Any]]:
    """The operations, of which all that is wrong in form is said at once; then none of them is begun."""
    try:
        asked: list[dict[str, Any]] = contract.Bulk().load(content)["operations"]
    except ValidationError as fault:
        raise Malformed("The bulk does not have the shape it should.", faults=faults_of(fault)) from fault
    faults = [fault for place, one in enumerate(asked) for fault in _faults_of(f"/operations/{place}", one, operations)]
    if faults:
        raise Malformed("The bulk does not have the shape it should.", faults=faults)
    return asked


def _faults_of(pointer: str, one: dict[str, Any], operations: Operations) -> Iterable[Fault]:
    route = operations.get(one["op"])
    if route is None:
        yield Fault(f"{pointer}/op", f"is none of {', '.join(sorted(operations))}")
    elif route.parameters and "id" not in one:
        yield Fault(f"{pointer}/id", "is needed: which record?")
    elif not route.parameters and ("id" in one or "if_match" in one):
        yield Fault(pointer, "creates a record: put an id of your own into the body; there is no version yet")
    elif route.takes is None and one["body"]:
        yield Fault(f"{pointer}/body", f"{one['op']} takes no body")


def _open(door: Door, principal: Principal, again: Repeatable | None, noun: str, total: int) -> tuple[bool, str]:
    """The job of this bulk: the same again for a repeated key, so that its operations are known again too."""
    note = _note(GATEWAY, "open_bulk")
    reply = call_service(door, note, principal.actor_for(SIGNED_IN), again, {"request": {"noun": noun, "total": total}})
    return bool(reply.headers.get("replayed")), orjson.loads(reply.body)["id"]


def _all_of(sent: _Sent, asked: list[dict[str, Any]]) -> list[Payload]:
    """Batch by batch, each one call of one service, in the order of the request."""
    results: list[Payload] = []
    for start, service, part in _batches(sent.operations, asked):
        away = bool(results) and results[-1]["status"] == 503
        done = _not_tried(results[-1], start, part) if away else _batch_of(sent, start, service, part)
        _count(sent, done)
        results += done
    return results


def _batches(operations: Operations, asked: list[dict[str, Any]]) -> Iterable[tuple[int, str, list[dict[str, Any]]]]:
    """Neighbours that the same service carries out, with the place of the first."""
    start = 0
    for service, together in groupby(asked, key=lambda one: operations[one["op"]].service):
        waiting = list(together)
        while waiting:
            part, waiting = waiting[:IN_ONE_CALL], waiting[IN_ONE_CALL:]
            yield start, service, part
            start += len(part)


def _not_tried(last: Payload, start: int, part: list[dict[str, Any]]) -> list[Payload]:
    """While the service is away nobody waits for each batch anew."""
    return [{**last, "index": place, "op": one["op"], "id": one.get("id")} for place, one in enumerate(part, start)]


def _batch_of(sent: _Sent, start: int, service: str, part: list[dict[str, Any]]) -> list[Payload]:
    calls: dict[int, Payload] = {}
    results: dict[int, Payload] = {}
    for place, one in enumerate(part, start):
        try:
            calls[place] = _call_of(sent, place, one)
        except Refusal as refusal:
            results[place] = _refused(place, one, refusal)
    if calls:
        actor = sent.principal.actor_for(SIGNED_IN)
        try:
            reply = call_service(
                sent.door, _note(service, "answer_batch"), actor, None, {"calls": list(calls.values())}, sent.job_id
            )
            answers = orjson.loads(reply.body)["answers"]
        except Unavailable as refusal:
            answers = [{"refusal": to_wire(refusal)}] * len(calls)
        for place, answer in zip(calls, answers, strict=True):
            results[place] = _result(sent.operations, place, part[place - start], answer)
    return [results[place] for place in range(start, start + len(part))]


def _call_of(sent: _Sent, place: int, one: dict[str, Any]) -> Payload:
    """The same right, version and rules as the route asks for when it is sent alone."""
    route = sent.operations[one["op"]]
    actor = sent.principal.actor_for(route.right, for_partners=route.for_partners)
    if route.if_match and "if_match" not in one:
        raise PreconditionRequired("Say in if_match which version of the record you are changing.")
    if route.idempotency_required and sent.again is None:
        raise IdempotencyKeyRequired("Send the bulk with an Idempotency-Key: this must not be done twice.")
    if "if_match" in one:
        actor = replace(actor, expects_version=one["if_match"])
    arguments: Payload = dict.fromkeys(route.parameters, one.get("id"))
    if route.takes:
        arguments["request"] = one["body"]
    call: Payload = {"method": route.rpc, "arguments": arguments}
    if sent.again:
        again = part_of(sent.again, sent.job_id, place)
        call |= {"key": again.scope, "fingerprint": again.fingerprint}
    return {**call, "actor": sign_actor(actor, sent.door.settings.secret)}


def _result(operations: Operations, place: int, one: dict[str, Any], told: Payload) -> Payload:
    route = operations[one["op"]]
    if "refusal" in told:
        refusal = from_wire(told["refusal"])
        assert isinstance(refusal, Refusal)
        return _refused(place, one, refusal)
    if "answer" not in told:
        problem = problem_body(500, "internal_error", "The failure was recorded by the service.")
        return _became(place, one, 500, problem=problem)
    answer = told["answer"]
    made = {"id": answer["id"]} if route.shape is Shape.CREATE else {}
    return _became(place, one | made, route.status, body=None if route.status == 204 else answer)


def _refused(place: int, one: dict[str, Any], refusal: Refusal) -> Payload:
    status = status_of_refusal(refusal)
    problem = problem_body(status, refusal.code, refusal.detail, faults=refusal.faults, extra=refusal.extra)
    return _became(place, one, status, problem=problem)


def _became(
    place: int, one: dict[str, Any], status: int, *, body: Payload | None = None, problem: Payload | None = None
) -> Payload:
    told = {"index": place, "op": one["op"], "id": one.get("id")}
    return {**told, "status": status, "body": body, "problem": problem}


def _count(sent: _Sent, done: list[Payload]) -> None:
    """Note what became of these. Where that fails the operations stay done, and the job says less than there is."""
    results = [_noted(sent.operations[one["op"]], one) for one in done]
    arguments: Payload = {"bulk_id": sent.job_id, "request": {"results": results}}
    try:
        call_service(sent.door, _note(GATEWAY, "count_bulk"), sent.principal.actor_for(SIGNED_IN), None, arguments)
    except Refusal as refusal:
        if refusal.kind is not Kind.UNAVAILABLE:
            raise
        _log.warning("bulk not noted", bulk_id=sent.job_id, reason=refusal.detail)


def _noted(route: Route, one: Payload) -> Payload:
    problem = one["problem"] or {}
    faults = [f"{fault['pointer']}: {fault['detail']}" for fault in problem.get("errors", ())]
    return {
        "place": one["index"],
        "op": one["op"],
        "service": route.service,
        "id": one["id"],
        "status": one["status"],
        "code": problem.get("code"),
        "messages": ([problem["detail"], *faults] if problem else []),
    }


def _note(service: str, rpc: str) -> Route:
    """A call that has no address of its own."""
    return Route(shape=Shape.ACT, method="POST", rule="", service=service, rpc=rpc, right=SIGNED_IN, tag="Bulk")
