"""The order of a deal takes what its customer accepted: lines, discounts and sums, with the tax beside them."""

from typing import Any

import pytest

from services.sales.orders import rules
from tests.sales.branches import Branches

LATER = "2999-12-31"


def product(branches: Branches, code: str, price: str) -> str:
    request = {"code": code, "name": f"{code} Pro", "list_price": price}
    return str(branches.call("helen", "create_product", request=request)["id"])


def accept(branches: Branches, lines: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A won deal with an accepted quotation of these lines."""
    customer = branches.call("nils", "create_customer", request={"name": "Acme"})
    opened = branches.call("nils", "open_opportunity", request={"name": "Mill", "customer_id": customer["id"]})
    body = {"opportunity_id": opened["id"], "valid_until": LATER, "lines": lines, **more}
    quotation = branches.call("nils", "create_quotation", request=body)
    for verb in ("send", "accept"):
        quotation = branches.call("nils", f"{verb}_quotation", quotation_id=quotation["id"], request={})
    branches.call("nils", "win_opportunity", opportunity_id=opened["id"], request={"amount": "70.00"})
    return dict(quotation)


def order(branches: Branches, quotation: dict[str, Any], **request: Any) -> dict[str, Any]:
    deal_id = quotation["opportunity_id"]
    made: dict[str, Any] = branches.call("nils", "order_opportunity", opportunity_id=deal_id, request=request)
    return made


def test_an_order_takes_net_lines_with_their_discounts_and_keeps_the_tax_apart(branches: Branches) -> None:
    gtx, mg = product(branches, "GTX", "10.00"), product(branches, "MG", "55.00")
    lines = [
        {"product_id": gtx, "quantity": 3, "tax_percent": "19"},
        {"product_id": mg, "quantity": 1, "unit_price": "50.005", "discount_percent": "12.5", "tax_percent": "7"},
    ]
    quotation = accept(branches, lines)
    branches.call("helen", "change_product", product_id=gtx, request={"list_price": "99.00"})
    made = order(branches, quotation)
    assert [
        (line["code"], line["quantity"], line["unit_price"], line["discount_percent"]) for line in made["lines"]
    ] == [
        ("GTX", 3, "10.00", "0.00"),
        ("MG", 1, "50.0050", "12.50"),
    ]
    assert [(line["amount"], line["tax"]) for line in made["lines"]] == [("30.00", "5.70"), ("43.75", "3.06")]
    assert (made["amount"], made["tax"], made["open_amount"]) == ("73.75", "8.76", "73.75")
    assert (made["amount"], made["tax"]) == (quotation["net"], quotation["tax"])
    assert (made["quotation_id"], made["currency"]) == (quotation["id"], "USD")
    told = branches.events(made["id"])[0].data
    assert ([line["amount"] for line in told["lines"]], told["amount"]) == (["30.00", "43.75"], "73.75")
    assert branches.call("nils", "get_order", order_id=made["id"]) == made


def test_an_order_takes_the_currency_of_the_quotation(branches: Branches) -> None:
    line = {"product_id": product(branches, "GTX", "10.00"), "quantity": 1, "unit_price": "8.00"}
    made = order(branches, accept(branches, [line], currency="EUR"))
    assert (made["currency"], made["amount"], made["tax"]) == ("EUR", "8.00", "0.00")


def test_the_instalments_of_a_quoted_order_come_to_its_net_amount(branches: Branches) -> None:
    line = {"product_id": product(branches, "GTX", "10.00"), "quantity": 1, "tax_percent": "19"}
    quotation = accept(branches, [line])
    with pytest.raises(rules.InstalmentsDoNotAddUp):
        order(branches, quotation, instalments=[{"due_on": LATER, "amount": "11.90"}])
    assert order(branches, quotation, instalments=[{"due_on": LATER, "amount": "10.00"}])["amount"] == "10.00"


def test_other_lines_than_the_accepted_ones_leave_the_quotation_and_its_tax_behind(branches: Branches) -> None:
    gtx = product(branches, "GTX", "10.00")
    quotation = accept(branches, [{"product_id": gtx, "quantity": 3, "tax_percent": "19"}])
    made = order(branches, quotation, lines=[{"product_id": gtx, "quantity": 2}])
    assert (made["quotation_id"], made["amount"], made["tax"]) == (None, "20.00", "0.00")


def test_lines_of_a_draft_changed_by_hand_bring_no_tax(branches: Branches) -> None:
    gtx = product(branches, "GTX", "10.00")
    made = order(branches, accept(branches, [{"product_id": gtx, "quantity": 3, "tax_percent": "19"}]))
    lines = [{"product_id": gtx, "quantity": 1}]
    changed = branches.call("nils", "change_order", order_id=made["id"], request={"lines": lines})
    assert (changed["amount"], changed["tax"]) == ("10.00", "0.00")


def test_a_quotation_that_is_only_sent_is_nothing_to_order(branches: Branches) -> None:
    customer = branches.call("nils", "create_customer", request={"name": "Acme"})
    opened = branches.call("nils", "open_opportunity", request={"name": "Mill", "customer_id": customer["id"]})
    lines = [{"product_id": product(branches, "GTX", "10.00"), "quantity": 1}]
    body = {"opportunity_id": opened["id"], "valid_until": LATER, "lines": lines}
    quotation = branches.call("nils", "create_quotation", request=body)
    branches.call("nils", "send_quotation", quotation_id=quotation["id"], request={})
    branches.call("nils", "win_opportunity", opportunity_id=opened["id"], request={"amount": "10.00"})
    with pytest.raises(rules.LinesAreMissing):
        order(branches, quotation)
