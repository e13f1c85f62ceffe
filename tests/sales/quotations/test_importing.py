"""Quotations from a file: drafts by the rules of quotations, and nothing that a verb must do."""

import json
from typing import Any

import pytest

from services.sales.quotations import rules
from tests.days import iso_day
from tests.sales.desk import Office

PUMP = {"code": "PUMP", "quantity": 2, "discount_percent": "5", "tax_percent": "19"}
BOLT = {"code": "BOLT", "quantity": 1, "unit_price": "0.1250"}


@pytest.fixture
def office(office_anywhere: Office) -> Office:
    """Nils and Sara have a deal each, Nils a lost one too; of three products one is retired, one listed in euros."""
    helen = office_anywhere("helen")
    helen.create_product(request={"code": "PUMP", "name": "Pump", "list_price": "10.00"})
    helen.create_product(request={"code": "BOLT", "name": "Bolt", "list_price": "1.00", "currency": "EUR"})
    old = helen.create_product(request={"code": "OLD", "name": "Old", "list_price": "1.00"})
    helen.retire_product(product_id=old["id"], request={})
    for who, key in (("nils", "DEAL"), ("nils", "OVER"), ("sara", "SARAS")):
        deal = office_anywhere(who).open_opportunity(request={"name": key, "external_id": key})
        if key == "OVER":
            office_anywhere(who).lose_opportunity(opportunity_id=deal["id"], request={"reason": "price"})
    return office_anywhere


def row(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    said = {"external_id": "Q1", "opportunity_external_id": "DEAL", "valid_until": iso_day(30)}
    return said | {"lines": json.dumps(lines or [PUMP, BOLT])} | more


def load(office: Office, *rows: dict[str, Any], who: str = "nils", mode: str = "upsert") -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = office(who).import_quotations(rows=list(rows), mode=mode)["results"]
    return results


def outcomes(results: list[dict[str, Any]]) -> list[str]:
    return [result["code"] or result["outcome"] for result in results]


def as_listed(office: Office, **more: Any) -> dict[str, Any]:
    [listed] = office("helen").list_quotations(query={})["data"]
    plain = {name: listed[name] for name in ("external_id", "opportunity_external_id", "valid_until", "currency")}
    return plain | {"note": listed["note"], "lines": json.dumps(listed["lines"]), "owner_login": "nina"} | more


def test_a_second_run_changes_nothing_and_a_changed_cell_is_that_change(office: Office) -> None:
    [made] = load(office, row(owner_login="nina"), who="helen", mode="create")
    before = office("nina").get_quotation(quotation_id=made["id"])
    assert (before["status"], before["net"], before["owner"]["login"]) == ("draft", "19.13", "nina")
    same = [as_listed(office), row(), row(valid_until=iso_day(30))]
    assert [outcomes(load(office, one, who="nora")) for one in same] == [["unchanged"]] * 3
    assert office("nina").get_quotation(quotation_id=made["id"]) == before
    changed = as_listed(office, lines=json.dumps([PUMP | {"quantity": 3}]))
    assert outcomes(load(office, changed, who="nora") + load(office, changed, who="nora")) == ["updated", "unchanged"]
    assert office("nina").get_quotation(quotation_id=made["id"])["net"] == "28.50"
    told = [event.type.split("quotation.")[1].split(".")[0] for event in office.events(made["id"])]
    assert told == ["created", "changed"]


def test_each_row_that_breaks_a_rule_is_rejected_and_the_others_are_taken(office: Office) -> None:
    rejected = {
        "import_reference_unknown": [row(opportunity_external_id="SARAS"), row({"code": "NONE", "quantity": 1})],
        "quotation_opportunity_unknown": [row(opportunity_external_id=None)],
        "quotation_deal_closed": [row(opportunity_external_id="OVER")],
        "product_not_offered": [row({"code": "OLD", "quantity": 1})],
        "quotation_price_missing": [row({"code": "BOLT", "quantity": 1})],
        "quotation_validity_over": [row(valid_until=iso_day(-1))],
        "new_owner_inactive": [row(owner_login="gone")],
        "malformed": [row(lines="pumps"), row(PUMP | {"net": "1"}), row(PUMP | {"tax_percent": "101"}), row(status="")],
    }
    for code, rows in rejected.items():
        assert outcomes(load(office, *rows)) == [code] * len(rows)
    assert outcomes(load(office, row(valid_until=iso_day(-1)), row(), row(), row(external_id="Q2"))) == [
        "quotation_validity_over",
        "created",
        "import_key_taken",
        "created",
    ]
    assert outcomes(load(office, row(), mode="create")) == ["import_key_taken"]
    assert outcomes(load(office, row(external_id="Q3"), mode="update")) == ["import_key_unknown"]
    saras = row(opportunity_external_id="SARAS")
    assert outcomes(load(office, saras, who="sara")) == ["quotation_external_id_taken"]
    assert outcomes(load(office, saras, row(currency="EUR"), row(owner_login="nina"))) == ["quotation_keeps_this"] * 3


def test_a_quotation_that_is_no_draft_is_unchanged_or_refused_as_by_hand(office: Office) -> None:
    [made] = load(office, row())
    office("nils").send_quotation(quotation_id=made["id"], request={})
    sent = office("nils").get_quotation(quotation_id=made["id"])
    assert outcomes(load(office, row(), row(note="more"), row(BOLT))) == ["unchanged", *["quotation_version_fixed"] * 2]
    assert office("nils").get_quotation(quotation_id=made["id"]) == sent


def test_a_key_stands_for_one_quotation(office: Office) -> None:
    [_, second] = load(office, row(), row(external_id="Q2"))
    with pytest.raises(rules.QuotationExternalIdIsTaken):
        office("nils").change_quotation(quotation_id=second["id"], request={"external_id": "Q1"})
