"""Whatever somebody does to the log behind the service's back is found, with the place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from sqlalchemy import delete, insert, select, update

from shared.actor import system_actor
from shared.announce import announce_fact, origin
from shared.audit.chain import GENESIS, Mark, check_page, head
from shared.bus.relay import Relay
from shared.contracts.events import Event
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import EventLog, PlatformBase, StoredEvent

EVENTS = 12
START = Mark(0, GENESIS)


@dataclass(frozen=True)
class Told(Event):
    type: ClassVar[str] = "sales.rumour.told"
    words: Any


class _Nowhere:
    def publish(self, source: str, envelopes: Any) -> None:
        """Everything is safe."""


def tell(database: Database, *words: Any) -> None:
    with database.write() as session:
        for one in words:
            announce_fact(session, system_actor("sales"), Told(words=one))
    relay = Relay("sales", database, _Nowhere(), "this one")
    while relay.relay_batch():
        pass


@pytest.fixture
def log(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    PlatformBase.metadata.create_all(database.engine)
    tell(database, *range(EVENTS))
    yield database
    database.close()


def faults(database: Database, *marks: Mark, after: Mark = START, limit: int = 5) -> list[tuple[int, str]]:
    """All that page after page finds."""
    found, place, complete = [], after, False
    while not complete:
        with database.read() as session:
            page = check_page(session, place, {mark.position: mark.hash for mark in marks}, limit)
        found += [(fault.position, fault.kind) for fault in page.faults]
        place, complete = Mark(page.position, page.hash), page.complete
        marks = tuple(mark for mark in marks if mark.position > place.position)
    return found


def end(database: Database) -> Mark:
    with database.read() as session:
        return head(session)


def run(database: Database, *statements: Any) -> None:
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def row(database: Database, position: int) -> dict[str, Any]:
    with database.engine.connect() as connection:
        found = connection.execute(select(StoredEvent.__table__).where(StoredEvent.position == position)).one()
        return dict(found._mapping)


def at(position: int) -> Any:
    return StoredEvent.position == position


def _swap(database: Database) -> None:
    """The two events keep their places in the chain and change all that they say."""
    third, fourth = row(database, 3), row(database, 4)
    said = ("event_id", "subject", "data")
    run(database, update(StoredEvent).where(at(3)).values(event_id=new_id(), subject=new_id()))
    run(database, update(StoredEvent).where(at(4)).values({name: third[name] for name in said}))
    run(database, update(StoredEvent).where(at(3)).values({name: fourth[name] for name in said}))


def _insert(database: Database) -> None:
    copy = row(database, EVENTS) | {"event_id": new_id(), "subject": new_id(), "position": EVENTS + 1}
    copy.pop("id")
    run(database, insert(StoredEvent).values(copy))


TAMPERING: dict[str, tuple[Callable[[Database], None], list[tuple[int, str]]]] = {
    "data": (lambda d: run(d, update(StoredEvent).where(at(4)).values(data={"words": "never"})), [(4, "altered")]),
    "who": (lambda d: run(d, update(StoredEvent).where(at(7)).values(actor_id=new_id())), [(7, "altered")]),
    "name": (lambda d: run(d, update(StoredEvent).where(at(7)).values(actor_name="Eve")), [(7, "altered")]),
    "address": (lambda d: run(d, update(StoredEvent).where(at(2)).values(address="10.0.0.1")), [(2, "altered")]),
    "type": (lambda d: run(d, update(StoredEvent).where(at(1)).values(type="tenon.sales.x.y.v1")), [(1, "altered")]),
    "hash": (
        lambda d: run(d, update(StoredEvent).where(at(5)).values(hash="f" * 64)),
        [(5, "altered"), (6, "altered")],
    ),
    "no hash": (
        lambda d: run(d, update(StoredEvent).where(at(5)).values(hash=None)),
        [(5, "altered"), (6, "altered")],
    ),
    "deleted first": (lambda d: run(d, delete(StoredEvent).where(at(1))), [(1, "removed")]),
    "deleted middle": (lambda d: run(d, delete(StoredEvent).where(at(6))), [(6, "removed")]),
    "deleted end": (lambda d: run(d, delete(StoredEvent).where(StoredEvent.position > 9)), [(10, "removed")]),
    "deleted all": (lambda d: run(d, delete(StoredEvent)), [(1, "removed")]),
    "inserted": (_insert, [(EVENTS + 1, "inserted")]),
    "swapped": (_swap, [(3, "altered"), (4, "altered")]),
    "end of log": (lambda d: run(d, update(EventLog).values(last_hash="e" * 64)), [(EVENTS, "altered")]),
}


def test_a_log_that_nobody_touched_is_whole(log: Database) -> None:
    assert faults(log) == []
    tell(log, {"deep": [1.5, None, "汉字", 10**25]}, "\x00", -0.0)
    assert faults(log) == []
    assert end(log).position == EVENTS + 3


@pytest.mark.parametrize("way", TAMPERING)
def test_tampering_is_found_at_its_place(log: Database, way: str) -> None:
    tamper, found = TAMPERING[way]
    tamper(log)
    assert faults(log) == found


def test_a_forger_who_chains_everything_anew_is_found_by_an_anchor(log: Database) -> None:
    anchor = end(log)
    run(log, update(StoredEvent).where(at(4)).values(data={"words": "forged"}))
    run(
        log,
        update(StoredEvent).values(position=None, hash=None),
        update(EventLog).values(last_position=0, last_hash=None),
    )
    tell(log, "more")

    assert faults(log) == []
    assert faults(log, anchor) == [(EVENTS, "rewritten")]


def test_a_forger_who_shortens_the_log_is_found_by_an_anchor(log: Database) -> None:
    anchor, kept = end(log), row(log, 9)["hash"]
    run(log, delete(StoredEvent).where(StoredEvent.position > 9))
    run(log, update(EventLog).values(last_position=9, last_hash=kept))

    assert faults(log) == []
    assert faults(log, anchor) == [(10, "removed")]


def test_a_look_from_an_anchor_on_sees_what_came_after(log: Database) -> None:
    anchor = end(log)
    run(log, update(StoredEvent).where(at(4)).values(actor_name="Eve"))
    tell(log, "later")
    run(log, update(StoredEvent).where(at(EVENTS + 1)).values(actor_name="Eve"))

    assert faults(log, after=anchor) == [(EVENTS + 1, "altered")]


def test_an_event_says_from_where_it_was_asked_for(log: Database) -> None:
    token = origin.set("192.0.2.7")
    try:
        tell(log, "here")
    finally:
        origin.reset(token)
    assert row(log, EVENTS + 1)["address"] == "192.0.2.7"
