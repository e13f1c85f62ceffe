"""Reading prices: the catalogue with what one customer was quoted."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.customers.queries import get_customer
from services.sales.products.queries import list_offered
from services.sales.quotations.queries import QuotedPrice, quoted_prices
from shared.actor import Actor
from shared.clock import today
from shared.contracts.fields import money_text
from shared.contracts.payload import Payload
from shared.contracts.sales import prices as contract


def list_customer_prices(session: Session, actor: Actor, customer_id: str, query: Payload) -> Payload:
    """The products on offer, each at the price of the newest quotation to this customer that still holds, or else at
    its list price.
    """
    customer = get_customer(session, actor, customer_id)
    page = list_offered(session, contract.LISTING, query)
    quoted = quoted_prices(session, customer.id, {row["id"] for row in page["data"]}, today())
    wanted = frozenset(query.get("fields") or contract.PriceView().fields)
    page["data"] = [row | _priced(row, quoted.get(row["id"]), wanted) for row in page["data"]]
    return page


def _priced(row: Payload, quote: QuotedPrice | None, wanted: frozenset[str]) -> dict[str, Any]:
    """What a quotation changes about a row of the catalogue, of the fields that are wanted."""
    if quote is None:
        told: dict[str, Any] = {"basis": "list", "quotation_number": None, "valid_until": None}
    else:
        told = {
            "price": money_text(quote.price),
            "currency": quote.currency,
            "basis": "quotation",
            "quotation_number": quote.number,
            "valid_until": quote.valid_until.isoformat(),
        }
    return {name: value for name, value in told.items() if name in wanted}
