"""What comes of activities."""

from marshmallow import fields, validate

from shared.contracts.reporting.activities import LISTING
from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import ACTIVITY_TYPE, COUNT

MOST_DAYS = 366


class ActivitiesQuery(ReportQuery):
    """An activity led to a rise if the deal that it was about came nearer to being won, or was won, within `days` days
    after it.
    """

    days = fields.Integer(load_default=14, validate=validate.Range(min=0, max=MOST_DAYS))


RESULT = Column("result", Kind.TEXT, {"en": "Result", "zh": "结果"})
ABOUT_DEALS = Column("about_deals", Kind.COUNT, {"en": "About deals", "zh": "涉及商机数"})
LED_TO_RISE = Column("led_to_rise", Kind.COUNT, {"en": "Led to a rise in stage", "zh": "促成阶段提升数"})
RISE_RATE = Column("rise_rate", Kind.RATE, {"en": "Share that led to a rise", "zh": "促成阶段提升占比"})

REPORT = Report(
    id="activities",
    title={"en": "Activity analysis", "zh": "活动分析"},
    question={
        "en": "What comes of which kind of activity, and what share of those about deals led to a rise in stage?",
        "zh": "各类活动有何结果？涉及商机的活动中，促成阶段提升的占多少？",
    },
    query=ActivitiesQuery,
    dimensions=(ACTIVITY_TYPE, RESULT),
    measures=(COUNT, ABOUT_DEALS, LED_TO_RISE, RISE_RATE),
    chart=Chart("bar", "type", "count", "result"),
    listing=LISTING,
)
