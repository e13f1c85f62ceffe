"""A checker that cannot fail is worth nothing: each fault is planted in a small house that holds, and must be found."""

import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.distribution.orders.model import Order
from services.distribution.payments.model import Payment
from services.distribution.stock.model import StockBalance, StockMove
from services.messaging.messages.model import Message
from services.sales.leads.model import Lead
from services.sales.orders.model import Order as SalesOrder
from shared.bus.envelope import Envelope
from shared.bus.relay import Relay
from shared.clock import now, today
from shared.contracts.distribution.stock import StockLevelChanged
from shared.contracts.sales.opportunities import OpportunityStageChanged
from shared.contracts.sales.stages import StageDefined
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.migrating import metadata_of
from shared.persistence.platform import StoredEvent
from shared.settings import SERVICES
from tests.chaos import checker
from tests.chaos.campaign import checks_of
from tests.chaos.checker import Finding
from tests.chaos.ledger import Ledger
from tests.chaos.replaying import Replica, handlers_in, replay

SOMEBODY, UNIT = new_id(), new_id()
THEIRS: dict[str, Any] = {"owner_id": SOMEBODY, "org_unit_id": UNIT, "created_by": SOMEBODY, "version": 1}
LEAD, ORDER, STOCK, ITEM, DEAL, CUSTOMER = (new_id() for _ in range(6))
STAGES = Replica("reporting", ("stages",), (StageDefined,))
HANDLED = {"reporting": {StageDefined.wire_type(): ["follow_defined_stage"]}}


class Nowhere:
    """A broker that takes everything."""

    def publish(self, source: str, envelopes: Sequence[Envelope]) -> None:
        assert source
        assert envelopes


class SmallHouse:
    """One record of a kind in each of the services that the checker looks at, and callers who were promised them."""

    def __init__(self, folder: Path, ledger: Ledger) -> None:
        self.folder, self.ledger = folder, ledger
        self.databases = {name: Database(f"sqlite:///{folder / name}.sqlite") for name in SERVICES}

    def build(self) -> None:
        for name, database in self.databases.items():
            for metadata in metadata_of(name):
                metadata.create_all(database.engine)
        self._fill()
        for name, database in self.databases.items():
            Relay(name, database, Nowhere(), "here").relay_batch()
        handlers = handlers_in("reporting", self.folder)
        told = {StageDefined.wire_type(): handlers[StageDefined.wire_type()]}
        replay("reporting", self.databases, self.databases["reporting"], told)

    def close(self) -> None:
        for database in self.databases.values():
            database.close()

    def _fill(self) -> None:
        money = {"amount": Decimal("20.00"), "paid": Decimal("20.00")}
        order = {"id": ORDER, "number": "SO-1", "customer_id": CUSTOMER, **money, **THEIRS}
        paper = {"order_id": ORDER, "order_number": "SO-1", "number": "P-1", "amount": money["paid"]}
        self.add("sales", Lead(id=LEAD, name="Ada", status="new", **THEIRS))
        self.add("sales", SalesOrder(currency="USD", **order))
        self.add("distribution", Order(customer_name="Ada", **order))
        payment = Payment(id=new_id(), method="cash", paid_on=today(), **paper, **THEIRS)
        self.add("distribution", payment)
        self.add("distribution", StockBalance(id=STOCK, warehouse_id=new_id(), item_id=ITEM, physical=3, **THEIRS))
        moved = {"stock_id": STOCK, "kind": "inbound", "document_kind": "inbound", "document_id": new_id()}
        self.add("distribution", StockMove(business_key="first", physical=3, reserved=0, moved_by=SOMEBODY, **moved))
        self.tell("distribution", StockLevelChanged, STOCK, {"physical": 3, "reserved": 0})
        rise = self.tell("sales", OpportunityStageChanged, DEAL, {})
        about = {"kind": "opportunity_rose", "title": "It rose", "body": "", "about_type": "opportunity"}
        self.add("messaging", Message(id=new_id(), about_id=DEAL, event_id=rise, **about, **THEIRS))
        stage = {"stage_id": new_id(), "code": "won", "name": "Won", "position": 1, "success_rate": 9}
        self.tell("sales", StageDefined, stage["stage_id"], {**stage, "exit_criteria": [], "changes": {}})
        self.ledger.acknowledge("leads", LEAD, {"status": "new", "version": 1})
        self.ledger.acknowledge("orders", ORDER, {"number": "SO-1"})
        self.ledger.acknowledge("payments", payment.id, {"order_id": ORDER})
        self.ledger.paid[ORDER] = "20.00"
        self.ledger.note_moved(ITEM, 3)
        self.ledger.note_answer("GET /v1/leads", "200", 7.9)

    def add(self, service: str, record: object) -> None:
        with self.databases[service].write() as session:
            session.add(record)

    def tell(self, service: str, event: type[Any], subject: Any, data: dict[str, Any], sequence: int = 1) -> str:
        told = StoredEvent(
            event_id=new_id(),
            type=event.wire_type(),
            subject=subject,
            sequence=sequence,
            owner_id=SOMEBODY,
            owner_unit_id=UNIT,
            actor_id=SOMEBODY,
            occurred_at=now(),
            data=data,
        )
        self.add(service, told)
        return str(told.event_id)

    def spoil(self, service: str, statement: str) -> None:
        with self.databases[service].write() as session:
            session.execute(text("PRAGMA ignore_check_constraints = ON"))
            session.execute(text(statement))

    def findings(self) -> list[Finding]:
        checks = checks_of(self.databases, self.ledger, {}, self.folder, HANDLED, (STAGES,))
        return checker.all_findings(checks)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallHouse:
    house = SmallHouse(tmp_path_factory.mktemp("built"), Ledger(longest_seconds=8))
    house.build()
    house.close()
    return house


@pytest.fixture
def house(built: SmallHouse, tmp_path: Path) -> Iterator[SmallHouse]:
    """One of its own for each test to spoil."""
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    mine = SmallHouse(tmp_path, Ledger(longest_seconds=8))
    mine.ledger.written |= deepcopy(built.ledger.written)
    mine.ledger.moved, mine.ledger.paid = Counter(built.ledger.moved), dict(built.ledger.paid)
    yield mine
    mine.close()


def test_a_house_that_holds_has_no_findings(house: SmallHouse) -> None:
    assert house.findings() == []


PLANTED = {
    "a record that is gone": ("sales", "DELETE FROM leads", "nothing lost"),
    "a record as it was before": ("sales", "UPDATE leads SET status = 'lost'", "nothing lost"),
    "a version that fell": ("sales", "UPDATE leads SET version = 0", "nothing lost"),
    "a record that nobody asked for": ("sales", f"UPDATE leads SET id = '{new_id()}'", "nothing twice"),
    "an event that is gone": ("sales", "DELETE FROM events WHERE position = 1", "log"),
    "the newest event gone": ("sales", "DELETE FROM events WHERE position = 2", "log"),
    "an event that was changed": ("sales", "UPDATE events SET data = '{\"a\": 1}' WHERE position = 1", "log"),
    "an event without a position": ("sales", "UPDATE events SET position = NULL WHERE position = 2", "log"),
    "an event that is not published": ("sales", "UPDATE event_log SET published_position = 1", "log"),
    "a hole in a history": ("sales", "UPDATE events SET sequence = 2 WHERE position = 1", "log"),
    "an event nobody met": ("reporting", "DELETE FROM inbox", "consumed"),
    "an event that still waits": ("reporting", "UPDATE inbox SET state = 'waiting'", "consumed"),
    "an event given up": ("reporting", "UPDATE inbox SET state = 'dead'", "consumed"),
    "a copy that was never made": ("reporting", "DELETE FROM stages", "replay"),
    "a copy that is old": ("reporting", "UPDATE stages SET name = 'Old'", "replay"),
    "stock that no move explains": ("distribution", "UPDATE stock_balances SET physical = 4", "stock"),
    "a move told twice": ("distribution", "UPDATE stock_moves SET physical = 6", "stock"),
    "stock below nothing": ("distribution", "UPDATE stock_balances SET physical = -1", "stock"),
    "more promised than there is": ("distribution", "UPDATE stock_balances SET reserved = 4", "stock"),
    "a payment that is gone": ("distribution", "DELETE FROM payments", "money"),
    "a payment of another sum": ("distribution", f"UPDATE payments SET amount = amount + {10**4}", "money"),
    "sales that knows of no payment": ("sales", "UPDATE orders SET paid = 0", "money"),
    "an order of one service only": ("sales", "DELETE FROM orders", "money"),
    "a message that did not come": ("messaging", "DELETE FROM messages", "messages"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(house: SmallHouse, fault: str) -> None:
    service, statement, check = PLANTED[fault]
    house.spoil(service, statement)
    assert check in {finding.check for finding in house.findings()}


def test_a_payment_posted_twice_is_found(house: SmallHouse) -> None:
    paper = {"order_id": ORDER, "order_number": "SO-1", "number": "P-2", "amount": Decimal("20.00")}
    house.add("distribution", Payment(id=new_id(), method="cash", paid_on=today(), **paper, **THEIRS))
    assert {finding.check for finding in house.findings()} == {"nothing twice", "money"}


def test_stock_that_was_negative_only_for_a_moment_is_found(house: SmallHouse) -> None:
    for sequence, physical in ((2, -1), (3, 3)):
        house.tell("distribution", StockLevelChanged, STOCK, {"physical": physical, "reserved": 0}, sequence)
    while Relay("distribution", house.databases["distribution"], Nowhere(), "here").relay_batch():
        pass
    assert [finding.check for finding in house.findings()] == ["stock"]


def test_a_message_told_twice_is_found(house: SmallHouse) -> None:
    house.spoil("messaging", "CREATE TABLE kept AS SELECT * FROM messages")
    house.spoil("messaging", "DROP TABLE messages")
    house.spoil("messaging", "CREATE TABLE messages AS SELECT * FROM kept UNION ALL SELECT * FROM kept")
    assert {finding.check for finding in house.findings()} == {"messages"}


def test_what_callers_met_is_found(house: SmallHouse) -> None:
    house.ledger.note_answer("POST /v1/orders", "201", 8.1)
    house.ledger.note_surprise("POST /v1/leads: 500")
    house.ledger.note_unanswered("POST /v1/visits")
    house.ledger.note_moved(ITEM, 1)
    house.ledger.paid[ORDER] = "30.00"
    told = {finding.check for finding in house.findings()}
    assert told == {"in time", "answers", "acknowledged in the end", "stock", "money"}
