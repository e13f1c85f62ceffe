"""A campaign knows how many leads it brought and what they are worth, whatever is told again or late."""

from decimal import Decimal

import pytest

from services.marketing.campaigns import queries
from services.marketing.leads import commands, rules
from services.marketing.service import MarketingService
from shared.contracts.sales.leads import LeadConverted, LeadCreated, LeadEvent, LeadTransferred
from shared.ids import new_id
from shared.persistence.database import Database
from tests.marketing.office import NILS, NORTH, SYSTEM, marketer, run


def told(
    lead_id: str,
    campaign_id: str | None,
    version: int = 1,
    *,
    budget: str | None,
    status: str = "new",
    currency: str = "USD",
    kind: str = "campaign",
) -> LeadEvent:
    return LeadCreated(
        lead_id=lead_id,
        record_version=version,
        name="Ann",
        company=None,
        status=status,
        budget=budget,
        currency=currency,
        owner_id=NILS,
        org_unit_id=NORTH,
        source_kind=kind,
        source_id=campaign_id,
        changes={},
    )


@pytest.mark.parametrize(
    ("status", "budget", "worth"),
    [("new", None, "0"), ("qualified", "10.50", "10.50"), ("converted", "3", "3"), ("lost", "10.50", "0")],
)
def test_a_lead_is_worth_its_budget_until_it_is_lost(status: str, budget: str | None, worth: str) -> None:
    assert rules.worth_of(status, budget) == Decimal(worth)


def test_a_campaign_counts_and_values_its_leads(database: Database) -> None:
    ann, bob, eve = new_id(), new_id(), new_id()
    with database.write() as session:
        campaign = run(session)
        steps = [
            told(ann, campaign.id, 1, budget=None),
            told(bob, campaign.id, 1, budget="10.10"),
            told(ann, campaign.id, 2, budget="5.05", status="qualified"),
            told(ann, campaign.id, 2, budget="5.05", status="qualified"),
            told(ann, campaign.id, 1, budget="99"),
            told(eve, campaign.id, 1, budget="7", currency="EUR"),
        ]
        for event in steps:
            commands.follow_lead(session, SYSTEM, event)
        counted = queries.get_campaign(session, marketer(NILS), campaign.id)
        assert (counted.leads_count, counted.leads_value) == (3, Decimal("15.15"))
        commands.follow_lead(session, SYSTEM, told(bob, campaign.id, 2, budget="10.10", status="lost"))
        assert (counted.leads_count, counted.leads_value) == (3, Decimal("5.05"))
        history = queries.list_campaign_history(session, marketer(NILS), campaign.id)["data"]
    assert history[-1]["changes"] == {"leads_value": {"before": "15.15", "after": "5.05"}}
    assert [entry["sequence"] for entry in history] == list(range(1, len(history) + 1))


def test_a_converted_or_transferred_lead_keeps_its_worth_whatever_is_told_late(database: Database) -> None:
    ann, service = new_id(), MarketingService()
    qualified = told(ann, "", 2, budget="5.05", status="qualified").data()
    converted = {"customer_id": new_id(), "contact_id": None, "opportunity_id": None, "status": "converted"}
    with database.write() as session:
        campaign = run(session)
        facts = {**qualified, "source_id": campaign.id}
        handed = {"from_owner_id": NILS, "to_owner_id": new_id()}
        commands.follow_lead(session, SYSTEM, LeadCreated(**{**facts, "record_version": 1, "budget": None}))
        transferred = LeadTransferred(**{**facts, "record_version": 3, "budget": "7.00", **handed})
        service.follow_transferred_lead(session, SYSTEM, transferred)
        assert (campaign.leads_count, campaign.leads_value) == (1, Decimal("7.00"))
        finished = LeadConverted(**{**facts, "record_version": 4, "budget": "7.00", **converted})
        for _ in range(2):
            service.follow_converted_lead(session, SYSTEM, finished)
        commands.follow_lead(session, SYSTEM, LeadCreated(**facts))
        assert (campaign.leads_count, campaign.leads_value) == (1, Decimal("7.00"))


@pytest.mark.parametrize("kind", ["manual", "campaign"])
def test_leads_of_no_campaign_of_ours_change_nothing(database: Database, kind: str) -> None:
    with database.write() as session:
        campaign = run(session)
        source = campaign.id if kind == "manual" else new_id()
        commands.follow_lead(session, SYSTEM, told(new_id(), source, budget="5", kind=kind))
        commands.follow_lead(session, SYSTEM, told(new_id(), None, budget="5", kind=kind))
        assert (campaign.leads_count, campaign.version) == (0, 2)
