"""A database keeps its connections as long as somebody keeps it, and no longer."""

import gc

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.persistence.database import Database


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
    with database.write(), database.read() as session:
        assert session.scalar(text("SELECT 1")) == 1
        with pytest.raises(DBAPIError):
            database.ask(text("SELECT nothing FROM nowhere"), {})


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
