"""Money, time and ids come back as they went in, on each engine."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import func, select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.ids import is_id, new_id
from shared.persistence.database import Database
from shared.persistence.types import Id, Money, UtcTime
from tests.recycling import lay_tables

SOME_ID = "01a2132f-bfcf-7312-8529-92eb77c6b733"


class Base(DeclarativeBase): ...


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[str] = mapped_column(Id, primary_key=True, default=new_id)
    amount: Mapped[Decimal | None] = mapped_column(Money)
    at: Mapped[datetime | None] = mapped_column(UtcTime)


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    lay_tables(database, Base.metadata)
    yield database
    database.close()


def kept(database, **values):
    with database.write() as session:
        session.add(entry := Entry(**values))
        session.flush()
    with database.read() as session:
        found = session.get(Entry, entry.id)
        session.expunge(found)
        return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.decimals(min_value=-(10**12), max_value=10**12, places=4), min_size=1, max_size=20))
def test_sums_of_money_are_exact(database, amounts):
    with database.write() as session:
        session.query(Entry).delete()
        session.add_all(Entry(amount=amount) for amount in amounts)
    with database.read() as session:
        assert session.scalar(select(func.sum(Entry.amount))) == sum(amounts)


def test_an_amount_too_fine_is_refused_and_not_rounded(database):
    with pytest.raises(StatementError, match="4 decimal places"):
        kept(database, amount=Decimal("0.00001"))


def test_times_come_back_in_utc(database):
    shanghai = timezone(timedelta(hours=8))
    entry = kept(database, at=datetime(2026, 3, 1, 8, 30, 0, 123456, tzinfo=shanghai))

    assert entry.at == datetime(2026, 3, 1, 0, 30, 0, 123456, tzinfo=UTC)
    assert entry.at.tzinfo is UTC


def test_a_time_without_zone_is_refused(database):
    with pytest.raises(StatementError, match="no time zone"):
        kept(database, at=datetime(2026, 3, 1))


def test_ids_are_ordered_by_time_and_canonical(database):
    ids = [new_id() for _ in range(1000)]

    assert ids == sorted(ids)
    assert all(is_id(one) for one in ids)
    assert kept(database, id=ids[0]).id == ids[0]


@pytest.mark.parametrize("text", ["", "x", SOME_ID.upper(), SOME_ID + "0", None, 7, "{" + SOME_ID + "}"])
def test_what_is_no_id_is_told(text):
    assert not is_id(text)
