"""Customers in territories, on each database engine: placed at once, and again when the rules or the facts change."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from services.sales.service import SalesService
from services.sales.territories import rules
from shared.contracts.sales.contacts import ContactChanged
from shared.errors import Forbidden, Malformed, NotFound
from shared.ids import new_id
from shared.persistence.database import Database
from tests.sales.branches import SETTINGS, Branches
from tests.sales.desk import Office


def territory(branches: Branches, *said: dict[str, str]) -> Any:
    made = branches.call("helen", "create_territory", request={"code": new_id(), "name": "North"})["id"]
    if said:
        branches.call("helen", "add_territory_rules", territory_id=made, request={"rules": list(said)})
    return made


def sweep(database: Database) -> None:
    """What the timer does."""
    service = SalesService()
    service.database, service.settings, service.session = database, SETTINGS, None
    service.place_customers()


def customer(branches: Branches, who: str = "sara", **fields: Any) -> str:
    request = {"name": f"Mill {new_id()}", **fields}
    made: str = branches.call(who, "create_customer", request=request)["id"]
    return made


def stands(branches: Branches, customer_id: str) -> tuple[str, str | None]:
    shown = branches.call("helen", "get_customer", customer_id=customer_id)
    return shown["placement"], shown["territory_id"]


def test_a_customer_is_placed_when_it_is_recorded_and_when_it_changes(branches: Branches) -> None:
    north, steel = territory(branches, {"province": "Hebei"}), territory(branches, {"industry": "steel"})
    mill = customer(branches, province="hebei")
    assert stands(branches, mill) == ("placed", north)
    branches.call("sara", "change_customer", customer_id=mill, request={"industry": "steel"})
    assert stands(branches, mill) == ("conflict", None)
    shown = branches.call("sara", "get_customer_territory", customer_id=mill)
    assert {claim["territory"]["id"] for claim in shown["claims"]} == {north, steel}
    branches.call("sara", "change_customer", customer_id=mill, request={"province": "Henan", "phone": "1"})
    assert stands(branches, mill) == ("placed", steel)
    changed = branches.events(mill)[-1].data["changes"]
    assert changed["territory_id"] == {"before": None, "after": steel}
    assert branches.told(mill) == ["created", "changed", "changed"]


def test_changed_rules_place_every_customer_again_some_at_a_time(
    branches: Branches, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.sales.placements.commands.BATCH", 2)
    mills = [customer(branches, city="Baoding") for _ in range(5)]
    elsewhere = customer(branches, city="Tianjin")
    north = territory(branches, {"city": "Baoding"})
    assert branches.call("nils", "get_territory_sweep") == {"settled": False, "checked": 0}
    sweep(branches.database)
    assert branches.call("nils", "get_territory_sweep") == {"settled": True, "checked": 6}
    assert {stands(branches, one) for one in mills} == {("placed", north)}
    assert stands(branches, elsewhere) == ("unplaced", None)
    assert branches.told(elsewhere) == ["created"]
    sweep(branches.database)
    assert branches.told(mills[0]) == ["created", "placed"]
    rule = branches.call("nils", "list_territory_rules", territory_id=north, query={})["data"][0]
    branches.call("helen", "remove_territory_rule", territory_id=north, rule_id=rule["id"])
    sweep(branches.database)
    assert {stands(branches, one) for one in mills} == {("unplaced", None)}


def test_a_named_contact_takes_its_customer_along(branches: Branches) -> None:
    first, second = customer(branches), customer(branches)
    contact = branches.call("sara", "create_contact", request={"name": "Carl", "customer_id": first})
    named = territory(branches, {"contact_id": contact["id"]})
    sweep(branches.database)
    assert (stands(branches, first), stands(branches, second)) == (("placed", named), ("unplaced", None))
    branches.call("sara", "change_contact", contact_id=contact["id"], request={"customer_id": second})
    told = ContactChanged.from_data(branches.events(contact["id"])[-1].data)
    branches.hear("place_by_changed_contact", told)
    sweep(branches.database)
    assert (stands(branches, first), stands(branches, second)) == (("unplaced", None), ("placed", named))


def test_who_is_merged_brings_the_rules_that_name_it_and_takes_them_back(branches: Branches) -> None:
    lost, kept = customer(branches, "helen"), customer(branches, "helen")
    named = territory(branches, {"customer_id": lost})
    sweep(branches.database)
    merge = branches.call("helen", "merge_customers", customer_id=kept, request={"duplicate_id": lost})
    sweep(branches.database)
    assert stands(branches, kept) == ("placed", named)
    other = territory(branches, {"customer_id": kept})
    sweep(branches.database)
    assert stands(branches, kept) == ("conflict", None)
    branches.call("helen", "undo_customer_merge", customer_id=kept, merge_id=merge["id"])
    sweep(branches.database)
    assert (stands(branches, kept), stands(branches, lost)) == (("placed", other), ("placed", named))


def test_what_an_import_records_is_placed_and_can_still_be_taken_back(office_anywhere: Office) -> None:
    helen, job = office_anywhere("helen"), new_id()
    made = helen.create_territory(request={"code": "N", "name": "North"})["id"]
    row = {"external_id": "M", "name": "Mill", "post_code": "071-000"}
    mill = helen.in_job(job).import_customers(rows=[row], mode="create")["results"][0]["id"]
    helen.add_territory_rules(territory_id=made, request={"rules": [{"post_code": "07"}]})
    sweep(office_anywhere.branches.database)
    shown = helen.get_customer(customer_id=mill)
    assert (shown["placement"], shown["territory_id"]) == ("placed", made)
    assert [event.type for event in office_anywhere.events(mill)][1:] == ["tenon.sales.customer.placed.v1"]
    undone = helen.in_job(new_id()).undo_customers(job_id=job, record_ids=[mill])["results"]
    assert [result["outcome"] for result in undone] == ["removed"]


def test_the_events_of_a_customer_belong_to_its_territory(branches: Branches) -> None:
    mill = customer(branches, city="Baoding")
    north = territory(branches, {"city": "Baoding"})
    sweep(branches.database)
    assert {event.owner_territory_id for event in branches.events(mill)} == {north}
    branches.call("sara", "change_customer", customer_id=mill, request={"city": "Tianjin"})
    assert {event.owner_territory_id for event in branches.events(mill)} == {None}


def test_who_is_assigned_twice_at_once_is_assigned_once(branches: Branches) -> None:
    north, nils = territory(branches), branches.people["nils"].user_id

    def assign(_: int) -> Any:
        try:
            return branches.call("helen", "assign_seller", territory_id=north, request={"person_id": nils})
        except rules.SellerIsPlaced as refusal:
            return refusal

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(assign, range(4)))
    assert sum(isinstance(answer, dict) for answer in answers) == 1
    assert len(branches.call("nils", "list_territory_sellers", territory_id=north)["data"]) == 1


def test_rules_that_change_while_customers_are_recorded_leave_nobody_where_the_old_ones_placed_them(
    branches: Branches,
) -> None:
    made = [territory(branches) for _ in range(3)]

    def one(place: int) -> None:
        if place % 4:
            customer(branches, city="Baoding")
        else:
            said = {"rules": [{"city": "Baoding", "province": f"P{place}"}, {"city": "Baoding"}]}
            branches.call("helen", "add_territory_rules", territory_id=made[place // 4], request=said)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(one, range(12)))
    sweep(branches.database)
    customers = branches.call("helen", "list_customers", query={})["data"]
    assert {(one["placement"], one["territory_id"]) for one in customers} == {("conflict", None)}


def test_conflicts_and_the_unplaced_are_told_of_customers_in_sight_only(branches: Branches) -> None:
    territory(branches, {"city": "Baoding"})
    territory(branches, {"city": "BAODING"})
    at_odds, bare = customer(branches, city="baoding"), customer(branches)
    for query, found in (({}, at_odds), ({"placement": "unplaced"}, bare)):
        seen = branches.call("sara", "list_territory_conflicts", query=query)["data"]
        assert [one["customer_id"] for one in seen] == [found]
        assert branches.call("nils", "list_territory_conflicts", query=query)["data"] == []
    with pytest.raises(NotFound):
        branches.call("nils", "get_customer_territory", customer_id=at_odds)
    with pytest.raises(Malformed):
        branches.call("sara", "list_territory_conflicts", query={"placement": "lost"})


def test_territories_are_the_companys_to_keep_up(branches: Branches) -> None:
    north = territory(branches, {"city": "Baoding"})
    for rpc, more in (
        ("create_territory", {"request": {"code": "X", "name": "X"}}),
        ("rename_territory", {"territory_id": north, "request": {"name": "X"}}),
        ("add_territory_rules", {"territory_id": north, "request": {"rules": [{"city": "X"}]}}),
        ("assign_seller", {"territory_id": north, "request": {"person_id": branches.people["nora"].user_id}}),
        ("remove_territory", {"territory_id": north}),
    ):
        with pytest.raises(Forbidden):
            branches.call("nora", rpc, **more)
    with pytest.raises(rules.TerritoryIsInUse):
        branches.call("helen", "remove_territory", territory_id=north)
    with pytest.raises(rules.TerritoryRuleIsThere):
        branches.call("helen", "add_territory_rules", territory_id=north, request={"rules": [{"city": " baoding"}]})
    with pytest.raises(NotFound):
        branches.call(
            "helen", "add_territory_rules", territory_id=north, request={"rules": [{"customer_id": new_id()}]}
        )


def test_a_seller_reads_and_writes_what_is_placed_there_until_removed(branches: Branches) -> None:
    north, nils = territory(branches, {"city": "Baoding"}), branches.people["nils"].user_id
    mill, elsewhere = customer(branches, city="Baoding"), customer(branches)
    branches.call("helen", "assign_seller", territory_id=north, request={"person_id": nils})
    with pytest.raises(rules.SellerIsPlaced):
        branches.call("helen", "assign_seller", territory_id=north, request={"person_id": nils})
    assert [one["id"] for one in branches.call("nils", "list_customers", query={})["data"]] == [mill]
    branches.call("nils", "change_customer", customer_id=mill, request={"phone": "12"})
    for rpc, request in (("transfer_customer", {"owner_id": nils}), ("share_customer", {"person_id": nils})):
        with pytest.raises(Forbidden):
            branches.call("nils", rpc, customer_id=mill, request=request)
    with pytest.raises(NotFound):
        branches.call("nils", "get_customer", customer_id=elsewhere)
    branches.call("helen", "remove_seller", territory_id=north, person_id=nils)
    for rpc, more in (("get_customer", {}), ("change_customer", {"request": {"phone": "3"}})):
        with pytest.raises(NotFound):
            branches.call("nils", rpc, customer_id=mill, **more)
    assert branches.call("nils", "list_customers", query={"count": "exact"})["data"] == []
    with pytest.raises(NotFound):
        branches.call("helen", "remove_seller", territory_id=north, person_id=nils)
