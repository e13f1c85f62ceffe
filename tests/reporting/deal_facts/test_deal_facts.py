"""Programs of others take the facts of deals piece by piece, and then only what has changed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.reporting.deal_facts import queries
from services.reporting.deals.model import Deal
from shared.clock import now
from shared.contracts.reporting.deal_facts import DealFactView
from shared.contracts.sales import opportunities as deals
from shared.errors import Malformed
from shared.ids import new_id
from tests.reporting.conftest import keep_books
from tests.reporting.customers.telling import customer
from tests.reporting.newsroom import Newsroom

COLUMNS = [
    "key", "id", "version", "number", "name", "status", "stage", "furthest_stage", "currency", "amount",
    "weighted_amount", "probability", "customer_id", "customer", "sector", "product_id", "product", "channel",
    "lost_reason", "winner_competitor", "owner_id", "org_unit_id", "counted_owner_id", "counted_unit_id", "began_at",
    "expected_close_date", "closed_on", "changed_at",
]  # fmt: skip


@pytest.fixture(autouse=True)
def a_minute_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks does so when all that was told has settled."""
    monkeypatch.setattr(queries, "now", lambda: now() + timedelta(minutes=1))


def take(room: Newsroom, who: str, after: str | None = None, **query: str) -> Any:
    return room.ask(who, "get_deal_facts", **({} if after is None else {"after": after}), **query)


def names(answer: Any) -> list[str]:
    return [row["name"] for row in answer["rows"]]


def test_the_columns_stay_as_they_are() -> None:
    """Others have written programs against them: add at the end, change none."""
    assert list(DealFactView().fields)[: len(COLUMNS)] == COLUMNS


def test_all_is_taken_piece_by_piece_and_then_what_has_changed(books_anywhere: Newsroom) -> None:
    room = books_anywhere
    first = take(room, "helen", limit="4")
    second = take(room, "helen", first["next"], limit="4")
    assert (len(first["rows"]), first["more"], len(second["rows"]), second["more"]) == (4, True, 3, False)
    assert sorted(names(first) + names(second)) == sorted(room.ids)
    nothing = take(room, "helen", second["next"])
    assert (nothing["rows"], nothing["next"], nothing["more"]) == ([], second["next"], False)

    room.tell(room.event(deals.OpportunityChanged, "two", "nils", 2, amount="2500.00", stage="engaging"))
    (changed,) = take(room, "helen", second["next"])["rows"]
    assert (changed["name"], changed["version"], changed["amount"]) == ("two", 2, "2500.00")
    assert take(room, "helen", changed["key"])["rows"] == []


def test_the_last_seconds_are_held_back(room: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another instance with a slow clock commits just now would have an earlier key."""
    keep_books(room)
    assert take(room, "helen")["rows"]
    monkeypatch.setattr(queries, "now", now)
    assert take(room, "helen")["rows"] == []


def test_a_row_tells_what_is_known_of_its_deal(room_anywhere: Newsroom) -> None:
    room, bank = room_anywhere, new_id()
    room.take(customer(bank, "finance"))
    engaged = {"engaged_on": {"before": None, "after": "2026-01-05"}}
    days = {"created_at": "2026-03-01T00:00:00+00:00", "closed_at": "2026-02-01T00:00:00+00:00"}
    told = {"customer_id": bank, "customer_name": "A bank", "stage": "won", "amount": "10.50", "changes": engaged}
    room.tell(room.event(deals.OpportunityRecorded, "deal", **days, **told))
    (row,) = take(room, "helen")["rows"]
    assert (row["customer"], row["sector"], row["amount"], row["status"]) == ("A bank", "finance", "10.50", "won")
    assert (row["began_at"], row["closed_on"]) == ("2026-01-05T00:00:00+00:00", "2026-02-01")
    nils = room.people["nils"]
    assert (row["counted_owner_id"], row["counted_unit_id"]) == (nils.user_id, nils.unit_id)


def test_nobody_takes_what_is_out_of_sight(books: Newsroom) -> None:
    assert sorted(names(take(books, "sara"))) == ["five", "seven", "six"]
    assert take(books, "olga")["rows"] == []
    whole = take(books, "helen")
    nils = next(row for row in whole["rows"] if row["name"] == "one")
    assert set(names(take(books, "sara", nils["key"]))) <= {"five", "six", "seven"}


def test_whatever_changes_a_fact_moves_it_to_the_end(books: Newsroom) -> None:
    with books.database.write() as session:
        before = session.scalars(select(Deal.updated_at).where(Deal.name == "one")).one()
        session.execute(update(Deal.__table__).where(Deal.__table__.c.name == "one").values(customer_name="Merged"))  # type: ignore[arg-type]
        assert session.scalars(select(Deal.updated_at).where(Deal.name == "one")).one() > before


@pytest.mark.parametrize(
    "query",
    [
        {"after": "yesterday"},
        {"after": "2026-99-01T00:00:00.000000Z,00000000-0000-0000-0000-000000000000"},
        {"limit": "0"},
        {"limit": "5001"},
        {"format": "docx"},
        {"format": "orc"},
        {"colour": "red"},
    ],
)
def test_other_parameters_are_refused(books: Newsroom, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        take(books, "helen", **query)
