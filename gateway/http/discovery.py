"""Finding every declared route: the modules of the gateway's packages that hold `routes = Routes(…)`."""

import importlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from gateway.http.bulk import bulk_routes
from gateway.http.operations import lists_of
from gateway.http.routes import Route, Routes

_GATEWAY = Path(__file__).parent.parent
_HOLDS_ROUTES = re.compile(r"^routes(?:: Routes)? = Routes\(", re.MULTILINE)


class RouteDeclaredTwice(Exception):
    """Two declarations answer the same method and path; which right would count is anybody's guess."""


def all_routes() -> list[Routes]:
    """Each aggregate's routes, in the order of their modules' names, and the bulks of every noun among them."""
    found = [importlib.import_module(name).routes for name in sorted(_modules())]
    return [*found, bulk_routes(found)]


def _modules() -> Iterator[str]:
    for file in _GATEWAY.glob("*/*.py"):
        if _HOLDS_ROUTES.search(file.read_text(encoding="utf-8")):
            yield f"gateway.{file.parent.name}.{file.stem}"


@lru_cache(maxsize=1)
def declared_lists() -> dict[str, Route]:
    """Every declared list by its noun."""
    return lists_of(route for group in all_routes() for route in group.declared)


def table_of(groups: Iterable[Routes]) -> dict[str, Route]:
    """Every route by its endpoint. Raises `RouteDeclaredTwice`."""
    table: dict[str, Route] = {}
    shapes: set[tuple[str, str]] = set()
    for route in (route for group in groups for route in group.declared):
        shape = (route.method, re.sub(r"<[^>]+>", "<>", route.rule))
        if shape in shapes:
            raise RouteDeclaredTwice(route.endpoint)
        shapes.add(shape)
        table[route.endpoint] = route
    return table
