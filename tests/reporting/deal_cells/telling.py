"""What may be told of deals, at random, and who may ask for their figures."""

import random
from dataclasses import replace
from typing import Any

from shared.actor import Actor, Reach
from shared.contracts.sales import opportunities as told
from shared.ids import new_id
from tests.reporting.newsroom import PEOPLE, Newsroom

LARGEST = "99999999999999.9999"
PATHS = {"NORTH": "/1/2/", "SOUTH": "/1/3/", "NORTH-1": "/1/2/4/"}
OWNERS = ("nils", "nina", "sara", "olga")
PRODUCTS: tuple[dict[str, Any], ...] = ({}, *({"product_id": new_id(), "product_name": one} for one in ("Lamp", "Bed")))


def askers(room: Newsroom) -> list[Actor]:
    everything = frozenset({Reach.ALL})
    director = replace(room.people["helen"], reaches=everything)
    return [director, *room.people.values()]


def random_events(room: Newsroom, dice: random.Random, deals: int = 6) -> list[Any]:
    """Four events of each deal, in any order."""
    names = [new_id() for _ in range(deals)]
    events = [random_event(room, dice, name, version) for name in names for version in range(1, 5)]
    dice.shuffle(events)
    return events


def random_event(room: Newsroom, dice: random.Random, name: str, version: int) -> Any:
    """What may be told of a deal, in whatever state it is: facts follow the newest."""
    owner = dice.choice(OWNERS)
    unit = {login: where for login, where, _, _ in PEOPLE}[owner]
    stage = dice.choice(["prospecting", "engaging", "negotiation", "won", "lost"])
    closed = f"2026-{dice.choice(['09-30', '10-01', '11-30', '11-02'])}T00:00:00+00:00"
    facts = {
        "stage": stage,
        "amount": dice.choice([None, "0.0001", "1234.5678", LARGEST]),
        "currency": dice.choice(["USD", "CNY"]),
        "closed_at": closed if stage in ("won", "lost") else None,
        "expected_close_date": dice.choice([None, "2026-10-31", "2026-11-15"]),
        "unit_path": dice.choice([PATHS[unit], ""]),
        "owner_path": dice.choice([room.people[owner].person_path, ""]),
        **dice.choice(PRODUCTS),
    }
    kind = dice.choice([told.OpportunityChanged, told.OpportunityTransferred, "share", told.OpportunityRemoved])
    if version == 1:
        return room.event(told.OpportunityRecorded, name, owner, 1, **facts)
    if kind == "share":
        grantee = room.people[dice.choice(["sara", "nils"])].user_id
        return room.event(told.OpportunityShared, name, owner, version, **facts, **shared_with(grantee))
    if kind is told.OpportunityRemoved:
        return room.event(kind if dice.random() < 0.3 else told.OpportunityChanged, name, owner, version, **facts)
    more = {"from_owner_id": new_id(), "to_owner_id": room.people[owner].user_id}
    return room.event(kind, name, owner, version, **facts, **(more if kind is told.OpportunityTransferred else {}))


def shared_with(grantee: str) -> dict[str, Any]:
    kind = {"grantee_kind": "person", "may_write": False, "until": None}
    return {"share_id": new_id(), "grantee_id": grantee, **kind}
