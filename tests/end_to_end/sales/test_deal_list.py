"""The list of deals as people browse it: by customer, description, contact, time, stage, volume and possible end."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_undo import imported

DEALS = (
    {"customer": "Alder", "description": "Mill 2", "contact": "Cyd", "stage": "engaging", "amount": "20.00",
     "expected_close_date": "2031-03-01"},
    {"customer": "Birch", "description": "Mill 1", "contact": "Ada", "stage": "prospecting", "amount": "30.00",
     "expected_close_date": "2031-02-01"},
    {"customer": "Cedar", "description": "Mill 3", "contact": "Ben", "stage": "proposal", "amount": "10.00",
     "expected_close_date": "2031-01-01"},
)  # fmt: skip
"""Each column puts these in an order of its own; but customer, time and the name of the deal in the same one."""

ANOTHER_VALUE = {"expected_close_date": "2031-12-31", "amount": "9999.00", "created_at": "2001-01-01T00:00:00Z"}


def made(client: Client, mark: str) -> list[Any]:
    deals = []
    for number, told in enumerate(DEALS):
        customer = client.post("/v1/customers", {"name": f"{told['customer']} {new_id()}"})
        contact = client.post("/v1/contacts", {"name": f"{told['contact']} {new_id()}", "kind": "partner"})
        plain = {name: told[name] for name in ("description", "stage", "amount", "expected_close_date")}
        body = {"name": f"{mark} {number}", "customer_id": customer["id"], "contact_id": contact["id"], **plain}
        deals.append(client.post("/v1/opportunities", body))
    return deals


def columns_of(deal: Any) -> dict[str, Any]:
    """The eight columns, each under the name by which it is filtered and sorted."""
    plain = ("name", "description", "created_at", "stage", "amount", "expected_close_date")
    names = {"customer_name": deal["customer"]["name"], "contact_name": deal["contact"]["name"]}
    return {name: deal[name] for name in plain} | names


def ids(client: Client, mark: str, **asked: str) -> list[str]:
    params = {"filter[name][like]": f"{mark}*", **asked}
    return [row["id"] for row in client.get("/v1/opportunities", params=params)["data"]]


@pytest.mark.feature("S-039")
def test_one_list_has_the_eight_columns_and_is_filtered_and_sorted_by_each(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    deals = made(nils, mark)
    shown = {row["id"]: columns_of(row) for row in nils.get("/v1/opportunities", params={"q": mark})["data"]}
    assert shown == {deal["id"]: columns_of(deal) for deal in deals}
    columns = sorted(columns_of(deals[0]))
    assert len(columns) == 8
    for column in columns:
        rising = sorted(shown, key=lambda one: shown[one][column])
        assert ids(nils, mark, sort=column) == rising, column
        assert ids(nils, mark, sort=f"-{column}") == rising[::-1], column
        [first, *_] = deals
        assert ids(nils, mark, **{f"filter[{column}][eq]": columns_of(first)[column]}) == [first["id"]], column
        nothing = {f"filter[{column}][eq]": ANOTHER_VALUE.get(column, "nothing")}
        assert ids(nils, mark, **nothing) == [], column
    begins = {"filter[customer_name][like]": "Bir*", "filter[contact_name][like]": "Ada*", "count": "exact"}
    narrowed = nils.get("/v1/opportunities", params={"filter[name][like]": f"{mark}*", **begins})
    assert (narrowed["count"], [row["id"] for row in narrowed["data"]]) == (1, [deals[1]["id"]])
    between = {"filter[expected_close_date][between]": "2031-01-15,2031-02-15", "filter[amount][gte]": "15.00"}
    assert ids(nils, mark, **between) == [deals[1]["id"]]
    for params in ({"sort": "weather"}, {"filter[expected_close_date][eq]": "soon"}, {"filter[contact_name][gt]": "A"}):
        nils.refused("GET", "/v1/opportunities", params=params, status=400)


def test_deals_are_paged_by_the_name_of_their_contact_those_without_one_last_and_follow_a_new_name(
    company: Company,
) -> None:
    nils, sara, mark = company["nils.north"], company["sara.south"], new_id()
    alder, birch, cedar = made(nils, mark)
    bare = nils.post("/v1/opportunities", {"name": f"{mark} bare"})
    assert (bare["contact"], bare["description"]) == (None, None)
    page = {"sort": "contact_name", "limit": "1", "filter[name][like]": f"{mark}*"}
    wanted = [one["id"] for one in (birch, cedar, alder, bare)]
    assert [row["id"] for row in nils.all("/v1/opportunities", params=page)] == wanted
    nils.patch(f"/v1/contacts/{birch['contact']['id']}", {"name": f"Zoe {mark}"})
    assert ids(nils, mark, sort="contact_name")[-2:] == [birch["id"], bare["id"]]
    assert ids(nils, mark, **{"filter[contact_name][null]": "true"}) == [bare["id"]]
    assert ids(nils, mark, **{"filter[contact_name][ne]": alder["contact"]["name"], "sort": "contact_name"}) == [
        cedar["id"],
        birch["id"],
        bare["id"],
    ]
    assert ids(sara, mark, sort="contact_name") == []
    sara.refused("GET", f"/v1/opportunities/{alder['id']}", status=404)


def test_a_deal_names_a_contact_in_sight_and_its_history_says_what_it_is_about(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    hers = sara.post("/v1/contacts", {"name": "Hers", "kind": "partner"})
    deal = nils.post("/v1/opportunities", {"name": f"Deal {new_id()}"})
    path = f"/v1/opportunities/{deal['id']}"
    for body, code in (({"contact_id": hers["id"]}, "opportunity_contact_unknown"), ({"contact_id": deal["id"]}, None)):
        nils.refused("PATCH", path, body, status=422, code=code)
    for body in ({"contact_id": "Ada"}, {"description": "x" * 501}, {"description": 7}):
        nils.refused("PATCH", path, body, status=400)
    mine = nils.post("/v1/contacts", {"name": "Mine", "kind": "partner"})
    again = {"Idempotency-Key": new_id()}
    body = {"contact_id": mine["id"], "description": "Two mills"}
    first, replayed = (nils.ok("PATCH", path, body, headers=again) for _ in range(2))
    assert first == replayed
    assert (first["contact"], first["version"]) == ({"id": mine["id"], "name": "Mine"}, 2)
    [*_, entry] = nils.get(f"{path}/history")["data"]
    assert entry["changes"] == {
        "contact_id": {"before": None, "after": mine["id"]},
        "description": {"before": None, "after": "Two mills"},
    }
    nils.post(f"{path}/lose", {"reason": "price"})
    nils.refused("PATCH", path, {"description": "Three"}, status=409, code="opportunity_state_forbids")


def test_a_file_says_what_deals_are_about_and_with_whom(company: Company) -> None:
    admin, mark = company["admin"], new_id()
    contact = admin.post("/v1/contacts", {"name": "Ada", "kind": "partner", "external_id": f"c{mark}"})
    columns = ("external_id", "name", "owner_login", "description", "contact_external_id")
    rows = [f"d{mark},{mark} a,admin,Two mills,c{mark}", f"e{mark},{mark} b,admin,One mill,nobody{mark}"]
    told = imported(admin, "opportunities", "\n".join([",".join(columns), *rows]), columns)
    assert told["counts"] == {"created": 1, "updated": 0, "unchanged": 0, "rejected": 1}
    [row] = admin.get("/v1/opportunities", params={"filter[name][like]": f"{mark}*"})["data"]
    assert (row["description"], row["contact"]) == ("Two mills", {"id": contact["id"], "name": "Ada"})
