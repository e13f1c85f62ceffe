"""The facts end up the same however events arrive: in batches, twice, late, or in any order."""

import random
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from services.reporting.deals import commands
from services.reporting.deals.model import Deal
from shared.actor import system_actor
from shared.contracts.sales import opportunities as deals
from shared.contracts.sales import stages
from shared.persistence.platform import Share
from tests.reporting.newsroom import Newsroom, stage_event

FACTS = [column.key for column in Deal.__table__.columns if column.key not in ("updated_at", "created_by")]


def facts(room: Newsroom, name: str) -> dict[str, Any]:
    with room.database.read() as session:
        row = session.execute(select(*(getattr(Deal, key) for key in FACTS)).where(Deal.id == room.ids[name])).one()
        return dict(zip(FACTS, row, strict=True))


def shares(room: Newsroom, name: str) -> set[str]:
    with room.database.read() as session:
        return set(session.scalars(select(Share.grantee_id).where(Share.record_id == room.ids[name])))


def moved(before: str | None, after: str, **more: Any) -> dict[str, Any]:
    return {"stage": {"before": before, "after": after}, **more}


def told_of_a_life(room: Newsroom) -> list[deals.OpportunityEvent]:
    """A deal that rises, falls back, is shared and lost, taken up again, and handed over."""
    sara, stan = room.people["sara"].user_id, room.people["stan"].user_id
    step = {"from_position": 0, "to_position": 0, "shared_people": [], "shared_units": []}
    lost = {"reason": "price", "competitor": None, "closed_at": "2026-11-12T00:00:00+00:00"}
    reason = {"lost_reason": {"before": None, "after": "price"}}
    forgotten = {"lost_reason": {"before": "price", "after": None}}
    rise = {"from_stage": "prospecting", "to_stage": "proposal", "risen": True, **step}
    fall = {"from_stage": "proposal", "to_stage": "engaging", "risen": False, **step}
    handed = {"from_owner_id": room.people["nils"].user_id, "to_owner_id": room.people["nina"].user_id}
    rose, fell, gone, back = moved("prospecting", "proposal"), moved("proposal", "engaging"), {}, {}
    gone, back = moved("engaging", "lost", **reason), moved("lost", "engaging", **forgotten)
    return [
        room.event(deals.OpportunityOpened, "life", changes=moved(None, "prospecting")),
        room.event(deals.OpportunityStageChanged, "life", version=2, stage="proposal", changes=rose, **rise),
        room.share("life", 3, sara, stage="proposal"),
        room.event(deals.OpportunityStageChanged, "life", version=4, stage="engaging", changes=fell, **fall),
        room.share("life", 5, stan, stage="engaging"),
        room.event(deals.OpportunityLost, "life", version=6, stage="lost", changes=gone, **lost),
        room.revoke("life", 7, sara, stage="lost", closed_at=lost["closed_at"]),
        room.event(deals.OpportunityReopened, "life", version=8, stage="engaging", changes=back),
        room.event(
            deals.OpportunityTransferred, "life", "nina", version=9, stage="engaging", amount="1054.55", **handed
        ),
    ]


def follow(room: Newsroom, told: list[deals.OpportunityEvent | tuple[stages.StageEvent, int]]) -> None:
    """Past the inbox, which would keep what comes twice away."""
    actor = system_actor("reporting")
    for event in told:
        with room.database.write() as session:
            if isinstance(event, tuple):
                commands.follow_stage_of_deals(session, *event)
            elif isinstance(event, deals.OpportunityShared | deals.OpportunityShareRevoked):
                commands.follow_share(session, actor, event)
            else:
                commands.follow_deal(session, actor, event)


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_repetition_lead_to_the_same_facts(room: Newsroom, seed: int) -> None:
    rates = [
        (stage_event(stages.StageRateChanged, "engaging", 20, rate, before_rate=30), version)
        for version, rate in ((2, 40), (3, 45))
    ]
    told: list[Any] = [*told_of_a_life(room), *rates]
    chance = random.Random(seed)
    shuffled = [*told, *chance.sample(told, 4)]
    chance.shuffle(shuffled)
    follow(room, shuffled)
    known = facts(room, "life")
    assert (known["version"], known["stage"], known["status"], known["reached_stage"]) == (
        9,
        "engaging",
        "open",
        "proposal",
    )
    assert (known["owner_id"], known["org_unit_id"]) == (room.people["nina"].user_id, room.units["NORTH"])
    assert (known["probability"], known["weighted_amount"]) == (45, Decimal("474.5475"))
    assert (known["lost_reason"], known["closed_on"]) == (None, None)
    assert shares(room, "life") == {room.people["stan"].user_id}


def test_events_through_the_inbox_delivered_three_times_count_once(room_anywhere: Newsroom) -> None:
    envelopes = room_anywhere.tell(*told_of_a_life(room_anywhere))
    once = facts(room_anywhere, "life")
    room_anywhere.inbox.take(envelopes)
    room_anywhere.inbox.take(list(reversed(envelopes)))
    assert facts(room_anywhere, "life") == once
    assert room_anywhere.ask("nina", "get_sales_funnel")["totals"]["count"] == 1


def test_a_new_rate_of_a_stage_reaches_the_open_deals_that_follow_it(books_anywhere: Newsroom) -> None:
    own = {"probability": 60, "probability_overridden": True, "stage": "engaging", "amount": "10.00"}
    books_anywhere.tell(books_anywhere.event(deals.OpportunityOpened, "own", "nils", **own))
    books_anywhere.take((stage_event(stages.StageRateChanged, "engaging", 20, 33, before_rate=30), 2))
    rows = {row["stage"]: row for row in books_anywhere.ask("nils", "get_sales_funnel")["rows"]}
    assert rows["engaging"]["weighted_amount"] == "666.00"
    assert rows["prospecting"]["weighted_amount"] == "100.00"


def test_a_deal_told_of_after_its_stages_new_rate_has_it(room: Newsroom) -> None:
    room.take((stage_event(stages.StageRateChanged, "engaging", 20, 50, before_rate=30), 2))
    room.tell(room.event(deals.OpportunityOpened, "late", stage="engaging", probability=30))
    assert facts(room, "late")["probability"] == 50


def test_an_older_rate_told_late_changes_nothing(room: Newsroom) -> None:
    room.tell(room.event(deals.OpportunityOpened, "deal", stage="engaging"))
    room.take((stage_event(stages.StageRateChanged, "engaging", 20, 50, before_rate=40), 3))
    room.take((stage_event(stages.StageRateChanged, "engaging", 20, 40, before_rate=30), 2))
    assert facts(room, "deal")["probability"] == 50


def test_a_renamed_and_moved_stage_is_shown_so(room: Newsroom) -> None:
    room.take((stage_event(stages.StageChanged, "proposal", 5, 50), 2))
    rows = room.ask("helen", "get_sales_funnel")["rows"]
    assert [row["stage"] for row in rows][:2] == ["proposal", "prospecting"]


def test_hundreds_of_deals_in_batches_are_summed_exactly(room_anywhere: Newsroom) -> None:
    told = [
        room_anywhere.event(
            deals.OpportunityRecorded, f"deal {n}", amount=f"{n}.10", stage="won", closed_at="2026-01-01T00:00:00+00:00"
        )
        for n in range(500)
    ]
    for start in range(0, 500, 100):
        room_anywhere.tell(*told[start : start + 100])
    totals = room_anywhere.ask("nils", "get_sales_funnel")["totals"]
    assert (totals["count"], totals["amount"]) == (500, "124800.00")
