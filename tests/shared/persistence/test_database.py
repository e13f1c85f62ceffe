"""A database keeps its connections as long as somebody keeps it, and no longer."""

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.persistence.database import Database, planning_at


def test_nothing_is_saved_by_who_only_reads(database_url: str) -> None:
    database = Database(database_url)
    with database.write() as session:
        session.execute(text("CREATE TABLE kept (a INTEGER)"))
    try:
        with database.read() as session:
            session.execute(text("INSERT INTO kept (a) VALUES (1)"))
    except DBAPIError:
        assert database.dialect == "postgresql", "its server refuses"
    assert database.ask(text("SELECT count(*) FROM kept WHERE a > :a"), {"a": 0}) == [(0,)]


def test_a_reader_needs_no_connection_of_the_writers(database_url: str) -> None:
    database = Database(database_url, pool_size=2)
    with database.write():
        with database.read() as session:
            assert session.scalar(text("SELECT 1")) == 1
        with pytest.raises(DBAPIError):
            database.ask(text("SELECT nothing FROM nowhere"), {})


def test_no_more_connections_are_opened_than_are_kept(postgres_url: str) -> None:
    """Eight at once on four connections: each waits for its turn, and the four are those that the next eight find."""
    database = Database(postgres_url, pool_size=8)
    asked = text("SELECT count(*) FROM information_schema.tables")
    for _ in range(2):
        with ThreadPoolExecutor(8) as crowd:
            assert len(list(crowd.map(lambda _: database.ask(asked, {}), range(40)))) == 40
        pool = database._reading.pool
        assert pool.checkedin() <= 4  # type: ignore[attr-defined]
        assert pool.overflow() <= 0  # type: ignore[attr-defined]
    database.close()


def test_connections_end_with_the_database_they_were_kept_for(database_url: str) -> None:
    database = Database(database_url)
    with database.write() as session:
        assert session.scalar(text("SELECT 1")) == 1
    engine, kept = database.engine, database.engine.pool
    assert kept.checkedin() == 1  # type: ignore[attr-defined]
    del database
    gc.collect()
    assert engine.pool is not kept, "the engine was disposed of, and began a pool anew"
    assert kept.checkedin() == 0  # type: ignore[attr-defined]


def test_postgres_plans_for_a_disk_that_does_not_turn_unless_its_keeper_says_otherwise(postgres_url: str) -> None:
    asked = text("SELECT current_setting('random_page_cost'), current_setting('parallel_setup_cost')")
    database = Database(postgres_url)
    with database.write() as session:
        assert session.execute(asked).one() == ("1.1", "50000")
        name = session.scalar(text("SELECT current_database()"))
        session.execute(text(f'ALTER DATABASE "{name}" SET random_page_cost = 3'))
    database.close()
    planning_at.cache_clear()  # as in a process that starts now
    told = Database(postgres_url)
    for open_session in (told.read, told.write):
        with open_session() as session:
            assert session.execute(asked).one() == ("3", "50000")
    told.close()
