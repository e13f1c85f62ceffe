"""What products cost, through the public API: closed to whoever lacks the right, wherever it might show."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

COST = "sales.product:cost"


def hired(company: Company, *grants: tuple[str, str]) -> Client:
    """Somebody of a new group with these rights."""
    admin, code = company["admin"], f"c_{new_id()[-12:].replace('-', '_')}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for right, reach in grants:
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": reach})
    login = f"c.{new_id()[-12:]}"
    body = {"login": login, "name": login, "unit_id": company.units["EAST"]["id"], "groups": [code]}
    admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    return company.stack.client(login, PASSWORD)


def made(company: Company, **facts: Any) -> Any:
    body = {"code": f"C-{new_id()}", "name": "Quern", "list_price": "10.00", "cost": "4.00", **facts}
    return company["admin"].post("/v1/products", body)


def exported(client: Client, code: str) -> list[dict[str, str]]:
    wanted = {"noun": "products", "format": "csv", "filter": {"field": "code", "op": "eq", "value": code}}
    export = client.ask("POST", "/v1/exports", wanted).json()
    job = eventually(lambda: over(client, export["id"]), seconds=60)
    file = client.ask("GET", job["result"]["href"])
    return list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))


def over(client: Client, job_id: str) -> Any:
    job = client.get(f"/v1/jobs/{job_id}")
    return job if job["state"] != "running" else None


def test_who_sells_sees_no_cost_and_who_holds_the_right_does(company: Company) -> None:
    product, path = made(company), "/v1/products"
    of_admin = company["admin"].get(f"{path}/{product['id']}")
    assert of_admin["cost"] == "4.00"
    for reader in (company["nils.north"], company["helen.head"], hired(company, ("sales.product:read", "all"))):
        shown = reader.get(f"{path}/{product['id']}")
        assert ("cost" in shown, shown["list_price"]) == (False, "10.00")
        rows = reader.get(path, params={"filter[code][eq]": product["code"]})["data"]
        assert [("cost" in row, row["id"]) for row in rows] == [(False, product["id"])]
        assert all("cost" not in one["changes"] for one in reader.get(f"{path}/{product['id']}/history")["data"])
        reader.refused("GET", path, params={"fields": "code,cost"}, status=400, code="field_is_hidden")
        for params in ({"sort": "cost"}, {"filter[cost][gt]": "1"}, {"totals": "cost"}):
            reader.refused("GET", path, params=params, status=400)
    accountant = hired(company, ("sales.product:read", "all"), (COST, "all"))
    assert accountant.get(f"{path}/{product['id']}")["cost"] == "4.00"


def test_nobody_writes_what_is_closed_and_everybody_the_rest(company: Company) -> None:
    product, path = made(company), "/v1/products"
    keeper = hired(company, ("sales.product:*", "all"))
    clerk = hired(company, *((f"sales.product:{verb}", "all") for verb in ("read", "create", "change")))
    assert keeper.patch(f"{path}/{product['id']}", {"cost": "5.00"})["cost"] == "5.00"
    clerk.refused("PATCH", f"{path}/{product['id']}", {"cost": "1.00"}, status=403, code="field_is_closed")
    clerk.refused("POST", path, {**CREATED, "code": new_id()}, status=403, code="field_is_closed")
    assert "cost" not in clerk.patch(f"{path}/{product['id']}", {"name": "Hand mill"})
    assert keeper.get(f"{path}/{product['id']}")["cost"] == "5.00"
    keeper.refused("PATCH", f"{path}/{product['id']}", {"cost": "-1"}, status=400)
    keeper.refused("PATCH", f"{path}/{product['id']}", {"cost": 1.5}, status=400)


CREATED = {"name": "Quern", "list_price": "1.00", "cost": "1.00"}


def test_a_file_has_the_cost_only_of_who_may_see_it(company: Company) -> None:
    product = made(company)
    reader = hired(company, ("sales.product:read", "all"), ("gateway.export:*", "own"), ("gateway.job:*", "own"))
    assert ["cost" in row for row in exported(reader, product["code"])] == [False]
    assert [row["cost"] for row in exported(company["admin"], product["code"])] == ["4.00"]


def test_a_token_for_reading_alone_opens_no_cost(company: Company) -> None:
    product, admin = made(company), company["admin"]
    for scopes, shows in ((["sales.product:read"], False), (["sales.product:read", COST], True)):
        wanted = {"label": "Reader", "scopes": scopes, "expires_at": (now() + timedelta(days=1)).isoformat()}
        token = admin.post("/v1/personal-tokens", wanted)["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        shown = admin.get(f"/v1/products/{product['id']}", headers=headers)
        assert ("cost" in shown, shown["code"]) == (shows, product["code"])


def test_what_an_order_cost_is_told_to_who_may_know_and_to_nobody_else(company: Company) -> None:
    product, nils = made(company), company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Mill {new_id()}"})
    lines = [{"product_id": product["id"], "quantity": 3}]
    order = nils.post("/v1/orders", {"customer_id": customer["id"], "lines": lines})
    confirmed = nils.post(f"/v1/orders/{order['id']}/confirm")
    assert "cost" not in str(confirmed)
    assert "cost" not in str(nils.get(f"/v1/orders/{order['id']}/history"))

    def heard(client: Client) -> list[Any]:
        told, after = [], None
        while True:
            asked = {"type": "sales.order.*", "limit": "200", **({"after": after} if after else {})}
            page = client.get("/v1/events", params=asked)
            told += [one for one in page["data"] if one["data"]["order_id"] == order["id"]]
            if page["next"] is None:
                return told
            after = page["cursor"]

    def kept(client: Client) -> list[Any]:
        return [one["data"]["costs"] for one in heard(client) if one["type"].endswith("order.costs_kept.v1")]

    assert eventually(lambda: kept(company["admin"]), seconds=60) == [
        [{"line_id": confirmed["lines"][0]["id"], "cost": "12.00"}]
    ]
    assert kept(nils) == kept(company["helen.head"]) == []
    assert len(heard(nils)) >= 2
    assert all("cost" not in str(one["data"]) for one in heard(nils))


@pytest.mark.parametrize("cost", [None, "0.00"])
def test_unknown_is_not_nothing(company: Company, cost: str | None) -> None:
    product = made(company, cost=cost)
    assert product["cost"] == cost
