"""Events about what is asked for, as the sales service and the service desk would tell them."""

from dataclasses import replace
from typing import Any

from shared.contracts.sales import needs
from shared.contracts.service_desk import requests
from shared.ids import new_id
from tests.reporting.newsroom import Newsroom


def need_event(room: Newsroom, deal: str, called: str, version: int = 2, kind: Any = None, **facts: Any) -> Any:
    """Of a deal of Nils with Acme unless it says otherwise; it says what it is `called` in the test."""
    told = {
        "need_id": room.ids.setdefault(f"need {deal} {called}", new_id()),
        "needed_product_id": None,
        "need": called,
        "need_category": None,
        "need_quantity": None,
    }
    return room.event(kind or needs.OpportunityNeedRecorded, deal, version=version, **{**told, **facts})


def request_event(room: Newsroom, name: str, version: int = 1, kind: Any = None, **facts: Any) -> tuple[Any, int]:
    """Of a request of Nils unless it says otherwise, with its version."""
    owner = room.people[facts.pop("owner", "nils")]
    told = {
        **dict.fromkeys(("customer_id", "customer_name", "skill", "assignee_id", "opportunity_id", "order_id")),
        "request_id": room.ids.setdefault(f"request {name}", new_id()),
        "number": f"RQ-{name}",
        "kind": "request",
        "subject": name,
        "channel": "phone",
        "severity": "normal",
        "status": "new",
        "due_at": "2026-11-21T12:00:00+00:00",
        "level": 0,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return (kind or requests.RequestCreated)(**{**told, **facts}), version


def hear_on(room: Newsroom, day: str, *told: tuple[Any, int]) -> None:
    """Have all this happen on this day."""
    for event, version in told:
        envelope = replace(room.envelope(event, version), time=f"{day}T08:00:00+00:00")
        room.log.append(envelope)
        room.inbox.take([envelope])
