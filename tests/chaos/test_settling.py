"""Nothing is checked while something is still under way: what waits is seen, wherever it waits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from deploy.roster import EVERYBODY
from services.messaging.notices.model import PendingNotice
from shared.clock import now
from shared.contracts.sales.stages import StageDefined
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import Consumed, EventLog, InboxEntry, PlatformBase, StoredEvent
from tests.chaos import campaign, settling
from tests.chaos.checker import Finding

SOMEBODY = new_id()


def _event(position: int | None) -> StoredEvent:
    return StoredEvent(
        event_id=new_id(),
        type=StageDefined.wire_type(),
        subject=new_id(),
        sequence=1,
        owner_id=SOMEBODY,
        owner_unit_id=SOMEBODY,
        actor_id=SOMEBODY,
        occurred_at=now(),
        data={},
        position=position,
    )


def _add(database: Database, *records: object) -> None:
    with database.write() as session:
        session.add_all(records)


@pytest.fixture
def quiet(tmp_path: Path) -> Iterator[dict[str, Database]]:
    """Each service's database; one stage was defined, and everybody who listens has met it."""
    databases = {name: Database(f"sqlite:///{tmp_path / name}.sqlite") for name in EVERYBODY}
    for name, database in databases.items():
        PlatformBase.metadata.create_all(database.engine)
        _add(database, EventLog(id=1, last_position=0, published_position=0))
        if name != "sales":
            _add(database, Consumed(source="sales", position=1, occurred_at=now()))
    PendingNotice.metadata.tables["pending_notices"].create(databases["messaging"].engine)
    _add(databases["sales"], _event(position=1))
    with databases["sales"].write() as session:
        session.execute(text("UPDATE event_log SET last_position = 1, published_position = 1"))
    yield databases
    for database in databases.values():
        database.close()


def test_a_house_where_all_is_done_is_settled(quiet: dict[str, Database]) -> None:
    assert settling.unsettled(quiet) == ""


def _notice() -> PendingNotice:
    about = {"about_type": "opportunity", "about_id": new_id()}
    return PendingNotice(event_id=new_id(), kind="opportunity_rose", title="It rose", body="", **about)


def _put_off() -> InboxEntry:
    return InboxEntry(event_id=new_id(), handler="note_rise", state="waiting", received_order=1, subject=new_id())


UNDER_WAY: dict[str, tuple[str, Any, str]] = {
    "a notice that is not told": ("messaging", _notice, "messaging has 1 notices to deliver"),
    "an event just announced": ("messaging", lambda: _event(None), "messaging has events without a position"),
    "an event put off": ("reporting", _put_off, "reporting has events to try again"),
}


@pytest.mark.parametrize("what", UNDER_WAY)
def test_what_is_under_way_is_seen(quiet: dict[str, Database], what: str) -> None:
    service, record, told = UNDER_WAY[what]
    _add(quiet[service], record())
    assert settling.unsettled(quiet) == told


CHANGED = {
    "UPDATE consumed SET position = 0": ("reporting", "reporting has met 0 of 1 events of sales"),
    "UPDATE event_log SET last_position = 2": ("sales", "sales has published 1 of 2 events"),
}


@pytest.mark.parametrize("statement", CHANGED)
def test_what_is_not_published_or_not_met_is_seen(quiet: dict[str, Database], statement: str) -> None:
    service, told = CHANGED[statement]
    with quiet[service].write() as session:
        session.execute(text(statement))
    assert settling.unsettled(quiet) == told


def test_what_is_found_in_a_still_house_stays_found_and_else_is_looked_for_again(
    quiet: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign, "LONGEST_CALM_SECONDS", 0.5)
    looks: list[int] = []

    def speaks_once() -> Iterator[Finding]:
        looks.append(1)
        if len(looks) == 1:
            _add(quiet["sales"], _event(position=2))
            with quiet["sales"].write() as session:
                session.execute(text("UPDATE event_log SET last_position = 2, published_position = 2"))
            for name in quiet.keys() - {"sales"}:
                with quiet[name].write() as session:
                    session.execute(text("UPDATE consumed SET position = 2"))
            yield Finding("log", "under way")

    nowhere = "http://127.0.0.1:1"
    assert campaign.findings_of_a_still_house(nowhere, quiet, [speaks_once]) == []
    stays = Finding("log", "wrong")
    assert campaign.findings_of_a_still_house(nowhere, quiet, [lambda: iter([stays])]) == [stays]
    assert len(looks) == 2


def test_what_is_announced_while_it_is_looked_is_seen(
    quiet: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The services are asked one after the other: one that was quiet may have spoken since."""
    look = settling._untold

    def look_and_announce(messaging: Database) -> str:
        _add(quiet["sales"], _event(position=2))
        return look(messaging)

    monkeypatch.setattr(settling, "_untold", look_and_announce)
    assert settling.unsettled(quiet).startswith("events were announced meanwhile")
