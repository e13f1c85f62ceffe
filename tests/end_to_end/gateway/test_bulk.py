"""Many operations in one request: each as its own route would do it, each once however often the request comes."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company


def create(**body: Any) -> dict[str, Any]:
    return {"op": "create", "body": body}


def keyed(client: Client, path: str, operations: list[Any], key: str) -> Any:
    return client.ask("POST", path, {"operations": operations}, headers={"Idempotency-Key": key})


def test_each_operation_is_done_or_refused_by_itself_as_its_own_route_would(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    lead = nils.post("/v1/leads", {"name": f"Old {mark}"})
    hidden = company["sara.south"].post("/v1/leads", {"name": f"Hidden {mark}"})
    operations = [
        create(name=f"New {mark}"),
        {"op": "update", "id": lead["id"], "body": {"company": "Engines"}, "if_match": 1},
        {"op": "update", "id": lead["id"], "body": {"company": "Motors"}, "if_match": 1},
        {"op": "qualify", "id": lead["id"], "body": {"budget": "10.00"}},
        {"op": "reopen", "id": lead["id"]},
        {"op": "lose", "id": hidden["id"], "body": {"reason": "not mine"}},
        create(name=""),
        create(name="x", owner_id=lead["owner"]["id"]),
    ]
    answer = nils.post("/v1/leads/bulk", {"operations": operations})
    results = answer["results"]
    assert [one["status"] for one in results] == [201, 200, 412, 200, 409, 404, 400, 400]
    assert [one["index"] for one in results] == list(range(8))
    assert (answer["succeeded"], answer["failed"]) == (3, 5)
    assert results[0]["body"] == nils.get(f"/v1/leads/{results[0]['id']}")
    assert results[2]["problem"]["current_version"] == 2
    assert [fault["pointer"] for fault in results[7]["problem"]["errors"]] == ["/owner_id"]
    assert nils.get(f"/v1/leads/{lead['id']}")["status"] == "qualified"
    assert nils.get(f"/v1/leads/{lead['id']}")["company"] == "Engines"
    assert company["sara.south"].get(f"/v1/leads/{hidden['id']}") == hidden
    [*_, last] = nils.get(f"/v1/leads/{lead['id']}/history")["data"]
    assert last["changes"]["status"] == {"before": "new", "after": "qualified"}


def test_orders_and_contacts_made_offline_are_applied_once_however_often_they_are_sent(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()
    product = company["admin"].post("/v1/products", {"code": mark[-12:], "name": "Plough", "list_price": "10.00"})
    customer = nils.post("/v1/customers", {"name": f"Farm {mark}"})
    contacts = [create(id=new_id(), name=f"{n} {mark}", kind="customer", customer_id=customer["id"]) for n in range(3)]
    line = {"product_id": product["id"], "quantity": 2}
    orders = [create(id=new_id(), customer_id=customer["id"], lines=[line]) for _ in range(2)]
    for path, operations in (("/v1/contacts/bulk", contacts), ("/v1/orders/bulk", orders)):
        key = new_id()
        first, again = keyed(nils, path, operations, key), keyed(nils, path, operations, key)
        assert [one["status"] for one in first.json()["results"]] == [201] * len(operations)
        assert again.json() == first.json()
        assert "Idempotency-Replayed" not in first.headers
        assert again.headers["Idempotency-Replayed"] == "true"
        under_a_new_key = keyed(nils, path, operations, new_id()).json()
        assert [one["status"] for one in under_a_new_key["results"]] == [409] * len(operations)
        assert {one["problem"]["code"] for one in under_a_new_key["results"]} == {"already_exists"}
    filtered = {"filter[customer_id][eq]": customer["id"], "count": "exact"}
    assert nils.get("/v1/contacts", params=filtered)["count"] == 3
    assert nils.get("/v1/orders", params=filtered)["count"] == 2


def test_a_key_belongs_to_one_content_and_to_one_person_and_two_at_once_have_one_effect(company: Company) -> None:
    nils, sara, mark, key = company["nils.north"], company["sara.south"], f"Key{new_id()[-12:]}", new_id()
    operations = [create(name=f"{mark} {n}") for n in range(20)]
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: keyed(nils, "/v1/leads/bulk", operations, key), range(4)))
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert any(answer.status_code == 200 for answer in answers)
    assert keyed(nils, "/v1/leads/bulk", operations, key).headers["Idempotency-Replayed"] == "true"
    other = keyed(nils, "/v1/leads/bulk", operations[1:], key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert keyed(sara, "/v1/leads/bulk", operations, key).json()["succeeded"] == 20
    mine = {"filter[owner_id][eq]": nils.me["id"], "filter[name][like]": f"{mark}*", "count": "exact"}
    assert nils.get("/v1/leads", params=mine)["count"] == 20


def test_every_operation_needs_the_right_of_its_own_route(company: Company) -> None:
    operations = [create(code=f"B{new_id()[-12:]}", name="Plough", list_price="1.00")]
    [refused] = company["nils.north"].post("/v1/products/bulk", {"operations": operations})["results"]
    assert (refused["status"], refused["problem"]["code"]) == (403, "right_missing")
    [made] = company["admin"].post("/v1/products/bulk", {"operations": operations})["results"]
    assert made["status"] == 201


@pytest.mark.parametrize(
    ("operations", "pointer"),
    [
        ([], "/operations"),
        ([create(name="x")] * 1001, "/operations"),
        ([{"op": "explode", "id": new_id()}], "/operations/0/op"),
        ([create(name="x"), {"op": "qualify", "body": {}}], "/operations/1/id"),
        ([{"op": "update", "id": "no id", "body": {}}], "/operations/0/id"),
        ([{"op": "create", "id": new_id(), "body": {"name": "x"}}], "/operations/0"),
        ([{"op": "reopen", "id": new_id(), "if_match": "3"}], "/operations/0/if_match"),
        ([{"op": "reopen", "id": new_id(), "owner_id": new_id()}], "/operations/0/owner_id"),
        ([{"op": "transfer", "id": new_id(), "body": []}], "/operations/0/body"),
        ("all", "/operations"),
    ],
)
def test_a_bulk_of_wrong_form_is_refused_whole(company: Company, operations: Any, pointer: str) -> None:
    nils = company["nils.north"]
    before = nils.get("/v1/leads", params={"count": "exact"})["count"]
    problem = nils.refused("POST", "/v1/leads/bulk", {"operations": operations}, status=400)
    assert pointer in [fault["pointer"] for fault in problem["errors"]]
    assert nils.get("/v1/leads", params={"count": "exact"})["count"] == before


def test_a_thousand_operations_fit_into_one_request(company: Company) -> None:
    operations = [create(code="B", name="Plough", list_price="1.00")] * 1000
    answer = company["nils.north"].post("/v1/products/bulk", {"operations": operations})
    assert (answer["succeeded"], answer["failed"], len(answer["results"])) == (0, 1000, 1000)
    job = answer["job_id"]
    lead = [create(name=f"Lead {job} {n}") for n in range(120)]
    assert company["nils.north"].post("/v1/leads/bulk", {"operations": lead})["succeeded"] == 120
