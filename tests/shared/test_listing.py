"""Lists page without losing or repeating a row, whatever the sort; what a list does not offer is refused."""

import base64
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from marshmallow import fields
from sqlalchemy import String, delete
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.actor import system_actor
from shared.contracts.fields import MOST_MONEY, MoneyField, OwnedRecordView
from shared.contracts.listing import FieldKind, Listing
from shared.errors import Malformed
from shared.ids import new_id
from shared.listing import list_records
from shared.listing.values import read_value
from shared.persistence.database import Database
from shared.persistence.naming import new_metadata
from shared.persistence.platform import PlatformBase
from shared.persistence.records import OwnedRecord
from shared.persistence.types import Money
from shared.search import index_words
from shared.visible import visible
from tests.recycling import lay_tables


class Base(DeclarativeBase):
    metadata = new_metadata()


class Deal(OwnedRecord, Base):
    __tablename__ = "listed_deals"

    name: Mapped[str] = mapped_column(String(40))
    amount: Mapped[Decimal | None] = mapped_column(Money, default=None)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")


class DealView(OwnedRecordView):
    name = fields.String()
    amount = MoneyField(allow_none=True)


LISTING = Listing(
    noun="deals",
    view=DealView,
    fields={"name": FieldKind.TEXT, "amount": FieldKind.MONEY, "created_at": FieldKind.TIME, "owner_id": FieldKind.ID},
    sorts=("created_at", "name", "amount"),
    totals=("amount",),
    searchable=True,
)
COLUMNS = {
    "name": Deal.name,
    "amount": Deal.amount,
    "currency": Deal.currency,
    "created_at": Deal.created_at,
    "owner_id": Deal.owner_id,
}
EVERYONE = system_actor("test")


@pytest.fixture
def database(database_url):
    database = Database(database_url)
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    yield database
    database.close()


def deal(name, amount=None, currency="EUR"):
    return Deal(
        name=name, amount=amount, currency=currency, owner_id=new_id(), org_unit_id=new_id(), created_by=new_id()
    )


def ask(session, **query):
    return list_records(session, visible(Deal, EVERYONE), Deal, LISTING, COLUMNS, query)


amounts = some.one_of(some.none(), some.integers(0, 3).map(Decimal))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=some.lists(some.tuples(some.sampled_from("abc"), amounts), max_size=13),
    sort=some.lists(
        some.sampled_from(["name", "-name", "amount", "-amount"]), max_size=2, unique_by=lambda s: s.strip("-")
    ),
    limit=some.integers(1, 5),
)
def test_pages_forth_and_back_are_the_whole_list_in_order(database, rows, sort, limit):
    with database.write() as session:
        session.execute(delete(Deal))
        session.add_all(deal(name, amount) for name, amount in rows)
        session.flush()
        whole = [row["id"] for row in ask(session, sort=sort, limit=200)["data"]]
        forth, page = [], ask(session, sort=sort, limit=limit)
        forth += page["data"]
        while page["next"]:
            page = ask(session, sort=sort, limit=limit, cursor=page["next"])
            forth += page["data"]
        back = [page["data"]]
        while page["prev"]:
            page = ask(session, sort=sort, limit=limit, cursor=page["prev"])
            back.insert(0, page["data"])

        assert [row["id"] for row in forth] == whole
        assert [row["id"] for page in back for row in page] == whole
        assert len(whole) == len(rows)


@pytest.fixture
def three(database):
    with database.write() as session:
        session.add_all([deal("acme", Decimal("10.50")), deal("beta", Decimal("2")), deal("gamma")])
    return database


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ([["name", "eq", "acme"]], ["acme"]),
        ([["name", "ne", "acme"]], ["beta", "gamma"]),
        ([["name", "in", "acme,beta"]], ["acme", "beta"]),
        ([["name", "like", "ac*"]], ["acme"]),
        ([["amount", "gt", "2"]], ["acme"]),
        ([["amount", "between", "2,10.5"]], ["acme", "beta"]),
        ([["amount", "null", "true"]], ["gamma"]),
        ([["amount", "ne", "2"]], ["acme", "gamma"]),
        (
            {
                "or": [
                    {"field": "name", "op": "eq", "value": "acme"},
                    {"not": {"field": "amount", "op": "null", "value": False}},
                ]
            },
            ["acme", "gamma"],
        ),
    ],
)
def test_filters_mean_what_they_say(three, filters, names):
    with three.read() as session:
        assert [row["name"] for row in ask(session, filter=filters, sort=["name"])["data"]] == names


@pytest.mark.parametrize(
    "query",
    [
        {"filter": [["colour", "eq", "red"]]},
        {"filter": [["name", "gt", "a"]]},
        {"filter": [["amount", "eq", "much"]]},
        {"filter": [["amount", "eq", "NaN"]]},
        {"filter": [["owner_id", "eq", "7"]]},
        {"filter": [["amount", "lt", "1e999999999"]]},
        {"filter": [["created_at", "gt", "yesterday"]]},
        {"filter": [["created_at", "gt", "0001-01-01T00:00:00+14:00"]]},
        {"filter": [["created_at", "lt", "9999-12-31T23:00:00-14:00"]]},
        {"filter": [["name", "like", "*me"]]},
        {"filter": [["name", "eq", "a\x00b"]]},
        {"filter": {"and": []}},
        {"filter": {"field": "name", "op": "eq", "value": "x", "evil": 1}},
        {"filter": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"not": {}}}}}}}}}}},
        {"sort": ["owner_id"]},
        {"sort": ["name", "-name"]},
        {"limit": 0},
        {"limit": 201},
        {"limit": True},
        {"count": "roughly"},
        {"totals": ["name"]},
        {"fields": ["secret"]},
        {"cursor": "nonsense"},
        {"cursor": "W10"},
        {"cursor": "e30="},
    ],
)
def test_what_a_list_does_not_offer_is_refused_with_the_place(three, query):
    with three.read() as session, pytest.raises(Malformed) as refusal:
        ask(session, **query)
    assert refusal.value.faults


def test_a_cursor_of_another_query_is_refused(three):
    with three.read() as session:
        cursor = ask(session, limit=1, sort=["name"])["next"]
        for other in (
            {"sort": ["-name"]},
            {"sort": ["name"], "filter": [["name", "eq", "acme"]]},
            {"sort": ["name"], "q": "a"},
        ):
            with pytest.raises(Malformed, match="another query"):
                ask(session, cursor=cursor, limit=1, **other)


def test_a_cursor_with_half_a_character_is_refused(three):
    with three.read() as session:
        cursor = ask(session, limit=1, sort=["name"])["next"]
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).replace(b"acme", b"\\ud800")
        forged = base64.urlsafe_b64encode(content).decode().rstrip("=")
        with pytest.raises(Malformed, match="no cursor"):
            ask(session, cursor=forged, limit=1, sort=["name"])


def test_a_number_smaller_than_any_database_can_read_is_nothing():
    assert read_value(FieldKind.NUMBER, "1e-99999") == 0


def test_every_fault_of_a_filter_is_told_at_once(three):
    with three.read() as session, pytest.raises(Malformed) as refusal:
        ask(session, filter=[["colour", "eq", "red"], ["amount", "eq", "much"]])
    assert [fault.pointer for fault in refusal.value.faults] == ["?filter[colour]", "?filter[amount][eq]"]


def test_a_total_may_be_larger_than_any_amount(database):
    with database.write() as session:
        session.add_all([deal("giant", MOST_MONEY) for _ in range(12)])
        session.flush()
        assert ask(session, totals=["amount"])["totals"] == {"amount": f"{12 * MOST_MONEY}.00"}


def test_counts_and_totals_are_over_the_whole_result(three):
    with three.read() as session:
        answer = ask(session, limit=1, count="exact", totals=["amount"])
    assert (answer["count"], answer["totals"]) == (3, {"amount": "12.50"})


def test_no_total_is_given_across_currencies(three):
    with three.write() as session:
        session.add(deal("delta", Decimal(7), "USD"))
    with three.read() as session:
        answer = ask(session, totals=["amount"])
    assert answer["totals"] == {"amount": None}
    assert answer["totals_by_currency"] == {"EUR": {"amount": "12.50"}, "USD": {"amount": "7.00"}}


def test_an_estimate_is_a_number(three):
    with three.read() as session:
        assert isinstance(ask(session, count="estimate")["count"], int)


def test_words_are_found_by_their_beginnings_in_any_script(database):
    with database.write() as session:
        named = {name: deal(name) for name in ("Müller Straße", "北京天诺科技", "ＡＣＭＥ Ltd")}
        session.add_all(named.values())
        session.flush()
        for name, one in named.items():
            index_words(session, "deals", one.id, name)
    for query, name in {
        "MÜL": "Müller Straße",
        "strasse": "Müller Straße",
        "天诺": "北京天诺科技",
        "acme l": "ＡＣＭＥ Ltd",
    }.items():
        with database.read() as session:
            assert [row["name"] for row in ask(session, q=query)["data"]] == [name]


def test_a_search_for_no_word_finds_nothing(three):
    with three.read() as session:
        assert ask(session, q="!?")["data"] == []


def test_only_the_asked_fields_come_back(three):
    with three.read() as session:
        assert all(row.keys() == {"id", "name"} for row in ask(session, fields=["name"])["data"])
