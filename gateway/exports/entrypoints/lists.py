"""Which lists can be exported: every one that the API has, found among its declared routes."""

import re
from dataclasses import dataclass
from functools import lru_cache

from gateway.exports.rules import ListIsUnknown
from gateway.http.discovery import all_routes
from gateway.http.routes import Route, Shape
from shared.contracts.listing import Listing
from shared.errors import Fault
from shared.ids import is_id

_PREFIX = "/v1/"
_PARAMETER = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True)
class ExportableList:
    """A list, the route that answers it, and the ids in its address."""

    route: Route
    listing: Listing
    path: dict[str, str]


def find_list(noun: str) -> ExportableList:
    """The list at /v1/<noun>. Raises `ListIsUnknown`."""
    for pattern, route, listing in _lists():
        if found := pattern.fullmatch(noun):
            path = found.groupdict()
            if all(is_id(value) for name, value in path.items() if name.endswith("_id")):
                return ExportableList(route, listing, path)
    names = exportable()
    detail = f"is no list of the API; there are {', '.join(names)}"
    raise ListIsUnknown("There is no such list to export.", faults=[Fault("/noun", detail)], nouns=names)


def exportable() -> list[str]:
    """Every list by its address below /v1, with the names of the ids in it."""
    return sorted(route.rule.removeprefix(_PREFIX) for _, route, _ in _lists())


@lru_cache(maxsize=1)
def _lists() -> tuple[tuple[re.Pattern[str], Route, Listing], ...]:
    return tuple(
        (re.compile(_PARAMETER.sub(r"(?P<\1>[^/]+)", route.rule.removeprefix(_PREFIX))), route, route.listing)
        for group in all_routes()
        for route in group.declared
        if route.shape is Shape.LIST and route.listing
    )
