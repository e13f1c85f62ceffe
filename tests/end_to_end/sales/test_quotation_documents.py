"""A product's own attributes: filtered in the catalogue, and printed on a quotation that Word can open."""

import io
from typing import Any

import pytest
from docx import Document

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.sign_in.browser import new_person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture(scope="module")
def codes(company: Company) -> dict[str, str]:
    """Attributes of products, which the company has thought of: a text, a choice of several, an amount, a flag."""
    admin, word = company["admin"], new_id()[-8:]
    picklist = f"finish_{word}"
    admin.post("/v1/picklists", {"code": picklist, "label": {"en": "Finish", "zh": "表面"}})
    for value, label in (("matt", {"en": "Matt", "zh": "哑光"}), ("oiled", {"en": "Oiled", "zh": "上油"})):
        admin.post(f"/v1/picklists/{picklist}/values", {"code": value, "label": label})
    made = {}
    for name, more in {
        "voltage": {"type": "text", "label": {"en": "Voltage", "zh": "电压"}},
        "finish": {"type": "choice", "picklist": picklist, "multiple": True, "label": {"en": "Finish", "zh": "表面"}},
        "proof": {"type": "boolean", "label": {"en": "Waterproof", "zh": "防水"}},
    }.items():
        made[name] = f"{name}_{word}"
        admin.post("/v1/custom-fields", {"entity": "products", "code": made[name], **more})
    return made


@pytest.fixture(scope="module")
def drill(company: Company, codes: dict[str, str]) -> Any:
    custom = {codes["voltage"]: "230 V 交流", codes["finish"]: ["matt", "oiled"], codes["proof"]: True}
    product = {"code": f"D-{new_id()[-8:]}", "name": "电钻 Drill", "list_price": "100.00", "custom": custom}
    return company["admin"].post("/v1/products", product)


def quote(company: Company, *lines: Any, **more: Any) -> Any:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"北京钢铁 & <Söhne> {new_id()}"})
    deal = nils.post("/v1/opportunities", {"name": "Tools", "customer_id": customer["id"]})
    body = {"opportunity_id": deal["id"], "valid_until": "2099-12-31", "lines": list(lines), **more}
    return nils.post("/v1/quotations", body) | {"customer_name": customer["name"]}


def document_of(client: Client, quotation: Any, language: str = "en") -> Any:
    path = f"/v1/quotations/{quotation['id']}/document"
    answer = client.ask("GET", path, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == WORD
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{quotation['number']}.docx"
    return Document(io.BytesIO(answer.content))


def rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


@pytest.mark.feature("X-22")
def test_a_custom_attribute_of_a_product_is_filtered_in_the_catalogue(
    company: Company, codes: dict[str, str], drill: Any
) -> None:
    nils, plain = (
        company["nils.north"],
        company["admin"].post("/v1/products", {"code": f"P-{new_id()[-8:]}", "name": "Plain", "list_price": "1.00"}),
    )
    for name, operator, value in (
        ("voltage", "eq", "230 V 交流"),
        ("voltage", "like", "230 V*"),
        ("finish", "eq", "oiled"),
        ("proof", "eq", "true"),
    ):
        params = {f"filter[custom.{codes[name]}][{operator}]": value, "count": "exact"}
        page = nils.get("/v1/products", params=params)
        assert ([row["id"] for row in page["data"]], page["count"]) == ([drill["id"]], 1), name
    nothing = nils.get("/v1/products", params={f"filter[custom.{codes['voltage']}][eq]": "110 V"})["data"]
    without = nils.all("/v1/products", params={f"filter[custom.{codes['voltage']}][null]": "true", "limit": 200})
    assert nothing == []
    assert plain["id"] in {row["id"] for row in without}
    assert drill["id"] not in {row["id"] for row in without}
    unknown = {"filter[custom.no_such_attribute][eq]": "1"}
    nils.refused("GET", "/v1/products", status=400, params=unknown)


@pytest.mark.feature("X-22")
def test_a_custom_attribute_of_a_product_is_printed_on_a_quotation_as_it_was_when_it_was_quoted(
    company: Company, codes: dict[str, str], drill: Any
) -> None:
    admin, nils = company["admin"], company["nils.north"]
    bit = admin.post("/v1/products", {"code": f"B-{new_id()[-8:]}", "name": "Bit", "list_price": "2.50"})
    quotation = quote(
        company,
        {"product_id": drill["id"], "quantity": 3, "discount_percent": "10", "tax_percent": "20"},
        {"product_id": bit["id"], "quantity": 4},
        note="Delivery free to the gate.\n送货上门",
    )
    document = document_of(nils, quotation)
    heads, lines, totals = (rows(table) for table in document.tables)
    assert document.paragraphs[0].text == f"Quotation {quotation['number']}"
    assert dict(heads) == {
        "Customer": quotation["customer_name"],
        "Version": "1",
        "Status": "draft",
        "Valid until": "2099-12-31",
        "Currency": quotation["currency"],
    }
    assert lines[0] == ["No.", "Product", "Quantity", "Unit price", "Discount %", "Tax %", "Net"]
    name = f"电钻 Drill ({drill['code']})"
    attributes = ["Voltage: 230 V 交流", "Finish: Matt, Oiled", "Waterproof: yes"]
    assert sorted(lines[1][1].split("\n")) == sorted([name, *attributes])
    assert lines[1][1].startswith(name)
    assert lines[1][2:] == ["3", "100.00", "10.00", "20.00", "270.00"]
    assert lines[2][1:] == [f"Bit ({bit['code']})", "4", "2.50", "0.00", "0.00", "10.00"]
    assert totals == [["Net", "280.00"], ["Tax", "54.00"], ["Total", "334.00"]]
    assert (quotation["net"], quotation["tax"], quotation["gross"]) == ("280.00", "54.00", "334.00")
    assert document.paragraphs[-1].text == "Delivery free to the gate.\n送货上门"

    chinese = document_of(nils, quotation, "zh-CN,zh;q=0.9")
    assert chinese.paragraphs[0].text == f"报价单 {quotation['number']}"
    assert {"电压: 230 V 交流", "表面: 哑光, 上油", "防水: 是"} <= set(rows(chinese.tables[1])[1][1].split("\n"))
    assert rows(chinese.tables[2])[2] == ["合计", "334.00"]

    nils.post(f"/v1/quotations/{quotation['id']}/send")
    admin.patch(f"/v1/products/{drill['id']}", {"custom": {codes["voltage"]: "110 V"}})
    sent = document_of(nils, quotation)
    assert "Voltage: 230 V 交流" in rows(sent.tables[1])[1][1]
    assert dict(rows(sent.tables[0]))["Status"] == "sent"
    line = nils.get(f"/v1/quotations/{quotation['id']}")["versions"][-1]["lines"][0]
    assert line["attributes"][codes["voltage"]] == "230 V 交流"
    anew = quote(company, {"product_id": drill["id"], "quantity": 1})
    assert "Voltage: 110 V" in rows(document_of(nils, anew).tables[1])[1][1]


def test_a_document_is_for_those_who_may_see_the_whole_quotation(company: Company, drill: Any) -> None:
    quotation, admin = quote(company, {"product_id": drill["id"], "quantity": 1}), company["admin"]
    path = f"/v1/quotations/{quotation['id']}/document"
    for stranger in ("nina.north", "sara.south"):
        company[stranger].refused("GET", path, status=404, code="not_found")
    company["nils.north"].refused("GET", f"/v1/quotations/{new_id()}/document", status=404)
    company["nils.north"].refused("GET", path, status=400, params={"version": "1"})
    for reader in ("nora.north", "helen.head"):
        assert document_of(company[reader], quotation).tables
    code = f"t{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    narrow = {"right": "sales.quotation:read", "reach": "unit", "open_fields": ["number", "status"]}
    admin.post(f"/v1/groups/{group['id']}/grant", narrow)
    client = company.stack.client(new_person(company, "NORTH", code)["login"], PASSWORD)
    assert client.get(f"/v1/quotations/{quotation['id']}")["number"] == quotation["number"]
    client.refused("GET", path, status=403, code="field_is_closed")


def test_signs_that_no_document_can_hold_do_not_spoil_it(company: Company, drill: Any) -> None:
    quotation = quote(company, {"product_id": drill["id"], "quantity": 1}, note="Bell \x07 and <w:t> & ]]> 😀")
    assert document_of(company["nils.north"], quotation).paragraphs[-1].text == "Bell   and <w:t> & ]]> 😀"
