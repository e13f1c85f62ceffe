"""The copies of territories, for the names of where was sold. They belong to the whole company."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func

from services.reporting.customers.queries import CustomerFact
from services.reporting.orders.queries import OrderFact, with_lines
from services.reporting.territories.model import KnownTerritory

TERRITORY_ID = CustomerFact.territory_id
TERRITORY = KnownTerritory.name
TERRITORY_NAME: ColumnElement[str] = func.max(KnownTerritory.name)


def with_territories(orders: Select[Any]) -> Select[Any]:
    """Each line of an order with the territory in which its customer is placed today, or with none."""
    lines = with_lines(orders).outerjoin(CustomerFact, CustomerFact.id == OrderFact.customer_id)
    return placed(lines)


def placed(customers: Select[Any]) -> Select[Any]:
    """Customers, or what is joined with them, with the territories in which these are placed today."""
    return customers.outerjoin(KnownTerritory, KnownTerritory.id == CustomerFact.territory_id)
