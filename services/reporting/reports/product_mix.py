"""The lines of confirmed orders by the category that a product has today; shares of a currency sum to one."""

from decimal import Decimal

from services.reporting.order_cells import queries as cells
from services.reporting.order_cells.queries import told
from services.reporting.orders.queries import FACTS, OrderFact, OrderLineFact, ordered_within, with_products
from services.reporting.products.queries import KnownProduct
from services.reporting.statements.queries import Asked, FromCells, Money, Row, Statement, Sum
from shared.apportioning import apportion
from shared.contracts.reporting.reports.product_mix import REPORT

SMALLEST = Decimal("0.0001")


def shared_out(rows: list[Row], asked: Asked, totals: list[Row]) -> list[Row]:
    for total in totals:
        of_currency = [row for row in rows if row["currency"] == total["currency"]]
        weights = [row["amount"] for row in of_currency]
        shares = apportion(Decimal(1), weights, SMALLEST) if total["amount"] else [None] * len(weights)
        for row, share in zip(of_currency, shares, strict=True):
            row["share"] = None if share is None else str(share)
    return rows


CELLS = FromCells(
    of="lines",
    keys=cells.PRODUCT_KEYS,
    rows=lambda rows, asked: cells.with_products(cells.sold_in_months(rows, asked.part)),
    dimensions=lambda asked: {"category": KnownProduct.category, "currency": told("currency")},
    measures=lambda asked: {"quantity": cells.QUANTITY, "amount": cells.AMOUNT},
)
STATEMENT = Statement(
    report=REPORT,
    facts=FACTS,
    rows=lambda rows, asked: with_products(ordered_within(rows, asked.part)),
    dimensions=lambda asked: {"category": KnownProduct.category, "currency": OrderFact.currency},
    measures=lambda asked: {"quantity": Sum(OrderLineFact.quantity), "amount": Money(OrderLineFact.amount)},
    order=lambda asked: ("currency", "-amount"),
    finish=shared_out,
    cells=lambda asked: CELLS,
)
