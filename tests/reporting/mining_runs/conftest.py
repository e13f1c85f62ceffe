"""A shop of five customers whose segments and pairs can be worked out by hand, on each engine."""

import pytest

from shared.contracts.sales import orders
from shared.persistence.database import Database
from tests.reporting.customers.telling import enter
from tests.reporting.mining_runs.miner import Miner, miner_at
from tests.reporting.newsroom import Newsroom, told_newsroom
from tests.reporting.orders.telling import confirmed, order_event

ORDERS = (
    # name, day, customer, owner, the amount of each product
    ("a1", "2026-08-10", "Acme", "nils", {"lamp": "100.00", "bulb": "10.00"}),
    ("a2", "2026-09-10", "Acme", "nils", {"lamp": "100.00", "bulb": "10.00", "desk": "80.00"}),
    ("a3", "2026-10-30", "Acme", "nils", {"lamp": "90.00", "bulb": "10.00"}),
    ("b1", "2026-10-20", "Brown", "nils", {"desk": "150.00", "chair": "50.00"}),
    ("b2", "2026-10-21", "Brown", "nina", {"desk": "50.00", "chair": "50.00"}),
    ("c1", "2026-08-01", "Crown", "nina", {"chair": "40.00"}),
    ("d1", "2026-09-30", "Drew", "sara", {"lamp": "60.00", "chair": "20.00"}),
    ("e1", "2026-10-31", "Elms", "olga", {"bulb": "5.00"}),
)
OWNERS = {"Acme": "nils", "Brown": "nils", "Crown": "nina", "Drew": "sara", "Elms": "olga"}


def keep_shop(room: Newsroom) -> None:
    """Besides what counts: orders before, after, in another currency, drafts and void ones."""
    for name, owner in OWNERS.items():
        enter(room, name, owner=owner)
    for name, day, customer, owner, lines in ORDERS:
        told = [(product, 1, amount) for product, amount in lines.items()]
        confirmed(room, name, day, *told, customer=customer, owner=owner)
    both = (("lamp", 1, "7.00"), ("chair", 1, "7.00"))
    confirmed(room, "before", "2026-07-31", *both)
    confirmed(room, "after", "2026-11-01", *both)
    confirmed(room, "void", "2026-10-01", *both, status="voided")
    room.take((order_event(room, orders.OrderCreated, "draft", both), 1))
    confirmed(room, "euro", "2026-10-01", ("desk", 1, "9.00"), customer="Crown", currency="EUR", owner="nina")


@pytest.fixture
def shop(database_of_room: Database) -> Miner:
    return miner_at(told_newsroom(database_of_room, keep_shop)[0])


@pytest.fixture
def shop_anywhere(database_anywhere: Database) -> Miner:
    return miner_at(told_newsroom(database_anywhere, keep_shop)[0])
