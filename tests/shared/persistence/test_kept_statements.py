"""PostgreSQL plans what is asked with every request once a connection, and whoever asks notices nothing of it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, bindparam, or_, select, text

from shared.persistence.database import Database
from shared.persistence.kept_statements import kept
from shared.persistence.types import Money

PRICES = Table("prices", MetaData(), Column("id", Integer), Column("name", String(20)), Column("price", Money()))
UNKEPT = select(PRICES.c.name, PRICES.c.price).where(
    or_(PRICES.c.price > bindparam("least", type_=Money()), PRICES.c.id == bindparam("id"))
)
DEARER = kept(UNKEPT)


@pytest.fixture
def database(postgres_url: str) -> Iterator[Database]:
    """With a single connection for reading, so that what is kept on it is seen from it."""
    database = Database(postgres_url, pool_size=2)
    with database.write() as session:
        PRICES.create(session.connection())
        session.execute(PRICES.insert(), [{"id": n, "name": f"{n} %", "price": Decimal(n)} for n in range(1, 6)])
    yield database
    database.close()


def kept_on(database: Database) -> list[str]:
    with database.read() as session:
        return list(session.scalars(text("SELECT statement FROM pg_prepared_statements")))


def names(rows: Any) -> list[str]:
    return sorted(row.name for row in rows)


def test_a_statement_is_planned_once_and_answers_for_each_parameter(database: Database) -> None:
    assert kept_on(database) == []
    assert names(database.ask(DEARER, {"least": Decimal(4), "id": 1})) == ["1 %", "5 %"]
    assert names(database.ask(DEARER, {"least": Decimal("2.5"), "id": 9})) == ["3 %", "4 %", "5 %"]
    (kept,) = kept_on(database)
    assert "$1" in kept
    assert "$2" in kept


def test_rows_come_as_they_come_otherwise(database: Database) -> None:
    asked = {"least": Decimal(4), "id": 9}
    with database.read() as session:
        otherwise = session.execute(DEARER, asked).all()
    assert database.ask(DEARER, asked) == otherwise == [("5 %", Decimal("5.00"))]


def test_a_sign_that_is_no_parameter_stays_what_it_is(database: Database) -> None:
    one = bindparam("id")
    alike = kept(
        select(PRICES.c.name).where(PRICES.c.name.like(text("'%1 \\%'")), PRICES.c.id == one, PRICES.c.id == one)
    )
    assert names(database.ask(alike, {"id": 1})) == names(database.ask(alike, {"id": 1})) == ["1 %"]
    assert names(database.ask(kept(select(PRICES.c.name).where(text("id < 2"))), {})) == ["1 %"]
    assert len(kept_on(database)) == 2


def test_what_is_not_said_to_be_kept_is_sent_whole(database: Database) -> None:
    """Which index serves best may depend on the values."""
    assert names(database.ask(UNKEPT, {"least": Decimal(4), "id": 1})) == ["1 %", "5 %"]
    assert kept_on(database) == []


def test_a_connection_that_was_handed_round_is_asked_all_the_same(database: Database) -> None:
    asked = {"least": Decimal(4), "id": 9}
    database.ask(DEARER, asked)
    with database.read() as session:
        session.execute(text("DEALLOCATE ALL"))
    assert names(database.ask(DEARER, asked)) == ["5 %"]
    assert names(database.ask(DEARER, asked)) == ["5 %"]
    assert len(kept_on(database)) == 1


def test_a_table_that_changed_since_is_asked_all_the_same(database: Database) -> None:
    asked = {"least": Decimal(4), "id": 9}
    database.ask(DEARER, asked)
    with database.write() as session:
        session.execute(text("ALTER TABLE prices ALTER COLUMN name TYPE VARCHAR(30)"))
    assert names(database.ask(DEARER, asked)) == ["5 %"]
    assert names(database.ask(DEARER, asked)) == ["5 %"]
    assert len(kept_on(database)) == 1


def test_a_fault_of_the_statement_is_told_as_it_is(database: Database) -> None:
    with pytest.raises(Exception, match="nowhere"):
        database.ask(text("SELECT nothing FROM nowhere"), {})
    assert names(database.ask(DEARER, {"least": Decimal(4), "id": 9})) == ["5 %"]
