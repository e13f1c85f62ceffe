"""What can be done to a campaign, by whom, and what is told about it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from services.marketing.campaigns import commands, queries, rules
from shared.contracts.marketing.campaigns import CampaignView
from shared.contracts.payload import reply
from shared.errors import NotFound
from shared.persistence.database import Database
from tests.days import day_in
from tests.marketing.office import NILS, SARA, marketer, plan, run

VERBS: dict[str, Callable[..., Any]] = {
    "launch": commands.launch_campaign,
    "finish": commands.finish_campaign,
    "cancel": lambda session, actor, campaign_id: commands.cancel_campaign(session, actor, campaign_id, "No money"),
    "change": lambda session, actor, campaign_id: commands.change_campaign(session, actor, campaign_id, goal="Fame"),
}


def test_a_planned_campaign_shows_what_was_planned_and_nothing_brought_in(database: Database) -> None:
    with database.write() as session:
        view = reply(CampaignView, plan(session, budget=Decimal("1200.50"), starts_on=day_in(-1), ends_on=day_in(1)))
    assert (view["status"], view["budget"], view["starts_on"]) == ("planned", "1200.50", day_in(-1).isoformat())
    counted = (view["captured_count"], view["spam_count"], view["leads_count"], view["leads_value"])
    assert counted == (0, 0, 0, "0.00")
    assert (view["version"], view["owner"]["login"], len(view["form_key"])) == (1, "nils", 24)


def test_a_campaign_tells_its_life_in_order(database: Database) -> None:
    with database.write() as session:
        campaign = plan(session)
        for verb in ("change", "launch", "finish"):
            VERBS[verb](session, marketer(NILS), campaign.id)
        told = queries.list_campaign_history(session, marketer(NILS), campaign.id)["data"]
    assert [entry["type"].split(".")[3] for entry in told] == ["created", "changed", "launched", "finished"]
    assert [entry["sequence"] for entry in told] == [1, 2, 3, 4]
    assert told[2]["changes"] == {"status": {"before": "planned", "after": "running"}}
    assert told[1]["changes"] == {"goal": {"before": None, "after": "Fame"}}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_another_branch_can_do_nothing_to_a_campaign(database: Database, verb: str) -> None:
    with database.write() as session:
        campaign = plan(session)
        with pytest.raises(NotFound):
            VERBS[verb](session, marketer(SARA), campaign.id)
        assert queries.list_campaigns(session, marketer(SARA), {"count": "exact"})["count"] == 0
        assert campaign.version == 1


@pytest.mark.parametrize("verb", ["launch", "finish", "cancel"])
def test_the_same_step_twice_is_refused(database: Database, verb: str) -> None:
    with database.write() as session:
        campaign = run(session) if verb == "finish" else plan(session)
        VERBS[verb](session, marketer(NILS), campaign.id)
        with pytest.raises(rules.CampaignCannotDoThis):
            VERBS[verb](session, marketer(NILS), campaign.id)


def test_a_campaign_whose_last_day_has_passed_is_not_launched(database: Database) -> None:
    with database.write() as session:
        campaign = plan(session, ends_on=day_in(-1))
        with pytest.raises(rules.PeriodHasPassed):
            commands.launch_campaign(session, marketer(NILS), campaign.id)


def test_an_edit_that_turns_the_period_around_is_refused(database: Database) -> None:
    with database.write() as session:
        campaign = plan(session, ends_on=day_in(-1))
        with pytest.raises(rules.PeriodIsBackwards):
            commands.change_campaign(session, marketer(NILS), campaign.id, starts_on=day_in(1))


def test_budgets_are_added_up_exactly(database: Database) -> None:
    with database.write() as session:
        for _ in range(3):
            plan(session, budget=Decimal("0.10"))
        answer = queries.list_campaigns(session, marketer(NILS), {"totals": ["budget"], "count": "exact"})
    assert (answer["count"], answer["totals"]) == (3, {"budget": "0.30"})
