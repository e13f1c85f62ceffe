"""What must hold when it is calm again, read from the databases and not from what the product says about itself."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from services.distribution.invoices.model import Invoice
from services.distribution.orders.model import Order
from services.distribution.payments.model import Payment
from services.distribution.stock.model import StockBalance, StockMove
from services.messaging.messages.model import Message
from services.sales.orders.model import Order as SalesOrder
from shared.audit.chain import GENESIS, Mark, check_page
from shared.contracts.distribution.stock import StockLevelChanged
from shared.contracts.sales.opportunities import OpportunityStageChanged
from shared.persistence.database import Database
from shared.persistence.migrating import metadata_of
from shared.persistence.platform import EventLog, InboxEntry, StoredEvent
from tests.chaos.ledger import Ledger

DONE = "done"
PAGE = 2000
KEPT_BY = {
    "leads": "sales",
    "opportunities": "sales",
    "customers": "sales",
    "orders": "sales",
    "requests": "service_desk",
    "campaigns": "marketing",
    "inbound_documents": "distribution",
    "outbound_documents": "distribution",
    "shipments": "distribution",
    "invoices": "distribution",
    "payments": "distribution",
}
"""Which service keeps the records of a noun, each in a table of that name."""

Databases = Mapping[str, Database]
"""By service."""

HandlerNames = Mapping[str, Mapping[str, Sequence[str]]]
"""The handlers of each type of event, by service."""


@dataclass(frozen=True)
class Finding:
    """Something that does not hold."""

    check: str
    detail: str

    def __str__(self) -> str:
        return f"{self.check}: {self.detail}"


Findings = Iterator[Finding]


def check_answers(ledger: Ledger) -> Findings:
    """Every caller was answered in time, and by what a program can go on from."""
    for slow in ledger.slow:
        yield Finding("in time", f"{slow.what} took {slow.seconds:.1f} s, {ledger.longest_seconds:.1f} allowed")
    for surprise in ledger.surprises:
        yield Finding("answers", surprise)
    for write in ledger.unanswered:
        yield Finding("acknowledged in the end", write)


def check_written(databases: Databases, ledger: Ledger, before: Mapping[str, frozenset[str]]) -> Findings:
    """What was acknowledged is there as it was acknowledged, and beside it and what was there before is nothing."""
    for noun, service in KEPT_BY.items():
        written = ledger.written.get(noun, {})
        rows = _rows(service, databases[service], noun)
        for record_id, facts in written.items():
            if record_id not in rows:
                yield Finding("nothing lost", f"{noun} {record_id} was acknowledged and is gone")
                continue
            row = rows[record_id]
            wrong = {name: row[name] for name, value in facts.items() if not _holds(name, value, row[name])}
            if wrong:
                yield Finding("nothing lost", f"{noun} {record_id} is {wrong} and was acknowledged as {facts}")
        for record_id in rows.keys() - written.keys() - before.get(noun, frozenset()):
            yield Finding("nothing twice", f"{noun} {record_id} is there and was never acknowledged")


def _holds(name: str, acknowledged: Any, found: Any) -> bool:
    """A record may have been changed again by an event; its version never falls."""
    return bool(found >= acknowledged) if name == "version" else bool(found == acknowledged)


def existing(databases: Databases) -> dict[str, frozenset[str]]:
    """What there is by noun, before the load begins."""
    return {noun: _ids(service, databases[service], noun) for noun, service in KEPT_BY.items()}


def _ids(service: str, database: Database, noun: str) -> frozenset[str]:
    """Whatever other columns there are yet."""
    with database.read() as session:
        return frozenset(session.scalars(select(table_named(service, noun).c.id)))


def _rows(service: str, database: Database, noun: str) -> dict[str, dict[str, Any]]:
    with database.read() as session:
        found = session.execute(select(table_named(service, noun))).mappings()
        return {row["id"]: dict(row) for row in found}


def table_named(service: str, name: str) -> Table:
    """A table of the service, with the types that its columns have in Python."""
    return next(one.tables[name] for one in metadata_of(service) if name in one.tables)


def check_log(service: str, database: Database) -> Findings:
    """Positions without a gap, all published, the chain whole, and each record's history without a hole."""
    with database.read() as session:
        log = session.get(EventLog, 1)
        last, published = (log.last_position, log.published_position) if log else (0, 0)
        unnumbered = session.scalar(select(func.count()).where(StoredEvent.position.is_(None)))
        if unnumbered:
            yield Finding("log", f"{service}: {unnumbered} events have no position")
        if published != last:
            yield Finding("log", f"{service}: published up to {published} of {last}")
        yield from _check_chain(session, service)
        yield from _check_histories(session, service)


def _check_chain(session: Session, service: str) -> Findings:
    """The chain counts a gap, an event too many and one that was changed."""
    after, complete = Mark(0, GENESIS), False
    while not complete:
        page = check_page(session, after, {}, PAGE)
        for fault in page.faults:
            yield Finding("log", f"{service}: at {fault.position} {fault.kind}, {fault.detail}")
        after, complete = Mark(page.position, page.hash), page.complete


def _check_histories(session: Session, service: str) -> Findings:
    subject, sequence = StoredEvent.subject, StoredEvent.sequence
    counted = select(subject, func.count(), func.min(sequence), func.max(sequence)).group_by(subject)
    for record_id, many, first, last in session.execute(counted):
        if (first, last) != (1, many):
            yield Finding("log", f"{service}: history of {record_id} has {many} events, {first} to {last}")


def check_consumed(databases: Databases, handlers: HandlerNames) -> Findings:
    """Each event was handled by each of its handlers. That none was so twice their tables say (`replaying`)."""
    events = {service: _events_by_type(database) for service, database in databases.items()}
    for service, of_types in handlers.items():
        with databases[service].read() as session:
            met = session.execute(select(InboxEntry.event_id, InboxEntry.handler, InboxEntry.state))
            states = {(row.event_id, row.handler): row.state for row in met}
        for (event_id, handler), state in states.items():
            if state != DONE:
                yield Finding("consumed", f"{service}: {handler} of event {event_id} is {state}")
        for wire_type, names in of_types.items():
            source = wire_type.split(".")[1]
            for event_id in events.get(source, {}).get(wire_type, ()):
                for name in names:
                    if (event_id, name) not in states:
                        yield Finding("consumed", f"{service}: {name} never met event {event_id} ({wire_type})")


def _events_by_type(database: Database) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    with database.read() as session:
        for wire_type, event_id in session.execute(select(StoredEvent.type, StoredEvent.event_id)):
            found[wire_type].append(event_id)
    return found


def check_stock(distribution: Database, ledger: Ledger) -> Findings:
    """A balance is the sum of its moves and of what was acknowledged, and was never negative on its way."""
    with distribution.read() as session:
        sums = select(StockMove.stock_id, func.sum(StockMove.physical), func.sum(StockMove.reserved))
        moved = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(sums.group_by(StockMove.stock_id))}
        balances = session.execute(
            select(StockBalance.id, StockBalance.item_id, StockBalance.physical, StockBalance.reserved)
        ).all()
        told = select(StoredEvent.subject, StoredEvent.sequence, StoredEvent.data)
        levels = session.execute(told.where(StoredEvent.type == StockLevelChanged.wire_type())).all()
    physical: Counter[str] = Counter()
    for stock_id, item_id, lying, reserved in balances:
        physical[item_id] += lying
        if (lying, reserved) != moved.get(stock_id, (0, 0)):
            yield Finding("stock", f"{stock_id} is {(lying, reserved)}, its moves {moved.get(stock_id, (0, 0))}")
        if not 0 <= reserved <= lying:
            yield Finding("stock", f"{stock_id} lies at {lying} with {reserved} reserved")
    for stock_id, sequence, level in levels:
        if not 0 <= level["reserved"] <= level["physical"]:
            yield Finding("stock", f"{stock_id} was {level['physical']}/{level['reserved']} at {sequence}")
    for item_id, pieces in ledger.moved.items():
        if physical[item_id] != pieces:
            yield Finding("stock", f"of {item_id} lie {physical[item_id]}, acknowledged were {pieces}")


def check_money(sales: Database, distribution: Database, ledger: Ledger) -> Findings:
    """Orders, invoices and payments add up, and both services and the callers say the same of each order."""
    with distribution.read() as session:
        invoiced = _sums(session, Invoice.order_id, Invoice.amount, Invoice.status != "void")
        paid = _sums(session, Payment.order_id, Payment.amount)
        kept = session.execute(select(Order.id, Order.amount, Order.invoiced, Order.paid)).all()
    with sales.read() as session:
        rows = session.execute(select(SalesOrder.id, SalesOrder.amount, SalesOrder.invoiced, SalesOrder.paid))
        known = {row[0]: tuple(row[1:]) for row in rows}
    for order_id, amount, its_invoices, its_payments in kept:
        sums = (invoiced.get(order_id, Decimal(0)), paid.get(order_id, Decimal(0)))
        if (its_invoices, its_payments) != sums:
            yield Finding("money", f"order {order_id} has {(its_invoices, its_payments)}, its papers say {sums}")
        if known.get(order_id) != (amount, its_invoices, its_payments):
            yield Finding("money", f"order {order_id}: sales {known.get(order_id)}, {(amount, *sums)} in distribution")
    for order_id, promised in ledger.paid.items():
        if paid.get(order_id) != Decimal(promised):
            yield Finding("money", f"order {order_id}: {promised} acknowledged, {paid.get(order_id)} there")


def _sums(session: Session, by: Any, amount: Any, *where: Any) -> dict[str, Decimal]:
    found: dict[str, Decimal] = defaultdict(Decimal)
    for key, one in session.execute(select(by, amount).where(*where)):
        found[key] += one
    return found


def check_messages(sales: Database, messaging: Database) -> Findings:
    """The owner of a deal that rose was told of it, once."""
    risen = select(StoredEvent.event_id, StoredEvent.owner_id)
    with sales.read() as session:
        events = session.execute(risen.where(StoredEvent.type == OpportunityStageChanged.wire_type()))
        wanted = Counter((event_id, owner or "") for event_id, owner in events)
    with messaging.read() as session:
        rows = session.execute(select(Message.event_id, Message.owner_id).where(Message.kind == "opportunity_rose"))
        told = Counter((event_id, owner) for event_id, owner in rows)
    for message in sorted(wanted):
        if told[message] != 1:
            yield Finding("messages", f"of event {message[0]} its owner was told {told[message]} times")
    for message, times in told.items():
        if times > 1 and message not in wanted:
            yield Finding("messages", f"of event {message[0]} somebody was told {times} times")


Check = Callable[[], Findings]


def all_findings(checks: Iterable[Check]) -> list[Finding]:
    return [finding for check in checks for finding in check()]
