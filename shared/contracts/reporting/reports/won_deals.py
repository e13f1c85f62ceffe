"""The deals that were won."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Report
from shared.contracts.reporting.columns import (
    AMOUNT,
    CLOSED_ON,
    COUNT,
    CUSTOMER,
    CYCLE_DAYS,
    DEAL_ID,
    NAME,
    NUMBER,
    SELLER,
)

REPORT = Report(
    id="won-deals",
    title={"en": "Successful deals", "zh": "成功商机列表"},
    question={"en": "Which deals were won, and how long did they take?", "zh": "赢得了哪些商机，历时多久？"},
    dimensions=(DEAL_ID, CURRENCY),
    labels=(NUMBER, NAME, CUSTOMER, SELLER, CLOSED_ON),
    measures=(COUNT, AMOUNT, CYCLE_DAYS),
    chart=Chart("bar", "number", "amount", "currency"),
)
