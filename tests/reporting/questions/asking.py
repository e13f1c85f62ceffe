"""A newsroom whose people ask questions of their own, with deals that only some of them see."""

from typing import Any

from shared.contracts.sales import opportunities as deals
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom

OWNERS = ("nils", "nina", "sara", "stan", "olga")
SIGHT = {
    "helen": OWNERS,
    "nora": ("nils", "nina", "olga"),
    "nils": ("nils",),
    "sara": ("sara",),
    "stan": ("sara", "stan"),
    "olga": ("olga",),
}
"""Whose deals each of them sees."""
STAGES = ("prospecting", "engaging", "won", "lost")
ACME, BROWN = new_id(), new_id()


def ask(room: Newsroom, who: str, sql: str, limit: int = 10_000) -> Any:
    return room._service(who).ask_question(request={"sql": sql, "limit": limit})


def told_deal(room: Newsroom, name: str, owner: str, stage: str, amount: str | None, **facts: Any) -> dict[str, Any]:
    """Have the newsroom hear of a deal, and tell what it is in the words of a question."""
    month = facts.pop("month", 10)
    closed = f"2026-{month:02}-11" if stage in ("won", "lost") else None
    at = f"{closed}T00:00:00+00:00" if closed else None
    kind = deals.OpportunityRecorded if closed else deals.OpportunityOpened
    event = room.event(kind, name, owner, stage=stage, amount=amount, closed_at=at, **facts)
    room.tell(event)
    status = stage if closed else "open"
    row = {"name": name, "who": owner, "stage": stage, "status": status, "amount": amount, "closed_on": closed}
    return row | {name: getattr(event, name) for name in ("currency", "probability", "customer_id")}


def many_deals(room: Newsroom) -> list[dict[str, Any]]:
    """Twenty-five, five of each, in two currencies; every sixth has no amount."""
    told = []
    for place in range(25):
        owner, stage = OWNERS[place % 5], STAGES[place % 4]
        amount = None if place % 6 == 5 else f"{(place * 7919) % 5000}.{place:02}"
        facts = {"currency": "EUR" if place % 3 == 0 else "USD", "month": 1 + place % 12}
        customer = (None, ACME, BROWN)[place % 3]
        more = {"customer_id": customer, "customer_name": customer and "Acme"}
        told.append(told_deal(room, f"{owner}-{place}", owner, stage, amount, **facts, **more))
    return told
