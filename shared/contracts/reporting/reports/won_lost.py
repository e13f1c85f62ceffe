"""Won and lost: a report with a view of its own."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.won_lost import WonLostQuery

REPORT = Report(
    id="won-lost",
    title={"en": "Won and lost", "zh": "赢单与输单"},
    question={
        "en": "Who and what wins deals, who and what loses them, and why?",
        "zh": "谁、什么赢得或失去商机，为什么？",
    },
    query=WonLostQuery,
    dimensions=(Column("key", Kind.TEXT, {"en": "Id", "zh": "标识"}), CURRENCY),
    labels=(Column("name", Kind.TEXT, {"en": "Name", "zh": "名称"}),),
    measures=(
        Column("won", Kind.COUNT, {"en": "Won", "zh": "赢单数"}),
        Column("won_amount", Kind.MONEY, {"en": "Amount won", "zh": "赢单金额"}),
        Column("lost", Kind.COUNT, {"en": "Lost", "zh": "输单数"}),
        Column("lost_amount", Kind.MONEY, {"en": "Amount lost", "zh": "输单金额"}),
    ),
    derived=(
        Column("win_rate_by_count", Kind.RATE, {"en": "Win rate by count", "zh": "按数量的赢单率"}),
        Column("win_rate_by_amount", Kind.RATE, {"en": "Win rate by amount", "zh": "按金额的赢单率"}),
    ),
    chart=Chart("bar", "name", "won", "currency"),
    answered_by="get_won_lost",
)
