"""What is spent: by whom, on which customer and deal, when."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, CUSTOMER_ID, DEAL_ID, PERIOD, SELLER, SELLER_ID, STATUS
from shared.contracts.reporting.expenses import LISTING

PARTS = Column("parts", Kind.COUNT, {"en": "Entries", "zh": "笔数"})

REPORT = Report(
    id="expense-statistics",
    title={"en": "Expense statistics", "zh": "销售费用统计"},
    question={"en": "Who spent how much on which customer and deal?", "zh": "谁在哪个客户和商机上花费了多少？"},
    query=GrainedQuery,
    dimensions=(STATUS, PERIOD, SELLER_ID, CUSTOMER_ID, DEAL_ID, CURRENCY),
    labels=(SELLER,),
    measures=(PARTS, AMOUNT),
    chart=Chart("bar", "time", "amount", "seller"),
    listing=LISTING,
)
