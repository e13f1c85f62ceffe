"""A database keeps its connections as long as somebody keeps it, and no longer."""

import gc

from sqlalchemy import text

from shared.persistence.database import Database


def test_connections_end_with_the_database_they_were_kept_for(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as session:
        assert session.scalar(text("SELECT 1")) == 1
    engine, kept = database.engine, database.engine.pool
    assert kept.checkedin() == 1  # type: ignore[attr-defined]
    del database
    gc.collect()
    assert engine.pool is not kept, "the engine was disposed of, and began a pool anew"
    assert kept.checkedin() == 0  # type: ignore[attr-defined]
