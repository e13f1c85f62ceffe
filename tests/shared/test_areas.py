"""A list finds what lies in an area and how far off it is, on each engine as the haversine formula says, over the date
line and the poles too.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some
from sqlalchemy.orm import DeclarativeBase

from shared.actor import system_actor
from shared.contracts.fields import DegreesField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing
from shared.errors import Malformed, Refusal
from shared.geography import (
    RADIUS_M,
    AreaIsImpossible,
    PositionIsIncomplete,
    PositionIsOffTheMap,
    metres_over_ground,
    vector_to,
)
from shared.ids import new_id
from shared.listing import columns_of, list_records
from shared.located import Located
from shared.persistence.database import Database
from shared.persistence.naming import new_metadata
from shared.persistence.platform import PlatformBase
from shared.persistence.records import OwnedRecord
from shared.visible import visible
from tests.recycling import lay_tables

ROUNDING_M = 0.2
"""By six places of a degree and whole centimetres a place is moved less than this."""


class Base(DeclarativeBase):
    metadata = new_metadata()


class Spot(Located, OwnedRecord, Base):
    __tablename__ = "located_spots"

    def stand_at(self, latitude: Decimal | None, longitude: Decimal | None) -> None:
        self.latitude, self.longitude = latitude, longitude
        self.settle_position()


class SpotView(OwnedRecordView):
    latitude = DegreesField(allow_none=True)
    longitude = DegreesField(allow_none=True)


LISTING = Listing(
    noun="spots",
    view=SpotView,
    fields={"id": FieldKind.ID, "position": FieldKind.POSITION, "distance_m": FieldKind.DISTANCE},
    sorts=("created_at", "distance_m"),
)
COLUMNS = {**columns_of(Spot, LISTING), "created_at": Spot.created_at}
ACTOR = system_actor("sales")

ALL_OVER = [(latitude, longitude) for latitude in range(-90, 91, 15) for longitude in range(-180, 181, 30)]
CLOSE = [
    *[(31.2304 + step / 1000, 121.4737 - step / 700) for step in range(1, 40)],
    *[(-17 + step / 50, (-180.5 + step / 30 + 180) % 360 - 180) for step in range(30)],
    *[(89.99, step) for step in range(-180, 181, 40)],
    *[(-89.95, step) for step in range(-180, 181, 45)],
]


@pytest.fixture(scope="module")
def spots(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    yield from stood_on(f"sqlite:///{tmp_path_factory.mktemp('spots') / 'spots.sqlite'}")


def stood_on(url: str) -> Iterator[Database]:
    """Spots all over the world and close together, and one that nobody knows the place of."""
    database = Database(url)
    lay_tables(database.engine, PlatformBase.metadata, Base.metadata)
    place = {"created_by": new_id(), "owner_id": new_id(), "org_unit_id": new_id(), "version": 1}
    with database.write() as session:
        for at in [*ALL_OVER, *CLOSE, None]:
            spot = Spot(id=new_id(), **place)
            if at is not None:
                spot.stand_at(*(round(Decimal(degrees), 6) for degrees in at))
            session.add(spot)
    yield database
    database.close()


def asked(database: Database, *conditions: list[Any], **more: Any) -> dict[str, Any]:
    with database.read() as session:
        query = {"filter": list(conditions), "limit": 200, **more}
        return list_records(session, visible(Spot, ACTOR), Spot, LISTING, COLUMNS, query)


def every(database: Database, *conditions: list[Any], **more: Any) -> list[Any]:
    rows, cursor = [], None
    while True:
        page = asked(database, *conditions, **more, cursor=cursor)
        rows += page["data"]
        if not (cursor := page["next"]):
            return rows


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    (south, west), (north, east) = ((radians(degrees) for degrees in at) for at in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * RADIUS_M * asin(min(1.0, sqrt(half)))


def at(row: Any) -> tuple[float, float]:
    return float(row["latitude"]), float(row["longitude"])


def known(database: Database) -> dict[str, tuple[float, float]]:
    return {row["id"]: at(row) for row in every(database, ["position", "null", False])}


LATITUDES = some.decimals(-90, 90, places=6, allow_nan=False)
LONGITUDES = some.decimals(-180, 180, places=6, allow_nan=False)
HUNDREDS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@HUNDREDS
@given(LATITUDES, LONGITUDES, some.integers(1, 1_000_000))
@example(Decimal(90), Decimal(12), 500_000)
@example(Decimal("-89.999"), Decimal(-180), 1_000)
@example(Decimal("-16.8"), Decimal(180), 40_000)
@example(Decimal("-16.8"), Decimal("-179.999"), 40_000)
@example(Decimal("31.2304"), Decimal("121.4737"), 3_000)
def test_near_is_what_the_haversine_formula_calls_near(
    spots: Database, latitude: Decimal, longitude: Decimal, metres: int
) -> None:
    rows = every(spots, ["position", "near", [str(latitude), str(longitude), metres]], sort=["distance_m"])
    middle = (float(latitude), float(longitude))
    far = {spot: haversine(middle, where) for spot, where in known(spots).items()}
    found = {row["id"]: row["distance_m"] for row in rows}
    assert {spot for spot, away in far.items() if away < metres - ROUNDING_M} <= found.keys()
    assert found.keys() <= {spot for spot, away in far.items() if away < metres + ROUNDING_M}
    assert all(abs(found[spot] - far[spot]) <= 0.5 + ROUNDING_M for spot in found)
    assert [row["distance_m"] for row in rows] == sorted(found.values())


@HUNDREDS
@given(LATITUDES, LATITUDES, LONGITUDES, LONGITUDES)
@example(Decimal(-90), Decimal(90), Decimal(-180), Decimal(180))
@example(Decimal(-20), Decimal(20), Decimal(170), Decimal(180))
@example(Decimal(-20), Decimal(20), Decimal(-180), Decimal(-150))
@example(Decimal(60), Decimal(90), Decimal(10), Decimal(20))
def test_within_is_what_lies_between_the_edges(
    spots: Database, one: Decimal, other: Decimal, west: Decimal, east: Decimal
) -> None:
    south, north = sorted((one, other))
    rows = every(spots, ["position", "within", [str(edge) for edge in (south, west, north, east)]])

    def lies_in(where: tuple[float, float]) -> bool:
        latitude, longitude = where
        width = float(east - west) % 360 if east < west else float(east - west)
        between = (longitude - float(west)) % 360 <= width or longitude in (float(west), float(east))
        return float(south) <= latitude <= float(north) and (between or abs(latitude) == 90)

    assert {row["id"] for row in rows} == {spot for spot, where in known(spots).items() if lies_in(where)}
    assert all("distance_m" not in row for row in rows)


@given(LATITUDES, LONGITUDES, LATITUDES, LONGITUDES)
def test_the_way_through_the_ground_tells_the_way_over_it(
    latitude: Decimal, longitude: Decimal, other: Decimal, further: Decimal
) -> None:
    square = sum((a - b) ** 2 for a, b in zip(vector_to(latitude, longitude), vector_to(other, further), strict=True))
    expected = haversine((float(latitude), float(longitude)), (float(other), float(further)))
    tolerance = 1 if expected < 19_900_000 else 2_000  # at the other end of the world a centimetre is kilometres
    assert abs(metres_over_ground(square) - expected) <= tolerance


@pytest.mark.parametrize("falling", ["", "-"])
def test_the_nearest_come_page_by_page_forth_and_back_and_are_counted(database_url: str, falling: str) -> None:
    for database in stood_on(database_url):
        near = ["position", "near", ["31.2304", "121.4737", 6_000]]
        whole = asked(database, near, sort=[f"{falling}distance_m"], count="exact")
        assert whole["count"] == len(whole["data"]) > 15
        distances = [row["distance_m"] for row in whole["data"]]
        assert distances == sorted(distances, reverse=bool(falling)) != []
        first = asked(database, near, sort=[f"{falling}distance_m"], limit=7)
        second = asked(database, near, sort=[f"{falling}distance_m"], limit=7, cursor=first["next"])
        back = asked(database, near, sort=[f"{falling}distance_m"], limit=7, cursor=second["prev"])
        assert first["data"] + second["data"] == whole["data"][:14]
        assert back["data"] == first["data"]
        assert every(database, near, sort=[f"{falling}distance_m"], limit=3) == whole["data"]


def test_a_tree_measures_what_must_be_near_one_place_alone(spots: Database) -> None:
    near = {"field": "position", "op": "near", "value": [31.2304, 121.4737, 2000]}
    there = {"field": "position", "op": "null", "value": False}
    [first, *_] = asked(spots, filter={"and": [there, near]}, sort=["distance_m"])["data"]
    assert first["distance_m"] < 400
    for unclear in ({"or": [near, there]}, {"not": near}, {"and": [near, near]}, there):
        assert all("distance_m" not in row for row in asked(spots, filter=unclear)["data"])
        with pytest.raises(Malformed) as refused:
            asked(spots, filter=unclear, sort=["distance_m"])
        assert refused.value.code == "bad_sort"
    only = asked(spots, filter=near, fields=["created_at"])["data"]
    assert only
    assert all(row.keys() == {"id", "created_at", "distance_m"} for row in only)


@pytest.mark.parametrize(
    ("operator", "value", "code"),
    [
        ("near", [91, 0, 10], "position_off_the_map"),
        ("near", [0, "-180.000001", 10], "position_off_the_map"),
        ("near", [0, 0, 0], "area_impossible"),
        ("near", [0, 0, -5], "area_impossible"),
        ("near", [0, 0, 1_000_001], "area_impossible"),
        ("within", [10, 0, 5, 10], "area_impossible"),
        ("within", [-91, 0, 5, 10], "position_off_the_map"),
        ("within", [0, 0, 5, 181], "position_off_the_map"),
        ("near", [0, 0], "bad_filter"),
        ("near", "1,2,NaN", "bad_filter"),
        ("near", None, "bad_filter"),
        ("within", ["a", 0, 1, 2], "bad_filter"),
        ("within", [True, 0, 1, 2], "bad_filter"),
        ("eq", "0,0", "bad_filter"),
    ],
)
def test_an_area_that_is_none_is_refused(spots: Database, operator: str, value: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        asked(spots, ["position", operator, value])
    assert refused.value.code == code


def test_a_position_is_whole_and_on_the_map() -> None:
    for latitude, longitude, refusal in (
        (Decimal(1), None, PositionIsIncomplete),
        (None, Decimal(1), PositionIsIncomplete),
        (Decimal("90.000001"), Decimal(1), PositionIsOffTheMap),
        (Decimal(1), Decimal("-180.000001"), PositionIsOffTheMap),
        (Decimal(999_999_999), Decimal(1), PositionIsOffTheMap),
    ):
        with pytest.raises(refusal):
            Spot().stand_at(latitude, longitude)
    assert issubclass(AreaIsImpossible, Refusal)
