"""Many at once: numbers without a gap whoever counts, and stock that never goes below zero while a process dies."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.conftest import Breakable
from tests.end_to_end.distribution.test_stock import new_item, new_warehouse, stock

ORDERS = 50
POSTS = 100
PIECES = 60
AT_ONCE = 20
STUBBORN = 8


def test_fifty_orders_at_once_are_numbered_without_a_gap(company: Company) -> None:
    admin, login, code = company["admin"], f"s.{new_id()[-8:]}", f"R-{new_id()[-8:].upper()}"
    kind = {"code": code, "name": code, "kind": "branch", "parent_id": company.units["HQ"]["id"]}
    unit = admin.post("/v1/org-units", kind)
    person = {"login": login, "name": "Seller", "unit_id": unit["id"], "groups": ["salesperson"], "password": PASSWORD}
    admin.post("/v1/people", {**person, "must_change_password": False})
    seller = company.stack.client(login, PASSWORD)
    product = admin.post("/v1/products", {"code": new_id(), "name": "Saw", "list_price": "1.00"})
    customer = seller.post("/v1/customers", {"name": f"Customer {new_id()}"})
    body = {"customer_id": customer["id"], "lines": [{"product_id": product["id"], "quantity": 1}]}

    def enter(place: int) -> Any:
        """Every fifth order is refused, and must not leave a hole."""
        if place % 5 == 0:
            return seller.refused("POST", "/v1/orders", {**body, "customer_id": new_id()}, status=422)
        return seller.post("/v1/orders", body)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        entered = list(pool.map(enter, range(1, ORDERS * 5 // 4 + 1)))
    numbers = sorted(order["number"] for order in entered if "number" in order)
    assert len(numbers) == ORDERS
    assert all(re.fullmatch(rf"SO-{code}-\d{{4}}-\d{{6}}", number) for number in numbers)
    assert [int(number[-6:]) for number in numbers] == list(range(1, ORDERS + 1))


def test_a_hundred_posts_on_sixty_pieces_survive_the_death_of_the_service(breakable: Breakable) -> None:
    nina = breakable.company["nina.north"]
    place = new_warehouse(nina)
    item = new_item(nina, place, PIECES)
    paper = {"warehouse_id": place, "lines": [{"item_id": item, "quantity": 1}]}
    with ThreadPoolExecutor(STUBBORN) as pool:
        drafts = list(pool.map(lambda _: nina.insist("POST", "/v1/outbound-documents", paper), range(POSTS)))
        documents = [f"/v1/outbound-documents/{draft['id']}" for draft in drafts]
        running = [pool.submit(post_stubbornly, nina, document) for document in documents]
        running[5].result()
        breakable.stack.kill("distribution")
        breakable.stack.start_service("distribution")
        ended = [one.result() for one in running]
    assert sorted(ended) == ["posted"] * PIECES + ["stock_short"] * (POSTS - PIECES)
    assert stock(nina, item) == (0, 0, 0)
    assert nina.get("/v1/stock/invariants")["data"] == []
    [row] = nina.get("/v1/stock", params={"filter[item_id][eq]": item})["data"]
    moves = nina.get(f"/v1/stock/{row['id']}/moves")["data"]
    assert sum(move["physical"] for move in moves) == 0


def post_stubbornly(client: Client, document: str) -> str:
    """Send the same post with the same key until there is an answer: the new status, or why not."""
    key = {"Idempotency-Key": new_id()}

    def answer() -> Any:
        told = client.ask("POST", f"{document}/post", {}, headers=key)
        body = told.json()
        return None if told.status_code == 503 or body.get("code") == "idempotency_key_in_use" else body

    body = eventually(answer, 90)
    return str(body.get("code") or body["status"])
