"""Every log told again to consumers that know nothing: what they come to know must be what those that lived know."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from deploy.roster import service_class
from shared.bus.container import Container
from shared.bus.handlers import Handlers, handlers_of
from shared.bus.inbox import Inbox
from shared.bus.log import events_after
from shared.contracts.events import Event
from shared.contracts.sales.products import ProductChanged, ProductCreated
from shared.contracts.subscriptions import OF_CUSTOMERS, SUBSCRIPTIONS
from shared.persistence.database import Database
from shared.persistence.migrating import metadata_of
from shared.settings import Settings
from tests.chaos.checker import Finding, Findings, table_named

BATCH = 200
OF_THE_CLOCK = frozenset({"created_at", "updated_at"})
"""Columns that say when something was taken in; the rest must be equal."""


@dataclass(frozen=True)
class Replica:
    """What a service knows from events alone: the tables, and the events that fill them."""

    service: str
    tables: tuple[str, ...]
    events: tuple[type[Event], ...]
    told_by: str | None = None
    """The column that is true of those rows that came from events, where the service makes others itself."""


FACTS = (
    "activity_facts", "contact_facts", "customer_facts", "customer_stays", "customer_touches", "deal_cells",
    "deal_competitors", "deal_facts", "deal_needs", "deal_person_cells", "deal_problems", "deal_product_cells",
    "deal_rises", "deal_stays", "deal_unit_cells", "expense_facts", "expense_part_facts", "known_customer_levels",
    "known_products", "known_territories", "lead_facts", "order_cells", "order_facts", "order_invoicings",
    "order_line_costs", "order_line_facts", "order_person_cells", "order_product_cells", "order_product_person_cells",
    "order_unit_cells", "path_nodes", "quota_facts", "request_facts", "share_marks", "stages", "visit_facts",
)  # fmt: skip
REPLICAS = (
    Replica("reporting", FACTS, SUBSCRIPTIONS["reporting"]),
    Replica("service_desk", ("customers", "products"), SUBSCRIPTIONS["service_desk"]),
    Replica("marketing", ("customers", "campaign_leads"), SUBSCRIPTIONS["marketing"]),
    Replica("distribution", ("customers", "items"), (*OF_CUSTOMERS, ProductCreated, ProductChanged), "from_catalogue"),
)


def handlers_by_service(folder: Path) -> dict[str, dict[str, list[str]]]:
    """The names of the handlers of each type, by service."""
    return {
        service: {
            wire_type: [one.name for one in handlers] for wire_type, handlers in handlers_in(service, folder).items()
        }
        for service in SUBSCRIPTIONS
    }


def check_replay(databases: Mapping[str, Database], replica: Replica, folder: Path) -> Findings:
    """Tell the replica's events to an empty service and hold its tables against those of the one that lived."""
    address = f"sqlite:///{folder / f'replayed-{replica.service}.sqlite'}"
    fresh = Database(address)
    for one in metadata_of(replica.service):
        one.create_all(fresh.engine)
    handlers = handlers_in(replica.service, folder)
    wanted = {event.wire_type(): handlers[event.wire_type()] for event in replica.events}
    replay(replica.service, databases, fresh, wanted)
    for name in replica.tables:
        its_table = table_named(replica.service, name)
        lived, replayed = (_rows(one, its_table, replica.told_by) for one in (databases[replica.service], fresh))
        yield from _differences(replica.service, its_table, lived, replayed)
    fresh.close()


def replay(service: str, databases: Mapping[str, Database], fresh: Database, handlers: Handlers) -> None:
    inbox = Inbox(service, fresh, handlers, delays=())
    inbox.prepare()
    for source in sorted({wire_type.split(".")[1] for wire_type in handlers}):
        position = 0
        while envelopes := events_after(databases[source], source, position, BATCH):
            inbox.take([envelope for envelope in envelopes if envelope.type in handlers])
            position = envelopes[-1].position


def handlers_in(service: str, folder: Path) -> Handlers:
    settings = Settings(data=folder, secret="of a replay only")
    container = Container(service_class(service), {"settings": settings, "client": None})
    for extension in container.dependencies:
        extension.setup()
    return handlers_of(container)


def _rows(database: Database, its_table: Table, told_by: str | None) -> dict[tuple[Any, ...], dict[str, Any]]:
    keys = [one.name for one in its_table.primary_key]
    asked = select(its_table)
    if told_by is not None and told_by in its_table.columns:
        asked = asked.where(its_table.columns[told_by])
    with database.read() as session:
        found = [dict(row) for row in session.execute(asked).mappings()]
    return {tuple(row[key] for key in keys): row for row in found}


def _differences(service: str, its_table: Table, lived: Mapping[Any, Any], replayed: Mapping[Any, Any]) -> Findings:
    compared = {one.name for one in its_table.columns} - OF_THE_CLOCK
    for key in lived.keys() | replayed.keys():
        left, right = lived.get(key, {}), replayed.get(key, {})
        wrong = sorted(name for name in compared if left.get(name) != right.get(name))
        if wrong:
            told = {name: (left.get(name), right.get(name)) for name in wrong}
            yield Finding("replay", f"{service}.{its_table.name} {key}: lived and replayed differ in {told}")
