"""Campaigns out of a file: by external id, under the rules of planning, and a second time without any effect."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.marketing.campaigns import commands
from services.marketing.campaigns.commands.importing import import_campaigns
from services.marketing.campaigns.model import Campaign
from shared.contracts.importing import read_rows
from shared.contracts.marketing.campaigns import CampaignRow
from shared.importing import RowResult
from shared.persistence.database import Database
from shared.persistence.platform import StoredEvent
from tests.marketing.office import NILS, SARA, marketer


def load(session: Session, person_id: str, *rows: dict[str, Any], mode: str = "upsert") -> list[RowResult]:
    return import_campaigns(session, marketer(person_id), mode, read_rows(CampaignRow, rows))


def row(key: str, **fields: Any) -> dict[str, Any]:
    return {"external_id": key, "name": "Spring", "kind": "web", "budget": "12.5000", "ends_on": None, **fields}


def events(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(StoredEvent)).one()


def test_a_second_run_has_no_effect_and_a_changed_cell_makes_that_change_alone(database: Database) -> None:
    with database.write() as session:
        (first,) = load(session, NILS, row("C-1", starts_on="2031-03-01"))
        commands.launch_campaign(session, marketer(NILS), str(first.id))
        told = events(session)
        assert load(session, NILS, row("C-1", starts_on="2031-03-01"))[0].outcome == "unchanged"
        assert events(session) == told
        assert load(session, NILS, row("C-1", budget="13"))[0].outcome == "updated"
        campaign = session.get_one(Campaign, first.id)
        assert (campaign.budget, str(campaign.starts_on), campaign.status) == (13, "2031-03-01", "running")
        assert len(campaign.form_key) > 20
        assert events(session) == told + 1


def test_a_bad_row_is_rejected_with_its_reason_and_the_others_are_taken(database: Database) -> None:
    with database.write() as session:
        load(session, NILS, row("C-1"))
        (over,) = load(session, NILS, row("C-2"))
        commands.cancel_campaign(session, marketer(NILS), str(over.id), "No money")
        backwards = {"starts_on": "2031-03-02", "ends_on": "2031-03-01"}
        results = load(
            session,
            NILS,
            row("C-3", **backwards),
            row("C-1", **backwards),
            row("C-2", budget="1"),
            row("C-4", status="running"),
            row("C-5"),
            row("C-5"),
        )
        assert [result.code for result in results] == [
            "campaign_period_backwards", "campaign_period_backwards", "campaign_is_over", "malformed",
            None, "import_key_taken",
        ]  # fmt: skip
        assert load(session, NILS, row("C-1"), row("C-2"))[1].outcome == "unchanged"
        assert load(session, NILS, row("C-1"), mode="create")[0].code == "import_key_taken"
        assert load(session, NILS, row("C-9"), mode="update")[0].code == "import_key_unknown"
        assert load(session, SARA, row("C-1", name="Stolen"))[0].code == "campaign_external_id_taken"
