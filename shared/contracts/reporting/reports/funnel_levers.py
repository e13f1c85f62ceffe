"""The levers of the funnel: more leads at its top, and more that get on from stage to stage."""

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report
from shared.contracts.reporting.columns import COUNT
from shared.contracts.reporting.counted import LISTING
from shared.contracts.reporting.reports.period_comparison import PERIOD, PeriodComparisonQuery

LEVER = Column("lever", Kind.TEXT, {"en": "Lever: source or stage", "zh": "杠杆：来源或阶段"})
STEP = Column("step", Kind.TEXT, {"en": "Source of the leads, or stage", "zh": "线索来源或阶段"})
MOVED_ON = Column("moved_on", Kind.COUNT, {"en": "Got on to the next", "zh": "进入下一步"})
CONVERSION = Column("conversion", Kind.RATE, {"en": "Share that got on", "zh": "转化率"})
CHANGE = Column("change", Kind.COUNT, {"en": "Change of the number", "zh": "数量变化"})
CONVERSION_CHANGE = Column("conversion_change", Kind.RATE, {"en": "Change of the share", "zh": "转化率变化"})

REPORT = Report(
    id="funnel-levers",
    title={"en": "Levers of the funnel", "zh": "漏斗杠杆"},
    question={
        "en": "How many leads came from which source, what share of deals got on from stage to stage, and how did both"
        " change between periods?",
        "zh": "各来源带来多少线索，各阶段有多大比例进入下一阶段，两个期间之间有何变化？",
    },
    query=PeriodComparisonQuery,
    dimensions=(LEVER, STEP, PERIOD),
    measures=(COUNT, MOVED_ON, CONVERSION),
    derived=(CHANGE, CONVERSION_CHANGE),
    chart=Chart("bar", "step", "count", "compared"),
    listing=LISTING,
)
