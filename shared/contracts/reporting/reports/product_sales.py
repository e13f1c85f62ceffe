"""What is sold of each product."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, PERIOD, PRODUCT, PRODUCT_ID, QUANTITY
from shared.contracts.reporting.orders import LISTING

AVERAGE_PRICE = Column("average_price", Kind.PRICE, {"en": "Average price", "zh": "平均价格"})

REPORT = Report(
    id="product-sales",
    title={"en": "Product sales", "zh": "产品销售分析"},
    question={"en": "How much of each product is sold, and at what price?", "zh": "各产品销售多少，价格如何？"},
    query=GrainedQuery,
    dimensions=(PRODUCT_ID, PERIOD, CURRENCY),
    labels=(PRODUCT,),
    measures=(QUANTITY, AMOUNT, AVERAGE_PRICE),
    chart=Chart("bar", "time", "amount", "product"),
    listing=LISTING,
)
