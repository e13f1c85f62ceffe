"""Events about visits, as the sales service would tell them."""

from typing import Any

from shared.contracts.sales import visits
from shared.ids import new_id
from tests.reporting.customers.telling import hear
from tests.reporting.newsroom import Newsroom


def visit_event(room: Newsroom, kind: Any, name: str, day: str, **facts: Any) -> Any:
    """Of a visit of Nils to Acme unless it says otherwise."""
    owner = room.people[facts.pop("owner", "nils")]
    told = {
        "visit_id": room.ids.setdefault(f"visit {name}", new_id()),
        "record_version": facts.pop("version", 1),
        "customer_id": room.ids.setdefault("Acme", new_id()),
        "customer_name": "Acme",
        "contact_id": None,
        "opportunity_id": None,
        "subject": name,
        "place": None,
        "status": "planned",
        "starts_at": f"{day}T09:00:00+00:00",
        "ends_at": None,
        "outcome": None,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return kind(**{**told, **facts})


def visit(room: Newsroom, name: str, day: str, **facts: Any) -> None:
    """Have the newsroom hear of a visit that was made on this day."""
    hear(room, visit_event(room, visits.VisitPlanned, name, day, **facts), day)
    done = {"status": "completed", "version": 2, "result": "agreed", **facts}
    hear(room, visit_event(room, visits.VisitCompleted, name, day, **done), day)
