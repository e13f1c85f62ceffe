"""A record that a body names and the caller does not see is refused as one that does not exist, in code and words."""

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, fields

from gateway.http.discovery import all_routes
from shared.contracts.fields import IdField, NewIdField
from shared.errors import Refusal
from shared.ids import new_id
from tests.sales.desk import NOBODY, Desk, Office

OF_SOMEBODY = {
    "customer_id": "customer",
    "parent_id": "customer",
    "duplicate_id": "customer",
    "contact_id": "contact",
    "reports_to_id": "contact",
    "lead_id": "lead",
    "opportunity_id": "deal",
    "opportunity_ids": "deal",
    "call_id": "call",
    "order_id": "order",
}
"""The members by which bodies name records that belong to somebody, and what each names."""

DAY = "2026-01-05"
OPEN = {"name": "Deal", "stage": "prospecting"}
CALL = {"type": "call", "happened_at": "2026-01-05T09:00:00Z", "subject": "About mills"}
VISIT = {"subject": "Tour", "starts_at": "2099-01-01T09:00:00Z"}
QUOTE = {"valid_until": "2099-01-01", "lines": ["@line"]}
SALE = {"unit_price": "1", "currency": "USD", "ends_on": "2099-01-01", "reason": "Loyal"}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("record_activity", "customer_id"): {"request": {**CALL, "customer_id": "$"}},
    ("record_activity", "contact_id"): {"request": {**CALL, "contact_id": "$"}},
    ("record_activity", "lead_id"): {"request": {**CALL, "lead_id": "$"}},
    ("record_activity", "opportunity_id"): {"request": {**CALL, "opportunity_id": "$"}},
    ("arrange_call_back", "customer_id"): {"request": {"customer_id": "$", "at": "2099-01-01T09:00:00Z"}},
    ("arrange_call_back", "contact_id"): {"request": {"contact_id": "$", "at": "2099-01-01T09:00:00Z"}},
    ("arrange_call_back", "lead_id"): {"request": {"lead_id": "$", "at": "2099-01-01T09:00:00Z"}},
    ("arrange_call_back", "opportunity_id"): {"request": {"opportunity_id": "$", "at": "2099-01-01T09:00:00Z"}},
    ("complete_call_back", "call_id"): {"call_back_id": "@call_back", "request": {"call_id": "$"}},
    ("set_commission_split", "order_id"): {
        "request": {"order_id": "$", "shares": [{"person_id": "@nils", "percent": "100"}]}
    },
    ("create_contact", "customer_id"): {"request": {"name": "Ann", "customer_id": "$"}},
    ("create_contact", "reports_to_id"): {"request": {"name": "Ann", "customer_id": "@customer", "reports_to_id": "$"}},
    ("change_contact", "customer_id"): {"contact_id": "@contact", "request": {"customer_id": "$"}},
    ("change_contact", "reports_to_id"): {"contact_id": "@contact", "request": {"reports_to_id": "$"}},
    ("create_customer", "parent_id"): {"request": {"name": "Mill", "parent_id": "$"}},
    ("change_customer", "parent_id"): {"customer_id": "@customer", "request": {"parent_id": "$"}},
    ("merge_customers", "duplicate_id"): {"customer_id": "@customer", "request": {"duplicate_id": "$"}},
    ("create_expense", "allocations.opportunity_id"): {
        "request": {
            "category": "travel", "spent_on": DAY, "amount": "10", "currency": "USD",
            "allocations": [{"opportunity_id": "$", "amount": "10"}],
        }
    },
    ("change_expense", "allocations.opportunity_id"): {
        "expense_id": "@expense", "request": {"allocations": [{"opportunity_id": "$", "amount": "10"}]}
    },
    ("convert_lead", "contact.reports_to_id"): {
        "lead_id": "@lead", "request": {"customer_id": "@customer", "contact": {"name": "Ann", "reports_to_id": "$"}}
    },
    ("convert_lead", "customer.parent_id"): {
        "lead_id": "@lead", "request": {"customer": {"name": "Mill", "parent_id": "$"}}
    },
    ("convert_lead", "opportunity.contact_id"): {
        "lead_id": "@lead", "request": {"customer_id": "@customer", "opportunity": {**OPEN, "contact_id": "$"}}
    },
    ("convert_lead", "customer_id"): {"lead_id": "@lead", "request": {"customer_id": "$"}},
    ("convert_lead", "contact_id"): {"lead_id": "@lead", "request": {"customer_id": "@customer", "contact_id": "$"}},
    ("convert_lead", "opportunity_id"): {
        "lead_id": "@lead", "request": {"customer_id": "@customer", "opportunity_id": "$"}
    },
    ("open_opportunity", "customer_id"): {"request": {**OPEN, "customer_id": "$"}},
    ("open_opportunity", "contact_id"): {"request": {**OPEN, "customer_id": "@customer", "contact_id": "$"}},
    ("change_opportunity", "customer_id"): {"opportunity_id": "@deal", "request": {"customer_id": "$"}},
    ("change_opportunity", "contact_id"): {"opportunity_id": "@deal", "request": {"contact_id": "$"}},
    ("create_order", "customer_id"): {"request": {"customer_id": "$", "lines": ["@line"]}},
    ("create_order", "call_id"): {"request": {"call_id": "$", "lines": ["@line"]}},
    ("create_quotation", "opportunity_id"): {"request": {**QUOTE, "opportunity_id": "$"}},
    ("create_quotation", "call_id"): {"request": {**QUOTE, "opportunity_id": "@deal", "call_id": "$"}},
    ("link_contact", "contact_id"): {"opportunity_id": "@deal", "request": {"contact_id": "$", "role": "decider"}},
    ("order_opportunity", "call_id"): {"opportunity_id": "@won", "request": {"call_id": "$", "lines": ["@line"]}},
    ("plan_visit", "customer_id"): {"request": {**VISIT, "customer_id": "$"}},
    ("plan_visit", "contact_id"): {"request": {**VISIT, "customer_id": "@customer", "contact_id": "$"}},
    ("plan_visit", "opportunity_id"): {"request": {**VISIT, "customer_id": "@customer", "opportunity_id": "$"}},
    ("change_visit", "contact_id"): {"visit_id": "@visit", "request": {"contact_id": "$"}},
    ("change_visit", "opportunity_id"): {"visit_id": "@visit", "request": {"opportunity_id": "$"}},
    ("request_price_exception", "customer_id"): {
        "request": {**SALE, "customer_id": "$", "product_id": "@product"}
    },
    ("recommend_products", "customer_id"): {"request": {"customer_id": "$"}},
}  # fmt: skip
"""By call and member: the arguments, with `$` for the id that is named and `@` for the caller's own records."""

ELSEWHERE = {
    ("assign_opportunities", "opportunity_ids"): "answers deal by deal; see the last test here",
    ("add_territory_rules", "rules.contact_id"): "who lays out territories sees the whole company",
    ("add_territory_rules", "rules.customer_id"): "who lays out territories sees the whole company",
    ("configure_product", "customer_id"): "prices alone are asked, of a configurator; see the tests of configurators",
    ("open_cart", "customer_id"): "is asked in a store; see the tests of carts",
    ("submit_deal_registration", "customer_id"): "is for people of partners; see the tests of deal registrations",
    ("convert_deal_registration", "customer_id"): "is for people of partners; see the tests of deal registrations",
}
"""Members that are tried by tests of their own, or are not for this one; each with the reason."""


def named(schema: Schema, path: str = "") -> Iterator[str]:
    """The members, at any depth, that name a record of somebody's."""
    for name, member in schema.fields.items():
        inner: fields.Field[Any] = member
        while isinstance(inner, fields.List):
            inner = inner.inner
        if isinstance(inner, fields.Nested):
            yield from named(inner.schema, f"{path}{name}.")
        elif isinstance(inner, IdField) and not isinstance(inner, NewIdField) and name in OF_SOMEBODY:
            yield path + name


def declared() -> set[tuple[str, str]]:
    routes = (route for group in all_routes() if group.service == "sales" for route in group.declared)
    return {(route.rpc, name) for route in routes if route.takes is not None for name in named(route.takes())}


def test_every_member_that_names_a_record_is_looked_at() -> None:
    assert not (BODIES.keys() | ELSEWHERE.keys()) - declared()
    assert not declared() - BODIES.keys() - ELSEWHERE.keys()


def records(office: Office, who: str) -> dict[str, Any]:
    desk = office(who)
    product = office("helen").create_product(
        request={"code": f"N-{new_id()[-12:]}", "name": "Quern", "list_price": "10"}
    )
    customer = desk.create_customer(request={"name": f"Mill {who}"})["id"]
    line = {"product_id": product["id"], "quantity": 1}
    return {
        "customer": customer,
        "contact": desk.create_contact(request={"name": f"Ann {who}", "customer_id": customer})["id"],
        "lead": desk.create_lead(request={"name": f"Lead {who}"})["id"],
        "deal": desk.open_opportunity(request={**OPEN, "customer_id": customer})["id"],
        "call": desk.record_activity(request={**CALL, "customer_id": customer})["id"],
        "order": desk.create_order(request={"customer_id": customer, "lines": [line]})["id"],
        "line": line,
        "product": product["id"],
        "won": won(desk, customer),
        "call_back": desk.arrange_call_back(request={"customer_id": customer, "at": "2099-01-01T09:00:00Z"})["id"],
        "visit": desk.plan_visit(request={**VISIT, "customer_id": customer})["id"],
        "expense": desk.create_expense(
            request={"category": "travel", "spent_on": DAY, "amount": "10", "currency": "USD"}
        )["id"],
        "nils": office.person("nils"),
    }


def won(desk: Desk, customer_id: str) -> str:
    deal = desk.open_opportunity(request={**OPEN, "customer_id": customer_id, "amount": "10"})["id"]
    desk.win_opportunity(opportunity_id=deal, request={})
    return str(deal)


def filled(told: Any, own: dict[str, Any], named_id: str) -> Any:
    if isinstance(told, dict):
        return {name: filled(one, own, named_id) for name, one in told.items()}
    if isinstance(told, list):
        return [filled(one, own, named_id) for one in told]
    if told == "$":
        return named_id
    return own[told[1:]] if isinstance(told, str) and told.startswith("@") else told


def refused(office: Office, rpc: str, arguments: dict[str, Any], named_id: str) -> tuple[str, ...]:
    with pytest.raises(Refusal) as refusal:
        getattr(office("nils"), rpc)(**arguments)
    said = refusal.value
    return (said.kind.name, said.code, *(str(one).replace(named_id, "…") for one in (said.detail, said.extra)))


@pytest.mark.parametrize("case", sorted(BODIES), ids=lambda case: ".".join(case))
def test_what_is_out_of_sight_is_refused_as_what_does_not_exist(office: Office, case: tuple[str, str]) -> None:
    own, theirs = records(office, "nils"), records(office, "sara")
    foreign = theirs[OF_SOMEBODY[case[1].split(".")[-1]]]
    unseen = refused(office, case[0], filled(BODIES[case], own, foreign), foreign)
    unknown = refused(office, case[0], filled(BODIES[case], own, NOBODY), NOBODY)
    assert unseen == unknown
    assert unseen[0] in {"NOT_FOUND", "RULE_BROKEN"}, unseen


@pytest.mark.parametrize("rule", ["round_robin", "least_loaded"])
def test_deals_out_of_sight_are_answered_one_by_one_as_those_that_do_not_exist_and_take_nobodys_turn(
    office: Office, rule: str
) -> None:
    own, theirs = records(office, "nils"), records(office, "sara")
    told = []
    for named_id in (theirs["deal"], NOBODY):
        given = {"opportunity_ids": [named_id, own["deal"]], "person_ids": [office.person("nina")], "rule": rule}
        unseen, seen = office("nora").assign_opportunities(request=given)["data"]
        told.append({**unseen, "opportunity_id": "…", "detail": unseen["detail"].replace(named_id, "…")})
        assert seen["opportunity_id"] == own["deal"]
        assert seen["owner_id"] == office.person("nina")
    assert told[0] == told[1]
    assert (told[0]["outcome"], told[0]["code"]) == ("refused", "not_found")
    assert office("sara").get_opportunity(opportunity_id=theirs["deal"])["owner"]["login"] == "sara"


def test_a_call_back_is_not_completed_by_a_call_out_of_sight(office: Office) -> None:
    own, theirs = records(office, "nils"), records(office, "sara")
    completing = {"call_back_id": own["call_back"], "request": {"call_id": theirs["call"]}}
    refused(office, "complete_call_back", completing, theirs["call"])
    assert office("nils").get_call_back(call_back_id=own["call_back"])["status"] == "waiting"
    done = {**completing, "request": {"call_id": own["call"]}}
    assert office("nils").complete_call_back(**done)["call_id"] == own["call"]
