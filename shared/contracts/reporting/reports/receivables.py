"""What customers still have to pay."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import CUSTOMER, CUSTOMER_ID
from shared.contracts.reporting.orders import LISTING

BANDS = (30, 60, 90)
"""The last day of each band of age but the highest one."""


def name_of_band(place: int) -> str:
    """ "0-30", "31-60", "61-90", ">90"."""
    if place == len(BANDS):
        return f">{BANDS[-1]}"
    return f"{BANDS[place - 1] + 1 if place else 0}-{BANDS[place]}"


AGE = Column("age", Kind.TEXT, {"en": "Days since it was invoiced", "zh": "开票至今天数"})
OPEN = Column("open", Kind.MONEY, {"en": "Still to be paid", "zh": "未收金额"})
INVOICES = Column("invoices", Kind.COUNT, {"en": "Invoices that are open", "zh": "未结发票数"})

REPORT = Report(
    id="receivables",
    title={"en": "Receivables", "zh": "应收款统计"},
    question={
        "en": "Which customers have still to pay how much, and for how long?",
        "zh": "哪些客户还欠多少款、欠了多久？",
    },
    dimensions=(CUSTOMER_ID, AGE, CURRENCY),
    labels=(CUSTOMER,),
    measures=(INVOICES, OPEN),
    chart=Chart("bar", "customer", "open", "age"),
    listing=LISTING,
)
