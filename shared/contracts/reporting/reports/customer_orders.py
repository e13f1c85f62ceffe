"""What one customer orders."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, PERIOD, PRODUCT, PRODUCT_ID, QUANTITY
from shared.contracts.reporting.orders import LISTING, OfCustomerQuery

LINES = Column("lines", Kind.COUNT, {"en": "Lines of orders", "zh": "订单行数"})

REPORT = Report(
    id="customer-orders",
    title={"en": "Orders of one customer", "zh": "单一客户订单统计"},
    question={"en": "What does one customer order, product by product?", "zh": "某客户逐产品订购了什么？"},
    query=OfCustomerQuery,
    dimensions=(PERIOD, PRODUCT_ID, CURRENCY),
    labels=(PRODUCT,),
    measures=(LINES, QUANTITY, AMOUNT),
    chart=Chart("bar", "time", "amount", "product"),
    listing=LISTING,
)
