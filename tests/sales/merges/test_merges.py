"""Merging customers through the door of the service: what moves, who may, and all of it back again."""

from dataclasses import replace
from typing import Any

import pytest

from services.sales.customers import rules
from services.sales.merges.rules import MergeIsUndone
from shared.actor import Reach
from shared.errors import Forbidden, Malformed, NotFound, Refusal
from shared.ids import new_id
from tests.sales.desk import Desk, Office


def _customer(office: Office, who: str = "nils", **fields: Any) -> str:
    body = {"name": f"{who} {new_id()}", **fields}
    return str(office(who).create_customer(request=body)["id"])


def _merge(office: Office, who: str, customer_id: str, duplicate_id: str) -> Any:
    return office(who).merge_customers(customer_id=customer_id, request={"duplicate_id": duplicate_id})


def _tied(office: Office, customer_id: str) -> dict[str, list[str]]:
    """The ids of what a customer has, by kind."""
    desk, theirs = office("nora"), {"filter": [["customer_id", "eq", customer_id]]}
    return {
        "contacts": [row["id"] for row in desk.list_contacts(query=theirs)["data"]],
        "deals": [row["id"] for row in desk.list_opportunities(query=theirs)["data"]],
        "comments": [row["id"] for row in desk.list_comments(customer_id=customer_id, query={})["data"]],
        "subsidiaries": [
            row["id"] for row in desk.list_customers(query={"filter": [["parent_id", "eq", customer_id]]})["data"]
        ],
    }


def _tie(office: Office, customer_id: str) -> None:
    nils = office("nils")
    nils.create_contact(request={"name": "Ada", "customer_id": customer_id})
    nils.open_opportunity(request={"name": "More", "customer_id": customer_id})
    nils.write_comment(customer_id=customer_id, request={"text": "Pays late."})
    _customer(office, parent_id=customer_id)


def test_what_the_duplicate_had_is_the_customers_until_that_is_undone(office_anywhere: Office) -> None:
    office = office_anywhere
    kept, gone = _customer(office), _customer(office, name="Vanished Ltd")
    _tie(office, kept)
    _tie(office, gone)
    before = {one: _tied(office, one) for one in (kept, gone)}
    merge = _merge(office, "nils", kept, gone)
    assert merge["moved"] == {"contacts": 1, "customer_comments": 1, "customers": 1, "opportunities": 1}
    both = {kind: sorted(before[kept][kind] + before[gone][kind]) for kind in before[kept]}
    assert {kind: sorted(ids) for kind, ids in _tied(office, kept).items()} == both
    desk = office("nora")
    with pytest.raises(NotFound):
        desk.get_customer(customer_id=gone)
    assert desk.list_customers(query={"q": "vanished"})["data"] == []
    assert desk.list_opportunities(query={"q": "vanished"})["data"] == []
    assert _customer(office, name="Vanished GmbH")
    [listed] = desk.list_customer_merges(customer_id=kept, query={})["data"]
    assert (listed["duplicate_name"], listed["merged_by"]["login"]) == ("Vanished Ltd", "nils")
    assert listed["undone_at"] is None
    undone = office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    assert undone["undone_at"] is not None
    assert {one: _tied(office, one) for one in (kept, gone)} == before
    assert [row["id"] for row in desk.list_customers(query={"q": "vanished ltd"})["data"]] == [gone]
    assert len(desk.list_opportunities(query={"q": "vanished"})["data"]) == 1


def test_both_histories_tell_of_the_merge_and_of_its_end(office: Office) -> None:
    kept, gone = _customer(office), _customer(office)
    merge = _merge(office, "nils", kept, gone)
    office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    types = {one: [event.type.split(".")[3] for event in office.events(one)] for one in (kept, gone)}
    assert types == {kept: ["created", "absorbed", "separated"], gone: ["created", "merged", "merge_undone"]}
    entries = office("nils").list_customer_history(customer_id=gone)["data"]
    assert [entry["changes"].get("merged_into_id") for entry in entries[1:]] == [
        {"before": None, "after": kept},
        {"before": kept, "after": None},
    ]


def test_what_was_given_to_somebody_else_since_stays_there(office: Office) -> None:
    kept, gone, third = _customer(office), _customer(office), _customer(office)
    contact_id = office("nils").create_contact(request={"name": "Ada", "customer_id": gone})["id"]
    merge = _merge(office, "nils", kept, gone)
    office("nils").change_contact(contact_id=contact_id, request={"customer_id": third})
    office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    assert office("nils").get_contact(contact_id=contact_id)["customer_id"] == third


def test_one_merged_on_is_given_back_step_by_step(office_anywhere: Office) -> None:
    office = office_anywhere
    first, second, third = (_customer(office) for _ in range(3))
    contact_id = office("nils").create_contact(request={"name": "Ada", "customer_id": first})["id"]
    one, two = _merge(office, "nils", second, first), _merge(office, "nils", third, second)

    def where() -> Any:
        return office("nils").get_contact(contact_id=contact_id)["customer_id"]

    assert where() == third
    with pytest.raises(NotFound):
        office("nils").undo_customer_merge(customer_id=second, merge_id=one["id"])
    office("nils").undo_customer_merge(customer_id=third, merge_id=two["id"])
    assert where() == second
    office("nils").undo_customer_merge(customer_id=second, merge_id=one["id"])
    assert where() == first


def test_a_merge_is_undone_once_and_a_customer_merged_once(office: Office) -> None:
    kept, gone, other = _customer(office), _customer(office), _customer(office)
    keyed = office("nils").keyed("k")
    merge = keyed.merge_customers(customer_id=kept, request={"duplicate_id": gone})
    assert keyed.merge_customers(customer_id=kept, request={"duplicate_id": gone}) == merge
    for into in (kept, other):
        with pytest.raises(NotFound):
            _merge(office, "nils", into, gone)
    with pytest.raises(NotFound):
        office("nils").undo_customer_merge(customer_id=other, merge_id=merge["id"])
    office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    with pytest.raises(MergeIsUndone):
        office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])


def test_what_cannot_be_one_is_not_merged(office_anywhere: Office) -> None:
    office = office_anywhere
    group = _customer(office)
    daughter = _customer(office, parent_id=group)
    niece = _customer(office, parent_id=daughter)
    refusals: list[tuple[str, str, type[Refusal]]] = [
        (group, group, rules.CustomerIsTheSame),
        (group, niece, rules.CustomersAreRelated),
        (niece, group, rules.CustomersAreRelated),
        (group, new_id(), NotFound),
        (group, _customer(office, "sara"), NotFound),
    ]
    for customer_id, duplicate_id, refusal in refusals:
        with pytest.raises(refusal):
            _merge(office, "nils", customer_id, duplicate_id)
    for body in ({}, {"duplicate_id": 7}, {"duplicate_id": niece, "moved": {}}):
        with pytest.raises(Malformed):
            office("nils").merge_customers(customer_id=group, request=body)
    assert office("nils").get_customer(customer_id=group)["version"] == 1


def test_both_must_be_within_reach_and_a_share_is_not_enough(office: Office) -> None:
    mine, ninas = _customer(office), _customer(office, "nina")
    desk = office("nils").seeing(Reach.UNIT)
    with pytest.raises(Forbidden):
        desk.merge_customers(customer_id=mine, request={"duplicate_id": ninas})
    share = {"person_id": office.person("nils"), "access": "write"}
    office("nina").share_customer(customer_id=ninas, request=share)
    for one, other in ((mine, ninas), (ninas, mine)):
        with pytest.raises(Forbidden):
            _merge(office, "nils", one, other)
    assert _merge(office, "nora", mine, ninas)["duplicate_id"] == ninas


def test_people_of_a_merged_customer_see_the_one_it_became(office: Office) -> None:
    kept, gone = _customer(office), _customer(office)
    desk = office("nils").reaching(Reach.CUSTOMER)
    visitor = Desk(desk.database, replace(desk.who, customer_id=gone))
    merge = _merge(office, "nils", kept, gone)
    assert [row["id"] for row in visitor.list_customers(query={})["data"]] == [kept]
    office("nils").undo_customer_merge(customer_id=kept, merge_id=merge["id"])
    assert [row["id"] for row in visitor.list_customers(query={})["data"]] == [gone]
