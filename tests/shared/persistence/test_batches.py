"""Rows that a batch of events is about are read once, and are what they would be if each had been asked for."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Integer, String, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.persistence.batches import add_row, begin_batch, drop_rows, row_about, rows_about
from shared.persistence.database import Database


class Base(DeclarativeBase):
    pass


class Stay(Base):
    """Several rows may tell of one record."""

    __tablename__ = "stays_of_batches"

    id: Mapped[str] = mapped_column(String(10), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    with database.write() as session:
        Base.metadata.create_all(session.connection())
        session.add_all([Stay(id="a", version=1), Stay(id="a", version=2), Stay(id="b", version=1)])
    yield database
    with database.write() as session:
        Base.metadata.drop_all(session.connection())
    database.close()


def kept(database: Database) -> list[tuple[str, int]]:
    with database.read() as session:
        return [(row.id, row.version) for row in session.scalars(select(Stay).order_by(Stay.id, Stay.version))]


def test_all_of_a_batch_are_read_in_one_statement_and_written_in_one(database: Database) -> None:
    sent: list[str] = []
    with database.write() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *told: sent.append(told[2].split()[0]))
        begin_batch(session, [f"n{number}" for number in range(50)] + ["a"])
        for number in range(50):
            assert row_about(session, Stay, f"n{number}") is None
            add_row(session, Stay(id=f"n{number}", version=1))
            assert row_about(session, Stay, f"n{number}") is not None
        assert {row.version for row in rows_about(session, Stay, "a")} == {1, 2}
        session.flush()
        assert sent == ["SELECT", "INSERT"]
    assert len(kept(database)) == 53


def test_what_is_added_and_dropped_in_a_batch_is_seen_by_those_who_come_after(database: Database) -> None:
    with database.write() as session:
        begin_batch(session, ["a", "new"])
        drop_rows(session, Stay, "a")
        assert rows_about(session, Stay, "a") == ()
        add_row(session, Stay(id="a", version=1))
        assert [row.version for row in rows_about(session, Stay, "a")] == [1]
        add_row(session, Stay(id="new", version=1))
        drop_rows(session, Stay, "new")
        assert row_about(session, Stay, "new") is None
    assert kept(database) == [("a", 1), ("b", 1)]


@pytest.mark.parametrize("subjects", [(), ("elsewhere",)])
def test_a_record_that_is_not_of_the_batch_is_asked_for_by_itself(
    database: Database, subjects: tuple[str, ...]
) -> None:
    with database.write() as session:
        if subjects:
            begin_batch(session, subjects)
        assert len(rows_about(session, Stay, "a")) == 2
        add_row(session, Stay(id="a", version=3))
        assert {row.version for row in rows_about(session, Stay, "a")} == {1, 2, 3}
        drop_rows(session, Stay, "a")
        assert row_about(session, Stay, "a") is None
    assert kept(database) == [("b", 1)]
