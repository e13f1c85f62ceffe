"""Events about customers and their levels, as the sales service would tell them."""

from dataclasses import replace
from typing import Any

from shared.contracts.sales import customer_levels, customers
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom


def customer_event(room: Newsroom, kind_of_event: Any, name: str, **facts: Any) -> Any:
    """Of a customer of Nils unless it says otherwise."""
    owner = room.people[facts.pop("owner", "nils")]
    told = {
        **dict.fromkeys(("tax_id", "domain", "phone", "industry", "region", "country", "parent_id", "external_id")),
        "customer_id": room.ids.setdefault(name, new_id()),
        "record_version": facts.pop("version", 1),
        "name": name,
        "level": "normal",
        "customer_type": "company",
        "status": "active",
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return kind_of_event(**{**told, **facts})


def enter(room: Newsroom, name: str, day: str = "2026-09-01", **facts: Any) -> None:
    """Have the newsroom hear of a customer that was entered on this day."""
    hear(room, customer_event(room, customers.CustomerCreated, name, **facts), day)


def touch(room: Newsroom, name: str, version: int, day: str, **facts: Any) -> None:
    """Have the newsroom hear that somebody was in touch with the customer on this day."""
    told = {"kind": "call", "summary": None, "at": f"{day}T09:00:00+00:00", "version": version}
    hear(room, customer_event(room, customers.CustomerTouched, name, **told, **facts), day)


def level(
    room: Newsroom, code: str, follow_up_days: int | None, version: int = 1, kind: Any = None, rank: int = 1
) -> None:
    told: Any = {"rank": rank, "discount_ceiling": None, "solve_within_hours": {}, "rises_over": None, "currency": None}
    event = (kind or customer_levels.CustomerLevelDefined)(
        customer_level_id=room.ids.setdefault(f"level {code}", new_id()),
        record_version=version,
        code=code,
        follow_up_days=follow_up_days,
        changes={},
        **told,
    )
    room.take((event, version))


def hear(room: Newsroom, event: Any, day: str) -> None:
    """Have it happen on this day."""
    envelope = replace(room.envelope(event, event.record_version), time=f"{day}T08:00:00+00:00")
    room.log.append(envelope)
    room.inbox.take([envelope])


def customer(identity: str, industry: str | None, version: int = 1, kind: Any = customers.CustomerCreated) -> Any:
    """A customer of this industry, as the sales service tells of it at this version; with the version."""
    told = {"level": "c", "customer_type": "company", "status": "active", "owner_id": new_id(), "org_unit_id": new_id()}
    unsaid = dict.fromkeys(("tax_id", "domain", "phone", "region", "country", "parent_id", "external_id"))
    facts = {"customer_id": identity, "record_version": version, "name": "A customer", "industry": industry}
    return kind(**unsaid, **told, **facts, changes={}), version
