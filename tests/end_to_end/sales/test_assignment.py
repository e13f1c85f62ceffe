"""Many deals are given to several people by a rule; each deal answers for itself, each new owner is told."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def deals_of(client: Client, count: int) -> list[str]:
    return [client.post("/v1/opportunities", {"name": f"Deal {new_id()}"})["id"] for _ in range(count)]


def told(client: Client, deal_id: str) -> list[Any]:
    about = {"filter[about_id][eq]": deal_id, "filter[kind][eq]": "opportunity_received"}
    return list(client.get("/v1/messages", params=about)["data"])


@pytest.mark.feature("S-036")
def test_deals_are_assigned_by_a_rule_with_a_result_for_each_and_every_new_owner_is_told(company: Company) -> None:
    nora, nils = company["nora.north"], company["nils.north"]
    people = [company.people[login]["id"] for login in ("nina.north", "olga.office")]
    deals = deals_of(nils, 4)
    lost, foreign = deals_of(nils, 1)[0], deals_of(company["sara.south"], 1)[0]
    nils.post(f"/v1/opportunities/{lost}/lose", {"reason": "price"})
    asked = [*deals[:2], lost, foreign, *deals[2:], deals[0]]
    body = {"opportunity_ids": asked, "person_ids": people, "rule": "round_robin"}
    key = {"Idempotency-Key": new_id()}
    first, again = (nora.ok("POST", "/v1/opportunities/assign", body, headers=key) for _ in range(2))
    assert first == again
    results = {row["opportunity_id"]: (row["outcome"], row["owner_id"], row["code"]) for row in first["data"]}
    assert results.keys() == {*deals, lost, foreign}
    assert (results[lost][0], results[lost][2]) == ("refused", "opportunity_state_forbids")
    assert (results[foreign][0], results[foreign][2]) == ("refused", "not_found")
    owners = [results[deal] for deal in deals]
    assert {outcome for outcome, *_ in owners} == {"assigned"}
    for deal, (_, owner, _) in zip(deals, owners, strict=True):
        assert nora.get(f"/v1/opportunities/{deal}")["owner"]["id"] == owner
        login = next(login for login, person in company.people.items() if person["id"] == owner)
        assert eventually(lambda deal=deal, login=login: len(told(company[login], deal)) == 1, seconds=60)
    assert nora.get(f"/v1/opportunities/{lost}")["owner"]["login"] == "nils.north"

    least = {"opportunity_ids": deals_of(nils, 3), "person_ids": [people[0], nils.me["id"]], "rule": "least_loaded"}
    before = {person: open_deals(nora, person) for person in least["person_ids"]}
    outcome = nora.post("/v1/opportunities/assign", least)["data"]
    assert {row["outcome"] for row in outcome} <= {"assigned", "unchanged"}
    after = {person: open_deals(nora, person) for person in least["person_ids"]}
    assert sum(after.values()) == sum(before.values())
    assert abs(after[people[0]] - after[nils.me["id"]]) <= max(1, abs(before[people[0]] - before[nils.me["id"]]))
    unknown = {**body, "person_ids": [new_id()]}
    nora.refused("POST", "/v1/opportunities/assign", unknown, status=422, code="new_owner_unknown")
    nora.refused("POST", "/v1/opportunities/assign", {**body, "rule": "dice"}, status=400)


def open_deals(client: Client, person_id: str) -> int:
    params = {"filter[owner_id][eq]": person_id, "filter[status][eq]": "open", "count": "exact", "limit": "1"}
    return int(client.get("/v1/opportunities", params=params)["count"])
