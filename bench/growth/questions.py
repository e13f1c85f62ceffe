"""What sellers and directors ask for: lists by everything that can be sorted and filtered by, and single pages.

The values that are looked for come from rows which the API tells, so that each question finds something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bench.growth.books import Books
from bench.load.organisation import Person
from bench.load.records import id_of
from bench.load.world import World
from shared.contracts.listing import FieldKind, Listing
from shared.contracts.sales import customers, opportunities, quotations

PAGE = 50
ROWS = 200
"""Of which values are taken."""
APART = 7919
"""A prime, so that records asked for one after the other lie apart."""
RANGES = frozenset({FieldKind.NUMBER, FieldKind.MONEY, FieldKind.TIME, FieldKind.DATE})
LISTINGS = (opportunities.LISTING, customers.LISTING, quotations.LISTING)
START = 3
"""Signs of a text with which those begin that `like` looks for."""


@dataclass(frozen=True)
class Question:
    """Asked again and again, in turn with each of these paths."""

    group: str
    name: str
    person: Person
    paths: tuple[str, ...]


def questions(here: World, books: Books) -> list[Question]:
    """In one order, whatever the size of the books."""
    director, seller = here.company.directors[0], here.company.sellers[0]
    made: list[Question] = []
    for listing in LISTINGS:
        for person, who in ((director, "director"), (seller, "seller")):
            rows = here.ask(person, "GET", f"/v1/{listing.noun}?limit={ROWS}")["data"]
            group = f"list of {listing.noun}, {who}"
            made += [Question(group, name, person, paths) for name, paths in _ways(listing, rows)]
    made += [Question("single pages", name, person, paths) for name, person, paths in _pages(here, books)]
    return made


def _ways(listing: Listing, rows: list[dict[str, Any]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each sort both ways, then each filter with values that there are."""
    start = f"/v1/{listing.noun}?limit={PAGE}"
    for field in listing.sorts:
        if listing.fields[field] is not FieldKind.DISTANCE:
            yield f"by {field}", (f"{start}&sort={field}",)
            yield f"by {field}, descending", (f"{start}&sort=-{field}",)
    for field, kind in listing.fields.items():
        values = sorted({str(row[field]) for row in rows if row.get(field) is not None})
        if values and kind is not FieldKind.POSITION:
            for operator, asked in _operands(kind, values):
                paths = tuple(f"{start}&filter[{field}][{operator}]={quote(one, safe=',')}" for one in asked)
                yield f"where {field} {operator}", paths


def _operands(kind: FieldKind, values: list[str]) -> Iterator[tuple[str, list[str]]]:
    spread = values[:: max(1, len(values) // 10)][:10]
    if kind is FieldKind.FLAG:
        spread = [one.lower() for one in spread]
    if kind is not FieldKind.LONG_TEXT:
        yield "eq", spread
    if kind in (FieldKind.TEXT, FieldKind.LONG_TEXT):
        yield "like", [f"{one[:START]}%" for one in spread]
    if kind in RANGES:
        yield "gte", spread
        yield "lt", spread
        yield "between", [f"{spread[0]},{spread[-1]}"]


def _pages(here: World, books: Books) -> Iterator[tuple[str, Person, tuple[str, ...]]]:
    """Of other records each time; the first seller has those whose number is a multiple of the number of sellers."""
    director, seller, many = here.company.directors[0], here.company.sellers[0], len(here.company.sellers)
    turns = [turn * APART for turn in range(100)]
    every = {kind: [id_of(kind, turn % count) for turn in turns] for kind, count in _counts(books)}
    own = {kind: [id_of(kind, turn * many % count // many * many) for turn in turns] for kind, count in _counts(books)}
    for person, who, ids in ((director, "director", every), (seller, "seller", own)):
        yield f"pipeline, {who}", person, ("/v1/pipeline",)
        for noun, kind in (("opportunities", "deal"), ("customers", "customer"), ("quotations", "quotation")):
            yield f"one of {noun}, {who}", person, tuple(f"/v1/{noun}/{one}" for one in ids[kind])
        yield f"a customer's quotations, {who}", person, _paths("quotations?filter[customer_id][eq]=", ids["customer"])
        yield f"a customer's deals, {who}", person, _paths("opportunities?filter[customer_id][eq]=", ids["customer"])
        whole = tuple(f"/v1/customers/{one}?expand=all" for one in ids["customer"])
        yield f"a customer with expand=all, {who}", person, whole
        for noun in ("opportunities", "customers"):
            yield f"{noun} by a frequent word, {who}", person, (f"/v1/{noun}?q=customer",)
            rare = tuple(f"/v1/{noun}?q={turn % books.customers}" for turn in turns)
            yield f"{noun} by a rare word, {who}", person, rare


def _counts(books: Books) -> tuple[tuple[str, int], ...]:
    return ("deal", books.deals), ("customer", books.customers), ("quotation", books.quotations)


def _paths(start: str, ids: list[str]) -> tuple[str, ...]:
    return tuple(f"/v1/{start}{one}" for one in ids)
