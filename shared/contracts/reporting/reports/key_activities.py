"""The activities that matter most."""

from shared.contracts.reporting.activities import LISTING
from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import ACTIVITY_TYPE, COUNT, DEAL_ID, SELLER
from shared.contracts.reporting.reports.activities import RESULT


class KeyActivitiesQuery(ReportQuery):
    """Those that are flagged as key and were done in the period; a draft is there once it is finished."""


ACTIVITY_ID = Column("activity_id", Kind.ID, {"en": "Activity", "zh": "活动"})
SUBJECT = Column("subject", Kind.TEXT, {"en": "Subject", "zh": "主题"})
HAPPENED_ON = Column("happened_on", Kind.DAY, {"en": "Happened on", "zh": "发生日期"})

REPORT = Report(
    id="key-activities",
    title={"en": "Key activities", "zh": "关键活动报告"},
    question={
        "en": "What came of each key activity, and which deal was it about?",
        "zh": "各关键活动的结果如何，涉及哪个商机？",
    },
    query=KeyActivitiesQuery,
    dimensions=(ACTIVITY_ID, DEAL_ID, ACTIVITY_TYPE, RESULT),
    labels=(HAPPENED_ON, SUBJECT, SELLER),
    measures=(COUNT,),
    chart=Chart("bar", "type", "count", "result"),
    listing=LISTING,
)
