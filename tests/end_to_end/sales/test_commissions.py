"""Commissions through the public API: from a plan, over payments and shipments of distribution, to a statement."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

TIERS = [{"above": "0", "percent": "5"}, {"above": "1000", "percent": "10"}]


def hired(company: Company, group: str = "salesperson") -> tuple[str, Client]:
    """Somebody new in the north, so that nobody else's orders count: their id, and their client."""
    login = f"c.{new_id()[-12:]}"
    place = {"unit_id": company.units["NORTH"]["id"], "superior_id": company.people["nora.north"]["id"]}
    body = {"login": login, "name": login, "groups": [group], "password": PASSWORD, "must_change_password": False}
    person = company["admin"].post("/v1/people", body | place)
    return str(person["id"]), company.stack.client(login, PASSWORD)


def plan_of(company: Company, *person_ids: str, **more: Any) -> dict[str, Any]:
    terms = {"basis": "paid", "period": "month", "currency": "USD", "starts_on": today().isoformat(), "tiers": TIERS}
    return {"name": f"Plan {new_id()}", "person_ids": list(person_ids), **terms, **more}


def ordered(company: Company, seller: Client, amount: str, *, keeper: Client | None = None) -> Any:
    """A confirmed order of two pieces that comes to this amount; with a keeper, its goods are reserved."""
    price = str(Decimal(amount) / 2)
    body = {"code": f"C-{new_id()[-12:]}", "name": "Quern", "list_price": price, "currency": "USD"}
    product = company["admin"].post("/v1/products", body)
    if keeper is not None:
        stocked(keeper, product["id"])
    customer = seller.post("/v1/customers", {"name": f"Mill {new_id()}"})
    order = seller.post(
        "/v1/orders", {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 2}]}
    )
    order = seller.post(f"/v1/orders/{order['id']}/confirm")
    path = f"/v1/orders/{order['id']}"
    if keeper is not None:
        assert eventually(lambda: seller.get(f"{path}/tracking")["fulfilment"] == "reserved", 30)
    assert eventually(lambda: company["helen.head"].ask("GET", f"{path}/payments").status_code == 200, 30)
    return order


def stocked(keeper: Client, product_id: str) -> None:
    assert eventually(lambda: keeper.ask("GET", f"/v1/items/{product_id}").status_code == 200, 30)
    place = keeper.post("/v1/warehouses", {"code": f"W-{new_id()[-12:].upper()}", "name": "Store"})
    goods = {"warehouse_id": place["id"], "lines": [{"item_id": product_id, "quantity": 2}]}
    keeper.post(f"/v1/inbound-documents/{keeper.post('/v1/inbound-documents', goods)['id']}/post")


def pay(company: Company, order: Any, amount: str) -> Any:
    payment = {"amount": amount, "method": "cash"}
    head, path = company["helen.head"], f"/v1/orders/{order['id']}/payments"
    return head.insist("POST", path, payment)


def statement(client: Client, plan: Any, amount: str) -> Any:
    """The client's only statement in sight by this plan, once it comes to this amount."""
    asked = {"filter[plan_id][eq]": plan["id"]}

    def look() -> Any:
        found = client.get("/v1/commission-statements", params=asked)["data"]
        return found if [one["amount"] for one in found] == [amount] else None

    found = eventually(look, 30)
    assert found, client.get("/v1/commission-statements", params=asked)["data"]
    return found[0]


def lines(client: Client, told: Any) -> Any:
    return client.get(f"/v1/commission-statements/{told['id']}/lines")["data"]


@pytest.mark.feature("S-107")
def test_commission_is_computed_from_paid_amounts_and_reversed_exactly_each_line_citing_its_document(
    company: Company,
) -> None:
    person_id, seller = hired(company)
    plan = company["helen.head"].post("/v1/commission-plans", plan_of(company, person_id))
    order = ordered(company, seller, "2000")
    first, second = pay(company, order, "800"), pay(company, order, "600.01")
    told = statement(seller, plan, "90.00")
    rows = lines(seller, told)
    assert [(one["tier"], one["percent"], one["basis"], one["amount"]) for one in rows] == [
        (1, "5.00", "800.00", "40.00"),
        (1, "5.00", "200.00", "10.00"),
        (2, "10.00", "400.01", "40.00"),
    ]
    cited = [(one["source_kind"], one["source_id"], one["source_number"]) for one in rows]
    assert cited == [("payment", one["id"], one["number"]) for one in (first, second, second)]
    assert {(one["order_id"], one["order_number"], one["kind"]) for one in rows} == {
        (order["id"], order["number"], "earned")
    }
    reversal = company["helen.head"].post(f"/v1/payments/{second['id']}/reverse", {"reason": "bounced"})
    told = statement(seller, plan, "40.00")
    earned, back = lines(seller, told)[:3], lines(seller, told)[3:]
    assert [(one["kind"], one["reverses_id"], one["amount"], one["basis"]) for one in back] == [
        ("reversed", one["id"], f"-{one['amount']}", f"-{one['basis']}") for one in earned[1:]
    ]
    assert {(one["source_id"], one["source_number"]) for one in back} == {(reversal["id"], reversal["number"])}
    asked = {"totals": "amount", "filter[order_id][eq]": order["id"]}
    answer = seller.get(f"/v1/commission-statements/{told['id']}/lines", params=asked)
    assert answer["totals"]["amount"] == told["amount"]
    entries = seller.get(f"/v1/commission-statements/{told['id']}/history")["data"]
    assert [entry["changes"]["amount"]["after"] for entry in entries] == ["40.00", "90.00", "40.00"]


@pytest.mark.feature("S-107")
def test_commission_is_computed_from_shipped_amounts_and_taken_back_when_the_goods_return(company: Company) -> None:
    person_id, seller = hired(company)
    keeper = company["nina.north"]
    plan = company["helen.head"].post("/v1/commission-plans", plan_of(company, person_id, basis="shipped"))
    order = ordered(company, seller, "1500", keeper=keeper)
    part = {"lines": [{"line_id": order["lines"][0]["id"], "quantity": 1}]}
    shipment = keeper.post(f"/v1/orders/{order['id']}/shipments", part)
    pay(company, order, "1500")
    [row] = lines(seller, statement(seller, plan, "37.50"))
    assert (row["source_kind"], row["source_id"], row["source_number"]) == (
        "shipment",
        shipment["id"],
        shipment["number"],
    )
    keeper.post(f"/v1/shipments/{shipment['id']}/void", {"reason": "sent back"})
    earned, back = lines(seller, statement(seller, plan, "0.00"))
    assert (back["reverses_id"], back["amount"], back["source_id"]) == (earned["id"], "-37.50", shipment["id"])


@pytest.mark.feature("S-108")
def test_a_plan_with_tiers_and_splits_computes_a_statement_per_seller_who_reads_only_their_own(
    company: Company,
) -> None:
    (one_id, one), (other_id, other) = hired(company), hired(company)
    helen, nora = company["helen.head"], company["nora.north"]
    shares = [{"person_id": None, "percent": "66.6667"}, {"person_id": other_id, "percent": "33.3333"}]
    plan = helen.post("/v1/commission-plans", plan_of(company, one_id, shares=shares))
    assert (plan["terms"][0]["tiers"], plan["terms"][0]["shares"]) == (
        [{"above": "0.00", "percent": "5.00"}, {"above": "1000.00", "percent": "10.00"}],
        shares,
    )
    pay(company, ordered(company, one, "1500"), "1500")
    own, theirs = statement(one, plan, "66.66"), statement(other, plan, "33.34")
    assert own["owner"]["id"] == one_id
    assert [(row["basis"], row["amount"], row["share_percent"]) for row in lines(other, theirs)] == [
        ("333.3330", "16.67", "33.3333"),
        ("166.6665", "16.67", "33.3333"),
    ]
    split = ordered(company, one, "200")
    parts = [{"person_id": other_id, "percent": "75"}, {"person_id": one_id, "percent": "25"}]
    made = nora.post("/v1/commission-splits", {"order_id": split["id"], "shares": parts})
    pay(company, split, "100")
    statement(one, plan, "69.16")
    nora.patch(f"/v1/commission-splits/{made['id']}", {"shares": [{"person_id": other_id, "percent": "100"}]})
    pay(company, split, "100")
    statement(other, plan, "50.84")
    statement(one, plan, "69.16")
    both = {row["amount"] for row in nora.all("/v1/commission-statements", params={"filter[plan_id][eq]": plan["id"]})}
    assert both == {"69.16", "50.84"}
    path = f"/v1/commission-statements/{own['id']}"
    assert nora.get(path)["id"] == own["id"]
    for login in ("nina.north", "sara.south", "sven.south"):
        for part in ("", "/lines", "/history"):
            company[login].refused("GET", f"{path}{part}", status=404)
    other.refused("GET", path, status=404)
    one.refused("GET", f"/v1/commission-plans/{plan['id']}", status=403)
    one.refused("GET", f"/v1/commission-statements/{theirs['id']}/lines", status=404)


def test_a_plan_is_changed_only_for_what_is_to_come(company: Company) -> None:
    person_id, seller = hired(company)
    helen = company["helen.head"]
    plan = helen.post("/v1/commission-plans", plan_of(company, person_id))
    path, tomorrow = f"/v1/commission-plans/{plan['id']}", (today() + timedelta(days=1)).isoformat()
    terms = {"tiers": [{"above": "0", "percent": "50"}]}
    early = {"starts_on": today().isoformat(), **terms}
    helen.refused("POST", f"{path}/revise", early, status=422, code="commission_plan_starts_too_early")
    key = {"Idempotency-Key": new_id()}
    revised, again = (
        helen.ok("POST", f"{path}/revise", {"starts_on": tomorrow, **terms}, headers=key) for _ in range(2)
    )
    assert [one["starts_on"] for one in revised["terms"]] == [today().isoformat(), tomorrow]
    assert revised == again == helen.get(path)
    replaced = helen.post(f"{path}/revise", {"starts_on": tomorrow, "tiers": TIERS})
    assert [one["tiers"][0]["percent"] for one in replaced["terms"]] == ["5.00", "5.00"]
    pay(company, ordered(company, seller, "100"), "100")
    told = statement(seller, plan, "5.00")
    over = {"ends_on": (today() - timedelta(days=1)).isoformat()}
    helen.refused("PATCH", path, over, status=422, code="commission_plan_ends_too_early")
    helen.refused("PATCH", path, {"basis": "shipped"}, status=400)
    ended = helen.patch(path, {"ends_on": today().isoformat(), "name": "Ended"})
    helen.refused("PATCH", path, {"name": "Stale"}, headers={"If-Match": '"1"'}, status=412)
    late = {"starts_on": tomorrow, "tiers": TIERS}
    helen.refused("POST", f"{path}/revise", late, status=422, code="commission_plan_ends_too_early")
    kept = seller.get(f"/v1/commission-statements/{told['id']}")
    assert (ended["ends_on"], kept) == (today().isoformat(), told | {"plan": {"id": plan["id"], "name": "Ended"}})
    entries = helen.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["defined", "revised", "revised", "changed"]


def test_what_a_plan_says_must_add_up(company: Company) -> None:
    person_id, _ = hired(company)
    helen, body = company["helen.head"], plan_of(company, person_id)
    half = {"person_id": person_id, "percent": "50"}
    for wrong, status, code in (
        ({"shares": [half]}, 422, "parts_do_not_add_up"),
        ({"shares": [half, half]}, 422, "commission_shared_twice"),
        ({"tiers": [{"above": "1", "percent": "5"}]}, 422, "commission_tiers_do_not_rise"),
        ({"starts_on": (today() - timedelta(days=1)).isoformat()}, 422, "commission_plan_starts_too_early"),
        ({"person_ids": []}, 422, "commission_plan_pays_nobody"),
        ({"unit_id": company.units["NORTH"]["id"]}, 422, "commission_plan_pays_nobody"),
        ({"person_ids": [new_id()]}, 404, "not_found"),
        ({"person_ids": [], "unit_id": new_id()}, 404, "not_found"),
        ({"tiers": []}, 400, "malformed"),
        ({"tiers": [{"above": "0", "percent": "101"}]}, 400, "malformed"),
        ({"tiers": [{"above": 0.5, "percent": "5"}]}, 400, "malformed"),
        ({"basis": "won"}, 400, "malformed"),
    ):
        assert helen.refused("POST", "/v1/commission-plans", {**body, **wrong}, status=status)["code"] == code
    company["nils.north"].refused("POST", "/v1/commission-plans", body, status=403)


def test_an_order_is_split_once_by_somebody_else_who_reaches_it(company: Company) -> None:
    (one_id, one), (other_id, _) = hired(company), hired(company)
    nora, order = company["nora.north"], ordered(company, one, "100")
    body = {"order_id": order["id"], "shares": [{"person_id": other_id, "percent": "100"}]}
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nora.ask("POST", "/v1/commission-splits", body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [made] = [answer.json() for answer in answers if answer.status_code == 201]
    path = f"/v1/commission-splits/{made['id']}"
    nora.refused("POST", "/v1/commission-splits", body, status=409, code="commission_is_split")
    shares = {"shares": [{"person_id": one_id, "percent": "99.9999"}]}
    nora.refused("PATCH", path, shares, status=422, code="parts_do_not_add_up")
    own = {"shares": [{"person_id": company.people["nora.north"]["id"], "percent": "100"}]}
    nora.refused("PATCH", path, own, status=403, code="commission_split_of_ones_own")
    far = {"shares": [{"person_id": company.people["sara.south"]["id"], "percent": "100"}]}
    nora.refused("PATCH", path, far, status=404)
    one.refused("PATCH", path, body["shares"][0], status=403)
    assert one.get(path) == made
    for stranger in ("sara.south", "sven.south"):
        company[stranger].refused("GET", path, status=404)
    company["sven.south"].refused("POST", "/v1/commission-splits", body, status=404)
    assert [entry["type"].split(".")[3] for entry in nora.get(f"{path}/history")["data"]] == ["set"]
