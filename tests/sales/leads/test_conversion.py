"""Leads that become customers: all of it or nothing, and once."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from shared.errors import Conflict, Malformed, NotFound, Refusal
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.desk import NOBODY, Office, open_office

WHOLE = {
    "customer": {"level": "A"},
    "contact": {"role": "decider"},
    "opportunity": {"expected_close_date": "2030-01-31"},
}


def _lead(office: Office, who: str = "nils", **more: Any) -> str:
    body = {"name": "Ada", "company": "Engines Ltd", "email": "ada@example.com", "phone": "030 1234567", **more}
    lead_id = str(office(who).create_lead(request=body)["id"])
    office(who).qualify_lead(lead_id=lead_id, request={"budget": "2500.00"})
    return lead_id


def _counts(office: Office) -> list[int]:
    desk = office("helen")
    lists = (desk.list_customers, desk.list_contacts, desk.list_opportunities)
    return [ask(query={"count": "exact"})["count"] for ask in lists]


def test_a_lead_becomes_a_customer_a_contact_and_an_opportunity_with_what_it_knew(office_anywhere: Office) -> None:
    desk = office_anywhere("nils")
    lead = desk.convert_lead(lead_id=_lead(office_anywhere), request=WHOLE)
    customer = desk.get_customer(customer_id=lead["customer_id"])
    contact = desk.get_contact(contact_id=lead["contact_id"])
    deal = desk.get_opportunity(opportunity_id=lead["opportunity_id"])
    assert (lead["status"], lead["version"], lead["converted_at"] is not None) == ("converted", 3, True)
    assert (customer["name"], customer["level"], customer["phone"]) == ("Engines Ltd", "A", "030 1234567")
    assert (contact["name"], contact["email"], contact["role"]) == ("Ada", "ada@example.com", "decider")
    assert contact["customer_id"] == deal["customer"]["id"] == customer["id"]
    assert (deal["name"], deal["amount"], deal["currency"]) == ("Engines Ltd", "2500.00", "USD")
    assert deal["contact"] == {"id": contact["id"], "name": "Ada"}
    told = office_anywhere.events(lead["id"])[-1].data
    assert [told[name] for name in ("customer_id", "contact_id", "opportunity_id")] == [
        customer["id"],
        contact["id"],
        deal["id"],
    ]
    for made in (customer, contact, deal):
        assert len(office_anywhere.events(made["id"])) == made["version"] == 1


def test_the_three_can_be_records_that_are_there_already(office: Office) -> None:
    desk = office("nils")
    customer_id = desk.create_customer(request={"name": "Engines"})["id"]
    contact_id = desk.create_contact(request={"name": "Ada", "customer_id": customer_id})["id"]
    deal_id = desk.open_opportunity(request={"name": "Mill", "customer_id": customer_id})["id"]
    parts = {"customer_id": customer_id, "contact_id": contact_id, "opportunity_id": deal_id}
    lead = desk.convert_lead(lead_id=_lead(office), request=parts)
    assert {name: lead[name] for name in parts} == parts
    assert _counts(office) == [1, 1, 1]


@pytest.mark.parametrize("said", [{}, {"contact_id": None}])
def test_the_contact_of_the_conversion_is_that_of_the_new_deal_unless_it_is_said(
    office: Office, said: dict[str, Any]
) -> None:
    desk = office("nils")
    customer_id = desk.create_customer(request={"name": "Engines"})["id"]
    contact_id = desk.create_contact(request={"name": "Eve", "customer_id": customer_id})["id"]
    parts = {"customer_id": customer_id, "contact_id": contact_id, "opportunity": said}
    lead = desk.convert_lead(lead_id=_lead(office), request=parts)
    deal = desk.get_opportunity(opportunity_id=lead["opportunity_id"])
    assert deal["contact"] == (None if said else {"id": contact_id, "name": "Eve"})


def test_contact_and_opportunity_may_be_left_out(office: Office) -> None:
    lead = office("nils").convert_lead(lead_id=_lead(office), request={"customer": {"name": "Other"}})
    assert (lead["contact_id"], lead["opportunity_id"], _counts(office)) == (None, None, [1, 0, 0])


def test_a_second_conversion_is_refused_and_says_what_the_lead_became(office: Office) -> None:
    lead_id = _lead(office)
    first = office("nils").convert_lead(lead_id=lead_id, request=WHOLE)
    with pytest.raises(Conflict) as refused:
        office("nils").convert_lead(lead_id=lead_id, request=WHOLE)
    became = {name: first[name] for name in ("customer_id", "contact_id", "opportunity_id")}
    assert (refused.value.code, refused.value.extra) == ("lead_state_forbids", {"status": "converted", **became})
    assert _counts(office) == [1, 1, 1]


def test_a_repeated_key_gives_the_same_three(office_anywhere: Office) -> None:
    lead_id = _lead(office_anywhere)
    desk = office_anywhere("nils").keyed("once")
    first = desk.convert_lead(lead_id=lead_id, request=WHOLE)
    assert desk.convert_lead(lead_id=lead_id, request=WHOLE) == first
    assert _counts(office_anywhere) == [1, 1, 1]


@pytest.mark.parametrize("key", [None, "the same"])
def test_a_lead_converted_twice_at_once_is_converted_once(postgres_url: str, key: str | None) -> None:
    office = open_office(Database(postgres_url))
    lead_id = _lead(office)
    desk = office("nils") if key is None else office("nils").keyed(key)

    def convert(_: int) -> Any:
        try:
            return desk.convert_lead(lead_id=lead_id, request=WHOLE)
        except Refusal as refusal:
            return refusal.code

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(convert, range(4)))
    converted = [answer for answer in answers if isinstance(answer, dict)]
    assert _counts(office) == [1, 1, 1]
    assert len({answer["customer_id"] for answer in converted}) == 1
    assert len(converted) == (1 if key is None else 4)
    assert [answer for answer in answers if not isinstance(answer, dict)] == ["lead_state_forbids"] * (
        4 - len(converted)
    )
    office.branches.database.close()


@pytest.mark.parametrize("part", ["customer", "contact", "opportunity"])
@pytest.mark.parametrize("whose", ["sara", None])
def test_what_is_out_of_sight_is_not_linked_and_nothing_is_left_behind(
    office: Office, part: str, whose: str | None
) -> None:
    foreign = new_id()
    if whose:
        make = {"customer": "create_customer", "contact": "create_contact", "opportunity": "open_opportunity"}[part]
        body = {"name": "Foreign", **({"kind": "partner"} if part == "contact" else {})}
        foreign = getattr(office(whose), make)(request=body)["id"]
    before = _counts(office)
    lead_id = _lead(office)
    request = {**WHOLE, f"{part}_id": foreign}
    del request[part]
    with pytest.raises(Refusal) as refused:
        office("nils").convert_lead(lead_id=lead_id, request=request)
    assert (refused.value.code, refused.value.extra) == ("lead_part_unknown", {"part": part})
    assert _counts(office) == before
    assert office("nils").get_lead(lead_id=lead_id)["status"] == "qualified"


def test_a_contact_of_another_customer_does_not_fit(office: Office) -> None:
    desk = office("nils")
    other = desk.create_customer(request={"name": "Other"})["id"]
    contact_id = desk.create_contact(request={"name": "Eve", "customer_id": other})["id"]
    with pytest.raises(Refusal) as refused:
        desk.convert_lead(lead_id=_lead(office), request={"customer": {}, "contact_id": contact_id})
    assert (refused.value.code, _counts(office)) == ("lead_parts_do_not_match", [1, 1, 0])


def test_a_customer_that_is_there_already_is_told_instead_of_doubled(office: Office) -> None:
    known = office("nils").create_customer(request={"name": "ENGINES"})
    lead_id = _lead(office)
    with pytest.raises(Conflict) as refused:
        office("nils").convert_lead(lead_id=lead_id, request=WHOLE)
    assert refused.value.code == "customer_duplicate"
    assert [one["id"] for one in refused.value.extra["candidates"]] == [known["id"]]
    linked = office("nils").convert_lead(lead_id=lead_id, request={"customer_id": known["id"]})
    assert linked["customer_id"] == known["id"]


@pytest.mark.parametrize(
    ("request_body", "pointer"),
    [
        ({}, "/customer"),
        ({"customer": {}, "customer_id": NOBODY}, "/customer_id"),
        ({"customer": {}, "contact": {}, "contact_id": NOBODY}, "/contact_id"),
        ({"customer": {"owner_id": NOBODY}}, "/customer/owner_id"),
        ({"customer": {}, "contact": {"customer_id": NOBODY}}, "/contact/customer_id"),
        ({"customer": {}, "opportunity": {"customer_id": NOBODY}}, "/opportunity/customer_id"),
        ({"customer": {}, "opportunity": {"amount": 1.5}}, "/opportunity/amount"),
        ({"customer": []}, "/customer"),
        ({"customer_id": 7}, "/customer_id"),
        ({"customer": {}, "status": "new"}, "/status"),
    ],
)
def test_a_conversion_of_the_wrong_shape_is_malformed(
    office: Office, request_body: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(Malformed) as refused:
        office("nils").convert_lead(lead_id=_lead(office), request=request_body)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_a_stranger_converts_nothing(office: Office) -> None:
    lead_id = _lead(office)
    with pytest.raises(NotFound):
        office("sara").convert_lead(lead_id=lead_id, request=WHOLE)
    assert _counts(office) == [0, 0, 0]
