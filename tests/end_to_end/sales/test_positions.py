"""Where customers and sellers are, through the public API: on the map, in a region, and who is near whom."""

from random import Random
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported, table
from tests.end_to_end.gateway.test_undo import imported
from tests.end_to_end.sales.test_sellers import hire, signed_in


def at_sea() -> tuple[float, float]:
    """A place where no other test puts anything: somewhere in the southern Pacific."""
    chance = Random(new_id())
    return round(chance.uniform(-55, -35), 4), round(chance.uniform(-150, -100), 4)


def near(latitude: float, longitude: float, metres: int) -> dict[str, str]:
    return {"filter[position][near]": f"{latitude},{longitude},{metres}", "count": "exact"}


def found(client: Client, noun: str, params: dict[str, str]) -> list[tuple[str, int | None]]:
    page = client.get(f"/v1/{noun}", params=params)
    assert page["count"] == len(page["data"])
    return [(row["id"], row.get("distance_m")) for row in page["data"]]


@pytest.mark.feature("S-112")
def test_customers_carry_coordinates_and_regions_and_a_query_returns_those_within(company: Company) -> None:
    nils, sara, (latitude, longitude) = company["nils.north"], company["sara.south"], at_sea()
    region = f"R{new_id()[-12:]}"
    mills = [
        nils.post(
            "/v1/customers",
            {"name": f"Mill {new_id()}", "latitude": latitude + off, "longitude": longitude, "region": f"{region}-{n}"},
        )
        for n, off in enumerate((0.02, 0.0, 0.01, 0.5))
    ]
    theirs = sara.post("/v1/customers", {"name": f"Mill {new_id()}", "latitude": latitude, "longitude": longitude})
    ids = [mill["id"] for mill in mills]
    assert mills[1]["latitude"] == f"{latitude:.6f}"

    nearest = near(latitude, longitude, 3_000) | {"sort": "distance_m"}
    assert found(nils, "customers", nearest) == [(ids[1], 0), (ids[2], 1112), (ids[0], 2224)]
    assert found(sara, "customers", nearest) == [(theirs["id"], 0)]
    first = nils.get("/v1/customers", params={**nearest, "limit": "2"})
    rest = nils.get("/v1/customers", params={**nearest, "limit": "2", "cursor": first["next"]})
    assert [row["id"] for row in first["data"] + rest["data"]] == [ids[1], ids[2], ids[0]]
    edges = f"{latitude - 0.005},{longitude - 1},{latitude + 0.015},{longitude + 1}"
    boxed = found(nils, "customers", {"filter[position][within]": edges, "count": "exact", "sort": "id"})
    assert boxed == [(one, None) for one in sorted((ids[1], ids[2]))]
    one_region = {"filter[region][eq]": f"{region}-3", "count": "exact"}
    assert found(nils, "customers", one_region) == [(ids[3], None)]
    regions = {"filter[region][in]": ",".join(f"{region}-{n}" for n in range(4)), "count": "exact"}
    assert {one for one, _ in found(nils, "customers", regions)} == set(ids)
    assert found(sara, "customers", regions) == []

    moved = nils.patch(f"/v1/customers/{ids[3]}", {"latitude": latitude})
    assert (ids[3], 0) in found(nils, "customers", nearest)
    [_, change] = nils.get(f"/v1/customers/{ids[3]}/history")["data"]
    assert change["changes"] == {"latitude": {"before": mills[3]["latitude"], "after": moved["latitude"]}}


@pytest.mark.feature("S-112")
def test_sellers_carry_coordinates_and_regions_and_a_query_returns_those_within(company: Company) -> None:
    nora, sara, (latitude, longitude) = company["nora.north"], company["sara.south"], at_sea()
    region, person = f"R{new_id()[-12:]}", hire(company)
    said = {"region": region, "latitude": latitude, "longitude": longitude}
    seller = nora.post("/v1/sellers", {"person_id": person["id"], **said})
    path = f"/v1/sellers/{seller['id']}"
    sally = signed_in(company, person)
    close = near(latitude, longitude + 0.01, 2_000)
    for asked in (close, {"filter[region][eq]": region, "count": "exact"}):
        for who, sees in ((nora, True), (sally, True), (sara, False)):
            assert [one for one, _ in found(who, "sellers", asked)] == [seller["id"]] * sees
    body = {"filter": {"field": "position", "op": "near", "value": [latitude, longitude, 10]}, "sort": ["distance_m"]}
    [row] = nora.post("/v1/sellers/search", body)["data"]
    assert (row["id"], row["distance_m"]) == (seller["id"], 0)
    nora.refused("PATCH", path, {"longitude": None}, status=422, code="position_incomplete")
    sara.refused("GET", path, status=404)
    sally.refused("PATCH", path, {"region": None}, status=403)
    nowhere = nora.patch(path, {"latitude": None, "longitude": None, "region": None})
    assert [nowhere[name] for name in said] == [None] * 3
    assert found(nora, "sellers", close) == []


NONSENSE: list[tuple[dict[str, str], int, str]] = [
    ({"filter[position][near]": "31,121,0"}, 422, "area_impossible"),
    ({"filter[position][near]": "31,121,40000000"}, 422, "area_impossible"),
    ({"filter[position][near]": "91,121,5"}, 422, "position_off_the_map"),
    ({"filter[position][within]": "10,0,5,10"}, 422, "area_impossible"),
    ({"filter[position][within]": "0,-200,5,10"}, 422, "position_off_the_map"),
    ({"filter[position][within]": "0,0,5"}, 400, "malformed_query"),
    ({"filter[position][near]": "here,121,5"}, 400, "bad_filter"),
    ({"filter[position][eq]": "1,2"}, 400, "malformed_query"),
    ({"filter[distance_m][lt]": "5"}, 400, "malformed_query"),
    ({"filter[name][near]": "1,2,3"}, 400, "malformed_query"),
    ({"sort": "distance_m"}, 400, "bad_sort"),
]


@pytest.mark.parametrize("noun", ["customers", "sellers"])
def test_an_area_or_position_that_is_none_is_refused(company: Company, noun: str) -> None:
    nora = company["nora.north"]
    for params, status, code in NONSENSE:
        if noun == "customers" or "name" not in str(params):
            nora.refused("GET", f"/v1/{noun}", params=params, status=status, code=code)


def test_a_position_is_both_degrees_and_on_the_map_and_told_twice_is_one(company: Company) -> None:
    nils, key = company["nils.north"], {"Idempotency-Key": new_id()}
    for wrong, status, code in (
        ({"latitude": 10}, 422, "position_incomplete"),
        ({"latitude": 90.5, "longitude": 1}, 422, "position_off_the_map"),
        ({"latitude": 1, "longitude": "-181"}, 422, "position_off_the_map"),
        ({"latitude": "ten", "longitude": 1}, 400, None),
        ({"latitude": [1], "longitude": 1}, 400, None),
    ):
        nils.refused("POST", "/v1/customers", {"name": f"Mill {new_id()}", **wrong}, status=status, code=code)
    body: dict[str, Any] = {"name": f"Mill {new_id()}", "latitude": "1.5", "longitude": "2.5"}
    once = nils.ok("POST", "/v1/customers", body, headers=key)
    assert nils.ok("POST", "/v1/customers", body, headers=key) == once
    company["sara.south"].refused("PATCH", f"/v1/customers/{once['id']}", {"latitude": 2}, status=404)


def test_files_bring_positions_and_take_them_along(company: Company) -> None:
    admin, mark, (latitude, longitude) = company["admin"], new_id(), at_sea()
    columns = ("external_id", "name", "latitude", "longitude")
    rows = [
        f"{mark}-1,Mill,{latitude},{longitude}",
        f"{mark}-2,Pump,{latitude + 0.01:.6f},{longitude}",
        f"{mark}-3,Half,{latitude},",
        f"{mark}-4,Off the map,91,{longitude}",
    ]
    mapping = {name: {"column": name, "empty_as_null": True} for name in columns}
    told = imported(admin, "customers", "\n".join([",".join(columns), *rows]), mapping=mapping)
    rejected = admin.get(f"/v1/imports/{told['id']}/results", params={"outcome": "rejected"})["data"]
    assert [row["code"] for row in rejected] == ["position_incomplete", "position_off_the_map"]
    near_it = {"filter": {"field": "position", "op": "near", "value": [latitude, longitude, 500]}}
    [row] = table(exported(admin, noun="customers", format="csv", **near_it))
    assert (row["name"], row["latitude"], row["longitude"]) == ("Mill", f"{latitude:.6f}", f"{longitude:.6f}")
