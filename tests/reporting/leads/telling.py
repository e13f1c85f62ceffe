"""Events about leads, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import leads
from shared.ids import new_id
from tests.reporting.customers.telling import hear
from tests.reporting.newsroom import Newsroom


def lead_event(room: Newsroom, kind: Any, name: str, **facts: Any) -> Any:
    """Of a lead of Nils unless it says otherwise."""
    owner = room.people[facts.pop("owner", "nils")]
    told = {
        "lead_id": room.ids.setdefault(f"lead {name}", new_id()),
        "record_version": facts.pop("version", 1),
        "name": name,
        "company": None,
        "status": "new",
        "budget": None,
        "currency": "USD",
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "source_kind": "manual",
        "source_id": None,
        "changes": {},
    }
    return kind(**{**told, **facts})


def come(room: Newsroom, name: str, day: str, **facts: Any) -> None:
    """Have the newsroom hear of a lead that came on this day."""
    hear(room, lead_event(room, leads.LeadCreated, name, **facts), day)


def convert(room: Newsroom, name: str, version: int, day: str, customer: str, **facts: Any) -> None:
    """Have the newsroom hear that the lead became a customer on this day."""
    became = {"customer_id": room.ids.setdefault(customer, new_id()), "contact_id": None, "opportunity_id": None}
    told = {"status": "converted", "version": version, **became, **facts}
    hear(room, lead_event(room, leads.LeadConverted, name, **told), day)
