"""Contacts through the door of the service: kinds, customers in sight, the phone book, scope."""

from collections.abc import Callable
from typing import Any

import pytest

from services.sales.contacts import rules
from shared.actor import Reach
from shared.errors import Forbidden, Malformed, NotFound, Refusal, RuleBroken
from shared.ids import new_id
from tests.sales.desk import GONE, Office

KINDS = ("customer", "competitor", "partner", "supplier", "introducer")


def _customer(office: Office, who: str = "nils") -> str:
    return str(office(who).create_customer(request={"name": f"{who} Ltd"})["id"])


def _contact(office: Office, **fields: Any) -> Any:
    return office("nils").create_contact(request={"name": "Ada Byron", "kind": "partner", **fields})


def test_a_contact_keeps_what_it_was_given_and_belongs_to_who_recorded_it(office: Office) -> None:
    body = {
        "name": "Ada Byron",
        "kind": "customer",
        "customer_id": _customer(office),
        "organisation": "Mills",
        "title": "Dr",
        "role": "decider",
        "email": "ada@example.com",
        "phone": "+49 30 1234567",
        "mobile": "0171 7654321",
        "address": "Millroad 7",
        "note": "likes engines",
        "do_not_email": True,
        "do_not_call": False,
    }
    made = office("nils").create_contact(request=body)
    assert {name: made[name] for name in body} == body
    assert (made["owner"]["login"], made["org_unit"]["code"], made["version"]) == ("nils", "NORTH", 1)


def test_one_entity_serves_all_kinds_and_each_filters_separately(office_anywhere: Office) -> None:
    customer_id = _customer(office_anywhere)
    for kind in KINDS:
        office_anywhere("nils").create_contact(request={"name": kind, "kind": kind, "customer_id": customer_id})
    for kind in KINDS:
        rows = office_anywhere("nils").list_contacts(query={"filter": [["kind", "eq", kind]]})["data"]
        assert [(row["name"], row["customer_id"]) for row in rows] == [(kind, customer_id)]


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_customers_contact_needs_a_customer(office: Office, kind: str) -> None:
    if kind != "customer":
        assert office("nils").create_contact(request={"name": "Ada", "kind": kind})["customer_id"] is None
        return
    for body in ({"name": "Ada"}, {"name": "Ada", "kind": kind}, {"name": "Ada", "customer_id": None}):
        with pytest.raises(RuleBroken) as refused:
            office("nils").create_contact(request=body)
        assert refused.value.code == "contact_customer_missing"


def test_a_partner_becomes_a_customers_contact_only_with_a_customer(office: Office) -> None:
    contact_id = _contact(office)["id"]
    with pytest.raises(rules.ContactLacksCustomer):
        office("nils").change_contact(contact_id=contact_id, request={"kind": "customer"})
    body = {"kind": "customer", "customer_id": _customer(office)}
    assert office("nils").change_contact(contact_id=contact_id, request=body)["kind"] == "customer"


@pytest.mark.parametrize("known", [True, False])
def test_a_customer_out_of_sight_gets_no_contact(office: Office, known: bool) -> None:
    customer_id = _customer(office, "sara") if known else new_id()
    contact_id = _contact(office)["id"]
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: office("nils").create_contact(request={"name": "Ada", "customer_id": customer_id}),
        lambda: office("nils").change_contact(contact_id=contact_id, request={"customer_id": customer_id}),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.code == "contact_customer_unknown"
    assert office("helen").list_contacts(query={"count": "exact"})["count"] == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ada", True),
        ("byr", True),
        ("3012", True),
        ("4567", True),
        ("765", True),
        ("49 30", True),
        ("millroad", True),
        ("engines", True),
        ("ada 4567", True),
        ("ada 999", False),
        ("76543210", False),
    ],
)
def test_any_part_of_a_number_and_any_word_of_the_file_finds_a_contact(office: Office, words: str, found: bool) -> None:
    file = {"phone": "+49 30 1234567", "mobile": "0171 7654321", "address": "Millroad 7", "note": "likes engines"}
    _contact(office, **file)
    assert len(office("nora").list_contacts(query={"q": words})["data"]) == int(found)
    assert office("sara").list_contacts(query={"q": words})["data"] == []


def test_a_number_that_was_changed_finds_nobody_any_more(office: Office) -> None:
    contact_id = _contact(office, phone="030 1234567")["id"]
    office("nils").change_contact(contact_id=contact_id, request={"phone": "030 7777777"})
    found = {number: len(office("nils").list_contacts(query={"q": number})["data"]) for number in ("4567", "7777")}
    assert found == {"4567": 0, "7777": 1}


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"owner_id": GONE}, "/owner_id"),
        ({"version": 9}, "/version"),
        ({"kind": "friend"}, "/kind"),
        ({"email": "ada"}, "/email"),
        ({"do_not_email": "yes"}, "/do_not_email"),
        ({"name": ""}, "/name"),
        ({"customer_id": 1}, "/customer_id"),
    ],
)
def test_a_wrong_or_smuggled_member_is_refused_by_its_place(
    office: Office, changed: dict[str, Any], pointer: str
) -> None:
    contact_id = _contact(office)["id"]
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: _contact(office, **changed),
        lambda: office("nils").change_contact(contact_id=contact_id, request=changed),
    )
    for attempt in attempts:
        with pytest.raises(Malformed) as refused:
            attempt()
        assert [fault.pointer for fault in refused.value.faults] == [pointer]


@pytest.mark.parametrize(
    ("who", "sight", "refusal"),
    [("sara", Reach.OWN, NotFound), ("nina", Reach.OWN, NotFound), ("nina", Reach.UNIT, Forbidden)],
)
def test_the_wrong_person_changes_no_contact(office: Office, who: str, sight: Reach, refusal: type[Refusal]) -> None:
    contact_id = _contact(office)["id"]
    desk = office(who).seeing(sight)
    with pytest.raises(refusal):
        desk.change_contact(contact_id=contact_id, request={"note": "x"})
    with pytest.raises(refusal):
        desk.transfer_contact(contact_id=contact_id, request={"owner_id": office.person(who)})
    assert office("nils").get_contact(contact_id=contact_id)["version"] == 1


def test_a_transferred_contact_moves_and_keeps_its_history(office: Office) -> None:
    contact_id = _contact(office)["id"]
    moved = office("nora").transfer_contact(contact_id=contact_id, request={"owner_id": office.person("sara")})
    assert (moved["owner"]["login"], moved["org_unit"]["code"]) == ("sara", "SOUTH")
    with pytest.raises(NotFound):
        office("nils").get_contact(contact_id=contact_id)
    [made, handed] = office("sara").list_contact_history(contact_id=contact_id)["data"]
    assert (made["type"], handed["actor"]["name"]) == ("tenon.sales.contact.created.v1", "Nora")
    assert handed["changes"]["owner_id"] == {"before": office.person("nils"), "after": office.person("sara")}
