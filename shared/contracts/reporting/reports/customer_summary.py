"""The state of the customers on any day."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import COUNT
from shared.contracts.reporting.customers import LISTING, MOST_DAYS

CAME, ROSE, FELL, CHANGED, SAME = "new", "risen", "fallen", "changed", "same"
"""How a customer moved: it was not there before, its level became higher or lower, its status or a level of equal rank
is another one, or nothing of that.
"""


class CustomerSummaryQuery(ReportQuery):
    """The customers as they stood at the end of the day `as_of`, today where none is named, and how each had moved in
    the `days` up to then. A customer counts for whom it belongs to today, one that was merged as the one that it
    became. A period is that in which they were entered.
    """

    as_of = fields.Date()
    days = fields.Integer(load_default=30, validate=validate.Range(min=1, max=MOST_DAYS))


LEVEL = Column("level", Kind.TEXT, {"en": "Level", "zh": "级别"}, "customer_level")
STATE = Column("state", Kind.TEXT, {"en": "State", "zh": "状态"})
MOVEMENT = Column("movement", Kind.TEXT, {"en": "Movement", "zh": "变动"})

REPORT = Report(
    id="customer-summary",
    title={"en": "State of the customers on a day", "zh": "客户状况汇总"},
    question={
        "en": "How many customers were of which level and state on a day, and how had they moved up to then?",
        "zh": "某日各级别、各状态的客户有多少，此前有何变动？",
    },
    query=CustomerSummaryQuery,
    dimensions=(LEVEL, STATE, MOVEMENT),
    measures=(COUNT,),
    chart=Chart("bar", "level", "count", "state"),
    listing=LISTING,
)
