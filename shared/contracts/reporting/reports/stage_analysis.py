"""How deals pass through the stages."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, STAGE

STAYS = Column("stays", Kind.COUNT, {"en": "Stays in the stage", "zh": "停留次数"})
GOING_ON = Column("going_on", Kind.COUNT, {"en": "There still", "zh": "仍在该阶段"})
MOVED_ON = Column("moved_on", Kind.COUNT, {"en": "Came nearer to being won", "zh": "向成交推进"})
AVERAGE_DAYS = Column("average_days", Kind.DAYS, {"en": "Mean of the days in the stage", "zh": "平均停留天数"})
STAGE_NAME = Column("stage_name", Kind.TEXT, {"en": "Name of the stage", "zh": "阶段名称"})

REPORT = Report(
    id="stage-analysis",
    title={"en": "Analysis by stage", "zh": "销售阶段分析"},
    question={
        "en": "How many deals were in each stage, what were they worth, and how long did they stay?",
        "zh": "各阶段有多少商机、价值多少、停留多久？",
    },
    dimensions=(STAGE, CURRENCY),
    labels=(STAGE_NAME,),
    measures=(STAYS, GOING_ON, MOVED_ON, AMOUNT, AVERAGE_DAYS),
    chart=Chart("bar", "stage", "stays", "currency"),
)
