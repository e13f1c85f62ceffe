"""What may be told of orders, at random."""

import random
from typing import Any

from shared.contracts.sales import orders
from shared.ids import new_id
from tests.reporting.deal_cells.telling import PATHS
from tests.reporting.newsroom import PEOPLE, Newsroom
from tests.reporting.orders.telling import Line, order_event

LARGEST = "99999999999999.9999"
OWNERS = ("nils", "nina", "sara", "olga")
UNITS = {login: unit for login, unit, _, _ in PEOPLE}
DAYS = ("2026-09-30", "2026-10-01", "2026-11-30")


def random_orders(room: Newsroom, dice: random.Random, number: int = 6) -> list[tuple[Any, int]]:
    """Five events of each order with their versions, in any order."""
    told: list[tuple[Any, int]] = []
    for _ in range(number):
        name, days = new_id(), dice.sample(DAYS, 1)
        told += [random_event(room, dice, name, version, days[0]) for version in range(1, 6)]
    dice.shuffle(told)
    return told


def random_event(room: Newsroom, dice: random.Random, name: str, version: int, day: str) -> tuple[Any, int]:
    """Whatever state it is told in: facts follow the newest. It is confirmed once, on its day."""
    owner, lines = dice.choice(OWNERS), random_lines(dice)
    confirmed = {"confirmed_at": f"{day}T09:00:00+00:00"} if version > 1 and dice.random() < 0.7 else {}
    facts: dict[str, Any] = {
        "owner": owner,
        "version": version,
        "status": dice.choice(["draft", "confirmed", "fulfilled", "void"]),
        "currency": dice.choice(["USD", "CNY"]),
        "invoiced": dice.choice(["0.00", "10.00", LARGEST]),
        "paid": dice.choice(["0.00", "1234.5678"]),
        "unit_path": dice.choice([PATHS[UNITS[owner]], ""]),
        "owner_path": dice.choice([room.people[owner].person_path, ""]),
        **confirmed,
    }
    kind: Any = dice.choice([orders.OrderChanged, orders.OrderProgressed, orders.OrderShared, orders.OrderFulfilled])
    if version == 1:
        kind = orders.OrderCreated
    if kind is orders.OrderShared:
        grantee = room.people[dice.choice(["sara", "nils"])].user_id
        facts |= {"share_id": new_id(), "grantee_id": grantee, "grantee_kind": "person"}
        facts |= {"may_write": False, "until": None}
    return order_event(room, kind, name, lines, **facts), version


def random_lines(dice: random.Random) -> tuple[Line, ...]:
    products = dice.sample(["lamp", "chair", "rope"], dice.randint(0, 3))
    return tuple((one, dice.randint(1, 9), dice.choice(["0.0001", "12.50", "99999999999.9999"])) for one in products)
