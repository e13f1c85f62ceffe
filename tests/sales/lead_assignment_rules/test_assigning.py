"""New leads and the rules of their units: given away once, exactly, also when many come at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from shared.clock import today
from shared.contracts.marketing.campaigns import LeadCaptured
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica
from tests.sales.desk import Office

CREW = ("nils", "nina", "nora")


def define(office: Office, method: str = "round_robin", *people: str, **more: Any) -> Any:
    """A rule for the leads of the north."""
    asked = {"name": f"by {method}", "method": method, "unit_id": office.unit("NORTH"), **more}
    if people:
        asked["person_ids"] = [office.person(one) for one in people]
    return office("helen").define_lead_assignment_rule(request=asked)


def sell(office: Office, login: str, **more: Any) -> Any:
    return office("helen").define_seller(request={"person_id": office.person(login), **more})


def record(office: Office, who: str = "nils", **more: Any) -> Any:
    return office(who).create_lead(request={"name": "Ada", **more})


def owners(leads: list[Any]) -> list[str]:
    return [lead["owner"]["login"] for lead in leads]


def test_a_new_lead_goes_to_whose_turn_it_is_and_tells_by_which_rule_and_why(office_anywhere: Office) -> None:
    office, rule = office_anywhere, define(office_anywhere, "round_robin", *CREW)
    leads = [record(office) for _ in range(7)]
    assert owners(leads) == [*CREW, *CREW, "nils"]
    last = leads[4]
    assert (last["owner"]["login"], last["org_unit"]["code"], last["version"]) == ("nina", "NORTH", 2)
    assert last["assignment_rule_id"] == last["assignment"]["rule_id"] == rule["id"]
    assert (last["assignment"]["outcome"], last["assignment"]["rule_name"]) == ("assigned", "by round_robin")
    assert last["assignment"]["reason"] == "next in turn of 3 who could be given it, 3 in all"
    assert office("nina").get_lead(lead_id=last["id"]) == last
    created, assigned = office.events(last["id"])
    assert (created.type, assigned.type) == ("tenon.sales.lead.created.v1", "tenon.sales.lead.assigned.v1")
    assert created.owner_id == assigned.owner_id == office.person("nina")
    assert (assigned.data["from_owner_id"], assigned.data["to_owner_id"]) == (
        office.person("nils"),
        office.person("nina"),
    )
    assert assigned.data["changes"]["owner_id"]["after"] == office.person("nina")
    mine = office("helen").list_leads(query={"filter": [["assignment_rule_id", "eq", rule["id"]]]})["data"]
    assert len(mine) == 7


def test_leads_that_come_at_the_same_moment_are_given_in_turn_and_counted_exactly(office_anywhere: Office) -> None:
    office = office_anywhere
    define(office, "round_robin", *CREW)
    with ThreadPoolExecutor(6) as threads:
        leads = list(threads.map(lambda _: record(office), range(30)))
    assert Counter(owners(leads)) == {"nils": 10, "nina": 10, "nora": 10}
    told = sorted(leads, key=lambda lead: lead["assignment"]["at"])
    in_turn = owners(told)
    assert all(one != other for one, other in pairwise(in_turn))


def test_capacity_holds_at_the_same_moment_and_between_rules(office_anywhere: Office) -> None:
    office = office_anywhere
    for login, capacity in (("nils", 3), ("nina", 2)):
        sell(office, login, capacity=capacity)
    define(office, "round_robin", "nils", "nina", conditions={"regions": ["a"]})
    define(office, "least_loaded", conditions={"regions": ["b"]})
    with ThreadPoolExecutor(6) as threads:
        leads = list(threads.map(lambda at: record(office, "nora", region="ab"[at % 2]), range(12)))
    assert Counter(owners(leads)) == {"nils": 3, "nina": 2, "nora": 7}
    outcomes = Counter(lead["assignment"]["outcome"] for lead in leads)
    assert outcomes == {"assigned": 5, "nobody_left": 7}


def test_whoever_has_fewest_open_leads_is_next_and_closed_ones_do_not_count(office_anywhere: Office) -> None:
    office = office_anywhere
    with_two = [record(office, "nils") for _ in range(2)]
    record(office, "nina")
    define(office, "least_loaded", *CREW)
    leads = [record(office, "nora") for _ in range(4)]
    assert owners(leads)[:3] == ["nora", "nina", "nora"]
    counts = Counter(row["owner"]["login"] for row in office("helen").list_leads(query={"limit": 50})["data"])
    assert max(counts.values()) - min(counts.values()) <= 1
    for lead in with_two:
        office("nils").lose_lead(lead_id=lead["id"], request={"reason": "gone"})
    assert owners([record(office, "nora")]) == ["nils"]


def test_of_two_with_as_many_the_one_who_waited_longest_is_next(office: Office) -> None:
    define(office, "round_robin", "nils", conditions={"regions": ["first"]})
    define(office, "least_loaded", "nils", "nina")
    first = record(office, "nora", region="first")
    office("nils").lose_lead(lead_id=first["id"], request={"reason": "gone"})
    assert owners([record(office, "nora")]) == ["nina"]


def test_a_territory_goes_to_its_sellers(office: Office) -> None:
    sell(office, "nils", territory="N-1")
    sell(office, "nina", territory="n-1")
    sell(office, "nora", territory="N-2")
    define(office, "territory")
    leads = [record(office, "nora", region=region) for region in ("N-1", "n-1", "N-2", "N-1")]
    assert sorted(owners(leads[:2])) == ["nils", "nina"]
    assert owners(leads[2:]) == ["nora", owners(leads)[0]]
    nobody = record(office, "nora", region="N-3")
    assert (nobody["owner"]["login"], nobody["assignment"]["outcome"]) == ("nora", "nobody_left")
    assert "nobody has the territory N-3" in nobody["assignment"]["reason"]


def test_inactive_sellers_and_those_away_are_passed_over(office: Office) -> None:
    sellers = {login: sell(office, login) for login in CREW}
    define(office, "round_robin")
    nora = office("nora")
    nora.deactivate_seller(seller_id=sellers["nils"]["id"], request={})
    nora.set_seller_leave(seller_id=sellers["nina"]["id"], request={})
    assert owners([record(office) for _ in range(3)]) == ["nora"] * 3
    office("helen").set_seller_leave(seller_id=sellers["nora"]["id"], request={})
    left = record(office)
    assert (left["owner"]["login"], left["version"]) == ("nils", 2)
    assert left["assignment"]["reason"] == "by round_robin: nobody is left: 3 away or inactive"
    assert office.branches.told(left["id"]) == ["created", "left_unassigned"]
    tomorrow = (today() + timedelta(days=1)).isoformat()
    nora.activate_seller(seller_id=sellers["nils"]["id"], request={})
    nora.set_seller_leave(seller_id=sellers["nils"]["id"], request={"starts_on": tomorrow})
    assert owners([record(office, "nora")]) == ["nils"]
    again = office("nora").get_lead(lead_id=left["id"])
    assert (again["owner"]["login"], again["version"]) == ("nils", 2)


def test_the_first_rule_in_order_that_is_for_a_lead_and_has_somebody_left_decides(office: Office) -> None:
    sell(office, "nils", capacity=0)
    define(office, "round_robin", "nora", name="all", position=9)
    define(office, "round_robin", "nina", name="rich", position=1, conditions={"least_budget": "50", "currency": "USD"})
    full = define(office, "round_robin", "nils", name="pumps", position=1, conditions={"industries": ["pumps"]})
    above = {"name": "whole house", "method": "round_robin", "person_ids": [office.person("sara")], "position": 1}
    office("helen").define_lead_assignment_rule(request={**above, "unit_id": office.unit("HQ")})
    found = [record(office), record(office, budget="50"), record(office, industry="pumps")]
    assert owners(found) == ["nora", "nina", "nora"]
    office("helen").retire_lead_assignment_rule(rule_id=full["id"], request={})
    assert owners([record(office, "sara")]) == ["sara"]
    assert record(office, "helen")["assignment"]["rule_name"] == "whole house"


def test_what_a_person_handed_over_is_moved_by_no_rule(office_anywhere: Office) -> None:
    office, rule = office_anywhere, define(office_anywhere, "round_robin", "nils", "nina")
    lead = record(office)
    office("nora").transfer_lead(lead_id=lead["id"], request={"owner_id": office.person("sara")})
    office("helen").change_lead_assignment_rule(rule_id=rule["id"], request={"person_ids": [office.person("nora")]})
    for verb in ("retire", "reinstate"):
        getattr(office("helen"), f"{verb}_lead_assignment_rule")(rule_id=rule["id"], request={})
    office("sara").change_lead(lead_id=lead["id"], request={"region": "north"})
    office("sara").lose_lead(lead_id=lead["id"], request={"reason": "gone"})
    kept = office("sara").reopen_lead(lead_id=lead["id"], request={})
    assert kept["owner"]["login"] == "sara"
    assert (kept["assignment"]["outcome"], kept["assignment_rule_id"]) == ("handed_over", rule["id"])
    assert kept["assignment"]["rule_name"] == "by round_robin"
    assert owners([record(office)]) == ["nora"]


def test_a_repeated_key_takes_no_second_turn(office: Office) -> None:
    define(office, "round_robin", "nina", "nora")
    first, again = (office("nils").keyed("k-1").create_lead(request={"name": "Ada"}) for _ in range(2))
    assert first == again
    assert owners([first, record(office)]) == ["nina", "nora"]


def captured(office: Office) -> LeadCaptured:
    told = {"name": "Ada", "company": "Engines", "email": "ada@example.com", "phone": None, "note": None}
    place = {"owner_id": office.person("nils"), "org_unit_id": office.unit("NORTH")}
    ids = {"capture_id": new_id(), "campaign_id": new_id(), "campaign_name": "Spring"}
    return LeadCaptured.from_data({**told, **place, **ids, "changes": {}})


def test_a_lead_from_a_form_goes_by_the_rules_of_its_campaigns_unit_once(office_anywhere: Office) -> None:
    office, event = office_anywhere, captured(office_anywhere)
    define(office, "round_robin", "nina", "nora", conditions={"source_kinds": ["campaign"]})
    for _ in range(3):
        office.branches.hear("create_captured_lead", event)
    [lead] = office("helen").list_leads(query={})["data"]
    assert (lead["owner"]["login"], lead["assignment"]["outcome"]) == ("nina", "assigned")
    assert owners([record(office)]) == ["nils"]


def test_a_file_gives_out_as_one_by_one_does(office_anywhere: Office) -> None:
    office = office_anywhere
    rows = [{"external_id": f"L-{at}", "name": "Ada"} for at in range(6)]
    define(office, "round_robin", *CREW)
    dry = office("nora").import_leads(rows=rows, mode="upsert", dry_run=True)["results"]
    assert [one["outcome"] for one in dry] == ["created"] * 6
    office("nora").import_leads(
        rows=[*rows, {"external_id": "L-s", "name": "Eve", "owner_login": "sara"}], mode="create"
    )
    leads = {row["external_id"]: row for row in office("helen").list_leads(query={"limit": 50})["data"]}
    assert owners([leads[f"L-{at}"] for at in range(6)]) == [*CREW, *CREW]
    assert (leads["L-s"]["owner"]["login"], leads["L-s"]["assignment"]) == ("sara", None)
    assert leads["L-1"]["version"] == 2
    created, assigned = office.events(leads["L-1"]["id"])
    assert [created.sequence, assigned.sequence] == [1, 2]
    assert created.id < assigned.id
    assert created.owner_id == assigned.owner_id == office.person("nina")
    again = [{**row, "company": "Engines"} for row in rows]
    office("nora").import_leads(rows=again, mode="update")
    kept = {row["external_id"]: row for row in office("helen").list_leads(query={"limit": 50})["data"]}
    assert owners([kept[f"L-{at}"] for at in range(6)]) == [*CREW, *CREW]
    assert owners([record(office)]) == ["nils"]


@pytest.mark.parametrize("who", ["nils", "nora"])
def test_somebody_who_has_left_or_moved_away_is_passed_over(office: Office, who: str) -> None:
    define(office, "round_robin", "nils", "nora")
    with office.branches.database.write() as session:
        person = session.get_one(OrgPersonReplica, office.person(who))
        person.active, person.unit_id = who != "nils", office.unit("SOUTH" if who == "nora" else "NORTH")
    other = "nora" if who == "nils" else "nils"
    assert owners([record(office, "nina") for _ in range(2)]) == [other, other]
