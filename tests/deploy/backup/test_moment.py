"""The pictures of all databases are of one moment, whoever writes meanwhile."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.backup import moment
from deploy.backup.moment import NeverQuiet, one_moment
from shared.clock import now
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import PlatformBase, StoredEvent

APART_SECONDS = 0.1
PLACES = ("cause", "effect")


def event() -> StoredEvent:
    one = {"event_id": new_id(), "subject": new_id(), "actor_id": new_id()}
    return StoredEvent(**one, type="t", sequence=1, actor_name="", occurred_at=now(), data={})


@pytest.fixture
def databases(database_url: str, tmp_path: Path) -> Iterator[dict[str, Database]]:
    """Two, of which the first is on each engine in turn."""
    found = {"cause": Database(database_url), "effect": Database(f"sqlite:///{tmp_path / 'effect.sqlite'}")}
    for database in found.values():
        PlatformBase.metadata.create_all(database.engine)
    yield found
    for database in found.values():
        database.close()


@contextmanager
def written_to(databases: dict[str, Database]) -> Iterator[None]:
    """What is written to the second was written to the first before."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            for name in PLACES:
                with databases[name].write() as session:
                    session.add(event())

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def look(databases: dict[str, Database], monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """How many each picture shows, though they are taken apart, and read much later."""
    take = moment._picture

    def take_apart(open_: Any, database: Database) -> Any:
        picture = take(open_, database)
        time.sleep(APART_SECONDS)
        return picture

    monkeypatch.setattr(moment, "_picture", take_apart)
    with written_to(databases):
        time.sleep(APART_SECONDS)
        with one_moment({name: databases[name].url for name in PLACES}) as pictures:
            time.sleep(APART_SECONDS)
            cause, effect = (pictures[name].scalar(select(func.count(StoredEvent.id))) or 0 for name in PLACES)
    return cause, effect


def test_no_effect_is_seen_without_its_cause(databases: dict[str, Database], monkeypatch: pytest.MonkeyPatch) -> None:
    cause, effect = look(databases, monkeypatch)

    assert effect > 0
    assert cause - effect in (0, 1)


def test_without_the_halt_effects_are_seen_whose_cause_is_not(
    databases: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the test before can fail."""
    monkeypatch.setattr(moment, "_halt_all", lambda _halted, _databases: True)

    cause, effect = look(databases, monkeypatch)

    assert effect > cause


def test_a_transaction_that_stays_open_is_not_waited_for_without_end(
    databases: dict[str, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else waits longer than one try, and everybody goes on afterwards."""
    monkeypatch.setattr(moment, "TRIES", 2)
    monkeypatch.setattr(moment, "PAUSE_SECONDS", 0.1)
    halts = {"sqlite": ("PRAGMA busy_timeout = 100", "BEGIN IMMEDIATE")}
    halts["postgresql"] = ("SET LOCAL lock_timeout = '100ms'", "LOCK TABLE events IN SHARE MODE")
    monkeypatch.setattr(moment, "_HALT", halts)
    with databases["cause"].write() as session:
        session.add(event())
        session.flush()
        with pytest.raises(NeverQuiet), one_moment({name: databases[name].url for name in PLACES}):
            raise AssertionError("there was no moment")

    for database in databases.values():
        with database.write() as session:
            session.add(event())
