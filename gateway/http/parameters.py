"""The parameters of a route as OpenAPI says them: path, query with every filter, and headers."""

import re
from collections.abc import Iterable
from typing import Any

from marshmallow import Schema

from gateway.http.channels import ABOUT as ABOUT_CHANNELS
from gateway.http.channels import HEADER as CHANNEL_HEADER
from gateway.http.query import (
    COUNTS,
    CUSTOM_NAME,
    DEFAULT_LIMIT,
    LARGEST_LIMIT,
    LONGEST_VALUE,
    UPDATED_SINCE,
    can_sync,
)
from gateway.http.results import PAGING
from gateway.http.routes import Route, Shape
from shared.contracts.channels import TOLD
from shared.contracts.listing import OPERATORS, FieldKind, Listing

Parameter = dict[str, Any]

_NO_WORD = re.compile(r"[^A-Za-z0-9]+")
_KINDS: dict[FieldKind, dict[str, Any]] = {
    FieldKind.ID: {"type": "string", "format": "uuid"},
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.MONEY: {"type": "string", "format": "decimal"},
    FieldKind.TIME: {"type": "string", "format": "date-time"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.FLAG: {"type": "boolean"},
}
_SEQUENCE = {"type": "string", "pattern": "^[0-9]{1,15}$"}
_LISTS = {
    "in": "Values separated by commas.",
    "between": "The lower and the upper value, separated by a comma.",
    "near": "Latitude, longitude and a radius in metres, separated by commas; each row then tells its distance.",
    "within": "South, west, north and east in degrees, separated by commas; 170 to -170 is over the date line.",
}


def parameters_of(route: Route) -> list[Any]:
    return [*_path(route), *_query(route), *_headers(route)]


class SharedParameters:
    """Parameters that many operations have, described once: a list has dozens, and most lists have the same."""

    def __init__(self) -> None:
        self.components: dict[str, Parameter] = {}

    def referred(self, parameter: Parameter) -> Parameter | str:
        """The name of the one description of this parameter; a report's schema of parameters stays as it is."""
        if "name" not in parameter:
            return parameter
        stem = _NO_WORD.sub("_", str(parameter["name"])).strip("_")
        name, number = stem, 1
        while self.components.setdefault(name, parameter) != parameter:
            number += 1
            name = f"{stem}_{number}"
        return name


def _path(route: Route) -> list[Parameter]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "format": "uuid"} if name.endswith("_id") else {"type": "string"},
        }
        for name in route.parameters
    ]


def _query(route: Route) -> list[Any]:
    if route.shape is Shape.LIST and route.listing:
        return [*_filters(route.listing), *_paging(route.listing)]
    if route.shape is Shape.RESULTS:
        return _results()
    if route.shape is Shape.HISTORY:
        return [_in_query("cursor", _SEQUENCE, "`next` of the page before.")]
    if route.takes_query:
        return [{"in": "query", "schema": route.takes_query}]
    return []


def _results() -> list[Parameter]:
    every = Listing(noun="", view=Schema, fields={})
    of_a_list = [one for one in _paging(every) if one["name"] in PAGING]
    return [*of_a_list, _in_query("totals", {"type": "string"}, "Sums over the whole result, as on the view's list.")]


def _filters(listing: Listing) -> list[Parameter]:
    return [
        _in_query(f"filter[{name}][{operator}]", _value_schema(kind, operator), _LISTS.get(operator, ""))
        for name, kind in listing.fields.items()
        for operator in sorted(OPERATORS[kind])
    ]


def _value_schema(kind: FieldKind, operator: str) -> dict[str, Any]:
    if operator == "null":
        return {"type": "boolean"}
    if operator in _LISTS:
        return {"type": "string"}
    return _KINDS.get(kind, {"type": "string"})


class Named:
    """Patterns of the names that `sort`, `fields`, `totals` and `expand` of a list may have, the company's own fields
    included: as `gateway.http.query` and the services let them through.
    """

    def __init__(self, listing: Listing) -> None:
        shown = [*map(re.escape, listing.view().fields), *((CUSTOM_NAME,) if listing.customised else ())]
        self.sort = f"-?{_one_of(map(re.escape, dict.fromkeys((*listing.sorts, 'id'))))}"
        self.fields = _one_of(shown)
        self.totals = _one_of(map(re.escape, listing.totals))
        self.expand = _one_of(map(re.escape, listing.expands))


def _one_of(patterns: Iterable[str]) -> str:
    return f"({'|'.join(patterns)})"


CURSOR = {"type": "string", "minLength": 24, "maxLength": LONGEST_VALUE, "pattern": "^[A-Za-z0-9_-]+$"}
WORDS = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}


def _names(one: str) -> dict[str, Any]:
    """Names with commas between them."""
    return {"type": "string", "pattern": f"^{one}(,{one})*$"}


def names_in_search(one: str) -> dict[str, Any]:
    """The same as a body has them."""
    return {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": f"^{one}$"}}


def _paging(listing: Listing) -> list[Parameter]:
    named = Named(listing)
    sorts = ", ".join((*listing.sorts, "id"))
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT}
    paging = [
        _in_query(
            "sort", _names(named.sort) | {"default": listing.default_sort}, f"Names, - before one for falling: {sorts}."
        ),
        _in_query("limit", limit, "More than the maximum is refused, not clipped."),
        _in_query("cursor", CURSOR, "`next` or `prev` of another page of the same query."),
        _in_query("count", {"enum": list(COUNTS), "default": "none"}, "Whether to count the whole result."),
        _in_query("fields", _names(named.fields), "Only these fields of each record, and its id."),
    ]
    if can_sync(listing):
        about = "What has changed since then, oldest first. The answer's `Updated-Until` is what to send the next time."
        paging.append(_in_query(UPDATED_SINCE, {"type": "string", "format": "date-time"}, about))
    if listing.totals:
        paging.append(
            _in_query("totals", _names(named.totals), f"Sums over the whole result: {', '.join(listing.totals)}.")
        )
    if listing.expands:
        paging.append(
            _in_query("expand", _names(named.expand), f"Relations to show whole: {', '.join(listing.expands)}.")
        )
    if listing.searchable:
        paging.append(_in_query("q", WORDS, "Words to find."))
    return paging


def _headers(route: Route) -> list[Parameter]:
    headers = []
    if route.writes and route.keeps_answer:
        about = "Repeating a request with its key answers what the first one did, for 72 hours."
        key = {"type": "string", "minLength": 1, "maxLength": 255}
        headers.append(_in_header("Idempotency-Key", key, about, required=route.idempotency_required))
    if route.writes and not route.is_open:
        headers.append(
            _in_header(CHANNEL_HEADER, {"type": "string", "enum": list(TOLD)}, ABOUT_CHANNELS, required=False)
        )
    if route.writes and route.parameters:
        about = "The ETag of the version that the change is based on."
        headers.append(_in_header("If-Match", {"type": "string"}, about, required=route.if_match))
    if route.tells_unchanged:
        headers.append(
            _in_header("If-None-Match", {"type": "string"}, "Answer 304 if this is the version.", required=False)
        )
    return headers


def _in_query(name: str, schema: dict[str, Any], about: str) -> Parameter:
    described = {"description": about} if about else {}
    return {"name": name, "in": "query", "schema": schema, **described}


def _in_header(name: str, schema: dict[str, Any], about: str, *, required: bool) -> Parameter:
    return {"name": name, "in": "header", "required": required, "schema": schema, "description": about}
