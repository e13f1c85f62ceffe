"""Stock through the gateway: documents move it once, never below zero, and only by the unit whose warehouse it is."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def new_warehouse(client: Client) -> str:
    code = f"W-{new_id()[-12:].upper()}"
    return str(client.post("/v1/warehouses", {"code": code, "name": f"Warehouse {code}"})["id"])


def new_item(client: Client, warehouse_id: str, quantity: int) -> str:
    opening = [{"warehouse_id": warehouse_id, "quantity": quantity}]
    return str(client.post("/v1/items", {"code": new_id(), "name": "Tenon saw", "opening": opening})["id"])


def draft(client: Client, kind: str, warehouse_id: str, item_id: str, quantity: int) -> str:
    body = {"warehouse_id": warehouse_id, "lines": [{"item_id": item_id, "quantity": quantity}]}
    return f"/v1/{kind}-documents/{client.post(f'/v1/{kind}-documents', body)['id']}"


def stock(client: Client, item_id: str) -> tuple[int, int, int]:
    """Physical, reserved, available."""
    (row,) = client.get("/v1/stock", params={"filter[item_id][eq]": item_id})["data"]
    return row["physical"], row["reserved"], row["available"]


@pytest.mark.feature("D-37")
def test_posting_an_inbound_document_raises_stock_once_however_often_the_call_is_retried(company: Company) -> None:
    nina = company["nina.north"]
    warehouse = new_warehouse(nina)
    item = new_item(nina, warehouse, 1)
    document = draft(nina, "inbound", warehouse, item, 7)
    key = {"Idempotency-Key": new_id()}
    answers = [nina.ask("POST", f"{document}/post", {}, headers=key) for _ in range(3)]
    assert {(answer.status_code, answer.text) for answer in answers} == {(200, answers[0].text)}
    assert answers[1].headers["Idempotency-Replayed"] == "true"
    nina.refused("POST", f"{document}/post", {}, status=409, code="inbound_document_state_forbids")
    assert stock(nina, item) == (8, 0, 8)


@pytest.mark.feature("D-38")
def test_voiding_an_inbound_document_writes_a_reversing_move_unless_stock_would_be_negative(company: Company) -> None:
    nina = company["nina.north"]
    warehouse = new_warehouse(nina)
    item = new_item(nina, warehouse, 1)
    first, second = (draft(nina, "inbound", warehouse, item, 5) for _ in range(2))
    for document in (first, second):
        nina.post(f"{document}/post")
    nina.post(f"{first}/void", {"reason": "sent back"})
    assert stock(nina, item) == (6, 0, 6)
    (row,) = nina.get("/v1/stock", params={"filter[item_id][eq]": item})["data"]
    newest = nina.get(f"/v1/stock/{row['id']}/moves")["data"][0]
    assert (newest["kind"], newest["physical"]) == ("reversal", -5)
    nina.post(f"{draft(nina, 'outbound', warehouse, item, 2)}/post")
    nina.refused("POST", f"{second}/void", {"reason": "sent back"}, status=409, code="stock_short")
    assert stock(nina, item) == (4, 0, 4)


@pytest.mark.feature("D-39")
def test_a_hundred_parallel_posts_on_sixty_pieces_succeed_exactly_sixty_times(company: Company) -> None:
    nina = company["nina.north"]
    warehouse = new_warehouse(nina)
    item = new_item(nina, warehouse, 61)
    once = draft(nina, "outbound", warehouse, item, 1)
    key = {"Idempotency-Key": new_id()}
    assert nina.post(f"{once}/post", headers=key) == nina.post(f"{once}/post", headers=key)
    assert stock(nina, item) == (60, 0, 60)
    documents = [draft(nina, "outbound", warehouse, item, 1) for _ in range(100)]
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda document: nina.ask("POST", f"{document}/post", {}), documents))
    assert sorted(answer.status_code for answer in answers) == [200] * 60 + [409] * 40
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["code"] for problem in refused} == {"stock_short"}
    assert {problem["short"][0]["available"] for problem in refused} == {0}
    assert stock(nina, item) == (0, 0, 0)
    assert nina.get("/v1/stock/invariants")["data"] == []


@pytest.mark.feature("D-03")
def test_a_warehouse_belongs_to_a_unit_and_only_that_units_rights_allow_moves(company: Company) -> None:
    nina, sara, olga = company["nina.north"], company["sara.south"], company["olga.office"]
    warehouse = new_warehouse(nina)
    assert nina.get(f"/v1/warehouses/{warehouse}")["org_unit"]["code"] == "NORTH"
    item = new_item(nina, warehouse, 5)
    documents = {kind: draft(nina, kind, warehouse, item, 1) for kind in ("inbound", "outbound")}
    line = {"item_id": item, "quantity": 1}
    for stranger in (sara, olga):
        stranger.refused("GET", f"/v1/warehouses/{warehouse}", status=404)
        opening = [{"warehouse_id": warehouse, "quantity": 1}]
        goods: dict[str, Any] = {"code": new_id(), "name": "Vice", "opening": opening}
        stranger.refused("POST", "/v1/items", goods, status=404)
        for kind, document in documents.items():
            body = {"warehouse_id": warehouse, "lines": [line]}
            stranger.refused("POST", f"/v1/{kind}-documents", body, status=404)
            stranger.refused("POST", f"{document}/post", {}, status=404)
            stranger.refused("POST", f"{document}/void", {"reason": "mine"}, status=404)
        assert stranger.all("/v1/stock", params={"filter[warehouse_id][eq]": warehouse}) == []
    nils = company["nils.north"]
    nils.refused("POST", f"{documents['outbound']}/post", {}, status=403)
    assert stock(nina, item) == (5, 0, 5)


def test_a_money_or_stock_call_without_a_key_is_refused(company: Company) -> None:
    nina = company["nina.north"]
    body = {"warehouse_id": new_warehouse(nina), "lines": [{"item_id": new_id(), "quantity": 1}]}
    nina.refused("POST", "/v1/outbound-documents", body, status=400, headers={"Idempotency-Key": None})
