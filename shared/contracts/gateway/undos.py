"""What is said on the wire about undos: a job that is taken back, record by record."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from shared.contracts.distribution import items, warehouses
from shared.contracts.events import Changes, Event
from shared.contracts.gateway import (
    custom_fields,
    departments,
    groups,
    org_units,
    people,
    picklists,
    positions,
    process_definitions,
    views,
)
from shared.contracts.marketing import campaigns, members
from shared.contracts.messaging import plans, schedules
from shared.contracts.sales import (
    contacts,
    customers,
    leads,
    opportunities,
    orders,
    price_lists,
    products,
    quotations,
    stages,
    visits,
)
from shared.contracts.service_desk import agents, agreements, articles, requests

UNDO = "gateway.job:undo"

RIGHTS = {UNDO: "Take one's own imports and bulks back; each noun needs a right of its own"}


@dataclass(frozen=True)
class Undoable:
    """Which call takes back what a job did to records of a noun, and by which right."""

    service: str
    rpc: str
    right: str


NOUNS: Mapping[str, Undoable] = MappingProxyType(
    {
        "customers": Undoable("sales", "undo_customers", customers.UNDO),
        "contacts": Undoable("sales", "undo_contacts", contacts.UNDO),
        "leads": Undoable("sales", "undo_leads", leads.UNDO),
        "opportunities": Undoable("sales", "undo_opportunities", opportunities.UNDO),
        "campaigns": Undoable("marketing", "undo_campaigns", campaigns.UNDO),
        "items": Undoable("distribution", "undo_items", items.UNDO),
        "custom-fields": Undoable("gateway", "undo_custom_fields", custom_fields.UNDO),
        "departments": Undoable("gateway", "undo_departments", departments.UNDO),
        "groups": Undoable("gateway", "undo_groups", groups.UNDO),
        "org-units": Undoable("gateway", "undo_org_units", org_units.UNDO),
        "people": Undoable("gateway", "undo_people", people.UNDO),
        "picklist-values": Undoable("gateway", "undo_picklist_values", picklists.UNDO),
        "picklists": Undoable("gateway", "undo_picklists", picklists.UNDO),
        "positions": Undoable("gateway", "undo_positions", positions.UNDO),
        "process-definitions": Undoable("gateway", "undo_process_definitions", process_definitions.UNDO),
        "views": Undoable("gateway", "undo_views", views.UNDO),
        "agents": Undoable("service_desk", "undo_agents", agents.UNDO),
        "agreements": Undoable("service_desk", "undo_agreements", agreements.UNDO),
        "articles": Undoable("service_desk", "undo_articles", articles.UNDO),
        "campaign-members": Undoable("marketing", "undo_members", members.UNDO),
        "orders": Undoable("sales", "undo_orders", orders.UNDO),
        "plans": Undoable("messaging", "undo_plans", plans.UNDO),
        "quotations": Undoable("sales", "undo_quotations", quotations.UNDO),
        "requests": Undoable("service_desk", "undo_requests", requests.UNDO),
        "schedules": Undoable("messaging", "undo_schedules", schedules.UNDO),
        "stages": Undoable("sales", "undo_stages", stages.UNDO),
        "visits": Undoable("sales", "undo_visits", visits.UNDO),
        "price-lists": Undoable("sales", "undo_price_lists", price_lists.UNDO),
        "listed-prices": Undoable("sales", "undo_listed_prices", price_lists.UNDO),
        "products": Undoable("sales", "undo_products", products.UNDO),
        "warehouses": Undoable("distribution", "undo_warehouses", warehouses.UNDO),
    }
)
"""By the list that shows them."""


def list_of(noun: str) -> str:
    """The list that a job's noun stands for: a load calls `org_units` what a bulk calls `org-units`."""
    return noun.replace("_", "-")


@dataclass(frozen=True)
class UndoEvent(Event):
    """What each event about an undo tells: how it stands now, and what changed."""

    read_by: ClassVar[str | None] = "gateway.job:read"

    undo_id: str
    job_id: str
    noun: str
    status: str
    total: int
    done: int
    undone: int
    changes: Changes


class UndoStarted(UndoEvent):
    type: ClassVar[str] = "gateway.undo.started"


class UndoFinished(UndoEvent):
    """Every record was taken back or, because it was changed since or is in use, left as it is."""

    type: ClassVar[str] = "gateway.undo.finished"


class UndoFailed(UndoEvent):
    """It could not go on; asked for again, it goes on from there."""

    type: ClassVar[str] = "gateway.undo.failed"
