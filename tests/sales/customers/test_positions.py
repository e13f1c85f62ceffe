"""Where customers and sellers stand on the map: said, told, loaded from files, found in an area, and seen in scope."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from services.sales.customers import queries
from shared.actor import Reach
from shared.contracts.sales.customers import LISTING
from shared.errors import Malformed
from shared.geography import PositionIsIncomplete, PositionIsOffTheMap
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.desk import Office, open_office
from tests.sales.plans import heard

WAITAN = {"latitude": "31.240000", "longitude": "121.490000"}
MANY = 20_000
WAYS = re.compile(r" on customers|ix_customers|(SCAN|SEARCH) customers")
CUSTOMERS = """
INSERT INTO customers (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, name, name_key, currency,
                       level, type, status, placement, place_again, quiet_since, region, latitude, longitude,
                       globe_x, globe_y, globe_z)
SELECT md5('c' || n)::uuid, 1, at, at, CAST(:owner AS uuid), CAST(:owner AS uuid), CAST(:unit AS uuid), 'Mill ' || n,
       'mill ' || n, 'USD', 'none', 'company', 'prospect', 'unplaced', false, at, 'CN-' || n % 500,
       (south * 1000000)::int, (west * 1000000)::int,
       (637100880 * cosd(south) * cosd(west))::bigint, (637100880 * cosd(south) * sind(west))::bigint,
       (637100880 * sind(south))::bigint
FROM (SELECT n, timestamptz '2026-01-01' + n * interval '1 minute' AS at, 20 + (n * 7919 % 30000) / 1000.0 AS south,
             80 + (n * 104729 % 50000) / 1000.0 AS west FROM generate_series(1, :many) n) made
"""


def near(at: dict[str, str], metres: int) -> list[Any]:
    return ["position", "near", [*at.values(), metres]]


def test_a_customer_stands_at_both_degrees_or_nowhere(office_anywhere: Office) -> None:
    nils = office_anywhere("nils")
    made = nils.create_customer(request={"name": "Mill", "latitude": 31.24, "longitude": "121.4900004"})
    assert {name: made[name] for name in WAITAN} == WAITAN
    moved = nils.change_customer(customer_id=made["id"], request={"latitude": "-31.24"})
    assert (moved["latitude"], moved["longitude"]) == ("-31.240000", "121.490000")
    for wrong, refusal in (
        ({"latitude": None}, PositionIsIncomplete),
        ({"longitude": "180.000001"}, PositionIsOffTheMap),
        ({"latitude": -91}, PositionIsOffTheMap),
        ({"latitude": "north"}, Malformed),
        ({"latitude": "NaN"}, Malformed),
        ({"latitude": True}, Malformed),
        ({"longitude": "1e999999999"}, Malformed),
    ):
        with pytest.raises(refusal):
            nils.change_customer(customer_id=made["id"], request=wrong)
    with pytest.raises(PositionIsIncomplete):
        nils.create_customer(request={"name": "Half a mill", "longitude": 1})
    gone = nils.change_customer(customer_id=made["id"], request={"latitude": None, "longitude": None})
    assert (gone["latitude"], gone["longitude"]) == (None, None)
    created, changed, nowhere = office_anywhere.events(made["id"])
    assert {name: created.data[name] for name in WAITAN} == WAITAN
    assert changed.data["changes"] == {"latitude": {"before": "31.240000", "after": "-31.240000"}}
    assert nowhere.data["changes"]["longitude"] == {"before": "121.490000", "after": None}
    assert nils.list_customers(query={"filter": [near(WAITAN, 1_000_000)]})["data"] == []


def test_a_file_says_where_customers_stand_and_its_undo_takes_that_back(office: Office) -> None:
    nils, job = office("nils"), new_id()
    made = nils.create_customer(request={"name": "Mill", "external_id": "m-1", **WAITAN})
    rows = [
        {"external_id": "m-1", "name": "Mill", "latitude": "30", "longitude": "120"},
        {"external_id": "m-2", "name": "Pump", **WAITAN},
        {"external_id": "m-3", "name": "Half", "latitude": "30"},
        {"external_id": "m-4", "name": "Off", "latitude": "30", "longitude": "181"},
    ]
    results = nils.in_job(job).import_customers(mode="upsert", rows=rows)["results"]
    assert [one["outcome"] for one in results] == ["updated", "created", "rejected", "rejected"]
    [found] = nils.list_customers(query={"filter": [near(WAITAN, 50)]})["data"]
    assert (found["name"], found["distance_m"]) == ("Pump", 0)
    undone = nils.in_job(new_id()).undo_customers(job_id=job, record_ids=[made["id"]])["results"]
    assert [one["outcome"] for one in undone] == ["restored"]
    found = nils.list_customers(query={"filter": [near(WAITAN, 50)], "sort": ["distance_m"]})["data"]
    assert {row["name"] for row in found} == {"Pump", "Mill"}


def test_an_area_holds_what_the_asker_sees_there(office_anywhere: Office) -> None:
    for login in ("nils", "nina", "sara"):
        office_anywhere(login).create_customer(request={"name": f"Mill of {login}", "region": "CN-31", **WAITAN})
    office_anywhere("nils").create_customer(request={"name": "Elsewhere", "latitude": 30, "longitude": 120})
    box = ["position", "within", ["31", "121", "32", "122"]]
    for asked in (near(WAITAN, 10), box, ["region", "eq", "CN-31"]):
        seen = {who: found(office_anywhere(who), asked) for who in ("nils", "nina", "sara", "nora", "helen")}
        assert seen["nils"] == {"Mill of nils"}
        assert seen["sara"] == {"Mill of sara"}
        assert seen["nora"] >= {"Mill of nils"}
        assert "Mill of sara" not in seen["nora"] | seen["nina"]
        assert seen["helen"] == {"Mill of nils", "Mill of nina", "Mill of sara"}


def found(desk: Any, *conditions: list[Any]) -> set[str]:
    page = desk.list_customers(query={"filter": list(conditions), "count": "exact"})
    assert page["count"] == len(page["data"])
    return {row["name"] for row in page["data"]}


def test_a_seller_has_a_region_and_a_position(office_anywhere: Office) -> None:
    nora = office_anywhere("nora")
    said = {"person_id": office_anywhere.person("nils"), "region": "CN-31", **WAITAN}
    made = nora.define_seller(request=said)
    assert {name: made[name] for name in ("region", *WAITAN)} == {"region": "CN-31", **WAITAN}
    with pytest.raises(PositionIsIncomplete):
        nora.change_seller(seller_id=made["id"], request={"latitude": None})
    moved = nora.change_seller(seller_id=made["id"], request={"latitude": "31.25", "region": "CN-32"})
    page = nora.list_sellers(query={"filter": [near(WAITAN, 2_000)], "sort": ["distance_m"], "count": "exact"})
    assert page["data"] == [{**moved, "distance_m": 1112}]
    assert page["count"] == 1
    assert nora.list_sellers(query={"filter": [["region", "eq", "CN-31"]]})["data"] == []
    assert office_anywhere("sara").list_sellers(query={"filter": [near(WAITAN, 2_000)]})["data"] == []
    [_, changed] = office_anywhere.events(made["id"])
    assert changed.data["changes"].keys() == {"latitude", "region"}
    assert (changed.data["region"], changed.data["latitude"]) == ("CN-32", "31.250000")


@pytest.fixture
def wide(recycled_postgres_url: str) -> Iterator[Office]:
    """The branches on PostgreSQL, with many customers of Nils all over a country."""
    database = Database(recycled_postgres_url)
    here = open_office(database)
    told = {"owner": here.person("nils"), "unit": here.unit("NORTH"), "many": MANY}
    with database.engine.begin() as connection:
        connection.execute(text(CUSTOMERS), told)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    yield here
    database.close()


@pytest.mark.parametrize("reach", [Reach.OWN, Reach.UNIT, Reach.SUBTREE, Reach.ALL])
@pytest.mark.parametrize("sort", [None, ["distance_m"]])
def test_who_is_near_is_found_along_the_index_of_positions(wide: Office, reach: Reach, sort: list[str] | None) -> None:
    query = {"filter": [near(WAITAN, 60_000)], "count": "exact"} | ({"sort": sort} if sort else {})
    ways, first = ways_of(wide, reach, query | {"limit": 1})
    _, whole = ways_of(wide, reach, query | {"limit": 200})
    assert 1 < first["count"] == whole["count"] == len(whole["data"]) < 100
    assert [way for way in ways if "Seq Scan" in way] == []
    assert len([way for way in ways if "ix_customers_position" in way]) >= 2, ways


def test_who_is_in_a_box_or_region_is_found_along_an_index(wide: Office) -> None:
    for asked, index in (
        (["position", "within", ["30", "120", "30.5", "121"]], "ix_customers_position"),
        (["region", "eq", "CN-31"], "ix_customers_region_created"),
        (["region", "in", ["CN-31", "CN-310"]], "ix_customers_region_created"),
    ):
        ways, answer = ways_of(wide, Reach.ALL, {"filter": [asked], "count": "exact", "limit": 200})
        assert 0 < answer["count"] == len(answer["data"])
        assert [way for way in ways if "Seq Scan" in way] == []
        assert any(index in way for way in ways), ways


def test_every_sort_goes_along_an_index(wide: Office) -> None:
    for sort in (f"{sign}{name}" for name in LISTING.sorts if name != "distance_m" for sign in ("", "-")):
        ways, answer = ways_of(wide, Reach.ALL, {"sort": [sort], "limit": 50})
        assert len(answer["data"]) == 50
        assert ways
        assert [way for way in ways if "Seq Scan" in way] == [], sort


def test_sqlite_finds_who_is_near_along_the_index_too(office: Office) -> None:
    for name in ("Mill", "Pump"):
        office("nils").create_customer(request={"name": name, **WAITAN})
    for sort in (None, ["distance_m"]):
        query = {"filter": [near(WAITAN, 60_000)], "count": "exact", "limit": 1} | ({"sort": sort} if sort else {})
        ways, _ = ways_of(office, Reach.SUBTREE, query)
        assert len(ways) >= 2
        assert all("ix_customers_position" in way for way in ways), ways


def ways_of(office: Office, reach: Reach, query: dict[str, Any]) -> tuple[list[str], Any]:
    """How the table of customers is read for a list, and the list."""
    database, actor = office.branches.database, office("nils").reaching(reach).who
    with heard() as statements, database.read() as session:
        answer = queries.list_customers(session, actor, query)
    explain, ways = {"sqlite": "EXPLAIN QUERY PLAN"}.get(database.engine.name, "EXPLAIN"), list[str]()
    with database.engine.connect() as connection:
        for statement, parameters in statements:
            if statement.lstrip().startswith("SELECT") and " customers" in statement:
                plan = connection.exec_driver_sql(f"{explain} {statement}", parameters)
                lines = (str(row[-1]) for row in plan)
                ways += [line for line in lines if WAYS.search(line)]
    return ways, answer
