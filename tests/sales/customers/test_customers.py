"""Customers through the door of the service: duplicates, groups of companies, scope, history."""

from collections.abc import Callable
from typing import Any

import pytest

from services.sales.customers import rules
from shared.actor import Reach
from shared.errors import Conflict, Forbidden, Malformed, NotFound, Refusal, RuleBroken, Stale
from shared.ids import new_id
from tests.sales.desk import GONE, NOBODY, Office

FULL = {
    "name": "Acme, Inc.",
    "tax_id": "DE 123-456",
    "domain": "www.acme.example.com",
    "phone": "+49 (0)30 123456",
    "website": "https://acme.example.com/about",
    "industry": "technology",
    "region": "Central",
    "country": "Germany",
    "employees": 2822,
    "annual_revenue": "1100.04",
    "currency": "EUR",
    "founded_year": 1996,
    "level": "A",
    "type": "company",
    "status": "active",
    "external_id": "acme-1",
}


def test_a_customer_keeps_what_it_was_given_and_belongs_to_who_recorded_it(office: Office) -> None:
    made = office("nils").create_customer(request=FULL)
    assert {name: made[name] for name in FULL} == FULL
    assert (made["owner"]["login"], made["org_unit"]["code"], made["version"]) == ("nils", "NORTH", 1)
    assert office("nils").get_customer(customer_id=made["id"]) == made


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Acme, Inc.", "acme"),
        ("ACME INC", "acme"),
        ("Ａcme GmbH", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("  acme  ", "acme"),
        ("Acme S.A.", "acme"),
        ("Acme Tools Ltd", "acme tools"),
        ("Limited", "limited"),
        ("北京木业有限公司", "北京木业"),
        ("北京木业股份有限公司", "北京木业"),
        ("Straße AG", "strasse"),
    ],
)
def test_a_name_is_compared_without_its_legal_form(typed: str, key: str) -> None:
    assert rules.name_key(typed) == key


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"name": "ACME GmbH"}, ["name"]),
        ({"name": "Other", "tax_id": "de123456"}, ["tax_id"]),
        ({"name": "Other", "phone": "0049 (0)30-123 456"}, ["phone"]),
        ({"name": "Other", "domain": "ACME.example.com"}, ["domain"]),
        ({"name": "acme", "tax_id": "DE123456"}, ["name", "tax_id"]),
    ],
)
def test_one_that_looks_the_same_is_refused_with_the_candidates(
    office: Office, other: dict[str, Any], same: list[str]
) -> None:
    known = office("nils").create_customer(request=FULL)
    with pytest.raises(rules.CustomerIsDuplicate) as refused:
        office("nils").create_customer(request=other)
    assert refused.value.extra["candidates"] == [{"id": known["id"], "name": "Acme, Inc.", "same": same}]
    assert office("nils").create_customer(request={**other, "allow_duplicate": True})["name"] == other["name"]


def test_a_customer_whose_name_and_number_grow_when_folded_is_kept(office_anywhere: Office) -> None:
    swelling = {"name": "\ufdfa" * 200, "tax_id": "\ufdfa" * 50}
    made = office_anywhere("nils").create_customer(request=swelling)
    assert {name: made[name] for name in swelling} == swelling
    with pytest.raises(rules.CustomerIsDuplicate):
        office_anywhere("nils").create_customer(request=swelling)


def test_a_likeness_out_of_sight_is_neither_told_nor_in_the_way(office: Office) -> None:
    office("sara").create_customer(request={"name": "Acme"})
    assert office("nils").create_customer(request={"name": "ACME Inc"})["version"] == 1


def test_a_likeness_that_the_caller_may_only_read_counts_too(office: Office) -> None:
    office("nina").create_customer(request={"name": "Acme"})
    with pytest.raises(rules.CustomerIsDuplicate):
        office("nils").seeing(Reach.UNIT).create_customer(request={"name": "Acme"})


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"owner_id": GONE}, "/owner_id"),
        ({"org_unit_id": GONE}, "/org_unit_id"),
        ({"version": 7}, "/version"),
        ({"created_by": GONE}, "/created_by"),
        ({"name_key": "x"}, "/name_key"),
        ({"name": "   "}, "/name"),
        ({"name": None}, "/name"),
        ({"level": ""}, "/level"),
        ({"status": ""}, "/status"),
        ({"type": 3}, "/type"),
        ({"domain": "no domain"}, "/domain"),
        ({"website": "javascript:alert(1)"}, "/website"),
        ({"employees": -1}, "/employees"),
        ({"employees": "many"}, "/employees"),
        ({"annual_revenue": 1.5}, "/annual_revenue"),
        ({"currency": "euro"}, "/currency"),
        ({"parent_id": "acme"}, "/parent_id"),
    ],
)
def test_a_wrong_or_smuggled_member_is_refused_by_its_place(
    office: Office, changed: dict[str, Any], pointer: str
) -> None:
    made = office("nils").create_customer(request={"name": "Acme"})
    attempts: tuple[Callable[[], Any], ...] = (
        lambda: office("nils").create_customer(request={"name": "Beta", **changed}),
        lambda: office("nils").change_customer(customer_id=made["id"], request=changed),
    )
    for attempt in attempts:
        with pytest.raises(Malformed) as refused:
            attempt()
        assert [fault.pointer for fault in refused.value.faults] == [pointer]
    assert office("nils").get_customer(customer_id=made["id"])["version"] == 1


@pytest.mark.parametrize("member", ["id", "external_id"])
def test_an_id_names_one_customer_of_the_whole_company(office_anywhere: Office, member: str) -> None:
    used = new_id()
    office_anywhere("sara").create_customer(request={"name": "Acme", member: used})
    with pytest.raises(Conflict) as refused:
        office_anywhere("nils").create_customer(request={"name": "Beta", member: used})
    assert refused.value.code == "already_exists"


def test_a_status_change_is_in_the_history_with_its_old_and_new_value(office: Office) -> None:
    made = office("nils").create_customer(request={"name": "Acme"})
    office("nils").change_customer(customer_id=made["id"], request={"status": "active", "level": "B"})
    entries = office("nora").list_customer_history(customer_id=made["id"])["data"]
    assert [entry["type"] for entry in entries] == [
        "tenon.sales.customer.created.v1",
        "tenon.sales.customer.status_changed.v1",
    ]
    assert entries[1]["actor"]["name"] == "Nils"
    assert entries[1]["changes"] == {
        "level": {"before": "none", "after": "B"},
        "status": {"before": "prospect", "after": "active"},
    }
    [_, event] = office.events(made["id"])
    assert (event.sequence, event.data["record_version"], event.data["status"]) == (2, 2, "active")
    assert (event.data["from_status"], event.data["to_status"]) == ("prospect", "active")


def test_a_change_of_an_older_version_is_refused(office: Office) -> None:
    made = office("nils").create_customer(request={"name": "Acme"})
    office("nils").expecting(1).change_customer(customer_id=made["id"], request={"level": "B"})
    with pytest.raises(Stale):
        office("nils").expecting(1).change_customer(customer_id=made["id"], request={"level": "C"})
    assert office("nils").get_customer(customer_id=made["id"])["level"] == "B"


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_group_of_companies_is_a_tree(office_anywhere: Office, length: int) -> None:
    desk = office_anywhere("nils")
    chain = [desk.create_customer(request={"name": "Company 0"})["id"]]
    for number in range(1, length):
        made = desk.create_customer(request={"name": f"Company {number}", "parent_id": chain[-1]})
        chain.append(made["id"])
    with pytest.raises(rules.CustomerBelongsToItself):
        desk.change_customer(customer_id=chain[0], request={"parent_id": chain[-1]})
    children = desk.list_customers(query={"filter": [["parent_id", "eq", chain[0]]]})["data"]
    assert [child["id"] for child in children] == chain[1:2]


def test_a_parent_out_of_sight_is_unknown(office: Office) -> None:
    foreign = office("sara").create_customer(request={"name": "Foreign"})["id"]
    for parent_id in (foreign, new_id()):
        with pytest.raises(rules.ParentIsUnknown):
            office("nils").create_customer(request={"name": "Acme", "parent_id": parent_id})


@pytest.mark.parametrize(
    ("login", "names"),
    [("nils", {"Nils Ltd"}), ("nina", {"Nina Ltd"}), ("nora", {"Nils Ltd", "Nina Ltd"}), ("sara", {"Sara Ltd"})],
)
def test_list_detail_count_and_search_agree_on_what_a_person_sees(
    office_anywhere: Office, login: str, names: set[str]
) -> None:
    made = {
        f"{one.title()} Ltd": office_anywhere(one).create_customer(request={"name": f"{one.title()} Ltd"})["id"]
        for one in ("nils", "nina", "sara")
    }
    desk = office_anywhere(login)
    page = desk.list_customers(query={"count": "exact"})
    assert ({row["name"] for row in page["data"]}, page["count"]) == (names, len(names))
    assert {row["name"] for row in desk.list_customers(query={"q": "ltd"})["data"]} == names
    for name, customer_id in made.items():
        if name in names:
            assert desk.get_customer(customer_id=customer_id)["name"] == name
        else:
            with pytest.raises(NotFound):
                desk.get_customer(customer_id=customer_id)
            with pytest.raises(NotFound):
                desk.list_customer_history(customer_id=customer_id)
            with pytest.raises(NotFound):
                desk.change_customer(customer_id=customer_id, request={"level": "A"})


def test_who_may_see_but_not_change_is_forbidden(office: Office) -> None:
    made = office("nina").create_customer(request={"name": "Acme"})
    with pytest.raises(Forbidden):
        office("nils").seeing(Reach.UNIT).change_customer(customer_id=made["id"], request={"level": "A"})


def test_a_transferred_customer_moves_with_its_new_owner(office: Office) -> None:
    made = office("nils").create_customer(request={"name": "Acme"})
    moved = office("nils").transfer_customer(customer_id=made["id"], request={"owner_id": office.person("sara")})
    assert (moved["owner"]["login"], moved["org_unit"]["code"], moved["version"]) == ("sara", "SOUTH", 2)
    with pytest.raises(NotFound):
        office("nils").get_customer(customer_id=made["id"])
    assert office("sara").get_customer(customer_id=made["id"]) == moved
    handed = office.events(made["id"])[-1]
    assert (handed.data["from_owner_id"], handed.data["to_owner_id"]) == (office.person("nils"), office.person("sara"))


@pytest.mark.parametrize(("owner_id", "code"), [(GONE, "new_owner_inactive"), (NOBODY, "new_owner_unknown")])
def test_a_customer_goes_only_to_somebody_who_works_here(office: Office, owner_id: str, code: str) -> None:
    made = office("nils").create_customer(request={"name": "Acme"})
    with pytest.raises(RuleBroken) as refused:
        office("nils").transfer_customer(customer_id=made["id"], request={"owner_id": owner_id})
    assert refused.value.code == code
    assert office("nils").get_customer(customer_id=made["id"])["owner"]["login"] == "nils"


def test_a_refused_customer_leaves_nothing_behind(office: Office) -> None:
    lost = new_id()
    with pytest.raises(Refusal):
        office("nils").create_customer(request={"id": lost, "name": "Acme", "parent_id": new_id()})
    assert office("helen").list_customers(query={"count": "exact"})["count"] == 0
    assert office.events(lost) == []


def test_a_repeated_key_gives_the_same_customer(office_anywhere: Office) -> None:
    desk = office_anywhere("nils").keyed("k")
    first = desk.create_customer(request={"name": "Acme"})
    assert desk.create_customer(request={"name": "Acme"}) == first
    assert office_anywhere("nils").list_customers(query={"count": "exact"})["count"] == 1


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"name": "ACME GmbH"}, ["name"]),
        ({"tax_id": "de123456"}, ["tax_id"]),
        ({"phone": "0049 (0)30-123 456"}, ["phone"]),
        ({"domain": "ACME.example.com"}, ["domain"]),
    ],
)
def test_a_change_that_lets_a_customer_look_like_another_is_refused_with_the_candidates(
    office_anywhere: Office, change: dict[str, Any], same: list[str]
) -> None:
    desk = office_anywhere("nils")
    known = desk.create_customer(request=FULL)
    made = desk.create_customer(request={"name": "Other"})
    with pytest.raises(rules.CustomerIsDuplicate) as refused:
        desk.change_customer(customer_id=made["id"], request=change)
    assert refused.value.extra["candidates"] == [{"id": known["id"], "name": "Acme, Inc.", "same": same}]
    assert desk.get_customer(customer_id=made["id"]) == made
    changed = desk.change_customer(customer_id=made["id"], request={**change, "allow_duplicate": True})
    assert changed | change == changed
    assert desk.change_customer(customer_id=made["id"], request={**change, "industry": "tools"})["industry"] == "tools"
