"""The cells are the deals, counted and summed: after whatever was done, by whomever, and however many at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from services.sales.opportunities.model import (
    GRAINS,
    KEPT,
    Opportunity,
    OpportunityCell,
    OpportunityCurrencyCell,
    OpportunityUnitCell,
)
from services.sales.opportunities.queries import CELLS
from shared.actor import Actor, Reach
from shared.clock import now
from shared.errors import Refusal
from shared.ids import new_id
from shared.persistence.cells import PART
from shared.persistence.database import Database
from shared.persistence.migrating import migrate
from tests.sales.branches import Branches

LARGEST = Decimal("99999999999999.9999")
VERBS = ("open", "change", "advance", "win", "lose", "reopen", "transfer")


def cells_of(session: Session, grain: Any) -> dict[tuple[Any, ...], tuple[int, ...]]:
    """By key: how many deals, and the two sums in ten-thousandths."""
    by = list(grain.__table__.primary_key)
    return {
        tuple(getattr(cell, column.name) for column in by): (
            cell.counted,
            cell.amount_high * PART + cell.amount_low,
            cell.weighted_amount_high * PART + cell.weighted_amount_low,
        )
        for cell in session.scalars(select(grain).where(grain.counted != 0))
    }


def scanned(session: Session, grain: Any) -> dict[tuple[Any, ...], tuple[int, ...]]:
    found: dict[tuple[Any, ...], list[int]] = {}
    for deal in session.scalars(select(Opportunity)):
        key = tuple(getattr(deal, column.name) for column in grain.__table__.primary_key)
        sums = found.setdefault(key, [0, 0, 0])
        sums[0] += 1
        sums[1] += int((deal.amount or 0) * 10000)
        sums[2] += int((deal.weighted_amount or 0) * 10000)
    return {key: tuple(sums) for key, sums in found.items()}


def assert_cells_are_the_deals(database: Database) -> None:
    with database.read() as session:
        for grain in GRAINS:
            assert cells_of(session, grain) == scanned(session, grain), grain.__name__
            empty = session.scalars(select(grain).where(grain.counted == 0)).all()
            assert all(not (cell.amount_high * PART + cell.amount_low) for cell in empty)


def row(dice: random.Random, people: list[Any]) -> dict[str, Any]:
    person = dice.choice(people)
    amount = dice.choice([None, Decimal(0), Decimal("0.0001"), Decimal("1234.5678"), LARGEST])
    return {
        "id": new_id(),
        "version": 1,
        "created_at": now(),
        "updated_at": now(),
        "created_by": person.user_id,
        "owner_id": person.user_id,
        "org_unit_id": person.unit_id,
        "number": new_id(),
        "name": "Deal",
        "stage": dice.choice(["prospecting", "engaging"]),
        "status": dice.choice(["open", "won"]),
        "currency": dice.choice(["USD", "CNY"]),
        "amount": amount,
        "weighted_amount": dice.choice([None, amount]),
        "probability": 10,
        "probability_overridden": False,
        "channel": "direct",
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=some.integers(0, 2**32))
def test_cells_follow_every_statement_however_many_rows_it_touches(branches: Branches, seed: int) -> None:
    dice, people = random.Random(seed), list(branches.people.values())
    with branches.database.write() as session:
        session.execute(delete(Opportunity))
    for _ in range(4):
        with branches.database.write() as session:
            rows = [row(dice, people) for _ in range(dice.randrange(1, 12))]
            session.execute(insert(Opportunity.__table__), rows)  # type: ignore[arg-type]
            other = row(dice, people)
            picked = Opportunity.id.in_([one["id"] for one in dice.sample(rows, len(rows) // 2 + 1)])
            values = {name: other[name] for name in dice.sample(["owner_id", "amount", "stage", "status", "name"], 2)}
            session.execute(update(Opportunity).where(picked).values(values))
            session.execute(delete(Opportunity).where(Opportunity.id == dice.choice(rows)["id"]))
            if dice.random() < 0.3:
                session.rollback()
        assert_cells_are_the_deals(branches.database)


def act(branches: Branches, dice: random.Random, who: str, ids: list[str]) -> None:
    verb = dice.choice(VERBS)
    with suppress(Refusal):  # the wrong state for this verb: nothing was changed, and nothing may be counted
        if verb == "open" or not ids:
            amount = str(dice.randrange(1, 10**6))
            made = branches.call(who, "open_opportunity", request={"name": "Deal", "amount": amount})
            ids.append(made["id"])
            return
        requests: dict[str, Any] = {
            "change": {"amount": str(dice.randrange(1, 10**6))},
            "advance": {"stage": "engaging"},
            "win": {},
            "lose": {"reason": "price"},
            "reopen": {},
            "transfer": {"owner_id": branches.people[dice.choice(list(branches.people))].user_id},
        }
        branches.call("helen", f"{verb}_opportunity", opportunity_id=dice.choice(ids), request=requests[verb])


def test_cells_are_right_after_many_commands_at_once(branches: Branches) -> None:
    ids: list[str] = []

    def work(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(12):
            act(branches, dice, dice.choice(["nils", "nina", "sara"]), ids)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert len(ids) > 10
    assert_cells_are_the_deals(branches.database)


@pytest.mark.parametrize("who", ["helen", "nora", "nils", "sara"])
def test_counts_and_totals_are_those_of_the_rows_with_shares_and_filters(branches: Branches, who: str) -> None:
    nils = [branches.call("nils", "open_opportunity", request={"name": "N", "amount": "2.50"}) for _ in range(3)]
    branches.call("nina", "open_opportunity", request={"name": "N", "amount": "4.00", "currency": "CNY"})
    branches.call("sara", "open_opportunity", request={"name": "S", "amount": "100.00"})
    branches.call("nils", "share_opportunity", opportunity_id=nils[0]["id"],
                  request={"person_id": branches.people["sara"].user_id})  # fmt: skip
    branches.call("nils", "lose_opportunity", opportunity_id=nils[1]["id"], request={"reason": "price"})
    owner = branches.people["nils"].user_id
    either = {"or": [{"field": "currency", "value": "CNY"}, {"not": {"field": "owner_id", "value": owner}}]}
    listed = ([["status", "eq", "open"]], [["owner_id", "eq", owner]], [["status", "ne", "open"]])
    for tree in ([], *listed, either):
        asked = {"filter": tree, "count": "exact", "totals": ["amount"], "limit": 200}
        page = branches.call(who, "list_opportunities", query=asked)
        rows = page["data"]
        assert page["count"] == len(rows), tree
        told = page.get("totals_by_currency") or {"": page["totals"]}
        assert sum(Decimal(one["amount"]) for one in told.values()) == sum(Decimal(one["amount"]) for one in rows)
        assert len({one["currency"] for one in rows}) == len(told) or not rows


def test_a_database_that_was_migrated_fills_its_cells_and_keeps_them(bare_database_url: str) -> None:
    """A later migration that makes the table of deals anew must make the triggers anew too (`Kept.start`)."""
    migrate("sales", bare_database_url)
    database = Database(bare_database_url)
    person = type("Person", (), {"user_id": new_id(), "unit_id": new_id()})()
    dice = random.Random(1)
    with database.write() as session:
        session.execute(insert(Opportunity.__table__), [row(dice, [person]) for _ in range(20)])  # type: ignore[arg-type]
    assert_cells_are_the_deals(database)
    with database.write() as session:
        for grain in GRAINS:
            session.execute(update(grain).values(counted=-1))
        session.execute(text("SELECT 1"))
        for kept in KEPT:
            kept.start(session.connection())
    assert_cells_are_the_deals(database)
    with database.read() as session:
        assert session.scalar(select(func.sum(OpportunityUnitCell.counted))) == 20
    database.close()


@pytest.mark.parametrize(
    ("reach", "fields", "grain"),
    [
        (Reach.SUBTREE, set(), OpportunityCurrencyCell),
        (Reach.ALL, {"currency", "org_unit_id"}, OpportunityCurrencyCell),
        (Reach.SUBTREE, {"status"}, OpportunityUnitCell),
        (Reach.UNIT, {"stage", "currency"}, OpportunityUnitCell),
        (Reach.SUBTREE, {"owner_id"}, OpportunityCell),
        (Reach.OWN, set(), OpportunityCell),
        (Reach.SUBORDINATES, {"status"}, OpportunityCell),
    ],
)
def test_a_question_reads_the_fewest_cells_that_can_answer_it(reach: Reach, fields: set[str], grain: type) -> None:
    reaches = frozenset({reach})
    actor = Actor(new_id(), "n", "N", new_id(), "/1/", "/1/", "sales.opportunity:read", reaches, reaches, opened=())
    assert CELLS.within(actor).known(fields).grain is grain
