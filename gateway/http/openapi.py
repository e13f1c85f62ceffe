"""The description of the API, OpenAPI 3.1, made from the declared routes and the schemas that validate."""

from http import HTTPStatus
from typing import Any, cast

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response
from marshmallow import Schema, fields

from gateway.http.door import Door
from gateway.http.parameters import SharedParameters, parameters_of
from gateway.http.routes import Route, Routes, Shape
from gateway.http.titles import ENGLISH, TITLES
from gateway.http.views import Problem
from shared.contracts.fields import MoneyField
from shared.contracts.rights import PUBLIC
from shared.settings import GATEWAY

API_VERSION = "1"
ALWAYS = (400, 429, 500)


class _Names:
    """The name of each schema in the description: its class's, with its module's before it where two share one."""

    def __init__(self) -> None:
        self._taken: dict[str, type[Schema]] = {}

    def __call__(self, schema: Any) -> str | None:
        kind = schema if isinstance(schema, type) else type(schema)
        if not isinstance(schema, type) and (schema.only or schema.exclude or schema.partial):
            return None
        name = kind.__name__
        if self._taken.setdefault(name, kind) is not kind:
            name = f"{kind.__module__.rpartition('.')[2].title().replace('_', '')}{name}"
            self._taken.setdefault(name, kind)
        return name


def describe(groups: tuple[Routes, ...]) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=cast(Any, _Names()))
    spec = APISpec(
        title="Tenon",
        version=API_VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": "Customers, sales, marketing, service, distribution, messages and reports."},
    )
    cast(Any, plugin.converter).add_attribute_function(_exact_decimals)
    spec.components.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
    for status in sorted(TITLES[ENGLISH]):
        content = {"application/problem+json": {"schema": Problem}}
        spec.components.response(_problem_name(status), {"description": HTTPStatus(status).phrase, "content": content})
    for tag, about in _tags(groups).items():
        spec.tag({"name": tag, "description": about})
    operations: dict[str, dict[str, Any]] = {}
    for route in (route for group in groups for route in group.declared):
        operations.setdefault(route.template, {})[route.method.lower()] = _operation(route)
    shared = SharedParameters()
    for by_method in operations.values():
        for operation in by_method.values():
            operation["parameters"] = [shared.referred(parameter) for parameter in operation["parameters"]]
    for name, parameter in shared.components.items():
        spec.components.parameter(name, parameter["in"], parameter)
    for path, by_method in sorted(operations.items()):
        spec.path(path=path, operations=by_method)
    return spec.to_dict()


def _tags(groups: tuple[Routes, ...]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for group in groups:
        tags[group.tag] = tags.get(group.tag) or group.about
    return dict(sorted(tags.items()))


def _exact_decimals(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
    """Amounts are decimal strings, never JSON numbers."""
    if isinstance(field, MoneyField) or (isinstance(field, fields.Decimal) and field.as_string):
        kinds: Any = ["string", "null"] if field.allow_none else "string"
        return {"type": kinds, "format": "decimal", "examples": ["1234.50"]}
    return {}


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "tags": [route.tag],
        "summary": route.about or route.rpc.replace("_", " ").capitalize(),
        "x-tenon-right": route.right,
        "parameters": parameters_of(route),
        "responses": _responses(route),
        "security": [] if route.right == PUBLIC else [{"bearer": []}],
    }
    if body := _body(route):
        operation["requestBody"] = body
    return operation


def _operation_id(route: Route) -> str:
    return route.rpc.replace("list_", "search_", 1) if route.shape is Shape.SEARCH else route.rpc


def _body(route: Route) -> dict[str, Any] | None:
    if route.shape is Shape.SEARCH:
        return {"required": True, "content": {"application/json": {"schema": _search_schema(route)}}}
    if route.shape is Shape.UPLOAD:
        return {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in route.uploads}}
    if route.takes is None:
        return None
    media_type = "application/merge-patch+json" if route.shape is Shape.CHANGE else "application/json"
    kinds = {media_type, "application/json"}
    return {"required": True, "content": {kind: {"schema": route.takes} for kind in sorted(kinds)}}


def _search_schema(route: Route) -> dict[str, Any]:
    names = {"type": "array", "items": {"type": "string"}}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "filter": {
                "type": "object",
                "description": 'A tree of {"and": […]}, {"or": […]}, {"not": …} and {"field", "op", "value"}.',
            },
            "sort": names,
            "limit": {"type": "integer", "minimum": 1, "maximum": 200},
            "cursor": {"type": "string"},
            "count": {"enum": ["none", "estimate", "exact"]},
            "totals": names,
            "fields": names,
            "expand": names,
            "q": {"type": "string"},
        },
    }


def _responses(route: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {str(route.status): _success(route)}
    if route.shape is Shape.READ:
        responses["304"] = {"description": "The version named by If-None-Match is the current one."}
    for status in _refusals(route):
        if str(status) not in responses and not (route.view and status == 503):
            responses[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    if route.view and 503 in route.refuses:
        responses["503"] = _success(route)
    return dict(sorted(responses.items()))


def _refusals(route: Route) -> set[int]:
    """Every status that this route may refuse with, from what it is and what it declares."""
    statuses = {*ALWAYS, *route.refuses}
    if not route.is_open:
        statuses |= {401, 403}
    if route.parameters:
        statuses.add(404)
    if not route.view:
        statuses |= {413, 503}
    if route.takes or route.shape is Shape.SEARCH:
        statuses |= {404, 415, 422}
    if route.writes:
        statuses |= {409, 412, 415, 422}
    if route.if_match:
        statuses.add(428)
    return statuses


def _problem_name(status: int) -> str:
    return f"Problem{status}"


def _success(route: Route) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": HTTPStatus(route.status).phrase}
    if route.status == 204:
        return answer
    if route.listing:
        schema: Any = _page_schema(route)
    else:
        schema = route.gives or {"type": "object" if route.media_type == "application/json" else "string"}
    answer["content"] = {route.media_type: {"schema": schema}}
    return answer


def _page_schema(route: Route) -> dict[str, Any]:
    assert route.listing is not None
    cursor = {"type": ["string", "null"]}
    return {
        "type": "object",
        "required": ["data", "next", "prev"],
        "properties": {
            "data": {"type": "array", "items": route.listing.view},
            "next": cursor,
            "prev": cursor,
            "count": {"type": "integer"},
            "totals": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        },
    }


def openapi(door: Door) -> Response:
    """The description, made once: declarations do not change while the process runs."""
    if "openapi" not in door.descriptions:
        door.descriptions["openapi"] = orjson.dumps(describe(door.groups), option=orjson.OPT_NON_STR_KEYS)
    return Response(door.descriptions["openapi"], content_type="application/json")


routes = Routes("openapi", service=GATEWAY, tag="Operation")
routes.serve("/v1/openapi.json", openapi, right=PUBLIC, media_type="application/json", about="This description.")
