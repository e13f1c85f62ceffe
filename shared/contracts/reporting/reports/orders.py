"""How many orders there are, in which state, and for how much."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, PERIOD, STATUS, UNIT, UNIT_ID
from shared.contracts.reporting.orders import LISTING

INVOICED = Column("invoiced", Kind.MONEY, {"en": "Invoiced", "zh": "已开票"})
PAID = Column("paid", Kind.MONEY, {"en": "Paid", "zh": "已付款"})

REPORT = Report(
    id="orders",
    title={"en": "Order statistics", "zh": "订单统计"},
    question={"en": "How many orders are in which state, and for how much?", "zh": "各状态有多少订单，金额多少？"},
    query=GrainedQuery,
    dimensions=(STATUS, PERIOD, UNIT_ID, CURRENCY),
    labels=(UNIT,),
    measures=(COUNT, AMOUNT, INVOICED, PAID),
    chart=Chart("bar", "time", "amount", "status"),
    listing=LISTING,
)
