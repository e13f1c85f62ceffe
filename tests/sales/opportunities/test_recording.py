"""Taking deals over in bulk: by external id, by the same rules, and again without effect."""

import time
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import update

from services.sales.opportunities.commands.recording import Outcome, RecordedOpportunity, record_opportunities
from shared.clock import today
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica
from tests.sales.branches import Branches, open_branches

ROWS_A_SECOND = 1000


def record(branches: Branches, who: str, *rows: RecordedOpportunity) -> list[Outcome]:
    with branches.database.write() as session:
        return record_opportunities(session, branches.people[who], rows)


def row(branches: Branches, external_id: str = "Z1", who: str = "nils", **fields: Any) -> RecordedOpportunity:
    return RecordedOpportunity(external_id, f"Deal {external_id}", branches.people[who].user_id, **fields)


def won(branches: Branches, external_id: str = "Z1", **fields: Any) -> RecordedOpportunity:
    closed: dict[str, Any] = {"status": "won", "amount": Decimal(1054), "closed_on": date(2017, 3, 1), **fields}
    return row(branches, external_id, **closed)


def test_deals_of_the_past_stand_as_they_stood_there(branches: Branches) -> None:
    customer = branches.call("helen", "create_customer", request={"name": "Cancity"})
    rows = [
        won(branches, "W", customer_id=customer["id"], engaged_on=date(2016, 10, 20)),
        row(branches, "L", "sara", status="lost", closed_on=date(2017, 3, 2), lost_reason="Price"),
        row(branches, "E", stage="engaging"),
        row(branches, "P"),
    ]
    outcomes = record(branches, "helen", *rows)
    assert [outcome.outcome for outcome in outcomes] == ["created"] * 4
    first, lost, engaging, prospecting = [
        branches.call("helen", "get_opportunity", opportunity_id=outcome.id) for outcome in outcomes
    ]
    assert (first["stage"], first["status"], first["probability"], first["version"]) == ("won", "won", 100, 1)
    assert (first["closed_at"], first["engaged_on"]) == ("2017-03-01T00:00:00+00:00", "2016-10-20")
    assert (first["customer"]["name"], first["owner"]["login"]) == ("Cancity", "nils")
    assert (lost["org_unit"]["code"], lost["probability"], lost["lost_reason"]) == ("SOUTH", 0, "Price")
    assert (engaging["stage"], engaging["probability"], prospecting["stage"]) == ("engaging", 30, "prospecting")
    [event] = branches.events(first["id"])
    assert (event.type, event.sequence, event.data["customer_name"]) == (
        "tenon.sales.opportunity.recorded.v1",
        1,
        "Cancity",
    )
    listed = branches.call("nils", "list_opportunities", query={"q": "cancity", "totals": ["amount"], "count": "exact"})
    assert (listed["count"], listed["totals"]) == (1, {"amount": "1054.00"})
    numbers = sorted(deal["number"][-6:] for deal in (first, engaging, prospecting))
    assert numbers == ["000001", "000002", "000003"]


def test_a_second_run_changes_nothing_and_a_different_row_only_its_deal(branches: Branches) -> None:
    rows = [won(branches, "A"), row(branches, "B", amount=Decimal(7))]
    first = record(branches, "helen", *rows)
    again = record(branches, "helen", *rows)
    assert [(one.outcome, one.id) for one in again] == [("unchanged", one.id) for one in first]
    closing = replace(rows[1], status="won", closed_on=date(2017, 5, 1))
    third = record(branches, "helen", rows[0], closing)
    assert [one.outcome for one in third] == ["unchanged", "updated"]
    assert [branches.told(str(one.id)) for one in third] == [["recorded"], ["recorded", "recorded"]]
    changed = branches.events(str(third[1].id))[-1].data["changes"]
    assert changed["status"] == {"before": "open", "after": "won"}


@pytest.mark.parametrize(
    "other",
    [
        {"status": "open", "closed_on": None},
        {"status": "lost", "closed_on": date(2017, 5, 1)},
        {"amount": Decimal(9)},
        {"name": "Another"},
        {"closed_on": date(2017, 4, 1)},
    ],
)
def test_a_file_does_not_change_a_closed_deal_until_it_is_reopened(branches: Branches, other: dict[str, Any]) -> None:
    [first, following] = record(branches, "helen", won(branches, "A"), row(branches, "B", amount=Decimal(7)))
    differing = replace(won(branches, "A"), **other)
    outcomes = record(branches, "helen", differing, row(branches, "B", amount=Decimal(8)))
    assert [(one.outcome, one.code) for one in outcomes] == [
        ("refused", "recorded_opportunity_closed"),
        ("updated", None),
    ]
    deal = branches.call("helen", "get_opportunity", opportunity_id=first.id)
    assert (deal["status"], deal["amount"], deal["name"], deal["version"]) == ("won", "1054.00", "Deal A", 1)
    assert deal["closed_at"] == "2017-03-01T00:00:00+00:00"
    branches.call("helen", "reopen_opportunity", opportunity_id=first.id, request={})
    assert [one.code for one in record(branches, "helen", differing)] == [None]
    deal = branches.call("helen", "get_opportunity", opportunity_id=first.id)
    assert (deal["status"], deal["name"], deal["version"] > 1) == (differing.status, differing.name, True)
    assert branches.call("helen", "get_opportunity", opportunity_id=following.id)["amount"] == "8.00"


def test_an_open_deal_comes_to_nobody_who_has_left_and_a_closed_one_stays_whose_it_was(branches: Branches) -> None:
    record(branches, "helen", row(branches, "kept", "sara"), row(branches, "handed"))
    with branches.database.write() as session:
        leaves = update(OrgPersonReplica).where(OrgPersonReplica.login == "sara")
        session.execute(leaves.values(active=False))
    sara = branches.people["sara"].user_id
    outcomes = record(
        branches,
        "helen",
        row(branches, "new", "sara"),
        row(branches, "handed", "sara"),
        row(branches, "kept", "sara", amount=Decimal(7)),
        replace(won(branches, "past"), owner_id=sara),
    )
    inactive = ("refused", "new_owner_inactive")
    assert [(one.outcome, one.code) for one in outcomes] == [inactive, inactive, ("updated", None), ("created", None)]


def test_a_deal_that_a_file_closed_is_reopened_where_it_stood(branches: Branches) -> None:
    [opened] = record(branches, "helen", row(branches, stage="engaging"))
    record(branches, "helen", won(branches))
    reopened = branches.call("helen", "reopen_opportunity", opportunity_id=opened.id, request={})
    assert (reopened["stage"], reopened["probability"]) == ("engaging", 30)


def test_a_row_that_says_what_was_closed_by_hand_that_day_changes_nothing(branches: Branches) -> None:
    [opened] = record(branches, "helen", row(branches, amount=Decimal(1054)))
    by_hand = branches.call("helen", "win_opportunity", opportunity_id=opened.id, request={})
    day = date.fromisoformat(by_hand["closed_at"][:10])
    assert [one.outcome for one in record(branches, "helen", won(branches, closed_on=day))] == ["unchanged"]
    seen = branches.call("helen", "get_opportunity", opportunity_id=opened.id)
    assert (seen["closed_at"], seen["version"]) == (by_hand["closed_at"], by_hand["version"])


def test_a_file_does_not_take_over_a_deal_that_is_only_shared(branches: Branches) -> None:
    [opened] = record(branches, "helen", row(branches))
    request = {"person_id": branches.people["sara"].user_id, "access": "write"}
    branches.call("nils", "share_opportunity", opportunity_id=opened.id, request=request)
    [grabbed] = record(branches, "sara", row(branches, who="sara"))
    assert (grabbed.outcome, grabbed.code) == ("refused", "recorded_owner_fixed")
    seen = branches.call("helen", "get_opportunity", opportunity_id=opened.id)
    assert (seen["owner"]["login"], seen["version"]) == ("nils", 2)
    assert record(branches, "helen", row(branches, who="sara"))[0].outcome == "updated"


def test_a_dry_run_leaves_nothing(branches: Branches) -> None:
    class Dry(Exception):
        """Ends the transaction without saving it."""

    def run_dry() -> None:
        with branches.database.write() as session:
            outcomes = record_opportunities(session, branches.people["helen"], [won(branches)])
            assert outcomes[0].outcome == "created"
            raise Dry

    with pytest.raises(Dry):
        run_dry()
    assert branches.call("helen", "list_opportunities", query={})["data"] == []


def test_each_row_that_breaks_a_rule_is_refused_by_itself(branches: Branches) -> None:
    record(branches, "helen", won(branches, "SARAS", who="sara"))
    tomorrow = today() + timedelta(days=1)
    refused = [
        (row(branches, "1", status="won", closed_on=date(2017, 1, 1)), "opportunity_amount_missing"),
        (won(branches, "2", closed_on=None), "recorded_opportunity_incomplete"),
        (won(branches, "3", closed_on=tomorrow), "opportunity_closed_in_future"),
        (won(branches, "4", customer_id=new_id()), "opportunity_customer_unknown"),
        (row(branches, "5", product_id=new_id()), "recorded_opportunity_incomplete"),
        (row(branches, "6", stage="nowhere"), "stage_unknown"),
        (row(branches, "7", stage="won"), "stage_is_outcome"),
        (row(branches, "8", status="paused"), "recorded_opportunity_incomplete"),
        (row(branches, "9", "sara"), "recorded_owner_out_of_reach"),
        (row(branches, "SARAS"), "opportunity_external_id_taken"),
    ]
    good = row(branches, "GOOD")
    outcomes = record(branches, "nils", *(one for one, _ in refused), good, good)
    assert [outcome.code for outcome in outcomes[:-2]] == [code for _, code in refused]
    assert [outcome.outcome for outcome in outcomes[-2:]] == ["created", "refused"]
    listed = branches.call("nils", "list_opportunities", query={})["data"]
    assert [deal["external_id"] for deal in listed] == ["GOOD"]


def test_a_thousand_deals_a_second_and_more(postgres_url: str) -> None:
    database = Database(postgres_url)
    branches = open_branches(database)
    rows = [won(branches, f"X{number}") for number in range(2000)]
    started = time.process_time()
    record(branches, "helen", *rows)
    assert len(rows) / (time.process_time() - started) > ROWS_A_SECOND
    assert branches.call("helen", "list_opportunities", query={"count": "exact"})["count"] == len(rows)
    database.close()
