"""The facts about orders, for the reports. Every figure starts from what the actor may see."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, type_coerce
from sqlalchemy.orm import aliased

from services.reporting.orders.model import OrderFact, OrderInvoicing, OrderLineCost, OrderLineFact
from services.reporting.parts.queries import Facts, Part, within
from services.reporting.products.queries import KnownProduct
from shared.contracts.reporting.orders import COUNTED, LISTING
from shared.merged_customers import Pointer
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.sums import sum_to_sort_by
from shared.persistence.types import Id, Money

__all__ = ["FACTS", "OrderFact", "OrderInvoicing", "OrderLineFact", "Superior"]

FACTS = Facts(
    OrderFact, OrderFact.confirmed_unit_id, OrderFact.confirmed_unit_path, OrderFact.confirmed_owner_id, LISTING
)
"""A confirmed order counts for whom it belonged to when it was confirmed."""
UNIT_NAME: ColumnElement[str] = func.max(OrgUnitReplica.name)
UNIT_ID: ColumnElement[str] = func.coalesce(OrderFact.confirmed_unit_id, OrderFact.org_unit_id, type_=Id)
OWNER_ID: ColumnElement[str] = func.coalesce(OrderFact.confirmed_owner_id, OrderFact.owner_id, type_=Id)
"""For whom an order counts."""
OWNER = OrgPersonReplica.name
OWNER_NAME: ColumnElement[str] = func.max(OWNER)
CUSTOMER_NAME: Mapping[str, ColumnElement[Any]] = {"customer": func.max(OrderFact.customer_name)}
Superior = aliased(OrgPersonReplica)
COST = OrderLineCost.cost
COSTED = case((COST.is_not(None), OrderLineFact.amount))
"""What of the amount its cost is known of."""
MARGIN = type_coerce(OrderLineFact.amount - COST, Money)
"""None of a line of which nobody knows what it cost."""
POINTER = Pointer(OrderFact, name_column="customer_name")
"""Each names its customer."""


def ordered_within(rows: Select[Any], part: Part) -> Select[Any]:
    """The orders of the period that are sales: confirmed, and not voided."""
    return rows.where(OrderFact.status.in_(COUNTED), within(OrderFact.ordered_on, part))


def of_customer(rows: Select[Any], customer_id: str | None) -> Select[Any]:
    """The orders of one customer, or of all."""
    return rows if customer_id is None else rows.where(OrderFact.customer_id == customer_id)


def of_customers_ordering(orders: Select[Any], amount: Decimal) -> ColumnElement[bool]:
    """Whether an order is of a customer whose orders among these come to this amount at least in its currency."""
    each: tuple[Any, ...] = (OrderFact.customer_id, OrderFact.currency)
    enough = sum_to_sort_by(OrderFact.amount) >= literal(amount, Money)
    found = orders.with_only_columns(*each, maintain_column_froms=True).group_by(*each).having(enough)
    ordering = found.subquery("ordering")
    same = (ordering.c.customer_id == OrderFact.customer_id, ordering.c.currency == OrderFact.currency)
    return exists().where(*same).correlate(OrderFact)


def sales_between(rows: Select[Any], first: date, last: date) -> Select[Any]:
    """The orders of these days that are sales, whatever period was asked about."""
    return ordered_within(rows, Part(first, last))


def first_of_customers(rows: Select[Any]) -> Select[Any]:
    """Those orders before which their customer had no other that is a sale, in sight or not; of two on one day the one
    that was entered first.
    """
    earlier = aliased(OrderFact)
    before = or_(
        earlier.ordered_on < OrderFact.ordered_on,
        and_(earlier.ordered_on == OrderFact.ordered_on, earlier.id < OrderFact.id),
    )
    theirs = (earlier.customer_id == OrderFact.customer_id, earlier.status.in_(COUNTED))
    return rows.where(~exists().where(*theirs, before).correlate(OrderFact))


def with_lines(rows: Select[Any]) -> Select[Any]:
    """Each order as often as it has lines."""
    return rows.join(OrderLineFact, OrderLineFact.order_id == OrderFact.id)


def with_costs(rows: Select[Any]) -> Select[Any]:
    """Each line with what it cost, where anybody knows."""
    return with_lines(rows).outerjoin(OrderLineCost, OrderLineCost.line_id == OrderLineFact.id)


def with_team(rows: Select[Any]) -> Select[Any]:
    """With who was above the owner when the order was confirmed."""
    return rows.outerjoin(Superior, Superior.node == OrderFact.confirmed_superior)


def with_products(rows: Select[Any]) -> Select[Any]:
    """Each line with its product as it is today."""
    return with_lines(rows).outerjoin(KnownProduct, KnownProduct.id == OrderLineFact.product_id)


def with_unit(rows: Select[Any]) -> Select[Any]:
    """With the unit for which each order counts."""
    return rows.outerjoin(OrgUnitReplica, OrgUnitReplica.id == UNIT_ID)


def with_owner(rows: Select[Any]) -> Select[Any]:
    """With the person for whom each order counts."""
    return rows.outerjoin(OrgPersonReplica, OrgPersonReplica.id == OWNER_ID)


def still_to_be_paid(rows: Select[Any], part: Part) -> Select[Any]:
    """Each order as often as something that was invoiced in the period is still open."""
    invoiced = rows.join(OrderInvoicing, OrderInvoicing.order_id == OrderFact.id)
    return invoiced.where(OrderInvoicing.open > 0, within(OrderInvoicing.invoiced_on, part))
