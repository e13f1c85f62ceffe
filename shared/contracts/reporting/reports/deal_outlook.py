"""Stage report of a deal: a report with a view of its own."""

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report
from shared.contracts.reporting.columns import DEAL_ID
from shared.contracts.reporting.win_scores import DealOutlookQuery

REPORT = Report(
    id="deal-outlook",
    title={"en": "Stage report of a deal", "zh": "商机阶段报告"},
    question={
        "en": "How long does a deal stand where, how many days are left, and how likely is it to be won?",
        "zh": "商机处于哪个阶段、还需多少天、赢单可能性多大？",
    },
    query=DealOutlookQuery,
    dimensions=(DEAL_ID,),
    measures=(
        Column("chance", Kind.RATE, {"en": "Chance", "zh": "可能性"}),
        Column("expected_days_left", Kind.DAYS, {"en": "Days left", "zh": "剩余天数"}),
    ),
    chart=Chart("bar", "deal_id", "chance"),
    answered_by="get_deal_outlook",
)
