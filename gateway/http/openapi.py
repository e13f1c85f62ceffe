"""The description of the API, OpenAPI 3.1, made from the declared routes and the schemas that validate."""

import time
from collections.abc import Callable
from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Any, cast

import orjson
from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Response
from marshmallow import Schema, fields

from gateway.http.admission import anonymous
from gateway.http.bodies import FORM
from gateway.http.cookies import CSRF_HEADER, SESSION_COOKIE
from gateway.http.door import Description, Door
from gateway.http.field_schemas import exact_decimals, ids
from gateway.http.parameters import CURSOR, WORDS, Named, SharedParameters, names_in_search, parameters_of
from gateway.http.routes import Route, Routes, Shape
from gateway.http.sheets import FILE_TYPES
from gateway.http.titles import ENGLISH, TITLES
from gateway.http.views import Problem
from shared.contracts.custom import CustomField, CustomValues, Definitions, FieldType, value_field
from shared.contracts.fields import StrictSchema
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.payload import Payload
from shared.contracts.rights import PUBLIC
from shared.errors import Unavailable
from shared.listing.custom import offering
from shared.settings import GATEWAY
from shared.signing import sign_actor

API_VERSION = "1"
ALWAYS = (400, 429, 500, 503)
SENT_SCHEMA = "CloudEventView"
PAGE = "text/html"
SECURITY_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
    "csrf": {"type": "apiKey", "in": "header", "name": CSRF_HEADER},
}
NOTHING_DEFINED = Definitions()


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


def describe(groups: tuple[Routes, ...], definitions: Definitions = NOTHING_DEFINED) -> dict[str, Any]:
    plugin = MarshmallowPlugin(schema_name_resolver=cast(Any, _Names()))
    spec = APISpec(
        title="Tenon",
        version=API_VERSION,
        openapi_version="3.1.0",
        plugins=[plugin],
        info={"description": "Customers, sales, marketing, service, distribution, messages and reports."},
    )
    converter = cast(Any, plugin.converter)
    converter.add_attribute_function(exact_decimals)
    converter.add_attribute_function(ids)
    converter.add_attribute_function(_custom_values(definitions))
    for name, scheme in SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for status in sorted(TITLES[ENGLISH]):
        content = {"application/problem+json": {"schema": Problem}}
        spec.components.response(_problem_name(status), {"description": HTTPStatus(status).phrase, "content": content})
    for tag, about in _tags(groups).items():
        spec.tag({"name": tag, "description": about})
    operations: dict[str, dict[str, Any]] = {}
    for declared in (route for group in groups for route in group.declared):
        route = _with_custom(declared, definitions)
        operations.setdefault(route.template, {})[route.method.lower()] = _operation(route)
    shared = SharedParameters()
    for by_method in operations.values():
        for operation in by_method.values():
            operation["parameters"] = [shared.referred(parameter) for parameter in operation["parameters"]]
    for name, parameter in shared.components.items():
        spec.components.parameter(name, parameter["in"], parameter)
    for path, by_method in sorted(operations.items()):
        spec.path(path=path, operations=by_method)
    described: dict[str, Any] = spec.to_dict()
    if SENT_SCHEMA in described.get("components", {}).get("schemas", {}):
        described["webhooks"] = {"event": {"post": _sent_event()}}
    return described


def _sent_event() -> dict[str, Any]:
    """What a receiver of webhooks is sent."""
    headers = {
        "webhook-id": "The event's id, the same on each try: pass over one that you have.",
        "webhook-timestamp": "When this try was made, in seconds since 1970; refuse what is older than five minutes.",
        "webhook-signature": "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; one for each living secret.",
    }
    return {
        "summary": "One event that the webhook's owner may read.",
        "description": "Standard Webhooks. The schema of `data` for each type is at /v1/events/catalogue.",
        "tags": ["Webhooks"],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}, "description": about}
            for name, about in headers.items()
        ],
        "requestBody": {
            "required": True,
            "content": {"application/cloudevents+json": {"schema": {"$ref": f"#/components/schemas/{SENT_SCHEMA}"}}},
        },
        "responses": {
            "2XX": {"description": "Taken. Any other answer, or none within ten seconds, is tried again for days."},
            "410": {"description": "Gone for good: the webhook is paused."},
        },
    }


def _tags(groups: tuple[Routes, ...]) -> dict[str, str]:
    tags: dict[str, str] = {}
    for group in groups:
        tags[group.tag] = tags.get(group.tag) or group.about
    return dict(sorted(tags.items()))


def _with_custom(route: Route, definitions: Definitions) -> Route:
    """The route with the fields that the company added to its list."""
    if route.listing is None or not route.listing.customised:
        return route
    return replace(route, listing=offering(route.listing, list(definitions.of(route.listing.noun).values())))


def _custom_values(definitions: Definitions) -> Callable[..., dict[str, Any]]:
    """The member `custom`, field by field; a form leaves out what is retired and takes null for no value."""

    def described(self: Any, field: fields.Field[Any], **_: Any) -> dict[str, Any]:
        if not isinstance(field, CustomValues):
            return {}
        in_form = isinstance(field.parent, StrictSchema)
        offered = [one for one in definitions.of(field.entity).values() if not (in_form and one.retired)]
        properties = {one.code: _custom_value(self, one, in_form) for one in offered}
        return {"type": "object", "properties": properties, "additionalProperties": False}

    return described


def _custom_value(converter: Any, one: CustomField, in_form: bool) -> dict[str, Any]:
    schema: dict[str, Any] = converter.field2property(value_field(one.type, multiple=one.multiple))
    if in_form:
        schema = {"anyOf": [schema, {"type": "null"}]}
    schema |= {"title": one.label.get("en", one.code), "x-tenon-type": str(one.type), "x-tenon-label": dict(one.label)}
    told = {"x-tenon-required": one.required, "x-tenon-picklist": one.picklist, "x-tenon-currency": one.currency}
    schema |= {name: value for name, value in told.items() if value}
    return schema | ({"deprecated": True} if one.retired else {})


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "tags": [route.tag],
        "summary": route.about or route.rpc.replace("_", " ").capitalize(),
        "x-tenon-right": route.right,
        "x-tenon-partners": route.for_partners,
        "parameters": parameters_of(route),
        "responses": _responses(route),
        "security": _security(route),
    }
    if route.shape is Shape.LIST and route.listing:
        operation |= _shown_at_first(route.listing)
    if body := _body(route):
        operation["requestBody"] = body
    return operation


def _shown_at_first(listing: Listing) -> dict[str, Any]:
    """The columns that a table of the list begins with, and the board where its records stand on one."""
    columns = {"x-tenon-columns": list(listing.columns)} if listing.columns else {}
    return columns | ({"x-tenon-board": asdict(listing.board)} if listing.board else {})


def _security(route: Route) -> list[dict[str, list[str]]]:
    """A bearer token, or the console's session, whose writes show that they come from its own page."""
    if route.right == PUBLIC:
        return []
    session: dict[str, list[str]] = {"session": []} if route.method == "GET" else {"session": [], "csrf": []}
    return [{"bearer": []}, session]


def _operation_id(route: Route) -> str:
    if route.shape is Shape.RESULTS:
        return f"{route.rpc}_results"
    return route.name.replace("list_", "search_", 1) if route.shape is Shape.SEARCH else route.name


def _body(route: Route) -> dict[str, Any] | None:
    if route.shape is Shape.SEARCH:
        return {"required": False, "content": {"application/json": {"schema": _search_schema(route)}}}
    if route.shape is Shape.UPLOAD:
        return {"required": True, "content": {kind: {"schema": {"type": "string"}} for kind in route.uploads}}
    if route.shape is Shape.FORM:
        return {"required": True, "content": {FORM: {"schema": {"type": "object"}}}}
    if route.takes is None:
        return None
    media_type = "application/merge-patch+json" if route.shape is Shape.CHANGE else "application/json"
    kinds = {media_type, "application/json"}
    required = any(field.required for field in route.takes().fields.values())  # no body is read as an empty object
    return {"required": required, "content": {kind: {"schema": route.takes} for kind in sorted(kinds)}}


def _search_schema(route: Route) -> dict[str, Any]:
    listing = cast(Listing, route.listing)
    named = Named(listing)
    offered = {
        **({"totals": names_in_search(named.totals)} if listing.totals else {}),
        **({"expand": names_in_search(named.expand)} if listing.expands else {}),
        **({"q": WORDS} if listing.searchable else {}),
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "filter": {
                "type": "object",
                "description": 'A tree of {"and": […]}, {"or": […]}, {"not": …} and {"field", "op", "value"}.',
            },
            "sort": names_in_search(named.sort),
            "limit": {"type": "integer", "minimum": 1, "maximum": 200},
            "cursor": CURSOR,
            "count": {"enum": ["none", "estimate", "exact"]},
            "fields": names_in_search(named.fields),
            **offered,
        },
    }


def _responses(route: Route) -> dict[str, Any]:
    responses: dict[str, Any] = {str(route.status): _success(route)}
    if route.begins:
        responses["202"] = {**_success(route), "description": HTTPStatus(202).phrase}
    if route.tells_unchanged:
        responses["304"] = {"description": "The version named by If-None-Match is the current one."}
    for status in _refusals(route):
        if str(status) not in responses and not (_tells_its_condition(route) and status == 503):
            responses[str(status)] = {"$ref": f"#/components/responses/{_problem_name(status)}"}
    if route.shape is Shape.FORM and route.view is None:
        responses |= {status: _protocol_error() for status in ("400", "401")}
    if _tells_its_condition(route):
        responses["503"] = _success(route)
    if route.media_type == PAGE:
        responses |= {str(status): _page_or_problem(status) for status in route.refuses}
    return dict(sorted(responses.items()))


def _protocol_error() -> dict[str, Any]:
    """As OAuth says it (RFC 6749, section 5.2); what never reached the protocol is a problem as everywhere."""
    text = {"type": "string"}
    oauth = {"type": "object", "required": ["error"], "properties": {"error": text, "error_description": text}}
    content = {"application/json": {"schema": oauth}, "application/problem+json": {"schema": Problem}}
    return {"description": "The protocol's own refusal.", "content": content}


def _page_or_problem(status: int) -> dict[str, Any]:
    """Where a person looks at a page, what they can do something about is told on one too."""
    content = {PAGE: {"schema": {"type": "string"}}, "application/problem+json": {"schema": Problem}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _tells_its_condition(route: Route) -> bool:
    """Readiness says by 503, in its own words, that the house is not well."""
    return route.shape is Shape.SERVE and 503 in route.refuses


def _refusals(route: Route) -> set[int]:
    """Every status that this route may refuse with, from what it is and what it declares."""
    statuses = {*ALWAYS, *route.refuses}
    if not route.is_open:
        statuses |= {401, 403}
    if route.parameters:
        statuses.add(404)
    if route.listing and FieldKind.POSITION in route.listing.fields.values():
        statuses.add(422)
    if route.shape is not Shape.SERVE:
        statuses.add(413)
    if route.shape is Shape.FORM:
        statuses |= {401, 415}
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
        schema: Any = _page_schema(_row_schema(route.listing), route.listing.as_of)
    elif route.shape is Shape.RESULTS:
        schema = _page_schema({"type": "object"})
    else:
        schema = route.gives or {"type": "object" if route.media_type == "application/json" else "string"}
    answer["content"] = {route.media_type: {"schema": schema}}
    if route.filed_by:
        answer["content"] |= {FILE_TYPES[kind]: {"schema": {"type": "string"}} for kind in route.filed_as}
    answer["content"] |= {made.media_type: {"schema": {"type": "string"}} for made in route.made_by}
    return answer


def _row_schema(listing: Listing) -> Any:
    """The view, and the distance of each row where the list can be asked for what is near a place."""
    distances = [name for name, kind in listing.fields.items() if kind is FieldKind.DISTANCE]
    if not distances:
        return listing.view
    about = "Metres from the place that the list was asked about by `near`; there if it was one."
    told = {"type": "integer", "minimum": 0, "description": about}
    return {"allOf": [listing.view, {"type": "object", "properties": dict.fromkeys(distances, told)}]}


def _page_schema(row: Any, as_of: type[Schema] | None = None) -> dict[str, Any]:
    cursor = {"type": ["string", "null"]}
    fresh = {} if as_of is None else {"as_of": as_of}
    return {
        "type": "object",
        "required": ["data", "next", "prev"],
        "properties": {
            "data": {"type": "array", "items": row},
            "next": cursor,
            "prev": cursor,
            "count": {"type": "integer"},
            "totals": {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
            **fresh,
        },
    }


def description_of(door: Door) -> Description:
    """The description, made anew when a custom field has changed; all else is declared and stays while we run.

    While nobody can be asked for the custom fields, the last description that was made is given.
    """
    kept = door.descriptions.get("openapi")
    try:
        told = _defined(door, kept.version if kept else -1)
    except Unavailable:
        told = None
    if told and told["every"] is not None:
        kept = _describe_anew(door, told["version"], told["every"])
    return kept or _describe_anew(door, -1, [])


def openapi(door: Door) -> Response:
    return Response(description_of(door).content, content_type="application/json")


def _describe_anew(door: Door, version: int, every: list[Payload]) -> Description:
    by_entity: dict[str, dict[str, CustomField]] = {}
    for row in every:
        by_entity.setdefault(row["entity"], {})[row["code"]] = CustomField(**{**row, "type": FieldType(row["type"])})
    content = orjson.dumps(describe(door.groups, Definitions(fields=by_entity)), option=orjson.OPT_NON_STR_KEYS)
    door.descriptions["openapi"] = Description(version, content)
    return door.descriptions["openapi"]


def _defined(door: Door, known: int) -> Payload:
    """The custom fields, or that those of the version we know are still the ones."""
    reply = door.bus.call(
        GATEWAY,
        "describe_custom_fields",
        actor_token=sign_actor(anonymous(), door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        known=known,
    )
    return cast(Payload, orjson.loads(reply.body))


routes = Routes("openapi", service=GATEWAY, tag="Operation")
routes.serve("/v1/openapi.json", openapi, right=PUBLIC, media_type="application/json", about="This description.")
