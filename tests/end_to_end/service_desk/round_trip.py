"""The lists of the service desk that are more than columns go back in as they were exported."""

from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.gateway.test_undo import imported


def load(client: Client, entity: str, content: bytes, columns: dict[str, str]) -> dict[str, int]:
    mapping: dict[str, Any] = {name: {"column": column, "empty_as_null": True} for name, column in columns.items()}
    told = imported(client, entity, content.decode("utf-8-sig"), (), mapping=mapping)
    assert client.get(f"/v1/imports/{told['id']}/results", params={"outcome": "rejected"})["data"] == []
    counts: dict[str, int] = told["counts"]
    return counts


def agents(company: Company) -> None:
    """The skills of agents are exported and change nothing when they are loaded twice."""
    admin, nora = company["admin"], company["nora.north"]
    path = f"/v1/agents/{company.people['nora.north']['id']}"
    admin.post(f"{path}/skills", {"skills": ["rt-old", "water"]})
    before, answer = admin.get(path), exported(admin, noun="agents")
    columns = {"owner_login": "owner.login", "skills": "skills"}
    for _ in range(2):
        counts = load(admin, "agents", answer.content, columns)
        assert (counts["created"], counts["updated"]) == (0, 0)
        assert counts["unchanged"] > 0
    assert admin.get(path) == before
    assert load(admin, "agents", answer.content.replace(b"rt-old", b"rt-new"), columns)["updated"] == 1
    after = admin.get(path)
    assert (after["skills"], after["version"]) == (["rt-new", "water"], before["version"] + 1)
    nora.refused("POST", "/v1/imports", status=403)


def agreements(company: Company) -> None:
    """An agreement goes back in with its customer, its products and its targets."""
    admin, mark = company["admin"], new_id()[-12:].upper()
    customer = admin.post("/v1/customers", {"name": f"Farm {new_id()}", "external_id": f"K{mark}"})["id"]
    product = admin.post("/v1/products", {"code": f"P{mark}", "name": "Pump", "list_price": "1.00"})["id"]
    target = {"severity": "high", "respond_within_minutes": 60, "solve_within_minutes": 240}
    body = {"customer_id": customer, "product_ids": [product], "response_targets": [target], "external_id": f"A{mark}"}
    body |= {"name": "=Care", "coverage": "business_hours", "starts_on": "2031-01-01", "ends_on": "2031-12-31"}
    body |= {"fee": "12.5000", "remind_days": [30, 7]}
    before: Any = eventually(
        lambda: (made := admin.ask("POST", "/v1/agreements", body)).status_code == 201 and made.json()
    )
    answer = exported(admin, noun="agreements", filter={"field": "external_id", "op": "eq", "value": f"A{mark}"})
    names = "external_id customer_external_id name coverage terms starts_on ends_on response_targets products fee "
    columns = {name: name for name in f"{names} currency fee_period remind_days".split()}
    for _ in range(2):
        assert load(admin, "agreements", answer.content, columns)["unchanged"] == 1
    path = f"/v1/agreements/{before['id']}"
    assert admin.get(path) == before
    edited = answer.content.replace(b'""solve_within_minutes"":240', b'""solve_within_minutes"":300')
    assert load(admin, "agreements", edited, columns)["updated"] == 1
    after = admin.get(path)
    assert (after["response_targets"], after["version"]) == ([target | {"solve_within_minutes": 300}], 2)
    again = answer.content.replace(f"A{mark}".encode(), f"B{mark}".encode())
    assert load(admin, "agreements", again, columns)["created"] == 1
