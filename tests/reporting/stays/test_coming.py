"""When deals came to which stage, in whatever order and however often it is told."""

from typing import Any

from sqlalchemy import select

from services.reporting.stays.model import DealStay
from shared.contracts.sales import opportunities as deals
from tests.reporting.newsroom import OPENED, Newsroom

STEP = {"from_position": 10, "to_position": 20, "risen": True, "shared_people": [], "shared_units": []}


def stays(room: Newsroom, name: str) -> list[tuple[int, str, str]]:
    with room.database.read() as session:
        rows = session.execute(select(DealStay).where(DealStay.deal_id == room.ids[name]).order_by(DealStay.version))
        return [(stay.version, stay.stage, stay.entered_at.isoformat()) for stay in rows.scalars()]


def moved(before: str, after: str) -> dict[str, Any]:
    return {"stage": after, "changes": {"stage": {"before": before, "after": after}}}


def test_a_deal_stays_where_it_was_opened_moved_and_closed(room_anywhere: Newsroom) -> None:
    room, closed = room_anywhere, "2026-11-19T00:00:00+00:00"
    steps = {"from_stage": "prospecting", "to_stage": "engaging", **STEP}
    opened, *others = room.tell(
        room.event(deals.OpportunityOpened, "life"),
        room.event(deals.OpportunityStageChanged, "life", "nils", 2, **moved("prospecting", "engaging"), **steps),
        room.event(deals.OpportunityChanged, "life", "nils", 3, stage="engaging", amount="5.00"),
        room.event(deals.OpportunityWon, "life", "nils", 4, closed_at=closed, **moved("engaging", "won")),
    )
    expected = [(1, "prospecting", OPENED), (2, "engaging", others[0].time), (4, "won", closed)]
    assert stays(room, "life") == expected
    room.inbox.take([*reversed(others), opened])
    assert stays(room, "life") == expected


def test_the_end_may_be_told_before_the_beginning(room: Newsroom) -> None:
    closed = "2026-11-19T00:00:00+00:00"
    room.tell(room.event(deals.OpportunityWon, "late", "nils", 2, closed_at=closed, **moved("prospecting", "won")))
    room.tell(room.event(deals.OpportunityOpened, "late"))
    assert stays(room, "late") == [(1, "prospecting", OPENED), (2, "won", closed)]


def test_what_is_taken_over_came_to_its_stage_when_work_on_it_began(room: Newsroom) -> None:
    changes = {"engaged_on": {"before": None, "after": "2026-02-03"}, "stage": {"before": None, "after": "engaging"}}
    room.tell(room.event(deals.OpportunityRecorded, "taken", stage="engaging", changes=changes))
    assert stays(room, "taken") == [(1, "engaging", "2026-02-03T00:00:00+00:00")]


def test_a_deal_that_was_never_meant_stays_nowhere(room: Newsroom) -> None:
    room.tell(room.event(deals.OpportunityOpened, "gone"), room.event(deals.OpportunityRemoved, "gone", "nils", 2))
    assert stays(room, "gone") == []
