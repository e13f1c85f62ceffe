"""What events and the history say about an order."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.sales.orders.model import Order, OrderInstalment
from shared.contracts.events import Changes
from shared.contracts.fields import money_text
from shared.contracts.sales.order_costs import LineCost
from shared.contracts.sales.orders import ToldLine
from shared.custom_fields import custom_facts
from shared.owners import places_of

TERMS = ("shipping_method", "partial_shipments", "ship_to")
"""As they are; the day and the demands are said in the way of JSON."""


def facts(order: Order) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {
        "status": str(order.status),
        "fulfilment": order.fulfilment,
        "amount": money_text(order.amount),
        "invoiced": money_text(order.invoiced),
        "credited": money_text(order.credited),
        "paid": money_text(order.paid),
        "note": order.note,
        "external_id": order.external_id,
        "void_reason": order.void_reason,
        "lines": [f"{line.quantity} × {line.code} at {money_text(line.unit_price)}" for line in order.lines],
        "instalments": [_said(one) for one in order.instalments],
        **_terms(order),
        **custom_facts(order),
    }


def _terms(order: Order) -> dict[str, Any]:
    """How the goods are to be shipped, and what their receiver has to give for them."""
    return {
        **{name: getattr(order, name) for name in TERMS},
        "ship_on": order.ship_on.isoformat() if order.ship_on else None,
        "acceptance_demands": list(order.acceptance_demands),
    }


def _said(instalment: OrderInstalment) -> str:
    return f"{instalment.due_on.isoformat()}: {money_text(instalment.amount)}"


def instalment(said: str) -> OrderInstalment:
    """The instalment of which the history says this."""
    due_on, _, amount = said.partition(": ")
    return OrderInstalment(due_on=date.fromisoformat(due_on), amount=Decimal(amount))


def told(order: Order, changed: Changes) -> dict[str, Any]:
    """What every event about this order says."""
    return {
        "order_id": order.id,
        "record_version": order.next_version,
        "number": order.number,
        "status": str(order.status),
        "fulfilment": order.fulfilment,
        "opportunity_id": order.opportunity_id,
        "customer_id": order.customer_id,
        "customer_name": order.customer.name if order.customer else "",
        "owner_id": order.owner_id,
        "org_unit_id": order.org_unit_id,
        "currency": order.currency,
        "amount": money_text(order.amount),
        "invoiced": money_text(order.invoiced),
        "paid": money_text(order.paid),
        "lines": _lines(order),
        "custom": order.custom or {},
        "quotation_id": order.quotation_id,
        "call_id": order.call_id,
        "tax": money_text(order.tax),
        "credited": money_text(order.credited),
        **_terms(order),
        "confirmed_at": order.confirmed_at.isoformat() if order.confirmed_at else None,
        "changes": changed,
        **places_of(order),
    }


def costs(order: Order) -> list[LineCost]:
    """What the lines cost, as far as that is known."""
    return [LineCost(line_id=line.id, cost=money_text(line.cost)) for line in order.lines if line.cost is not None]


def _lines(order: Order) -> list[ToldLine]:
    return [
        ToldLine(
            line_id=line.id,
            product_id=line.product_id,
            code=line.code,
            name=line.name,
            quantity=line.quantity,
            unit_price=money_text(line.unit_price),
            amount=money_text(line.amount),
            discount_percent=money_text(line.discount_percent),
            tax=money_text(line.tax),
            configuration_id=line.configuration_id,
        )
        for line in order.lines
    ]
