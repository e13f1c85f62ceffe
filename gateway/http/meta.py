"""GET /v1/meta/{entity}: what a list is made of, from the contracts that validate and the company's own fields."""

import hashlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import lru_cache
from typing import Any, cast

import orjson
from flask import Response, request
from marshmallow import Schema, fields

from gateway.http.admission import anonymous, authenticate, credential_of
from gateway.http.door import Door
from gateway.http.field_schemas import field_schema
from gateway.http.preconditions import is_unchanged
from gateway.http.routes import Route, Routes
from shared.actor import Actor
from shared.contracts.custom import PREFIX, CustomField, FieldType, value_field
from shared.contracts.fields import NamedRef, PersonRef, UnitRef
from shared.contracts.gateway.meta import CHANGE, CREATE, EntityView
from shared.contracts.listing import OPERATORS, FieldKind, Listing
from shared.contracts.payload import Payload
from shared.contracts.rights import SIGNED_IN
from shared.errors import NotFound
from shared.field_limits import is_open, limits_of
from shared.listing.custom import offering
from shared.settings import GATEWAY
from shared.signing import sign_actor

CUSTOM = "custom"
LONG = 500
_OF_FORMAT = {"uuid": "id", "decimal": "decimal", "date": "date", "date-time": "datetime", "email": "email"}
_OF_FORMAT["url"] = "url"
_OF_KIND = {FieldKind.ID: "id", FieldKind.TIME: "datetime", FieldKind.DATE: "date", FieldKind.MONEY: "decimal"}
_OF_KIND |= {FieldKind.NUMBER: "number", FieldKind.FLAG: "boolean", FieldKind.LONG_TEXT: "long_text"}
_NOTHING = ("label", "multiple", "references", "currency", "default", "position", "retired")


def describe_entity(door: Door, entity: str) -> Response:
    """Under the right of reading the list; what is closed to the caller in its records is not named either."""
    listed = door.lists.get(entity)
    if listed is None or listed.listing is None:
        raise NotFound(f"There is no list {entity}.")
    principal = authenticate(door, request, credential_of(request))
    reader = principal.actor_for(listed.right, for_partners=listed.for_partners)
    content = orjson.dumps(EntityView().dump(_described(door, entity, listed.listing, reader)))
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if is_unchanged(request.headers.get("If-None-Match"), tag):
        response = Response(status=304)
        del response.headers["Content-Type"]
    else:
        response = Response(content, content_type="application/json")
    response.headers["ETag"] = tag
    return response


def _described(door: Door, entity: str, listing: Listing, reader: Actor) -> Payload:
    defined = _defined(door, listing)
    own = [CustomField(**{**row, "type": FieldType(row["type"])}) for row in defined["custom_fields"]]
    offered = offering(listing, own) if listing.customised else listing
    forms = _forms(door, entity)
    told = [*_fields_of_product(listing, forms, defined["choices"]), *_own_fields(offered, own, forms, defined)]
    limits = limits_of(reader)
    return {
        "entity": entity,
        "fields": [one for one in told if limits is None or is_open(limits, one["name"])],
        "columns": [name for name in listing.columns if limits is None or is_open(limits, name)],
        "sort": listing.default_sort,
        "searchable": listing.searchable,
        "board": asdict(listing.board) if listing.board and limits is None else None,
    }


def _defined(door: Door, listing: Listing) -> Payload:
    """What the company has defined for these records, and the values in use of the lists that their fields follow."""
    reply = door.bus.call(
        GATEWAY,
        "describe_definitions",
        actor_token=sign_actor(anonymous(), door.settings.secret),
        deadline=time.time() + door.settings.deadline_seconds,
        entity=listing.noun if listing.customised else None,
        picklists=sorted(set(listing.picklists.values())),
    )
    return cast(Payload, orjson.loads(reply.body))


Forms = Mapping[str, Mapping[str, fields.Field[Any]]]
"""The members of the request that makes a record, and of the one that changes it."""


def _forms(door: Door, entity: str) -> Forms:
    path = f"/v1/{entity}"
    found: dict[str, Mapping[str, fields.Field[Any]]] = {CREATE: {}, CHANGE: {}}
    for route in door.table.values():
        of_one = route.rule.startswith(f"{path}/<") and route.rule.endswith(">") and route.rule.count("/") == 3
        if route.method == "POST" and route.rule == path:
            found[CREATE] = _members(route)
        if route.method == "PATCH" and of_one:
            found[CHANGE] = _members(route)
    return found


def _members(route: Route) -> Mapping[str, fields.Field[Any]]:
    return _fields(route.takes) if route.takes else {}


@lru_cache(maxsize=512)
def _fields(schema: type[Schema]) -> Mapping[str, fields.Field[Any]]:
    return {field.data_key or name: field for name, field in schema().fields.items()}


def _fields_of_product(listing: Listing, forms: Forms, choices: Mapping[str, list[Payload]]) -> Iterator[Payload]:
    """Every name that an answer, a request or a filter has, each once: first as it is shown."""
    shown = _fields(listing.view)
    for name in dict.fromkeys((*shown, *listing.fields, *forms[CREATE], *forms[CHANGE])):
        if name == CUSTOM:
            continue
        as_written = forms[CREATE].get(name) or forms[CHANGE].get(name)
        field = as_written or shown.get(name)
        picklist = listing.picklists.get(name)
        kind = listing.fields.get(name)
        listed = choices.get(picklist) if picklist else None
        yield {
            "name": name,
            "shown": name in shown,
            "required": name in forms[CREATE] and forms[CREATE][name].required,
            "writable": [form for form in (CREATE, CHANGE) if name in forms[form]],
            "operators": sorted(OPERATORS[kind]) if kind else [],
            "sortable": name in listing.sorts and kind is not FieldKind.DISTANCE,  # that needs a place to be near
            "summed": name in listing.totals,
            "picklist": picklist,
            **_shape_of(field, kind, listed),
            **dict.fromkeys(_NOTHING),
        }


def _shape_of(field: fields.Field[Any] | None, kind: FieldKind | None, listed: list[Payload] | None) -> Payload:
    """The type, the longest text and the choices. A managed list without a value in use takes anything."""
    if field is None:
        return {"type": _OF_KIND.get(cast(FieldKind, kind), "text"), "longest": None, "choices": listed or None}
    if isinstance(field, fields.List | fields.Nested | fields.Dict):
        return {"type": _composed(field), "longest": None, "choices": listed or None}
    schema = field_schema(field)
    words = [one for one in schema.get("enum", ()) if one is not None]
    choices = listed or ([{"code": str(word), "label": None} for word in words] or None)
    return {"type": "choice" if choices else _plain(schema), "longest": schema.get("maxLength"), "choices": choices}


def _composed(field: fields.Field[Any]) -> str:
    if isinstance(field, fields.List) or (isinstance(field, fields.Nested) and field.many):
        return "list"
    refers = isinstance(field, fields.Nested) and isinstance(field.schema, PersonRef | UnitRef | NamedRef)
    return "reference" if refers else "object"


def _plain(schema: Mapping[str, Any]) -> str:
    """The type of a value that is one word, number or moment."""
    kinds = [one for one in _each(schema.get("type", "object")) if one != "null"]
    kind = kinds[0] if kinds else "object"
    if kind == "string":
        long = "long_text" if schema.get("maxLength", 0) >= LONG else "text"
        return _OF_FORMAT.get(schema.get("format", ""), long)
    return {"array": "list"}.get(kind, kind)


def _each(kinds: Any) -> list[str]:
    return kinds if isinstance(kinds, list) else [kinds]


def _own_fields(offered: Listing, own: list[CustomField], forms: Forms, defined: Payload) -> Iterator[Payload]:
    """The fields that the company added, in their order; a retired one is shown and no longer written."""
    for one in own:
        named = [] if one.retired else [form for form in (CREATE, CHANGE) if CUSTOM in forms[form]]
        yield {
            "name": PREFIX + one.code,
            "type": str(one.type),
            "shown": True,
            "required": one.required and one.default is None and not one.retired,
            "writable": named,
            "operators": sorted(OPERATORS[offered.fields[one.name]]) if one.name in offered.fields else [],
            "sortable": one.name in offered.sorts,
            "summed": one.name in offered.totals,
            "longest": _longest(one),
            "choices": defined["choices"].get(one.picklist) if one.picklist else None,
            "picklist": one.picklist,
            "label": dict(one.label),
            "multiple": one.multiple,
            "references": one.references,
            "currency": one.currency,
            "default": one.default,
            "position": one.position,
            "retired": one.retired,
        }


def _longest(one: CustomField) -> int | None:
    return None if one.multiple else field_schema(value_field(one.type)).get("maxLength")


routes = Routes("meta", service=GATEWAY, tag="Operation", for_partners=True)
routes.serve(
    "/v1/meta/<entity>",
    describe_entity,
    right=SIGNED_IN,
    gives=EntityView,
    refuses=(403, 404),
    is_tagged=True,
    about="What a list is made of: fields, choices, custom fields, filters, sorts, and how it is shown at first. "
    "Asked under the right of reading the list; `entity` is the list as its address names it.",
)
