"""Reading exceptions. Every query starts from what the actor may see."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.sales.price_exceptions import rules
from services.sales.price_exceptions.model import PriceException
from shared.actor import Actor
from shared.contracts.payload import Payload
from shared.contracts.sales import price_exceptions as contract
from shared.listing import list_records
from shared.merged_customers import Pointer
from shared.persistence.history import list_history
from shared.processes import Process, process_of
from shared.visible import get_visible, visible

COLUMNS = {name: getattr(PriceException, name) for name in contract.LISTING.fields}


def get_price_exception(session: Session, actor: Actor, price_exception_id: str) -> PriceException:
    return get_visible(session, PriceException, actor, price_exception_id)


def list_price_exceptions(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible(PriceException, actor), PriceException, contract.LISTING, COLUMNS, query)


def list_price_exception_history(session: Session, actor: Actor, price_exception_id: str, after: int) -> Payload:
    return list_history(session, get_price_exception(session, actor, price_exception_id).id, after=after)


def price_exception_process() -> Process:
    return process_of("price-exceptions", rules.PriceExceptionStatus, rules.TRANSITIONS)


@dataclass(frozen=True)
class Granted:
    """A price that was approved for one customer."""

    id: str
    product_id: str
    unit_price: Decimal
    currency: str
    from_quantity: int
    ends_on: date


def granted_prices(session: Session, customer_id: str, product_ids: Collection[str], on: date) -> list[Granted]:
    """Approved prices for this customer that hold on that day, whoever asked for them. The caller speaks for the
    customer: it was got by `visible`, or the quotation to it was.
    """
    rows = session.scalars(
        select(PriceException)
        .where(PriceException.customer_id == customer_id, PriceException.product_id.in_(product_ids))
        .where(PriceException.status == rules.PriceExceptionStatus.APPROVED, PriceException.ends_on >= on)
    )
    return [
        Granted(row.id, row.product_id, row.unit_price, row.currency, row.from_quantity, row.ends_on) for row in rows
    ]


POINTER = Pointer(PriceException)
"""Each names its customer."""
