"""Places on the globe: how far apart they are, and which of them lie in an area. No database, no wire.

The globe is taken for a ball, so distances are right to half a percent. A place is kept beside its degrees as the
vector to it from the centre of the earth, in whole centimetres: the square of the distance through the ground between
two such places is plain arithmetic on integers, the same in every database, and rises with the way over the ground. It
knows no poles and no date line.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import asin, cos, degrees, isqrt, radians, sin

from shared.contracts.fields import DEGREE_PLACES
from shared.errors import RuleBroken

RADIUS_M = 6_371_008.8
_RADIUS_CM = RADIUS_M * 100
LONGEST_RADIUS_M = 1_000_000
_ROUNDING = 2e-6
"""Degrees by which an area is looked for wider than it is: more than degrees and vectors lose by rounding."""

_NORTH, _EAST = Decimal(90), Decimal(180)

Vector = tuple[int, int, int]


class PositionIsOffTheMap(RuleBroken):
    """A latitude lies between -90 and 90 degrees, a longitude between -180 and 180."""

    code = "position_off_the_map"


class PositionIsIncomplete(RuleBroken):
    """A position is a latitude and a longitude: both, or none."""

    code = "position_incomplete"


class AreaIsImpossible(RuleBroken):
    """No place can lie in such an area: its south lies north of its north, or its radius is none."""

    code = "area_impossible"


def ensure_on_the_map(latitude: Decimal, longitude: Decimal) -> None:
    if abs(latitude) > _NORTH:
        raise PositionIsOffTheMap(f"{latitude} is no latitude: there are -90 to 90 degrees.")
    if abs(longitude) > _EAST:
        raise PositionIsOffTheMap(f"{longitude} is no longitude: there are -180 to 180 degrees.")


def vector_to(latitude: Decimal, longitude: Decimal) -> Vector:
    """From the centre of the earth, in centimetres."""
    north, east = radians(latitude), radians(longitude)
    across = _RADIUS_CM * cos(north)
    return round(across * cos(east)), round(across * sin(east)), round(_RADIUS_CM * sin(north))


def metres_over_ground(square: int) -> int:
    """Of the square of the centimetres through the ground."""
    return round(2 * RADIUS_M * asin(min(1.0, isqrt(square) / (2 * _RADIUS_CM))))


@dataclass(frozen=True)
class Box:
    """What lies between two parallels and, going east from `west` to `east`, between two meridians."""

    south: Decimal
    west: Decimal
    north: Decimal
    east: Decimal

    @classmethod
    def between(cls, south: Decimal, west: Decimal, north: Decimal, east: Decimal) -> "Box":
        """Raises `PositionIsOffTheMap` and `AreaIsImpossible`. A box whose west lies east of its east is one over the
        date line.
        """
        ensure_on_the_map(south, west)
        ensure_on_the_map(north, east)
        if south > north:
            raise AreaIsImpossible(f"The southern edge {south} lies north of the northern edge {north}.")
        return cls(south, west, north, east)

    @property
    def longitudes(self) -> Sequence[tuple[Decimal, Decimal]]:
        """As ranges that rise. The date line is one meridian under two names, -180 and 180."""
        crosses = self.west > self.east
        ranges = [(self.west, _EAST), (-_EAST, self.east)] if crosses else [(self.west, self.east)]
        if not crosses and self.east == _EAST and self.west > -_EAST:
            ranges.append((-_EAST, -_EAST))
        if not crosses and self.west == -_EAST and self.east < _EAST:
            ranges.append((_EAST, _EAST))
        return ranges

    @property
    def poles(self) -> Sequence[Decimal]:
        """The latitudes of the poles at its edges: all meridians meet there."""
        return [pole for pole, edge in ((-_NORTH, self.south), (_NORTH, self.north)) if pole == edge]


@dataclass(frozen=True)
class Circle:
    """What lies no farther than so many metres over the ground from a place."""

    latitude: Decimal
    longitude: Decimal
    metres: Decimal

    @classmethod
    def around(cls, latitude: Decimal, longitude: Decimal, metres: Decimal) -> "Circle":
        """Raises `PositionIsOffTheMap` and `AreaIsImpossible`."""
        ensure_on_the_map(latitude, longitude)
        if not 0 < metres <= LONGEST_RADIUS_M:
            raise AreaIsImpossible(f"A radius is more than 0 and at most {LONGEST_RADIUS_M} metres.")
        return cls(latitude, longitude, metres)

    @property
    def centre(self) -> Vector:
        return vector_to(self.latitude, self.longitude)

    @property
    def square(self) -> int:
        """Of the centimetres through the ground to its edge."""
        return round(2 * _RADIUS_CM * sin(float(self.metres) / RADIUS_M / 2)) ** 2

    def square_to(self, place: Vector) -> int:
        return sum((one - other) ** 2 for one, other in zip(place, self.centre, strict=True))

    @property
    def box(self) -> Box:
        """One that holds the circle, so that an index of degrees finds it: around a pole, all longitudes."""
        angle = float(self.metres) / RADIUS_M + radians(_ROUNDING)
        high, low = float(self.latitude) + degrees(angle), float(self.latitude) - degrees(angle)
        south, north = max(_kept(low), -_NORTH), min(_kept(high), _NORTH)
        if abs(south) == _NORTH or abs(north) == _NORTH:
            return Box(south, -_EAST, north, _EAST)
        aside = degrees(asin(min(1.0, sin(angle) / cos(radians(self.latitude)))))
        return Box(south, _turned(float(self.longitude) - aside), north, _turned(float(self.longitude) + aside))


def _kept(of_a_degree: float) -> Decimal:
    return round(Decimal(of_a_degree), DEGREE_PLACES)


def _turned(longitude: float) -> Decimal:
    """Back onto the map where it has gone over the date line."""
    return _kept((longitude + 180) % 360 - 180)
