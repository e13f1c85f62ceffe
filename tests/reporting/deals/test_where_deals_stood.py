"""A deal counts for the unit and the owner that it had when it was closed, wherever these stand today."""

from typing import Any

import pytest
from sqlalchemy import update

from services.reporting.deals.model import Deal
from services.reporting.parts.model import PathNode
from shared.contracts.sales import opportunities as deals
from shared.errors import NotFound
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from tests.reporting.newsroom import Newsroom

OFFICE, NORTH, SOUTH = "/1/2/4/", "/1/2/", "/1/3/"
LAST_YEAR, TODAY = "2025-06-01T00:00:00+00:00", "2026-11-20T00:00:00+00:00"


def won(room: Newsroom, name: str, version: int, closed_at: str, **more: Any) -> deals.OpportunityEvent:
    facts = {"stage": "won", "closed_at": closed_at, "unit_path": OFFICE, "owner_path": "/1/2/7/", **more}
    event: deals.OpportunityEvent = room.event(deals.OpportunityWon, name, "olga", version, **facts)
    return event


def move_office(room: Newsroom, path: str) -> None:
    with room.database.write() as session:
        session.execute(update(OrgUnitReplica).where(OrgUnitReplica.id == room.units["NORTH-1"]).values(path=path))


def count(room: Newsroom, who: str = "helen", by: str = "unit", **query: Any) -> int:
    return int(room.ask(who, "get_won_lost", by=by, **query)["totals"]["won"]["count"])


def below(room: Newsroom, unit: str, **query: Any) -> int:
    return count(room, org_unit=room.units[unit], include_children="true", **query)


def test_last_year_stays_with_the_old_parent_and_today_follows_the_new_one(room_anywhere: Newsroom) -> None:
    room = room_anywhere
    room.tell(won(room, "old", 1, LAST_YEAR))
    before = (below(room, "NORTH", period="2025"), below(room, "SOUTH", period="2025"))
    move_office(room, f"{SOUTH}4/")
    room.tell(won(room, "new", 1, TODAY, unit_path=f"{SOUTH}4/"))

    assert before == (below(room, "NORTH", period="2025"), below(room, "SOUTH", period="2025")) == (1, 0)
    assert (below(room, "NORTH", period="2026"), below(room, "SOUTH", period="2026")) == (0, 1)
    assert below(room, "HQ") == below(room, "NORTH") + below(room, "SOUTH") == 2
    assert count(room, org_unit=room.units["NORTH-1"]) == 2


def test_an_open_deal_counts_where_its_unit_stands_today(room: Newsroom) -> None:
    room.tell(room.event(deals.OpportunityOpened, "open", "olga", unit_path=OFFICE))
    move_office(room, f"{SOUTH}4/")
    query = {"include_children": "true"}
    assert room.ask("helen", "get_sales_funnel", org_unit=room.units["SOUTH"], **query)["totals"]["count"] == 1
    assert room.ask("helen", "get_sales_funnel", org_unit=room.units["NORTH"], **query)["totals"]["count"] == 0


def test_who_won_a_deal_counts_in_the_team_of_then(room: Newsroom) -> None:
    room.tell(won(room, "old", 1, LAST_YEAR))
    with room.database.write() as session:
        olga = room.people["olga"].user_id
        session.execute(update(OrgPersonReplica).where(OrgPersonReplica.id == olga).values(path="/1/5/7/"))
    [row] = room.ask("helen", "get_won_lost", by="team")["rows"]
    assert row["name"] == "Nora"


@pytest.mark.parametrize("turned", [False, True])
def test_the_event_that_closed_it_tells_where_it_stood_in_any_order(room: Newsroom, turned: bool) -> None:
    later = room.share("old", 2, room.people["stan"].user_id, stage="won", closed_at=LAST_YEAR, unit_path=f"{SOUTH}4/")
    told = [won(room, "old", 1, LAST_YEAR), later]
    for event in reversed(told) if turned else told:
        room.tell(event)
    assert (below(room, "NORTH"), below(room, "SOUTH")) == (1, 0)


def test_a_deal_that_is_reopened_and_closed_again_counts_where_it_stood_the_last_time(room: Newsroom) -> None:
    room.tell(won(room, "old", 1, LAST_YEAR))
    room.tell(room.event(deals.OpportunityReopened, "old", "olga", 2, unit_path=f"{SOUTH}4/"))
    assert (below(room, "NORTH"), below(room, "SOUTH")) == (0, 0)
    room.tell(won(room, "old", 3, TODAY, unit_path=f"{SOUTH}4/"))
    assert (below(room, "NORTH"), below(room, "SOUTH")) == (0, 1)


def test_events_that_tell_no_place_count_where_the_unit_stands_today(room: Newsroom) -> None:
    room.tell(won(room, "old", 1, LAST_YEAR, unit_path="", owner_path=""))
    move_office(room, f"{SOUTH}4/")
    assert (below(room, "NORTH"), below(room, "SOUTH")) == (0, 1)


def test_the_past_is_told_within_what_one_may_see_today(room: Newsroom) -> None:
    room.tell(won(room, "old", 1, LAST_YEAR))
    assert count(room, "olga", org_unit=room.units["NORTH"], include_children="true") == 1
    with pytest.raises(NotFound):
        count(room, "sara", org_unit=room.units["NORTH"], include_children="true")


def test_each_path_is_kept_once(room: Newsroom) -> None:
    room.tell(won(room, "one", 1, LAST_YEAR), won(room, "two", 1, LAST_YEAR))
    with room.database.read() as session:
        assert sorted(known.node for known in session.query(PathNode)) == [1, 2, 4]
        assert {deal.closed_unit_path for deal in session.query(Deal)} == {OFFICE}
