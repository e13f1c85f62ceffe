"""The lists of sales that are more than columns go back in as they were exported, and a changed cell is one change."""

from collections.abc import Mapping
from typing import Any

from shared.contracts.gateway.undos import list_of
from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported
from tests.end_to_end.gateway.test_undo import imported

STAGE, STAGE_NAME = "proposal", "Proposal"
STEPS = ((1, "9.50"), (10, "7.3125"))
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "stages": ("code", "name", "position", "success_rate", "exit_criteria"),
    "orders": ("external_id", "customer_external_id", "currency", "note", "lines", "instalments", "owner.login"),
    "quotations": (
        "external_id", "opportunity_external_id", "valid_until", "currency", "note", "lines", "owner.login",
    ),
    "price_lists": ("code", "name", "kind", "currency", "customer_level", "unit_code", "starts_on", "ends_on"),
    "listed_prices": ("key", "unit_price"),
    "visits": (
        "external_id", "customer_external_id", "contact_external_id", "opportunity_external_id", "subject", "starts_at",
        "ends_at", "place", "note", "owner.login",
    ),
}  # fmt: skip


def load(client: Client, entity: str, content: bytes) -> dict[str, int]:
    mapping = {column.replace(".", "_"): {"column": column, "empty_as_null": True} for column in COLUMNS[entity]}
    told = imported(client, entity, content.decode("utf-8-sig"), (), mapping=mapping)
    rejected = client.get(f"/v1/imports/{told['id']}/results", params={"outcome": "rejected"})["data"]
    assert rejected == []
    counts: dict[str, int] = told["counts"]
    return counts


def a_stage(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    """The path of one, which of the list are exported, and what is changed in the file.

    It is a stage that the company has: another one would be in the way of everybody's deals from then on.
    """
    stage = next(one for one in admin.all("/v1/stages") if one["code"] == STAGE)
    assert stage["exit_criteria"]
    admin.patch(f"/v1/stages/{stage['id']}", {"name": f"{mark} =A"})
    return f"/v1/stages/{stage['id']}", {}, f"{mark} =A".encode(), f"{mark} =B".encode()


def a_visit(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    customer = admin.post("/v1/customers", {"name": f"{mark} Ltd", "external_id": f"c{mark}"})["id"]
    contact = admin.post("/v1/contacts", {"name": "Ada", "customer_id": customer, "external_id": f"p{mark}"})["id"]
    deal = admin.post("/v1/opportunities", {"name": "Deal", "customer_id": customer, "external_id": f"d{mark}"})["id"]
    times = {"starts_at": "2030-05-01T09:00:00.123456+02:00", "ends_at": "2030-05-01T10:00:00+02:00"}
    whom = {"customer_id": customer, "contact_id": contact, "opportunity_id": deal}
    plan = {"subject": f"{mark} =A", "note": "two\nlines", "external_id": f"v{mark}", **whom, **times}
    made = admin.post("/v1/visits", plan)
    assert made["contact_external_id"] == f"p{mark}"
    wanted = {"field": "external_id", "op": "eq", "value": f"v{mark}"}
    return f"/v1/visits/{made['id']}", {"filter": wanted}, f"{mark} =A".encode(), f"{mark} =B".encode()


def an_order(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    customer = admin.post("/v1/customers", {"name": f"{mark} Ltd", "external_id": f"c{mark}"})["id"]
    product = admin.post("/v1/products", {"code": f"P{mark}", "name": "=Pump", "list_price": "10.5000"})["id"]
    lines = [{"product_id": product, "quantity": 2}, {"product_id": product, "quantity": 1, "unit_price": "0.1250"}]
    instalments = [{"due_on": "2031-01-01", "amount": "1.125"}, {"due_on": "2030-01-01", "amount": "20"}]
    said = {"external_id": f"o{mark}", "note": f"{mark} =A", "lines": lines, "instalments": instalments}
    made = admin.post("/v1/orders", {"customer_id": customer} | said)
    wanted = {"field": "external_id", "op": "eq", "value": f"o{mark}"}
    return f"/v1/orders/{made['id']}", {"filter": wanted}, f"{mark} =A".encode(), f"{mark} =B".encode()


def a_quotation(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    deal = admin.post("/v1/opportunities", {"name": "Deal", "external_id": f"d{mark}"})["id"]
    product = admin.post("/v1/products", {"code": f"P{mark}", "name": "=Pump", "list_price": "10.5000"})["id"]
    first = {"product_id": product, "quantity": 3, "unit_price": "9.1250", "discount_percent": "2.5"}
    lines = [first, {"product_id": product, "quantity": 1, "tax_percent": "19"}]
    said = {"external_id": f"q{mark}", "note": f"{mark} =A", "lines": lines, "valid_until": "2040-01-01"}
    made = admin.post("/v1/quotations", {"opportunity_id": deal} | said)
    wanted = {"field": "external_id", "op": "eq", "value": f"q{mark}"}
    return f"/v1/quotations/{made['id']}", {"filter": wanted}, f"{mark} =A".encode(), f"{mark} =B".encode()


def a_price_list(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    made = _list_of_two(admin, mark, kind="promotion", starts_on="2031-03-01", ends_on="2031-03-31")
    wanted = {"field": "code", "op": "eq", "value": made["code"]}
    return f"/v1/price-lists/{made['id']}", {"filter": wanted}, f"{mark} =A".encode(), f"{mark} =B".encode()


def a_listed_price(admin: Client, mark: str) -> tuple[str, dict[str, Any], bytes, bytes]:
    """What changes is the list: a price is a part of it."""
    made = _list_of_two(admin, mark)
    wanted = {"field": "price_list_id", "op": "eq", "value": made["id"]}
    return f"/v1/price-lists/{made['id']}", {"filter": wanted}, b"7.3125", b"7.2875"


def _list_of_two(admin: Client, mark: str, **fields: Any) -> Any:
    [unit] = admin.all("/v1/org-units", params={"filter[code][eq]": "EAST"})
    product = admin.post("/v1/products", {"code": f"P/{mark} %", "name": "=Pump", "list_price": "10.5"})["id"]
    prices = [{"product_id": product, "from_quantity": least, "unit_price": price} for least, price in STEPS]
    said = {"code": f"={mark}/A", "name": f"{mark} =A", "currency": "USD", "unit_id": unit["id"]}
    return admin.post("/v1/price-lists", {**said, "prices": prices, **fields})


MAKERS = {
    "stages": a_stage, "quotations": a_quotation, "orders": an_order, "visits": a_visit, "price_lists": a_price_list,
    "listed_prices": a_listed_price,
}  # fmt: skip


def there_and_back(company: Company, entity: str) -> None:
    """What is exported changes nothing when it is loaded twice; a changed cell is one change."""
    admin, mark = company["admin"], new_id()[-12:]
    path, wanted, old, new = MAKERS[entity](admin, mark)
    before = admin.get(path)
    answer = exported(admin, noun=list_of(entity), **wanted)
    for _ in range(2):
        counts = load(admin, entity, answer.content)
        assert (counts["created"], counts["updated"], counts["rejected"]) == (0, 0, 0)
        assert counts["unchanged"] > 0
    assert admin.get(path) == before
    assert answer.content.count(old) == 1
    assert load(admin, entity, answer.content.replace(old, new))["updated"] == 1
    assert admin.get(path)["version"] == before["version"] + 1
    if entity == "stages":
        admin.patch(path, {"name": STAGE_NAME})
