"""How much is done: of which kind, by whom, when."""

from shared.contracts.reporting.activities import LISTING
from shared.contracts.reporting.catalogue import Chart, GrainedQuery, Report
from shared.contracts.reporting.columns import ACTIVITY_TYPE, COUNT, PERIOD, SELLER, SELLER_ID

REPORT = Report(
    id="activity-statistics",
    title={"en": "Activity statistics", "zh": "销售活动统计"},
    question={"en": "How many activities of which kind did who do when?", "zh": "谁在何时做了多少次哪类活动？"},
    query=GrainedQuery,
    dimensions=(ACTIVITY_TYPE, PERIOD, SELLER_ID),
    labels=(SELLER,),
    measures=(COUNT,),
    chart=Chart("bar", "time", "count", "type"),
    listing=LISTING,
)
