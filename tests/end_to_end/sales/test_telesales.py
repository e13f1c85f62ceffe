"""Telesales through the public API: what is quoted and ordered during a call comes from that call, and says so."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now
from shared.ids import new_id
from tests.days import iso_day
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def product(company: Company) -> str:
    body = {"code": f"T-{new_id()[-12:]}", "name": "Tiller", "list_price": "100.00", "currency": "USD"}
    return str(company["admin"].post("/v1/products", body)["id"])


def begun(client: Client, **about: str) -> Any:
    """A call that is going on."""
    call = {"type": "call", "happened_at": (now() - timedelta(minutes=3)).isoformat(), "draft": True}
    return client.post("/v1/activities", {**call, **about})


def customer(client: Client) -> str:
    return str(client.post("/v1/customers", {"name": f"Mill {new_id()}"})["id"])


def deal(client: Client, customer_id: str) -> str:
    return str(client.post("/v1/opportunities", {"name": f"Deal {new_id()}", "customer_id": customer_id})["id"])


def lines(product_id: str) -> list[Any]:
    return [{"product_id": product_id, "quantity": 2}]


def ids(client: Client, path: str, **params: str) -> list[str]:
    return [row["id"] for row in client.get(path, params=params)["data"]]


def calls_told(client: Client, noun: str, record_id: str) -> list[str | None]:
    """The calls that the events of a new record name."""
    told: list[str | None] = []
    params: dict[str, Any] = {"type": f"sales.{noun.removesuffix('s')}.created", "limit": 200}
    while True:
        page = client.get("/v1/events", params=params)
        told += [event["data"]["call_id"] for event in page["data"] if event["subject"] == record_id]
        if page["next"] is None:
            return told
        params["after"] = page["cursor"]


@pytest.mark.feature("C-11")
def test_a_quote_and_an_order_are_created_from_a_call_id_and_linked_to_it(company: Company) -> None:
    nils, sara, bought = company["nils.north"], company["sara.south"], product(company)
    buyer = customer(nils)
    offered = deal(nils, buyer)
    call, other = begun(nils, customer_id=buyer), begun(nils, customer_id=buyer)
    offer = {"call_id": call["id"], "valid_until": iso_day(30), "lines": lines(bought)}
    quotation = nils.post("/v1/quotations", offer)
    order = nils.post("/v1/orders", {"call_id": call["id"], "lines": lines(bought)})
    assert (quotation["call_id"], quotation["opportunity_id"], quotation["customer_id"]) == (call["id"], offered, buyer)
    assert (order["call_id"], order["customer"]["id"], order["status"]) == (call["id"], buyer, "draft")
    for noun, made in (("quotations", quotation), ("orders", order)):
        assert nils.get(f"/v1/{noun}/{made['id']}")["call_id"] == call["id"]
        assert ids(nils, f"/v1/{noun}", **{"filter[call_id][eq]": call["id"]}) == [made["id"]]
        assert ids(nils, f"/v1/activities/{call['id']}/{noun}") == [made["id"]]
        assert ids(nils, f"/v1/activities/{other['id']}/{noun}") == []
        sara.refused("GET", f"/v1/activities/{call['id']}/{noun}", status=404)
        assert eventually(lambda noun=noun, made=made: calls_told(nils, noun, made["id"]) == [call["id"]])

    nils.post(f"/v1/activities/{call['id']}/finish", {"ended_at": now().isoformat(), "result": "Bought"})
    for verb in ("send", "accept"):
        nils.post(f"/v1/quotations/{quotation['id']}/{verb}")
    nils.post(f"/v1/opportunities/{offered}/win", {"amount": "200.00"})
    became = nils.post(f"/v1/opportunities/{offered}/order")
    assert (became["quotation_id"], became["call_id"]) == (quotation["id"], call["id"])
    assert set(ids(nils, f"/v1/activities/{call['id']}/orders")) == {order["id"], became["id"]}


def test_during_a_call_the_deal_and_the_buyer_are_those_of_the_call_unless_others_are_named(company: Company) -> None:
    nils, bought = company["nils.north"], product(company)
    buyer, another = customer(nils), customer(nils)
    first, second = deal(nils, buyer), deal(nils, buyer)
    contact = nils.post("/v1/contacts", {"name": "Li", "customer_id": buyer})["id"]
    offer = {"valid_until": iso_day(30), "lines": lines(bought)}
    about_deal, with_contact = begun(nils, opportunity_id=second), begun(nils, contact_id=contact)
    about_lead = begun(nils, lead_id=nils.post("/v1/leads", {"name": "New"})["id"])
    quoted = nils.post("/v1/quotations", {"call_id": about_deal["id"], **offer})
    assert (quoted["opportunity_id"], quoted["customer_id"]) == (second, buyer)
    named = nils.post("/v1/quotations", {"call_id": about_deal["id"], "opportunity_id": first, **offer})
    assert (named["opportunity_id"], named["call_id"]) == (first, about_deal["id"])
    for call, status, code in (
        (with_contact, 422, "quotation_deal_missing"),  # its customer has two deals
        (about_lead, 422, "quotation_deal_missing"),
    ):
        nils.refused("POST", "/v1/quotations", {"call_id": call["id"], **offer}, status=status, code=code)
    for call in (about_deal, with_contact):
        order = nils.post("/v1/orders", {"call_id": call["id"], "lines": lines(bought)})
        assert (order["customer"]["id"], order["call_id"]) == (buyer, call["id"])
    body = {"call_id": with_contact["id"], "customer_id": another, "lines": lines(bought)}
    assert nils.post("/v1/orders", body)["customer"]["id"] == another
    body = {"call_id": about_lead["id"], "lines": lines(bought)}
    nils.refused("POST", "/v1/orders", body, status=422, code="order_customer_missing")


def test_a_call_is_one_that_the_caller_sees_and_is_a_call(company: Company) -> None:
    nils, bought = company["nils.north"], product(company)
    buyer = customer(nils)
    offered = deal(nils, buyer)
    meeting = {"type": "meeting", "happened_at": now().isoformat(), "customer_id": buyer}
    met = nils.post("/v1/activities", meeting)["id"]
    theirs = begun(company["sara.south"], customer_id=customer(company["sara.south"]))["id"]
    offer = {"opportunity_id": offered, "valid_until": iso_day(30), "lines": lines(bought)}
    bodies = {"/v1/quotations": offer, "/v1/orders": {"customer_id": buyer, "lines": lines(bought)}}
    for path, body in bodies.items():
        nils.refused("POST", path, {**body, "call_id": met}, status=422, code="activity_is_no_call")
        for unseen in (theirs, new_id()):
            nils.refused("POST", path, {**body, "call_id": unseen}, status=422, code="call_unknown")
        problem = nils.refused("POST", path, {**body, "call_id": "a call"}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == ["/call_id"]
        key, made = {"Idempotency-Key": new_id()}, {**body, "call_id": begun(nils, customer_id=buyer)["id"]}
        first, again = (nils.ok("POST", path, made, headers=key) for _ in range(2))
        assert first == again
        assert ids(nils, path, **{"filter[call_id][eq]": made["call_id"]}) == [first["id"]]
        nameless = {name: value for name, value in body.items() if name not in ("opportunity_id", "customer_id")}
        nils.refused("POST", path, nameless, status=400)
    quotation = nils.post("/v1/quotations", offer)
    for verb in ("send", "accept"):
        nils.post(f"/v1/quotations/{quotation['id']}/{verb}")
    nils.post(f"/v1/opportunities/{offered}/win", {"amount": "200.00"})
    path = f"/v1/opportunities/{offered}/order"
    nils.refused("POST", path, {"call_id": met}, status=422, code="activity_is_no_call")
    nils.refused("POST", path, {"call_id": theirs}, status=422, code="call_unknown")
    call = begun(nils, customer_id=buyer)["id"]
    assert nils.post(path, {"call_id": call})["call_id"] == call
