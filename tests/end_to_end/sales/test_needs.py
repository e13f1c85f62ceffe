"""What is asked for in deals, through the public API: recorded, changed and withdrawn while the deal is open."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def deal_of(client: Client) -> Any:
    return client.post("/v1/opportunities", {"name": f"Mill {new_id()}", "amount": "10.00"})


def product_of(company: Company, name: str) -> Any:
    body = {"code": f"{name}-{new_id()}", "name": name, "list_price": "10.00", "category": "light"}
    return company["admin"].post("/v1/products", body)


def test_needs_are_recorded_changed_and_withdrawn_with_each_step_in_the_history(company: Company) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal, lamp = deal_of(nils), product_of(company, "Lamp")
    path = f"/v1/opportunities/{deal['id']}/needs"
    lamps = nils.post(path, {"product_id": lamp["id"], "quantity": 3})
    rope = nils.post(path, {"description": "Red rope", "category": "ropes"})
    assert lamps["product"] == {"id": lamp["id"], "name": "Lamp"}
    assert (rope["product"], rope["description"]) == (None, "Red rope")
    assert (rope["category"], rope["quantity"]) == ("ropes", None)
    assert (rope["opportunity_id"], rope["author"]["login"]) == (deal["id"], "nils.north")

    changed = nils.post(f"{path}/{rope['id']}/change", {"quantity": 9, "category": None})
    assert (changed["description"], changed["category"], changed["quantity"]) == ("Red rope", None, 9)
    assert nora.get(path)["data"] == [lamps, changed]
    nils.ok("DELETE", f"{path}/{lamps['id']}")
    nils.refused("DELETE", f"{path}/{lamps['id']}", status=404)
    assert nils.get(path)["data"] == [changed]

    history = nora.get(f"/v1/opportunities/{deal['id']}/history")["data"][1:]
    steps = ["need_recorded", "need_recorded", "need_changed", "need_withdrawn"]
    assert [one["type"].split(".")[3] for one in history] == steps
    assert history[2]["changes"] == {
        "need_category": {"before": "ropes", "after": None},
        "need_quantity": {"before": None, "after": 9},
    }
    assert history[3]["changes"] == {
        "needed_product_id": {"before": lamp["id"], "after": None},
        "need_quantity": {"before": 3, "after": None},
    }
    assert nils.get(f"/v1/opportunities/{deal['id']}")["version"] == deal["version"] + len(steps)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"product_id": "lamp"}, "/product_id"),
        ({"description": " "}, "/description"),
        ({"description": "x" * 201}, "/description"),
        ({"description": "rope", "category": " "}, "/category"),
        ({"description": "rope", "quantity": 0}, "/quantity"),
        ({"description": "rope", "quantity": "3"}, "/quantity"),
        ({"description": "rope", "quantity": 1_000_000_001}, "/quantity"),
        ({"description": "rope", "author": "me"}, "/author"),
    ],
)
def test_what_is_no_need_is_refused(company: Company, wrong: Any, pointer: str) -> None:
    nils = company["nils.north"]
    path = f"/v1/opportunities/{deal_of(nils)['id']}/needs"
    need = nils.post(path, {"description": "chain"})
    for address in (path, f"{path}/{need['id']}/change"):
        problem = nils.refused("POST", address, wrong, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]


def test_a_need_says_something_that_there_is(company: Company) -> None:
    nils, admin = company["nils.north"], company["admin"]
    retired = product_of(company, "Old lamp")
    path = f"/v1/opportunities/{deal_of(nils)['id']}/needs"
    for nothing in ({}, {"quantity": 3}, {"product_id": None, "description": None}):
        nils.refused("POST", path, nothing, status=422, code="need_says_nothing")
    nils.refused("POST", path, {"product_id": new_id()}, status=422, code="product_not_offered")
    need = nils.post(path, {"product_id": retired["id"]})
    admin.post(f"/v1/products/{retired['id']}/retire")
    nils.refused("POST", path, {"product_id": retired["id"]}, status=422, code="product_not_offered")
    change = f"{path}/{need['id']}/change"
    nils.refused("POST", change, {"product_id": None}, status=422, code="need_says_nothing")
    kept = nils.post(change, {"product_id": retired["id"], "quantity": 2})
    assert (kept["product"]["name"], kept["quantity"]) == ("Old lamp", 2)
    said = nils.post(change, {"product_id": None, "description": "a lamp"})
    assert (said["product"], said["description"]) == (None, "a lamp")


def test_a_deal_asks_for_the_same_once_however_often_it_is_said_at_once(company: Company) -> None:
    nils = company["nils.north"]
    deal, lamp = deal_of(nils), product_of(company, "Lamp")
    path, body = f"/v1/opportunities/{deal['id']}/needs", {"product_id": lamp["id"]}
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: nils.ask("POST", path, body), range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    [need] = nils.get(path)["data"]
    twice = {**body, "description": "in red"}
    problem = nils.refused("POST", path, twice, status=409, code="need_recorded_already")
    assert problem["need_id"] == need["id"]
    rope = nils.post(path, {"description": "Red rope"})
    nils.refused("POST", path, {"description": " red  ROPE"}, status=409, code="need_recorded_already")
    nils.refused("POST", f"{path}/{rope['id']}/change", body, status=409, code="need_recorded_already")
    nils.post(f"{path}/{rope['id']}/change", {"description": "RED ROPE"})
    again = {"Idempotency-Key": new_id()}
    first, replayed = (nils.ok("POST", path, {"description": "chain"}, headers=again) for _ in range(2))
    assert first == replayed
    assert len(nils.get(path)["data"]) == 3


def test_of_a_closed_deal_and_of_one_out_of_sight_no_need_is_changed(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    deal, other = deal_of(nils), deal_of(nils)
    path = f"/v1/opportunities/{deal['id']}/needs"
    need = nils.post(path, {"description": "rope"})
    writes = (("POST", path, {"description": "chain"}), ("POST", f"{path}/{need['id']}/change", {"quantity": 2}))
    for method, address, body in (*writes, ("GET", path, None), ("DELETE", f"{path}/{need['id']}", None)):
        sara.refused(method, address, body, status=404)
    elsewhere = f"/v1/opportunities/{other['id']}/needs/{need['id']}"
    nils.refused("DELETE", elsewhere, status=404)
    nils.refused("POST", f"{elsewhere}/change", {"quantity": 2}, status=404)
    stale = {"If-Match": f'"{deal["version"] + 9}"'}
    nils.refused("POST", path, {"description": "chain"}, headers=stale, status=412)
    nils.post(f"/v1/opportunities/{deal['id']}/lose", {"reason": "price"})
    for method, address, body in (*writes, ("DELETE", f"{path}/{need['id']}", None)):
        nils.refused(method, address, body, status=409, code="opportunity_state_forbids")
    assert nils.get(path)["data"] == [need]
