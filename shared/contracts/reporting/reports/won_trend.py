"""What is won from period to period."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, GrainedQuery, Report
from shared.contracts.reporting.columns import AMOUNT, COUNT, PERIOD

REPORT = Report(
    id="won-trend",
    title={"en": "Trend of won deals", "zh": "赢单趋势"},
    question={"en": "How much is won month by month?", "zh": "每月赢单多少？"},
    query=GrainedQuery,
    dimensions=(PERIOD, CURRENCY),
    measures=(COUNT, AMOUNT),
    chart=Chart("line", "time", "amount", "currency"),
)
