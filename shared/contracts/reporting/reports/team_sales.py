"""What teams and units sold, with which margin, against the quotas of their sellers."""

from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, GrainedQuery, Kind, Report
from shared.contracts.reporting.columns import AMOUNT, PERIOD, UNIT, UNIT_ID
from shared.contracts.reporting.counted import LISTING
from shared.contracts.reporting.sales import ATTAINED, ATTAINMENT, COSTED, MARGIN, MARGIN_RATE, ORDERS, TARGET


class TeamSalesQuery(GrainedQuery):
    """`grain` is the length of the periods; quotas count as in the sales by seller. Name a unit, with or without its
    children, to look into it; `seller-sales` for the same unit tells its sellers.
    """


TEAM_ID = Column("team_id", Kind.ID, {"en": "Id of who leads the team", "zh": "团队负责人编号"})
TEAM = Column("team", Kind.TEXT, {"en": "Team, by who leads it", "zh": "团队（按负责人）"})

REPORT = Report(
    id="team-sales",
    title={"en": "Sales by team", "zh": "销售团队分析报表"},
    question={
        "en": "How much did each team and unit sell in which period, with which margin, and how much of the quotas of "
        "its sellers is that?",
        "zh": "各团队和部门各期间卖出多少、毛利多少、完成其销售员指标多少？",
    },
    query=TeamSalesQuery,
    dimensions=(UNIT_ID, TEAM_ID, PERIOD, CURRENCY),
    labels=(UNIT, TEAM),
    measures=(ORDERS, AMOUNT, COSTED, MARGIN, MARGIN_RATE, TARGET, ATTAINED, ATTAINMENT),
    chart=Chart("bar", "unit", "amount", "currency"),
    listing=LISTING,
)
