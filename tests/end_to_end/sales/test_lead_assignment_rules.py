"""Rules for new leads through the public API: each lead gets its owner once, and a hand-over by a person holds."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

RULES = "/v1/lead-assignment-rules"


@dataclass
class Branch:
    """A branch of its own, so that its rules touch nobody else's leads: a head, and people who sell."""

    company: Company
    unit: Any
    head: Client
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def define(self, method: str, *names: str, **more: Any) -> Any:
        people = {"person_ids": [self.people[name]["id"] for name in names]} if names else {}
        asked = {"name": f"by {method}", "method": method, "unit_id": self.unit["id"], **people, **more}
        return self.head.post(RULES, asked)

    def record(self, name: str, **more: Any) -> Any:
        return self.clients[name].post("/v1/leads", {"name": f"Lead {new_id()}", **more})

    def owner(self, lead: Any) -> str:
        """Who has the lead now, by the first part of the login."""
        return str(lead["owner"]["login"]).partition(".")[0]


def open_branch(company: Company, *names: str) -> Branch:
    admin, mark = company["admin"], new_id()[-10:]
    place = {"code": f"B{mark}".upper(), "name": "Branch", "kind": "branch", "parent_id": company.units["HQ"]["id"]}
    unit = admin.post("/v1/org-units", place)

    def hire(name: str, superior: str, group: str) -> Any:
        body = {"login": f"{name}.{mark}", "name": name.title(), "unit_id": unit["id"], "superior_id": superior}
        return admin.post(
            "/v1/people", {**body, "groups": [group], "password": PASSWORD, "must_change_password": False}
        )

    head = hire("head", company.people["helen.head"]["id"], "account_manager")
    branch = Branch(company, unit, company.stack.client(head["login"], PASSWORD))
    for name in names:
        branch.people[name] = hire(name, head["id"], "salesperson")
        branch.clients[name] = company.stack.client(branch.people[name]["login"], PASSWORD)
    return branch


def told(client: Client, lead: Any) -> list[Any]:
    about = {"filter[about_id][eq]": lead["id"], "filter[kind][eq]": "lead_received"}
    return list(client.get("/v1/messages", params=about)["data"])


@pytest.mark.feature("S-010")
def test_a_rule_gives_a_new_lead_an_owner_once_in_turn_by_territory_or_load_and_a_manual_override_is_kept(
    company: Company,
) -> None:
    branch = open_branch(company, "ann", "bob", "cid")
    head, recorder = branch.head, branch.clients["cid"]
    in_turn = branch.define("round_robin", "ann", "bob", conditions={"regions": ["turn"]})
    by_load = branch.define("least_loaded", "ann", "bob", "cid", conditions={"regions": ["load"]})
    by_place = branch.define("territory", conditions={"regions": ["place"]})
    head.post("/v1/sellers", {"person_id": branch.people["bob"]["id"], "territory": "Place", "capacity": 5})

    leads = [branch.record("cid", region="turn") for _ in range(3)]
    assert [branch.owner(lead) for lead in leads] == ["ann", "bob", "ann"]
    first = leads[0]
    assert (first["assignment"]["outcome"], first["assignment_rule_id"]) == ("assigned", in_turn["id"])
    assert "next in turn" in first["assignment"]["reason"]
    assert branch.clients["ann"].get(f"/v1/leads/{first['id']}") == first
    recorder.refused("GET", f"/v1/leads/{first['id']}", status=404)
    assert eventually(lambda: len(told(branch.clients["ann"], first)) == 1, seconds=60)
    entries = head.get(f"/v1/leads/{first['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["created", "assigned"]
    least = branch.record("cid", region="load")
    assert (branch.owner(least), least["assignment_rule_id"]) == ("cid", by_load["id"])
    placed = branch.record("cid", region="place")
    assert (branch.owner(placed), placed["assignment"]["rule_id"]) == ("bob", by_place["id"])

    bob = {"owner_id": branch.people["bob"]["id"]}
    moved = head.post(f"/v1/leads/{first['id']}/transfer", bob)
    assert (branch.owner(moved), moved["assignment"]["outcome"]) == ("bob", "handed_over")
    head.patch(f"{RULES}/{in_turn['id']}", {"person_ids": [branch.people["cid"]["id"]], "conditions": {}})
    for verb in ("retire", "reinstate"):
        head.post(f"{RULES}/{in_turn['id']}/{verb}")
    head.patch(f"/v1/leads/{first['id']}", {"region": "turn", "company": "Mills"})
    head.post(f"/v1/leads/{first['id']}/lose", {"reason": "gone"})
    kept = head.post(f"/v1/leads/{first['id']}/reopen")
    assert (branch.owner(kept), kept["assignment"]["outcome"]) == ("bob", "handed_over")
    assert branch.owner(head.get(f"/v1/leads/{leads[2]['id']}")) == "ann"
    assert branch.owner(branch.record("ann")) == "cid"


def test_many_new_leads_at_once_are_given_out_exactly_and_a_repeated_key_once(company: Company) -> None:
    branch = open_branch(company, "ann", "bob", "cid")
    branch.define("round_robin", "ann", "bob", "cid")
    with ThreadPoolExecutor(4) as threads:
        leads = list(threads.map(lambda _: branch.record("ann"), range(12)))
    assert Counter(branch.owner(lead) for lead in leads) == {"ann": 4, "bob": 4, "cid": 4}
    told = [branch.owner(lead) for lead in sorted(leads, key=lambda lead: str(lead["assignment"]["at"]))]
    assert all(one != other for one, other in pairwise(told))
    key, body = {"Idempotency-Key": new_id()}, {"name": "Once"}
    first, again = (branch.clients["ann"].ok("POST", "/v1/leads", body, headers=key) for _ in range(2))
    assert first == again
    assert branch.owner(branch.record("ann")) != branch.owner(first)


def test_nobody_inactive_away_or_at_capacity_is_given_a_lead_and_who_recorded_it_keeps_it(company: Company) -> None:
    branch = open_branch(company, "ann", "bob", "cid")
    head = branch.head
    sellers = {
        name: head.post("/v1/sellers", {"person_id": branch.people[name]["id"], "capacity": 1})["id"]
        for name in ("ann", "bob")
    }
    rule = branch.define("round_robin")
    head.post(f"/v1/sellers/{sellers['ann']}/deactivate")
    assert branch.owner(branch.record("cid")) == "bob"
    left = branch.record("cid")
    assert (branch.owner(left), left["assignment"]["outcome"]) == ("cid", "nobody_left")
    assert left["assignment"]["reason"] == "by round_robin: nobody is left: 1 at capacity, 1 away or inactive"
    assert left["assignment_rule_id"] == rule["id"]
    entries = branch.clients["cid"].get(f"/v1/leads/{left['id']}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in entries] == ["created", "left_unassigned"]
    head.post(f"/v1/sellers/{sellers['ann']}/activate")
    assert branch.owner(branch.clients["cid"].get(f"/v1/leads/{left['id']}")) == "cid"
    assert branch.owner(branch.record("cid")) == "ann"
    head.post(f"{RULES}/{rule['id']}/retire")
    assert branch.record("cid")["assignment"] is None


def test_leads_of_a_public_form_are_given_out_too(company: Company) -> None:
    branch = open_branch(company, "ann", "bob")
    body = {"login": f"m.{new_id()[-10:]}", "name": "Max", "unit_id": branch.unit["id"], "groups": ["marketing"]}
    maker = company["admin"].post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
    marketing = company.stack.client(maker["login"], PASSWORD)
    branch.define("round_robin", "ann", "bob", conditions={"source_kinds": ["campaign"]})
    campaign = marketing.post("/v1/campaigns", {"name": "Spring", "kind": "web"})
    launched = marketing.post(f"/v1/campaigns/{campaign['id']}/launch")
    address = f"{company.stack.url}/v1/forms/{launched['form_key']}/submissions"
    sent = requests.post(address, json={"name": "Ada", "email": f"{new_id()}@example.com"}, timeout=30)
    assert sent.status_code < 300, sent.text
    of_campaign = {"filter[source_id][eq]": campaign["id"]}
    assert eventually(lambda: branch.clients["ann"].get("/v1/leads", params=of_campaign)["data"], seconds=60)
    [lead] = branch.clients["ann"].get("/v1/leads", params=of_campaign)["data"]
    assert (branch.owner(lead), lead["assignment"]["outcome"]) == ("ann", "assigned")
    assert branch.owner(branch.record("bob")) == "bob"


def test_rules_are_defined_by_the_head_of_a_unit_and_seen_by_no_other(company: Company) -> None:
    branch = open_branch(company, "ann")
    head, body = branch.head, {"name": "Mills", "method": "round_robin"}
    key = {"Idempotency-Key": new_id()}
    rule, again = (head.ok("POST", RULES, body, headers=key) for _ in range(2))
    assert rule == again
    assert (rule["org_unit"]["id"], rule["seller_unit_id"]) == (branch.unit["id"], branch.unit["id"])
    path = f"{RULES}/{rule['id']}"
    branch.clients["ann"].refused("GET", path, status=403)
    branch.clients["ann"].refused("POST", RULES, body, status=403)
    company["sven.south"].refused("GET", path, status=404)
    company["sven.south"].refused("PATCH", path, {"name": "Mine"}, status=404)
    company["sven.south"].refused("POST", RULES, {**body, "unit_id": branch.unit["id"]}, status=404)
    elsewhere = {**body, "person_ids": [company.people["nils.north"]["id"]]}
    head.refused("POST", RULES, elsewhere, status=422, code="lead_rule_person_elsewhere")
    for wrong, pointer in (
        ({"method": "dice"}, "/method"),
        ({"position": 0}, "/position"),
        ({"conditions": {"least_budget": "1"}}, "/conditions/currency"),
        ({"conditions": {"moon": "full"}}, "/conditions/moon"),
        ({"person_ids": ["ann"]}, "/person_ids/0"),
    ):
        problem = head.refused("POST", RULES, {**body, **wrong}, status=400)
        assert [fault["pointer"] for fault in problem["errors"]] == [pointer]
    head.patch(path, {"position": 3})
    head.refused("PATCH", path, {"position": 4}, headers={"If-Match": '"1"'}, status=412)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: head.ask("POST", f"{path}/retire", {}), range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert [row["id"] for row in head.get(RULES)["data"]] == [rule["id"]]
