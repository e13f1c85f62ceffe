"""The deals that were lost, or let lapse."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import (
    AMOUNT,
    COMPETITOR,
    COUNT,
    CUSTOMER,
    DEAL_ID,
    NAME,
    NUMBER,
    REASON,
    SELLER,
)

OUTCOME = Column("outcome", Kind.TEXT, {"en": "Outcome: lost or lapsed", "zh": "结果：失去或过期"})
MISSED_ON = Column("missed_on", Kind.DAY, {"en": "Lost on, or expected by", "zh": "失去日期或预计日期"})

REPORT = Report(
    id="missed-deals",
    title={"en": "Missed deals", "zh": "错失商机列表"},
    question={
        "en": "Which deals were lost, and which are open past the day they were expected by?",
        "zh": "失去了哪些商机，哪些已过预计成交日期仍未关闭？",
    },
    dimensions=(OUTCOME, DEAL_ID, CURRENCY),
    labels=(NUMBER, NAME, CUSTOMER, SELLER, MISSED_ON, REASON, COMPETITOR),
    measures=(COUNT, AMOUNT),
    chart=Chart("bar", "number", "amount", "outcome"),
)
