"""What stands in the way of deals."""

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import STAGE
from shared.contracts.reporting.reports.stage_analysis import STAGE_NAME


class KeyProblemsQuery(ReportQuery):
    """Those that occurred in the period, in the stage where the deal stood then, wherever it stands now."""


PROBLEM_TYPE = Column("type", Kind.TEXT, {"en": "Type of problem", "zh": "问题类型"}, "opportunity_problem")
REPORTED = Column("reported", Kind.COUNT, {"en": "Reported", "zh": "已上报"})
OPEN = Column("open", Kind.COUNT, {"en": "Still open", "zh": "未解决"})
RESOLVED = Column("resolved", Kind.COUNT, {"en": "Resolved", "zh": "已解决"})
DEALS = Column("deals", Kind.COUNT, {"en": "Deals concerned", "zh": "涉及商机数"})
"""In the totals a deal with problems of several sorts is one deal, so they are no sum of the rows."""

REPORT = Report(
    id="key-problems",
    title={"en": "Key problem analysis", "zh": "关键问题分析"},
    question={
        "en": "Which problems occur how often on deals, in which stage, and how many of them are resolved?",
        "zh": "商机在哪个阶段遇到哪些问题、频率多高、解决了多少？",
    },
    query=KeyProblemsQuery,
    dimensions=(PROBLEM_TYPE, STAGE),
    labels=(STAGE_NAME,),
    measures=(REPORTED, OPEN, RESOLVED),
    derived=(DEALS,),
    concluded=(DEALS,),
    chart=Chart("bar", "type", "reported", "stage"),
)
"""The records are the deals."""
