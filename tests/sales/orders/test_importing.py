"""Orders from a file: one row an order, drafts by the rules of orders, and nothing that a verb must do."""

import json
from typing import Any

import pytest

from services.sales.configurators.model import KeptConfiguration
from services.sales.orders import rules
from shared.ids import new_id
from tests.sales.desk import Office

PUMP, BOLT = {"code": "PUMP", "quantity": 2}, {"code": "BOLT", "quantity": 1, "unit_price": "0.1250"}


@pytest.fixture
def office(office_anywhere: Office) -> Office:
    """Nils and Sara have a customer each; of three products one is retired, one is listed in euros."""
    helen = office_anywhere("helen")
    helen.create_product(request={"code": "PUMP", "name": "Pump", "list_price": "10.00"})
    helen.create_product(request={"code": "BOLT", "name": "Bolt", "list_price": "1.00", "currency": "EUR"})
    old = helen.create_product(request={"code": "OLD", "name": "Old", "list_price": "1.00"})
    helen.retire_product(product_id=old["id"], request={})
    office_anywhere("nils").create_customer(request={"name": "Acme", "external_id": "ACME"})
    office_anywhere("sara").create_customer(request={"name": "Sara Ltd", "external_id": "SARAS"})
    return office_anywhere


def row(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"external_id": "O1", "customer_external_id": "ACME", "lines": json.dumps(lines or [PUMP, BOLT])}
    return said | more


def load(office: Office, *rows: dict[str, Any], who: str = "nils", mode: str = "upsert") -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = office(who).import_orders(rows=list(rows), mode=mode)["results"]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["code"] or result["outcome"] for result in results]


def as_exported(order: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain = {name: order[name] for name in ("external_id", "customer_external_id", "currency", "note")}
    lists = {name: json.dumps(order[name]) for name in ("lines", "instalments")}
    return plain | lists | {"owner_login": order["owner"]["login"]} | more


def test_a_second_run_changes_nothing_and_a_changed_cell_is_that_change(office: Office) -> None:
    plan = json.dumps([{"due_on": "2031-01-01", "amount": "20.125"}])
    [made] = load(office, row(instalments=plan, owner_login="nina"), who="helen", mode="create")
    order = office("nina").get_order(order_id=made["id"])
    assert (order["status"], order["amount"], order["owner"]["login"]) == ("draft", "20.1250", "nina")
    assert [line["unit_price"] for line in order["lines"]] == ["10.00", "0.1250"]
    same = [as_exported(order), row(), row(instalments=plan)]
    assert [outcomes(load(office, one, who="nora")) for one in same] == [["unchanged"]] * 3
    assert office("nina").get_order(order_id=made["id"]) == order
    dearer = json.dumps([order["lines"][0] | {"unit_price": "11"}, order["lines"][1]])
    wrong, right = as_exported(order, lines=dearer), as_exported(order, lines=dearer, instalments="[]")
    assert outcomes(load(office, wrong, who="nora")) == ["order_instalments_sum"]
    assert outcomes(load(office, right, who="nora")) == ["updated"]
    told = [event.type.split("order.")[1].split(".")[0] for event in office.events(made["id"])]
    assert told == ["created", "changed"]


def kept(office: Office, code: str, *parts: str) -> str:
    """The id of a configuration of this product that somebody has chosen."""
    ids = {one["code"]: one["id"] for one in office("helen").list_products(query={})["data"]}
    choices = [{"slot": "part", "product_id": ids[part]} for part in parts]
    configuration = KeptConfiguration(id=new_id(), product_id=ids[code], choices=choices)
    with office.branches.database.write() as session:
        session.add(configuration)
        return configuration.id


def test_the_lines_of_a_configuration_stay_its_lines_through_a_file(office: Office) -> None:
    known = kept(office, "PUMP", "BOLT")
    built = [line | {"configuration_id": known} for line in (PUMP, BOLT)]
    [made] = load(office, row(*built))
    order = office("nils").get_order(order_id=made["id"])
    assert [line["configuration_id"] for line in order["lines"]] == [known, known]
    assert outcomes(load(office, as_exported(order))) == ["unchanged"]
    more = json.dumps([order["lines"][0] | {"quantity": 5}, order["lines"][1]])
    assert outcomes(load(office, as_exported(order, lines=more))) == ["updated"]
    lines = office("nils").get_order(order_id=made["id"])["lines"]
    assert [(line["quantity"], line["configuration_id"]) for line in lines] == [(5, known), (1, known)]
    assert outcomes(load(office, as_exported(order, external_id="O2", lines=more))) == ["created"]
    alone = json.dumps([lines[0], lines[1] | {"configuration_id": None}])
    assert outcomes(load(office, as_exported(order, lines=alone))) == ["updated"]


@pytest.mark.parametrize(
    ("of", "code"), [("PUMP", "import_reference_unknown"), ("nothing", "import_reference_unknown"), ("x", "malformed")]
)
def test_a_line_names_a_configuration_that_is_known_and_has_its_product(office: Office, of: str, code: str) -> None:
    named = {"PUMP": kept(office, "PUMP"), "nothing": new_id(), "x": "x"}[of]
    assert outcomes(load(office, row(PUMP, BOLT | {"configuration_id": named}))) == [code]


def test_each_row_that_breaks_a_rule_is_rejected_and_the_others_are_taken(office: Office) -> None:
    rejected = {
        "import_reference_unknown": [row(customer_external_id="SARAS"), row({"code": "NONE", "quantity": 1})],
        "product_not_offered": [row({"code": "OLD", "quantity": 1})],
        "order_customer_missing": [row(customer_external_id=None)],
        "order_price_missing": [row({"code": "BOLT", "quantity": 1})],
        "order_lines_quoted": [row(PUMP | {"discount_percent": "5"}), row(PUMP | {"tax": "1.00"})],
        "new_owner_inactive": [row(owner_login="gone")],
        "malformed": [
            row(lines="2 pumps"),
            row(lines="[]"),
            row(lines="[1]"),
            row(lines="[" * 9_000),
            row(PUMP | {"quantity": "2"}),
            row(status="confirmed"),
        ],
    }
    for code, rows in rejected.items():
        assert outcomes(load(office, *rows)) == [code] * len(rows)
    assert outcomes(load(office, row(PUMP | {"tax": "1.00"}), row(), row(), row(external_id="O2"))) == [
        "order_lines_quoted",
        "created",
        "import_key_taken",
        "created",
    ]
    numbers = sorted(order["number"] for order in office("nils").list_orders(query={})["data"])
    assert [number[-6:] for number in numbers] == ["000001", "000002"]
    assert outcomes(load(office, row(), mode="create")) == ["import_key_taken"]
    assert outcomes(load(office, row(external_id="O3"), mode="update")) == ["import_key_unknown"]
    assert outcomes(load(office, row(customer_external_id="SARAS"), who="sara")) == ["order_external_id_taken"]
    kept = [row(currency="EUR"), row(customer_external_id="SARAS"), row(owner_login="nina")]
    assert outcomes(load(office, *kept)) == ["order_keeps_this"] * 3


def test_an_order_that_is_no_draft_is_unchanged_or_refused_as_by_hand(office: Office) -> None:
    [made] = load(office, row())
    office("nils").confirm_order(order_id=made["id"], request={})
    order = office("nils").get_order(order_id=made["id"])
    results = load(office, as_exported(order), as_exported(order, note="more"), row(PUMP))
    assert outcomes(results) == ["unchanged", "order_state_forbids", "order_state_forbids"]
    assert office("nils").get_order(order_id=made["id"]) == order


def test_a_key_stands_for_one_order(office: Office) -> None:
    [first, second] = load(office, row(), row(external_id="O2"))
    with pytest.raises(rules.OrderExternalIdIsTaken):
        office("nils").change_order(order_id=second["id"], request={"external_id": "O1"})
    assert office("nils").change_order(order_id=first["id"], request={"external_id": "O1"})["external_id"] == "O1"
