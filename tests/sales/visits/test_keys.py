"""A key is a fact of the record that bears it: told to whoever may see that record, and to nobody else."""

from typing import Any

import pytest

from shared.actor import Reach
from tests.days import iso_day, noon
from tests.sales.desk import Desk, Office

KEYS = ("customer_external_id", "contact_external_id", "opportunity_external_id")


@pytest.fixture
def parts(office_anywhere: Office) -> dict[str, str]:
    """A customer, a contact and a deal of Nils, each with its key."""
    nils = office_anywhere("nils")
    customer = nils.create_customer(request={"name": "Acme", "external_id": "ACME"})["id"]
    named = {"customer_id": customer}
    contact = nils.create_contact(request={"name": "Ada", "external_id": "ADA", **named})["id"]
    deal = nils.open_opportunity(request={"name": "D", "external_id": "DEAL", **named})["id"]
    return {"customer_id": customer, "contact_id": contact, "opportunity_id": deal}


@pytest.fixture
def visit_id(office_anywhere: Office, parts: dict[str, str]) -> str:
    """Handed to Sara, who sees none of its parts."""
    plan = {"subject": "Show", "starts_at": noon(1).isoformat(), **parts}
    planned = str(office_anywhere("nils").plan_visit(request=plan)["id"])
    office_anywhere("nils").transfer_visit(visit_id=planned, request={"owner_id": office_anywhere.person("sara")})
    return planned


def keys(desk: Desk, visit_id: str) -> list[Any]:
    """As the record tells them, and as the list does."""
    record = desk.get_visit(visit_id=visit_id)
    [listed] = desk.list_visits(query={})["data"]
    told = [record[name] for name in KEYS]
    assert [listed[name] for name in KEYS] == told
    return told


def test_a_visit_tells_the_keys_of_those_parts_alone_that_its_reader_may_see(
    office_anywhere: Office, parts: dict[str, str], visit_id: str
) -> None:
    sara, helen = office_anywhere("sara"), office_anywhere("helen")
    assert keys(sara, visit_id) == [None, None, None]
    assert keys(sara.reaching(Reach.UNIT), visit_id) == [None, None, None]
    assert keys(helen, visit_id) == ["ACME", "ADA", "DEAL"]
    assert keys(helen.reaching(Reach.SUBTREE), visit_id) == ["ACME", "ADA", "DEAL"]
    shown = sara.get_visit(visit_id=visit_id)
    assert (shown["customer"]["name"], shown["contact_id"]) == ("Acme", parts["contact_id"])
    opened = {"person_id": office_anywhere.person("sara")}
    office_anywhere("nils").share_opportunity(opportunity_id=parts["opportunity_id"], request=opened)
    assert keys(sara, visit_id) == [None, None, "DEAL"]


def test_whoever_changes_a_visit_is_not_told_the_keys_either(office_anywhere: Office, visit_id: str) -> None:
    later = {"starts_at": noon(2).isoformat()}
    told = office_anywhere("sara").reschedule_visit(visit_id=visit_id, request=later)
    assert [told[name] for name in KEYS] == [None] * 3


def test_a_shared_quotation_and_order_do_not_tell_the_keys_of_what_is_not_shared(
    office_anywhere: Office, parts: dict[str, str]
) -> None:
    helen, nils, sara = (office_anywhere(login) for login in ("helen", "nils", "sara"))
    product = helen.create_product(request={"code": "P1", "name": "Pump", "list_price": "10.00"})["id"]
    line = {"product_id": product, "quantity": 1}
    offer = {"opportunity_id": parts["opportunity_id"], "valid_until": iso_day(30), "lines": [line]}
    quotation = nils.create_quotation(request=offer)
    order = nils.create_order(request={"customer_id": parts["customer_id"], "lines": [line]})
    assert (quotation["opportunity_external_id"], order["customer_external_id"]) == ("DEAL", "ACME")
    opened = {"person_id": office_anywhere.person("sara")}
    nils.share_quotation(quotation_id=quotation["id"], request=opened)
    nils.share_order(order_id=order["id"], request=opened)
    assert sara.get_quotation(quotation_id=quotation["id"])["opportunity_external_id"] is None
    assert [one["opportunity_external_id"] for one in sara.list_quotations(query={})["data"]] == [None]
    assert sara.get_order(order_id=order["id"])["customer_external_id"] is None
    assert [one["customer_external_id"] for one in sara.list_orders(query={})["data"]] == [None]
    assert helen.get_order(order_id=order["id"])["customer_external_id"] == "ACME"
