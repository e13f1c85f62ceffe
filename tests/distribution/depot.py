"""A distribution database with head office and branches in it, called as one of their people through the real door."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import func, select

from gateway.http.discovery import all_routes
from services.distribution.persistence import Base
from services.distribution.service import DistributionService
from services.distribution.stock.model import StockBalance, StockMove
from shared.actor import Actor, Reach, system_actor
from shared.call import Call
from shared.contracts.sales.order_returns import OrderReturned, OrderReturnVoided, ToldReturnLine
from shared.contracts.sales.orders import OrderConfirmed, OrderReservationRequested, OrderVoidRequested, ToldLine
from shared.errors import Refusal
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase, StoredEvent
from shared.rights import PUBLIC
from shared.settings import Settings
from shared.signing import sign_actor
from tests.recycling import lay_tables

SETTINGS = Settings(secret="a secret for tests")
RIGHTS = {route.rpc: route.right for group in all_routes() for route in group.declared}
UNITS = (("HQ", "/1/"), ("NORTH", "/1/2/"), ("SOUTH", "/1/3/"), ("OFFICE", "/1/2/4/"))
PEOPLE = (
    # login, unit, reach
    ("helen", "HQ", Reach.ALL),
    ("hugo", "HQ", Reach.UNIT),
    ("nora", "NORTH", Reach.SUBTREE),
    ("nina", "NORTH", Reach.UNIT),
    ("sara", "SOUTH", Reach.UNIT),
    ("olga", "OFFICE", Reach.UNIT),
)
SYSTEM = system_actor("distribution")


@dataclass
class Depot:
    """`units` maps codes to ids, `people` logins to actors."""

    database: Database
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def call(self, who: str, rpc: str, /, *, key: str | None = None, job: str | None = None, **arguments: Any) -> Any:
        """Call as this person would; everybody holds every right of distribution, as far as their reach goes."""
        token = sign_actor(replace(self.people[who], right=RIGHTS.get(rpc, PUBLIC)), SETTINGS.secret)
        service = DistributionService()
        service.database = self.database
        service.settings = SETTINGS
        service.call = Call(actor_token=token, idempotency_key=key, fingerprint=rpc, correlation_id=job)
        return getattr(service, rpc)(**arguments)

    def hear(self, handler: str, event: Any) -> None:
        """Have a handler told of an event, as the inbox does."""
        with self.database.write() as session:
            getattr(DistributionService(), handler)(session, SYSTEM, event)

    def warehouse(self, who: str = "nina", code: str = "N1", **fields: Any) -> str:
        made = self.call(who, "create_warehouse", request={"code": code, "name": f"Warehouse {code}", **fields})
        return str(made["id"])

    def item(self, warehouse_id: str | None = None, quantity: int = 0, who: str = "nina") -> str:
        """A new item, with so many pieces of it in the warehouse."""
        opening = [{"warehouse_id": warehouse_id, "quantity": quantity}] if quantity else []
        request = {"code": new_id(), "name": "Tenon saw", "opening": opening}
        return str(self.call(who, "create_item", request=request)["id"])

    def document(self, kind: str, warehouse_id: str, lines: dict[str, int], who: str = "nina") -> str:
        """A draft of an inbound or outbound document, its lines by item."""
        told = [{"item_id": item_id, "quantity": quantity} for item_id, quantity in lines.items()]
        request = {"warehouse_id": warehouse_id, "lines": told}
        return str(self.call(who, f"create_{kind}_document", request=request)["id"])

    def stock(self, item_id: str, warehouse_id: str | None = None) -> tuple[int, int]:
        """Physical and reserved pieces."""
        with self.database.read() as session:
            found = select(func.sum(StockBalance.physical), func.sum(StockBalance.reserved))
            found = found.where(StockBalance.item_id == item_id)
            if warehouse_id:
                found = found.where(StockBalance.warehouse_id == warehouse_id)
            physical, reserved = session.execute(found).one()
        return int(physical or 0), int(reserved or 0)

    def moves(self, document_id: str) -> list[tuple[str, int, int]]:
        with self.database.read() as session:
            found = select(StockMove).where(StockMove.document_id == document_id).order_by(StockMove.id)
            return [(move.kind, move.physical, move.reserved) for move in session.scalars(found)]

    def ensure_sound(self) -> None:
        """That every balance is the sum of its moves and none is negative."""
        assert self.call("helen", "list_stock_invariants", query={}) == {"data": []}

    def events(self, record_id: str) -> list[StoredEvent]:
        with self.database.read() as session:
            found = select(StoredEvent).where(StoredEvent.subject == record_id).order_by(StoredEvent.sequence)
            events = list(session.scalars(found))
            session.expunge_all()
            return events

    def told(self, record_id: str) -> list[str]:
        """The last words of the types of a record's events."""
        events = self.events(record_id)
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
        return [event.type.split(".")[3] for event in events]

    def confirmed(self, lines: dict[str, int], unit: str = "NORTH", price: int = 10) -> OrderConfirmed:
        """What sales tells when an order is confirmed, its lines by item, each piece at this price."""
        told = [
            ToldLine(
                line_id=new_id(),
                product_id=item_id,
                code="TS",
                name="Tenon saw",
                quantity=quantity,
                unit_price=f"{price}.00",
                amount=f"{price * quantity}.00",
            )
            for item_id, quantity in lines.items()
        ]
        amount = f"{sum(price * quantity for quantity in lines.values())}.00"
        return OrderConfirmed(**self._order(unit, amount, told))

    def order(self, lines: dict[str, int], unit: str = "NORTH", price: int = 10) -> OrderConfirmed:
        """An order that was confirmed and taken."""
        event = self.confirmed(lines, unit, price)
        self.hear("take_confirmed_order", event)
        return event

    def request_again(self, event: OrderConfirmed) -> None:
        self.hear("reserve_order_again", OrderReservationRequested(**vars(event)))

    def ask_to_void(self, event: OrderConfirmed) -> None:
        self.hear("undo_order", OrderVoidRequested(**vars(event), reason="changed their mind"))

    def give_back(self, event: OrderConfirmed, *pieces: int, price: int = 10) -> OrderReturned:
        """What sales tells when a customer sends back so many pieces of the first, second … line; it was heard."""
        lines = [
            ToldReturnLine(
                line_id=line["line_id"],
                product_id=line["product_id"],
                quantity=quantity,
                amount=f"{price * quantity}.00",
            )
            for line, quantity in zip(event.lines, pieces, strict=False)
            if quantity
        ]
        said: dict[str, Any] = {
            "return_id": new_id(),
            "return_number": f"RT-2026-{new_id()[-6:]}",
            "return_reason": "Cracked in transit",
            "returned_amount": f"{price * sum(pieces)}.00",
            "returned_lines": lines,
        }
        returned = OrderReturned(**_of_order(event), **said)
        for handler in ("await_returned_goods", "draft_credit_note_of_return"):
            self.hear(handler, returned)
        return returned

    def void_return(self, event: OrderReturned) -> None:
        """Have it heard that sales voided the return."""
        told = OrderReturnVoided(**{**vars(event), "return_reason": "Counted twice"})
        for handler in ("await_returned_goods_no_longer", "void_credit_note_of_return"):
            self.hear(handler, told)

    def fulfilment(self, order_id: str, who: str = "helen") -> Any:
        return self.call(who, "get_order_fulfilment", order_id=order_id)

    def _order(self, unit: str, amount: str, lines: list[ToldLine]) -> dict[str, Any]:
        return {
            "order_id": new_id(),
            "record_version": 2,
            "number": f"SO-{unit}-2026-{new_id()[-6:]}",
            "status": "confirmed",
            "fulfilment": "waiting",
            "opportunity_id": None,
            "customer_id": new_id(),
            "customer_name": "Bluth Company",
            "owner_id": new_id(),
            "org_unit_id": self.units[unit],
            "currency": "USD",
            "amount": amount,
            "invoiced": "0.00",
            "paid": "0.00",
            "lines": lines,
            "changes": {},
        }


def _of_order(event: OrderConfirmed) -> dict[str, Any]:
    """What each event about an order says of it."""
    return {name: value for name, value in vars(event).items() if name in OrderReturned.__dataclass_fields__}


def open_depot(database: Database) -> Depot:
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    depot = Depot(database)
    with database.write() as session:
        for node, (code, path) in enumerate(UNITS, start=1):
            depot.units[code] = new_id()
            unit = OrgUnitReplica(id=depot.units[code], node=node, path=path, kind="branch", code=code, name=code)
            session.add(unit)
        for node, (login, unit_code, reach) in enumerate(PEOPLE, start=1):
            actor = _actor(depot, login, unit_code, f"/{node}/", reach)
            depot.people[login] = actor
            session.add(
                OrgPersonReplica(
                    id=actor.user_id, login=login, name=actor.name, unit_id=actor.unit_id, path=actor.person_path
                )
            )
    return depot


def in_parallel(work: Callable[[int], Any], times: int, at_once: int = 12) -> list[Any]:
    """What each of these calls answered or refused with, run by threads."""

    def guarded(number: int) -> Any:
        try:
            return work(number)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(guarded, range(times)))


def _actor(depot: Depot, login: str, unit_code: str, path: str, reach: Reach) -> Actor:
    reaches = frozenset({reach})
    unit_path = dict(UNITS)[unit_code]
    return Actor(new_id(), login, login.title(), depot.units[unit_code], unit_path, path, "", reaches, reaches)
