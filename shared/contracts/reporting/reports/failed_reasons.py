"""Why deals are lost."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Report
from shared.contracts.reporting.columns import AMOUNT, COMPETITOR, COUNT, REASON

REPORT = Report(
    id="failed-reasons",
    title={"en": "Reasons for failed opportunities", "zh": "商机失败原因"},
    question={"en": "Why are deals lost, how much with them, and to whom?", "zh": "商机为何失去、金额多少、输给了谁？"},
    dimensions=(REASON, COMPETITOR, CURRENCY),
    measures=(COUNT, AMOUNT),
    chart=Chart("bar", "reason", "amount", "competitor"),
)
