"""The table of which role may do what: one line an operation of the API, written down and held against the product."""

import csv
from pathlib import Path

from gateway.access.rules import reaches_of
from gateway.http.discovery import all_routes
from gateway.http.routes import Route
from shared.contracts.roles import PARTNER, ROLES

TABLE = Path(__file__).parent / "role_table.csv"
CODES = tuple(role.code for role in ROLES)
YES, NO, OPEN = "yes", "no", "open"


def operation_of(route: Route) -> str:
    return f"{route.method} {route.template}"


def declared_routes() -> dict[str, Route]:
    return {operation_of(route): route for group in all_routes() for route in group.declared}


def read_table() -> dict[str, dict[str, str]]:
    """By operation, then by role: `yes`, `no`, or `open` for operations without sign-in."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("operation"): row for row in csv.DictReader(file)}


def line_for(route: Route) -> str:
    """What the shipped groups come to: a proposal for whoever adds an operation, to be read before it is pasted."""
    return ",".join([operation_of(route), *cells_for(route)])


def cells_for(route: Route) -> list[str]:
    if route.is_open:
        return [OPEN] * len(ROLES)
    grants = {role.code: [(pattern, str(reach)) for pattern, reach in role.grants] for role in ROLES}
    held = {code: bool(reaches_of(route.right, grants[code])) for code in CODES}
    held[PARTNER] &= route.for_partners
    return [YES if held[code] else NO for code in CODES]
