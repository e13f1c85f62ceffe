"""From a stranger's visit to a lead that its campaign knows the worth of."""

from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def running_campaign(client: Client, **fields: Any) -> Any:
    campaign = client.post("/v1/campaigns", {"name": "Spring", "kind": "web", "budget": "5000.00", **fields})
    return client.post(f"/v1/campaigns/{campaign['id']}/launch")


def fill_in(company: Company, campaign: Any, /, **fields: Any) -> requests.Response:
    """What a visitor's browser sends: no token."""
    address = f"{company.stack.url}/v1/forms/{campaign['form_key']}/submissions"
    return requests.post(address, json={"name": "Ann", **fields}, timeout=30)


def leads_of(client: Client, campaign: Any) -> list[Any]:
    return client.all("/v1/leads", params={"filter[source_id][eq]": campaign["id"]})


def test_a_campaign_follows_its_steps_and_writes_history(company: Company) -> None:
    nils = company["nils.north"]
    campaign = running_campaign(nils)
    path = f"/v1/campaigns/{campaign['id']}"
    nils.refused("POST", f"{path}/launch", {}, status=409, code="campaign_state_forbids")
    nils.post(f"{path}/finish")
    nils.refused("PATCH", path, {"goal": "More"}, status=409, code="campaign_is_over")
    told = nils.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in told] == ["created", "launched", "finished"]
    assert {entry["actor"]["id"] for entry in told} == {company.people["nils.north"]["id"]}


def test_a_campaign_is_out_of_sight_of_another_branch(company: Company) -> None:
    campaign = running_campaign(company["nils.north"])
    sara = company["sara.south"]
    sara.refused("GET", f"/v1/campaigns/{campaign['id']}", status=404)
    sara.refused("POST", f"/v1/campaigns/{campaign['id']}/finish", {}, status=404)
    assert campaign["id"] not in [row["id"] for row in sara.all("/v1/campaigns")]
    company["nina.north"].refused("GET", "/v1/campaigns", status=403)


@pytest.mark.feature("M-61")
def test_the_form_of_a_web_campaign_creates_leads_and_keeps_spam_out(company: Company) -> None:
    nils = company["nils.north"]
    campaign = running_campaign(nils)
    path = f"/v1/campaigns/{campaign['id']}"
    email = f"ann.{new_id()}@example.org"

    answers = [
        fill_in(company, campaign, email=email, company="Acme"),
        fill_in(company, campaign, email=email.upper()),
        fill_in(company, campaign, email=f"bot.{new_id()}@example.org", website="http://spam.example"),
    ]

    assert [(answer.status_code, answer.json()) for answer in answers] == [(202, {"received": True})] * 3
    [lead] = eventually(lambda: leads_of(nils, campaign))
    assert (lead["email"], lead["company"], lead["source_kind"]) == (email, "Acme", "campaign")
    counted = eventually(lambda: (found := nils.get(path))["leads_count"] and found)
    assert (counted["captured_count"], counted["spam_count"], counted["leads_count"]) == (1, 1, 1)
    assert [row["email"] for row in nils.get(f"{path}/captures")["data"]] == [email]
    assert len(leads_of(nils, campaign)) == 1


def test_a_form_refuses_what_it_cannot_use_and_closes_with_its_campaign(company: Company) -> None:
    nils = company["nils.north"]
    campaign = running_campaign(nils)
    silent = fill_in(company, campaign)
    assert (silent.status_code, silent.json()["code"]) == (422, "form_contact_missing")
    smuggled = fill_in(company, campaign, email="ann@example.org", owner_id=new_id())
    assert (smuggled.status_code, smuggled.json()["errors"][0]["pointer"]) == (400, "/owner_id")
    nils.post(f"/v1/campaigns/{campaign['id']}/finish")
    closed = fill_in(company, campaign, email="ann@example.org")
    unknown = fill_in(company, {"form_key": "nobody-knows-this-key"}, email="ann@example.org")
    assert [closed.status_code, unknown.status_code] == [404, 404]


@pytest.mark.feature("M-18")
def test_leads_carry_the_campaign_and_the_campaign_shows_their_count_and_value(company: Company) -> None:
    nils = company["nils.north"]
    campaign = running_campaign(nils)
    for number in range(2):
        assert fill_in(company, campaign, email=f"{number}.{new_id()}@example.org").status_code == 202
    leads = eventually(lambda: len(found := leads_of(nils, campaign)) == 2 and found)
    assert [lead["source_id"] for lead in leads] == [campaign["id"]] * 2
    for lead, budget in zip(leads, ("100.10", "20.05"), strict=True):
        nils.post(f"/v1/leads/{lead['id']}/qualify", {"budget": budget})

    def shown() -> tuple[int, str]:
        found = nils.get(f"/v1/campaigns/{campaign['id']}")
        return found["leads_count"], found["leads_value"]

    assert eventually(lambda: shown() == (2, "120.15")), shown()
    nils.post(f"/v1/leads/{leads[0]['id']}/lose", {"reason": "No answer"})
    assert eventually(lambda: shown() == (2, "20.05")), shown()
