"""Leads that come from the public form of a campaign."""

from typing import Any

from shared.contracts.marketing.campaigns import LeadCaptured
from shared.ids import new_id
from tests.sales.desk import Office


def _captured(office: Office, **other: str | None) -> LeadCaptured:
    told: dict[str, Any] = {
        "capture_id": new_id(),
        "campaign_id": new_id(),
        "campaign_name": "Spring",
        "name": "Ada",
        "company": "Engines",
        "email": "ada@example.com",
        "phone": None,
        "note": "call me",
        "owner_id": office.person("nils"),
        "org_unit_id": office.unit("NORTH"),
        "changes": {},
        **other,
    }
    return LeadCaptured.from_data(told)


def test_a_capture_becomes_a_lead_of_the_campaigns_people_with_its_source(office_anywhere: Office) -> None:
    event = _captured(office_anywhere)
    office_anywhere.branches.hear("create_captured_lead", event)
    [lead] = office_anywhere("nils").list_leads(query={"q": "ada"})["data"]
    assert (lead["source_kind"], lead["source_id"]) == ("campaign", event.campaign_id)
    assert (lead["name"], lead["company"], lead["email"], lead["note"]) == (
        "Ada",
        "Engines",
        "ada@example.com",
        "call me",
    )
    assert (lead["owner"]["login"], lead["org_unit"]["code"], lead["status"]) == ("nils", "NORTH", "new")
    assert office_anywhere("sara").list_leads(query={})["data"] == []
    [told] = office_anywhere.events(lead["id"])
    assert (told.type, told.data["source_id"]) == ("tenon.sales.lead.created.v1", event.campaign_id)


def test_the_same_capture_told_three_times_is_one_lead(office_anywhere: Office) -> None:
    event = _captured(office_anywhere)
    for _ in range(3):
        office_anywhere.branches.hear("create_captured_lead", event)
    assert office_anywhere("helen").list_leads(query={"count": "exact"})["count"] == 1


def test_two_captures_of_the_same_person_are_two_leads(office: Office) -> None:
    campaign_id = new_id()
    for _ in range(2):
        office.branches.hear("create_captured_lead", _captured(office, campaign_id=campaign_id))
    rows = office("nils").list_leads(query={"filter": [["source_id", "eq", campaign_id]]})["data"]
    assert len({row["id"] for row in rows}) == 2
