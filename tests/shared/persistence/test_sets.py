"""Rows written in one statement are the same rows, on each engine, as if each had been written by itself."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Date, MetaData, String, Table, insert, select

from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.sets import insert_rows, update_rows
from shared.persistence.types import BigSerial, DayNumber, Id, MomentNumber, Money, UtcTime

KINDS = Table(
    "kinds",
    MetaData(),
    Column("id", Id, primary_key=True),
    Column("label", String(200)),
    Column("number", BigSerial),
    Column("amount", Money),
    Column("at", UtcTime),
    Column("day", Date),
    Column("open", Boolean),
    Column("data", JSON(none_as_null=True)),
    Column("day_number", DayNumber),
    Column("moment_number", MomentNumber),
    Column("made", String(20), default="by us"),
)
PLAIN: dict[str, Any] = {
    "label": 'Café 北京 "quoted" \\ back\\slash {brace}, \t tab',
    "number": 9_007_199_254_740_993,
    "amount": Decimal("12345678901.2345"),
    "at": datetime(2026, 2, 28, 23, 59, 59, 123456, tzinfo=UTC),
    "day": date(2026, 2, 28),
    "open": True,
    "data": {"texts": ["é", None], "deep": {"number": 1.5}},
    "day_number": date(2026, 2, 28),
    "moment_number": datetime(2026, 2, 28, 1, 2, 3, 4, tzinfo=UTC),
    "made": "by them",
}
NOTHING: dict[str, Any] = dict.fromkeys(PLAIN) | {"made": "", "label": ""}


@pytest.fixture
def database(database_url: str) -> Any:
    opened = Database(database_url)
    KINDS.create(opened.engine)
    yield opened
    KINDS.drop(opened.engine)
    opened.close()


def kept(database: Database) -> dict[str, dict[str, Any]]:
    with database.read() as session:
        return {row.id: dict(row._mapping) for row in session.execute(select(KINDS))}


def test_every_kind_of_value_comes_back_as_if_it_had_been_written_alone(database: Database) -> None:
    alone, together, nothing = ({"id": new_id(), **values} for values in (PLAIN, PLAIN, NOTHING))
    with database.write() as session:
        session.execute(insert(KINDS), alone)
        insert_rows(session, KINDS, [together, nothing])
        insert_rows(session, KINDS, [])
    found = kept(database)
    assert found[together["id"]] | {"id": ""} == found[alone["id"]] | {"id": ""}
    assert found[nothing["id"]] == nothing


def test_rows_are_changed_by_their_key_and_no_other_row_is(database: Database) -> None:
    rows = [{"id": new_id(), **PLAIN} for _ in range(3)]
    with database.write() as session:
        insert_rows(session, KINDS, rows)
        told = [{"id": row["id"], "label": f"it's {place}", "amount": None} for place, row in enumerate(rows[:2])]
        update_rows(session, KINDS, "id", told)
        update_rows(session, KINDS, "id", [])
    found = kept(database)
    assert [found[row["id"]]["label"] for row in rows] == ["it's 0", "it's 1", PLAIN["label"]]
    assert [found[row["id"]]["amount"] for row in rows] == [None, None, PLAIN["amount"]]
    assert all(found[row["id"]]["day"] == PLAIN["day"] for row in rows)


def test_a_column_that_we_would_have_filled_is_not_forgotten(database: Database) -> None:
    row = {name: value for name, value in PLAIN.items() if name != "made"} | {"id": new_id()}
    with database.write() as session:
        if session.get_bind().dialect.name == "postgresql":
            with pytest.raises(KeyError, match="made"):
                insert_rows(session, KINDS, [row])
        else:
            insert_rows(session, KINDS, [row])
            assert session.scalar(select(KINDS.c.made)) == "by us"
