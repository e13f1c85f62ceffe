"""Records that stand somewhere on the map, and how a list finds those in an area.

The degrees are what is said; the vector beside them is reckoned from these, so that a database without geography of its
own can measure (`shared.geography`). An index of the degrees finds who may lie in an area, the vector settles it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from shared.contracts.fields import degrees_text
from shared.geography import Box, Circle, PositionIsIncomplete, Vector, ensure_on_the_map, vector_to
from shared.persistence.records import Record
from shared.persistence.types import Degrees


class Located(Record):
    """A record with a position. Its model declares an index of `latitude` and `longitude`."""

    latitude: Mapped[Decimal | None] = mapped_column(Degrees, default=None)
    longitude: Mapped[Decimal | None] = mapped_column(Degrees, default=None)
    globe_x: Mapped[int | None] = mapped_column(BigInteger, default=None)
    globe_y: Mapped[int | None] = mapped_column(BigInteger, default=None)
    globe_z: Mapped[int | None] = mapped_column(BigInteger, default=None)

    def settle_position(self) -> None:
        """Follow the degrees that were just set. Raises `PositionIsIncomplete` and `PositionIsOffTheMap`."""
        self.globe_x, self.globe_y, self.globe_z = self._vector() or (None, None, None)

    def _vector(self) -> Vector | None:
        if self.latitude is None and self.longitude is None:
            return None
        if self.latitude is None or self.longitude is None:
            raise PositionIsIncomplete("A position is a latitude and a longitude; give both, or none.")
        ensure_on_the_map(self.latitude, self.longitude)
        return vector_to(self.latitude, self.longitude)

    def square_from(self, circle: Circle) -> int:
        """Of the centimetres from the middle of a circle in which it lies."""
        return circle.square_to((self.globe_x or 0, self.globe_y or 0, self.globe_z or 0))

    def position_facts(self) -> Mapping[str, str | None]:
        """For the history and whoever listens."""
        return {"latitude": degrees_text(self.latitude), "longitude": degrees_text(self.longitude)}


class Position:
    """The position of a kind of record, as the filter grammar asks about it."""

    def __init__(self, model: type[Located]) -> None:
        self._latitude, self._longitude = model.latitude, model.longitude
        self._vector: tuple[Any, ...] = (model.globe_x, model.globe_y, model.globe_z)

    def is_(self, _: None) -> ColumnElement[bool]:
        return self._latitude.is_(None)

    def is_not(self, _: None) -> ColumnElement[bool]:
        return self._latitude.is_not(None)

    def within(self, box: Box) -> ColumnElement[bool]:
        """The poles of a box are in it by whatever longitude they were told."""
        meridians = or_(*(self._longitude.between(west, east) for west, east in box.longitudes))
        on_a_pole = [self._latitude == pole for pole in box.poles]
        return and_(self._latitude.between(box.south, box.north), or_(meridians, *on_a_pole))

    def near(self, circle: Circle) -> ColumnElement[bool]:
        return and_(self.within(circle.box), self.square_from(circle) <= circle.square)

    def square_from(self, circle: Circle) -> SQLColumnExpression[Any]:
        """Of the centimetres from the middle of the circle."""
        across = (part - at for part, at in zip(self._vector, circle.centre, strict=True))
        x, y, z = (one * one for one in across)
        square: SQLColumnExpression[Any] = x + y + z
        return square
