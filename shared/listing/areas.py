"""Areas in a list's question: read from the filter, and the distance from the middle of the one that is asked about.

`near` takes latitude, longitude and a radius in metres; `within` south, west, north and east of a box. A list asked
about one circle, in which all its rows must lie, tells of each how far it is from the middle, and is sorted by that.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.contracts.listing import FieldKind, Listing
from shared.contracts.payload import Payload
from shared.geography import Box, Circle, metres_over_ground
from shared.listing.values import read_value
from shared.located import Located, Position


def columns_of(model: type[Located], listing: Listing) -> dict[str, Any]:
    """By the names of a listing's fields, where its records have a position: that is no single column."""
    position = Position(model)
    return {
        name: position if kind in (FieldKind.POSITION, FieldKind.DISTANCE) else getattr(model, name)
        for name, kind in listing.fields.items()
    }


def read_box(value: Any) -> Box:
    """Raises `ValueError` for what is no four numbers, and the refusals of `Box.between`."""
    return Box.between(*_numbers(value, 4))


def read_circle(value: Any) -> Circle:
    """Raises `ValueError` for what is no three numbers, and the refusals of `Circle.around`."""
    return Circle.around(*_numbers(value, 3))


def _numbers(value: Any, count: int) -> list[Decimal]:
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or len(parts) != count:
        raise ValueError(f"{count} numbers")
    return [read_value(FieldKind.NUMBER, part) for part in parts]


@dataclass(frozen=True)
class Measured:
    """The middle from which a page is measured, and the name under which each row tells its distance."""

    name: str
    circle: Circle

    def key(self, row: Any) -> int:
        """By which the row is sorted."""
        square: int = row.square_from(self.circle)
        return square

    def tell(self, told: Payload, row: Any) -> Payload:
        return {**told, self.name: metres_over_ground(self.key(row))}


def measured(listing: Listing, tree: Any) -> Measured | None:
    """From where the rows of a list are measured; None where it is asked about no circle, or about several."""
    names = [name for name, kind in listing.fields.items() if kind is FieldKind.DISTANCE]
    if not names:
        return None
    asked = [value for name, operator, value in _musts(tree) if operator == "near" and _is_position(listing, name)]
    return Measured(names[0], read_circle(asked[0])) if len(asked) == 1 else None


def _is_position(listing: Listing, name: Any) -> bool:
    return isinstance(name, str) and listing.fields.get(name) is FieldKind.POSITION


def _musts(tree: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Field, operator and value of those conditions which must all hold, in a filter that was read before."""
    if isinstance(tree, list):
        yield from (tuple(leaf) for leaf in tree)
    elif tree and "and" in tree:
        for part in tree["and"]:
            yield from _musts(part)
    elif tree and "field" in tree:
        yield tree["field"], tree.get("op", "eq"), tree.get("value")
