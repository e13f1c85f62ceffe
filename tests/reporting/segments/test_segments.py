"""Who is in a segment follows what is told of customers, and time; each entry and each leaving is told once."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.rebuilding import handlers_here, rebuild
from services.reporting.rebuilding.model import RebuildMark
from services.reporting.segment_checks.model import SegmentCheck
from services.reporting.segments import commands, queries
from services.reporting.segments.commands import keeping
from services.reporting.segments.model import SegmentStay, SegmentWatch
from shared.actor import Actor, Reach, system_actor
from shared.bus.envelope import Envelope
from shared.contracts.sales import customers
from shared.errors import Malformed, NotFound
from shared.persistence.platform import StoredEvent
from tests.reporting.customers.telling import customer_event, enter, hear, touch
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed

KEY = {"field": "level", "op": "eq", "value": "key"}
QUIET = {"field": "days_without_order", "op": "gte", "value": 90}
SYSTEM = system_actor("reporting")


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """The time that it is for whoever keeps segments."""
    told = {"now": datetime(2026, 10, 1, 12, tzinfo=UTC)}
    for module in (keeping, commands):
        monkeypatch.setattr(module, "now", lambda: told["now"])
    return told


def define(room: Newsroom, rule: Any, who: str = "helen") -> str:
    with room.database.write() as session:
        return commands.create_segment(session, room.people[who], name="Some", rule=rule).id


def keep(room: Newsroom) -> int:
    """Until nobody waits; how many portions it took."""
    portions = 0
    while True:
        with room.database.read() as session:
            if not queries.has_work(session, keeping.now()):
                return portions
        with room.database.write() as session:
            keeping.keep_segments(session, SYSTEM)
        portions += 1


def members(room: Newsroom, segment_id: str, who: str = "helen", **query: Any) -> list[str]:
    with room.database.read() as session:
        page = queries.list_segment_members(session, room.people[who], segment_id, {"count": "exact", **query})
    assert page["count"] == len(page["data"])
    return sorted(row["customer"]["name"] for row in page["data"])


def position(room: Newsroom, segment_id: str) -> int:
    with room.database.read() as session:
        return int(queries.show_segment(session, room.people["helen"], segment_id)["as_of"].position)


def told(room: Newsroom) -> list[tuple[str, str]]:
    names = {one: name for name, one in room.ids.items()}
    with room.database.read() as session:
        rows = select(StoredEvent).where(StoredEvent.type.like("%segment_member%")).order_by(StoredEvent.occurred_at)
        return [(row.type.split(".")[3], names[row.data["customer_id"]]) for row in session.scalars(rows)]


def count(room: Newsroom, model: Any) -> int:
    with room.database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_who_is_in_it_follows_the_events(room_anywhere: Newsroom, hand: dict[str, datetime]) -> None:
    room = room_anywhere
    enter(room, "Acme", level="key")
    enter(room, "Brown")
    assert count(room, SegmentCheck) == 0  # while there is no segment nothing is noted
    segment = define(room, KEY)
    assert members(room, segment) == []
    keep(room)
    assert members(room, segment) == ["Acme"]
    hear(room, customer_event(room, customers.CustomerLevelChanged, "Brown", version=2, level="key",
                              from_level="normal", to_level="key", reason=None), "2026-10-01")  # fmt: skip
    assert position(room, segment) == room.position - 1  # told, and not held against it yet
    keep(room)
    assert position(room, segment) == room.position
    assert members(room, segment) == ["Acme", "Brown"]
    hear(room, customer_event(room, customers.CustomerChanged, "Acme", version=2, level="normal"), "2026-10-01")
    hear(room, customer_event(room, customers.CustomerRemoved, "Brown", version=3, level="key"), "2026-10-01")
    keep(room)
    assert members(room, segment) == []
    assert sorted(told(room)) == [("entered", "Acme"), ("entered", "Brown"), ("left", "Acme"), ("left", "Brown")]


def test_what_is_told_twice_or_late_changes_nothing(room_anywhere: Newsroom, hand: dict[str, datetime]) -> None:
    room = room_anywhere
    segment = define(room, KEY)
    enter(room, "Acme", level="key")
    keep(room)
    for _ in range(2):
        room.inbox.take(room.log[-1:])
        enter(room, "Acme", level="normal", version=0)
        keep(room)
    assert (members(room, segment), told(room)) == (["Acme"], [("entered", "Acme")])


def test_each_sees_of_its_customers_their_own(room_anywhere: Newsroom, hand: dict[str, datetime]) -> None:
    room = room_anywhere
    segment, own = define(room, KEY), define(room, KEY, "nils")
    for name, owner in (("Acme", "nils"), ("Brown", "sara")):
        enter(room, name, level="key", owner=owner)
    keep(room)
    assert members(room, segment) == ["Acme", "Brown"]
    assert members(room, own, "nils") == ["Acme"]
    for who in ("nils", "sara"):
        with pytest.raises(NotFound):
            members(room, segment, who)
    hear(room, customer_event(room, customers.CustomerTransferred, "Acme", version=2, level="key", owner="sara",
                              from_owner_id=room.people["nils"].user_id, to_owner_id=room.people["sara"].user_id,
                              ), "2026-10-01")  # fmt: skip
    assert members(room, own, "nils") == []
    keep(room)
    with room.database.read() as session:
        rows = select(StoredEvent.owner_id).where(StoredEvent.type.like("%segment_member%"))
        assert set(session.scalars(rows)) == {room.people["sara"].user_id}
    assert members(room, own, "nils") == []


def test_time_alone_brings_in_at_midnight_and_an_order_takes_out(
    room_anywhere: Newsroom, hand: dict[str, datetime]
) -> None:
    room = room_anywhere
    enter(room, "Acme", "2026-01-05")
    enter(room, "Brown", "2026-09-15")
    confirmed(room, "one", "2026-08-01", ("lamp", 1, "1.00"))
    segment = define(room, QUIET)
    keep(room)
    assert members(room, segment) == []
    assert count(room, SegmentWatch) == 2
    hand["now"] = datetime(2026, 10, 29, 23, 59, 59, tzinfo=UTC)
    assert keep(room) == 0
    hand["now"] = datetime(2026, 10, 30, tzinfo=UTC)
    assert (keep(room), keep(room)) == (1, 0)
    assert members(room, segment) == ["Acme"]
    confirmed(room, "two", "2026-10-30", ("lamp", 1, "1.00"))
    keep(room)
    assert members(room, segment) == []
    hand["now"] = datetime(2027, 6, 1, tzinfo=UTC)  # nobody ran for half a year
    keep(room)
    assert members(room, segment) == ["Acme", "Brown"]
    assert told(room) == [("entered", "Acme"), ("left", "Acme"), ("entered", "Acme"), ("entered", "Brown")]
    assert count(room, SegmentWatch) == 0


def test_another_rule_holds_all_against_it_anew_in_portions(
    room_anywhere: Newsroom, hand: dict[str, datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    room = room_anywhere
    monkeypatch.setattr(keeping, "PORTION", 2)
    for index in range(5):
        enter(room, f"C{index}", level="key" if index % 2 else "normal")
    segment = define(room, KEY)
    assert keep(room) == 3
    assert members(room, segment) == ["C1", "C3"]
    with room.database.write() as session:
        changed = commands.change_segment(session, room.people["helen"], segment, rule={"not": KEY})
        assert changed.state == "filling"
    keep(room)
    assert members(room, segment) == ["C0", "C2", "C4"]
    with room.database.write() as session:
        commands.remove_segment(session, room.people["helen"], segment)
    assert (count(room, SegmentStay), count(room, SegmentWatch), keep(room)) == (0, 0, 0)


def test_the_history_tells_when_each_came_and_went(room_anywhere: Newsroom, hand: dict[str, datetime]) -> None:
    room = room_anywhere
    segment = define(room, {"field": "days_without_touch", "op": "lt", "value": 10})
    enter(room, "Acme", "2026-01-01")
    for version, day in ((2, "2026-09-30"), (3, "2026-12-01")):
        touch(room, "Acme", version, day)
        hand["now"] = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        keep(room)
        hand["now"] = datetime.fromisoformat(f"{day}T12:00:00+00:00").replace(day=15, month=12 if version > 2 else 10)
        keep(room)
    with room.database.read() as session:
        page = queries.list_segment_stays(session, room.people["helen"], segment, {"sort": ["entered_at"]})
    assert [(row["entered_at"][:10], row["left_at"][:10]) for row in page["data"]] == [
        ("2026-09-30", "2026-10-15"),
        ("2026-12-01", "2026-12-15"),
    ]


def test_the_facts_made_anew_give_the_same_members_and_nobody_is_told(
    room_anywhere: Newsroom, hand: dict[str, datetime]
) -> None:
    room = room_anywhere
    segment = define(room, {"or": [KEY, QUIET]})
    enter(room, "Acme", level="key")
    enter(room, "Brown", "2026-01-01")
    keep(room)
    before = (members(room, segment), told(room))
    assert before[0] == ["Acme", "Brown"]

    def read(source: str, after: int) -> list[Envelope]:
        assert keep(room) == 0  # not while half of the facts are missing
        return [one for one in room.log if source == "sales" and one.position > after][:3]

    rebuild(room.database, handlers_here(room.settings), {"sales": room.position}, read, lambda _at, _of: None)
    assert count(room, RebuildMark) == 0
    assert count(room, SegmentCheck) == 2
    keep(room)
    assert (members(room, segment), told(room)) == before


@pytest.mark.parametrize(
    "rule",
    [{"field": "won_amount", "op": "gte", "value": 1}, {"and": []}, {"field": "level", "op": "like", "value": "k*"},
     {"field": ["level"]}, {"days": 3}, {"field": "days_without_order", "op": "eq", "value": 3}],
)  # fmt: skip
def test_a_rule_that_is_none_is_refused(room: Newsroom, rule: Any) -> None:
    with pytest.raises(Malformed):
        define(room, rule)


def test_nobody_changes_or_removes_what_is_out_of_reach(room: Newsroom, hand: dict[str, datetime]) -> None:
    segment = define(room, KEY, "sara")
    everything: tuple[Any, ...] = (commands.change_segment, commands.remove_segment)
    nils: Actor = room.people["nils"]
    assert nils.reaches == frozenset({Reach.OWN})
    for change in everything:
        with pytest.raises(NotFound), room.database.write() as session:
            change(session, nils, segment)
