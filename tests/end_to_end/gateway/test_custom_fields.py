"""Fields that a company adds to its records: there at once, everywhere, on every kind of record that takes them."""

import json
import threading
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import exported

NAMED = {"en": "Named by a test", "zh": "测试"}


def define(company: Company, entity: str, kind: str, **more: Any) -> Any:
    """A field of its own for the test, which nobody else has to fill."""
    body = {"entity": entity, "code": f"f{new_id()[-12:]}", "type": kind, "label": NAMED, **more}
    return company["admin"].post("/v1/custom-fields", body)


def customer(client: Client, **more: Any) -> Any:
    return client.post("/v1/customers", {"name": f"Customer {new_id()}", **more})


def ids(client: Client, path: str, **params: Any) -> list[str]:
    return [row["id"] for row in client.all(path, params=params)]


@pytest.fixture
def retired_after(company: Company) -> Any:
    """Retires what it is given when the test is over: a required field would stop everybody else's saves."""
    fields: list[Any] = []
    yield fields.append
    for field in fields:
        company["admin"].post(f"/v1/custom-fields/{field['id']}/retire")


@pytest.mark.feature("X-20")
def test_a_field_of_a_customer_is_written_validated_filtered_sorted_and_exported_without_a_deployment(
    company: Company,
) -> None:
    nils = company["nils.north"]
    region = define(company, "customer", "choice", choices=[{"code": "alps"}, {"code": "coast"}])
    area = define(company, "customers", "integer")
    code, size = region["code"], area["code"]
    made = [customer(nils, custom={code: place, size: number}) for place, number in (("alps", 30), ("coast", 7))]
    bare = customer(nils)
    assert [one["custom"] for one in made] == [{code: "alps", size: 30}, {code: "coast", size: 7}]
    assert bare["custom"] == {}

    wrong = {code: "moon", size: "many", "nothing_such": 1}
    problem = nils.refused("POST", "/v1/customers", {"name": "x", "custom": wrong}, status=422)
    assert problem["code"] == "custom_value_refused"
    assert {fault["pointer"] for fault in problem["errors"]} == {f"/custom/{name}" for name in wrong}

    mine = {"filter[owner_id][eq]": nils.me["id"]}
    assert ids(nils, "/v1/customers", **mine, **{f"filter[custom.{code}][eq]": "alps"}) == [made[0]["id"]]
    assert set(ids(nils, "/v1/customers", **mine, **{f"filter[custom.{size}][gte]": "7"})) == {m["id"] for m in made}
    assert bare["id"] in ids(nils, "/v1/customers", **mine, **{f"filter[custom.{code}][null]": "true"})
    rising = ids(nils, "/v1/customers", limit=1, sort=f"custom.{size}", **{f"filter[custom.{size}][null]": "false"})
    assert rising == [made[1]["id"], made[0]["id"]]
    falling = ids(nils, "/v1/customers", limit=1, sort=f"-custom.{size}", **mine)
    assert falling[:2] == [made[0]["id"], made[1]["id"]]
    assert set(ids(nils, "/v1/customers", sort=f"custom.{size}", **mine)) == set(falling)
    tree = {"or": [{"field": f"custom.{code}", "value": "coast"}, {"field": "id", "value": bare["id"]}]}
    found = nils.post("/v1/customers/search", {"filter": tree, "count": "exact", "totals": [f"custom.{size}"]})
    assert {row["id"] for row in found["data"]} == {made[1]["id"], bare["id"]}
    assert (found["count"], found["totals"]) == (2, {f"custom.{size}": "7.00"})
    page = nils.get("/v1/customers", params={"fields": f"name,custom.{code}", "filter[id][eq]": made[0]["id"]})
    assert page["data"] == [{"id": made[0]["id"], "name": made[0]["name"], "custom": {code: "alps"}}]
    question = {"field": f"custom.{size}", "op": "gte", "value": "7"}
    file = exported(nils, noun="customers", format="jsonl", filter=question, sort=[f"custom.{size}"])
    assert [json.loads(line)["custom"] for line in file.text.splitlines()] == [made[1]["custom"], made[0]["custom"]]


def test_a_field_is_in_the_description_the_history_and_the_events(company: Company) -> None:
    nils = company["nils.north"]
    colour = define(company, "customers", "text")
    code = colour["code"]
    described = nils.get("/v1/openapi.json")
    schemas = described["components"]["schemas"]
    for name in ("CreateCustomer", "ChangeCustomer", "CustomerView"):
        assert code in schemas[name]["properties"]["custom"]["properties"]
    assert schemas["CustomerView"]["properties"]["custom"]["properties"][code]["title"] == NAMED["en"]
    assert f"filter_custom_{code}_eq" in described["components"]["parameters"]
    company["admin"].patch(f"/v1/custom-fields/{colour['id']}", {"label": {"en": "Colour"}})
    properties = nils.get("/v1/openapi.json")["components"]["schemas"]["CustomerView"]["properties"]["custom"]
    assert properties["properties"][code]["title"] == "Colour"

    made = customer(nils, custom={code: "red"})
    nils.patch(f"/v1/customers/{made['id']}", {"custom": {code: "blue"}})
    nils.patch(f"/v1/customers/{made['id']}", {"custom": {code: None}})
    told = [entry["changes"][f"custom.{code}"] for entry in nils.get(f"/v1/customers/{made['id']}/history")["data"]]
    assert told == [
        {"before": None, "after": "red"},
        {"before": "red", "after": "blue"},
        {"before": "blue", "after": None},
    ]


@pytest.mark.parametrize(
    ("kind", "more", "value", "kept", "wrong"),
    [
        ("text", {}, "Über 'quoted'; DROP TABLE customers; --", ..., 7),
        ("long_text", {}, "x" * 9000, ..., "x" * 10_001),
        ("integer", {}, -12, ..., 1.5),
        ("decimal", {}, "12.3400", "12.34", "12.34567"),
        ("money", {"currency": "CNY"}, "1234.5", "1234.50", 12.5),
        ("date", {}, "2026-02-28", ..., "2026-02-30"),
        ("datetime", {}, "2026-03-01T08:00:00+08:00", "2026-03-01T00:00:00+00:00", "2026-03-01T08:00:00"),
        ("boolean", {}, False, ..., "false"),
        ("choice", {"choices": [{"code": "a"}, {"code": "b"}], "multiple": True}, ["b", "a"], ..., ["a", "a"]),
        ("email", {}, "ada@example.com", ..., "ada"),
        ("phone", {}, "+49 40 123-456", ..., "call me"),
        ("url", {}, "https://example.com/x?y=1", ..., "javascript:alert(1)"),
    ],
)
def test_each_type_takes_its_values_and_finds_them(
    company: Company, kind: str, more: dict[str, Any], value: Any, kept: Any, wrong: Any
) -> None:
    nils = company["nils.north"]
    field = define(company, "contacts", kind, **more)
    code = field["code"]
    body = {"kind": "supplier", "name": f"Contact {new_id()}"}
    made = nils.post("/v1/contacts", {**body, "custom": {code: value}})
    assert made["custom"] == {code: value if kept is ... else kept}
    assert nils.get(f"/v1/contacts/{made['id']}")["custom"] == made["custom"]
    one = str(value[0] if isinstance(value, list) else value)
    operator, asked = (
        ("like", one[:20] + "*") if kind == "long_text" else ("eq", one.lower() if kind == "boolean" else one)
    )
    assert ids(nils, "/v1/contacts", **{f"filter[custom.{code}][{operator}]": asked}) == [made["id"]]
    problem = nils.refused("POST", "/v1/contacts", {**body, "custom": {code: wrong}}, status=422)
    assert [fault["pointer"] for fault in problem["errors"]] == [f"/custom/{code}"]


def test_a_reference_names_a_record_that_the_caller_may_see(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    code = define(company, "customers", "reference", references="customers")["code"]
    theirs, ours = customer(sara), customer(nils)
    assert customer(nils, custom={code: ours["id"]})["custom"] == {code: ours["id"]}
    for hidden in (theirs["id"], new_id()):
        nils.refused("POST", "/v1/customers", {"name": "x", "custom": {code: hidden}}, status=422)


@pytest.mark.feature("X-21")
def test_a_required_field_of_an_opportunity_blocks_a_save_and_is_named(company: Company, retired_after: Any) -> None:
    nils = company["nils.north"]
    name = {"name": f"Deal {new_id()}"}
    old = nils.post("/v1/opportunities", name)
    field = define(company, "opportunity", "decimal", required=True)
    retired_after(field)
    code = field["code"]
    for method, path in (("POST", "/v1/opportunities"), ("PATCH", f"/v1/opportunities/{old['id']}")):
        problem = nils.refused(method, path, name, status=422, code="custom_value_refused")
        assert problem["errors"] == [{"pointer": f"/custom/{code}", "detail": "Is required."}]
    deal = nils.post("/v1/opportunities", {**name, "custom": {code: "2.5"}})
    nils.refused("PATCH", f"/v1/opportunities/{deal['id']}", {"custom": {code: None}}, status=422)
    changed = nils.patch(f"/v1/opportunities/{old['id']}", {"custom": {code: "4"}})
    assert changed["custom"] == {code: "4.00"}
    page = nils.get("/v1/opportunities", params={"sort": f"-custom.{code}", f"filter[custom.{code}][gt]": "2"})
    assert [row["id"] for row in page["data"]] == [old["id"], deal["id"]]
    problem = nils.refused("POST", "/v1/opportunities", {**name, "custom": {code: "many"}}, status=422)
    assert [fault["pointer"] for fault in problem["errors"]] == [f"/custom/{code}"]
    question = {"field": f"custom.{code}", "op": "gt", "value": "2"}
    file = exported(nils, noun="opportunities", format="jsonl", filter=question, sort=[f"-custom.{code}"])
    assert [json.loads(line)["custom"] for line in file.text.splitlines()] == [{code: "4.00"}, {code: "2.50"}]


def test_a_retired_field_stays_readable_and_takes_nothing_new(company: Company) -> None:
    nils, admin = company["nils.north"], company["admin"]
    field = define(company, "leads", "text")
    path, code = f"/v1/custom-fields/{field['id']}", field["code"]
    lead = nils.post("/v1/leads", {"name": f"Lead {new_id()}", "custom": {code: "kept"}})
    admin.post(f"{path}/retire")
    admin.refused("POST", f"{path}/retire", {}, status=409, code="custom_field_retired")
    admin.refused("PATCH", path, {"required": True}, status=409, code="custom_field_retired")
    assert nils.get(f"/v1/leads/{lead['id']}")["custom"] == {code: "kept"}
    assert ids(nils, "/v1/leads", **{f"filter[custom.{code}][eq]": "kept"}) == [lead["id"]]
    nils.refused("POST", "/v1/leads", {"name": "x", "custom": {code: "new"}}, status=422)
    nils.refused("PATCH", f"/v1/leads/{lead['id']}", {"custom": {code: "new"}}, status=422)
    assert nils.patch(f"/v1/leads/{lead['id']}", {"note": "still"})["custom"] == {code: "kept"}
    admin.post(f"{path}/reinstate")
    assert nils.patch(f"/v1/leads/{lead['id']}", {"custom": {code: "new"}})["custom"] == {code: "new"}


def test_every_kind_of_record_takes_fields_by_declaration(company: Company) -> None:
    nils, admin = company["nils.north"], company["admin"]
    codes = {
        entity: define(company, entity, "text")["code"] for entity in ("products", "quotations", "orders", "requests")
    }
    product = admin.post(
        "/v1/products",
        {"code": new_id(), "name": "Pump", "list_price": "10", "custom": {codes["products"]: "steel"}},
    )
    buyer = customer(nils)
    deal = nils.post("/v1/opportunities", {"name": "Deal", "customer_id": buyer["id"]})
    line = {"product_id": product["id"], "quantity": 1}
    bodies = {
        "quotations": {"opportunity_id": deal["id"], "valid_until": "2199-01-01", "lines": [line]},
        "orders": {"customer_id": buyer["id"], "lines": [line]},
        "requests": {"customer_name": "Somebody", "description": "It drips."},
    }
    for entity, body in bodies.items():
        made = nils.post(f"/v1/{entity}", {**body, "custom": {codes[entity]: "steel"}})
        assert made["custom"] == {codes[entity]: "steel"}
        path, stands = f"/v1/{entity}/{made['id']}", {"If-Match": f'"{made["version"]}"'}
        changed = nils.patch(path, {"custom": {codes[entity]: "brass"}}, headers=stands)
        assert changed["custom"] == {codes[entity]: "brass"}
        assert ids(nils, f"/v1/{entity}", **{f"filter[custom.{codes[entity]}][eq]": "brass"}) == [made["id"]]
    assert ids(nils, "/v1/products", **{f"filter[custom.{codes['products']}][like]": "ste*"}) == [product["id"]]


def test_what_a_definition_may_not_be(company: Company) -> None:
    admin = company["admin"]
    good = {"entity": "customers", "code": f"f{new_id()[-12:]}", "type": "text", "label": NAMED}
    admin.post("/v1/custom-fields", good)
    for status, more in {
        400: [
            {"code": "__proto__"},
            {"code": "x; drop table customers"},
            {"entity": "people"},
            {"type": "blob"},
            {"label": {"zh": "无"}},
            {"type": "choice"},
            {"type": "choice", "choices": [{"code": f"c{number}"} for number in range(10_000)]},
            {"choices": [{"code": "a"}]},
            {"type": "money"},
            {"type": "reference"},
            {"position": -1},
            {"id": new_id()},
        ],
        409: [{}],
        422: [
            {"code": "name"},
            {"code": "annual_revenue"},
            {"code": "constructor"},
            {"code": "fresh", "type": "choice", "picklist": "no_such_list"},
            {"code": "fresh", "type": "integer", "default": "many"},
            {"code": "fresh", "type": "reference", "references": "requests"},
        ],
    }.items():
        for part in more:
            admin.refused("POST", "/v1/custom-fields", {**good, **part}, status=status)
    mine = company["nils.north"].get("/v1/custom-fields", params={"filter[code][eq]": good["code"]})["data"]
    assert [field["label"] for field in mine] == [NAMED]
    path = f"/v1/custom-fields/{mine[0]['id']}"
    admin.refused("PATCH", path, {"type": "integer"}, status=400)
    for who in ("nils.north", "nora.north"):
        company[who].refused("POST", "/v1/custom-fields", {**good, "code": "fresh"}, status=403)
        company[who].refused("POST", f"{path}/retire", {}, status=403)


def test_what_a_query_and_a_value_may_not_be(company: Company) -> None:
    nils = company["nils.north"]
    elsewhere = define(company, "leads", "text")["code"]
    text = define(company, "customers", "text")["code"]
    for query in (
        {f"filter[custom.{elsewhere}][eq]": "x"},
        {"filter[custom.name' OR 1=1][eq]": "x"},
        {f"filter[custom.{text}][gt]": "x"},
        {"sort": f"custom.{elsewhere}"},
        {"totals": f"custom.{text}"},
        {"sort": "custom."},
    ):
        nils.refused("GET", "/v1/customers", params=query, status=400)
    eleven = [{"field": f"custom.a{number}", "value": "x"} for number in range(11)]
    nils.refused("POST", "/v1/customers/search", {"filter": {"and": eleven}}, status=400, code="too_many_custom_fields")
    nils.refused("POST", "/v1/customers", {"name": "x", "custom": {text: "y" * 900_000}}, status=422)
    nils.refused("POST", "/v1/customers", {"name": "x", "custom": {"__proto__": {"admin": True}}}, status=422)
    nils.refused("POST", "/v1/customers", {"name": "x", "custom": [text]}, status=400)
    nils.refused("GET", "/v1/quotations", params={"sort": "nothing.such"}, status=400)


def test_all_instances_agree_at_once_when_a_field_is_defined(company: Company) -> None:
    """Ten definitions, each followed by ten writes at once that any instance of the service may get."""
    nils = company["nils.north"]
    for _ in range(3):
        code = define(company, "customers", "text")["code"]
        answers: list[int] = []

        def write(code: str = code, answers: list[int] = answers) -> None:
            body = {"name": f"Customer {new_id()}", "custom": {code: "x"}}
            answers.append(nils.ask("POST", "/v1/customers", body).status_code)

        together = [threading.Thread(target=write) for _ in range(6)]
        for thread in together:
            thread.start()
        for thread in together:
            thread.join()
        assert answers == [201] * 6


def test_a_custom_value_is_written_once_by_a_repeated_key_and_not_over_a_newer_version(company: Company) -> None:
    nils = company["nils.north"]
    code = define(company, "customers", "text")["code"]
    key = {"Idempotency-Key": new_id()}
    body = {"name": f"Customer {new_id()}", "custom": {code: "x"}}
    first, again = (nils.ask("POST", "/v1/customers", body, headers=key) for _ in range(2))
    assert first.json() == again.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    path, stale = f"/v1/customers/{first.json()['id']}", {"If-Match": first.headers["ETag"]}
    nils.patch(path, {"custom": {code: "y"}}, headers=stale)
    nils.refused("PATCH", path, {"custom": {code: "z"}}, headers=stale, status=412)
    assert nils.get(path)["custom"] == {code: "y"}
