"""Events about quotas and costs, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import quotas
from shared.contracts.sales.order_costs import OrderCostsKept
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom
from tests.reporting.orders.telling import confirmed, identity

PATHS = {
    "helen": ("/1/", "/1/"), "nora": ("/1/2/", "/1/2/"), "nils": ("/1/2/", "/1/2/3/"), "nina": ("/1/2/", "/1/2/4/"),
    "sara": ("/1/3/", "/1/5/"), "olga": ("/1/2/4/", "/1/2/7/"),
}  # fmt: skip
"""Of the unit, and in the chain of superiors."""


def places(who: str) -> dict[str, str]:
    unit, person = PATHS[who]
    return {"unit_path": unit, "owner_path": person}


def quota_event(room: Newsroom, name: str, first: str, last: str, amount: str, **facts: Any) -> Any:
    """Of Nils over all products in dollars unless it says otherwise."""
    login = facts.pop("owner", "nils")
    owner, version = room.people[login], facts.pop("version", 1)
    told = {
        "quota_id": room.ids.setdefault(f"quota {name}", new_id()),
        "record_version": version,
        "counts": "seller",
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "product_id": None,
        "starts_on": first,
        "ends_on": last,
        "amount": amount,
        "currency": "USD",
        "changes": {},
        **places(login),
    }
    kind = quotas.QuotaSet if version == 1 else quotas.QuotaChanged
    return kind(**{**told, **facts})


def ask_for(room: Newsroom, name: str, first: str, last: str, amount: str, **facts: Any) -> None:
    """Have the newsroom hear of a quota."""
    event = quota_event(room, name, first, last, amount, **facts)
    room.take((event, event.record_version))


def costs_event(room: Newsroom, order: str, **costs: str) -> OrderCostsKept:
    """What the lines of an order cost, by the name of the product."""
    told: Any = [{"line_id": identity(room, f"{order}: {name}"), "cost": cost} for name, cost in costs.items()]
    return OrderCostsKept(identity(room, order), "USD", told)


def sell(room: Newsroom, name: str, day: str, *lines: tuple[str, int, str], costs: Any = None, **facts: Any) -> None:
    """Have the newsroom hear of a confirmed order, and of what is known of its costs."""
    confirmed(room, name, day, *lines, **places(facts.get("owner", "nils")), **facts)
    if costs:
        room.take((costs_event(room, name, **costs), 1))
