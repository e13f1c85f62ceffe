"""Win scores: a report with a view of its own."""

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report
from shared.contracts.reporting.columns import DEAL_ID
from shared.contracts.reporting.win_scores import WinScoresQuery

REPORT = Report(
    id="win-scores",
    title={"en": "Win scores", "zh": "赢单评分"},
    question={
        "en": "How likely are open deals to be won, by which factors, and how far can that be trusted?",
        "zh": "未结商机的赢单可能性、因素及可信度如何？",
    },
    query=WinScoresQuery,
    dimensions=(DEAL_ID,),
    measures=(Column("score", Kind.RATE, {"en": "Score", "zh": "评分"}),),
    chart=Chart("bar", "deal_id", "score"),
    answered_by="get_win_scores",
)
