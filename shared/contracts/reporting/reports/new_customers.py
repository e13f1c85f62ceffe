"""The customers that were newly won."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, CUSTOMER, CUSTOMER_ID, SELLER
from shared.contracts.reporting.orders import LISTING

SOURCE = Column("source", Kind.TEXT, {"en": "Source of the lead", "zh": "线索来源"})
FIRST_ORDER_ON = Column("first_order_on", Kind.DAY, {"en": "First ordered on", "zh": "首次下单日期"})

REPORT = Report(
    id="new-customers",
    title={"en": "New customers", "zh": "新赢得的客户"},
    question={
        "en": "Whose first order falls in the period, and what leads were these customers made of?",
        "zh": "哪些客户的首个订单在本期内，这些客户来自哪些线索？",
    },
    dimensions=(SOURCE, CUSTOMER_ID, CURRENCY),
    labels=(CUSTOMER, SELLER, FIRST_ORDER_ON),
    measures=(COUNT, AMOUNT),
    chart=Chart("bar", "source", "count", "currency"),
    listing=LISTING,
)
