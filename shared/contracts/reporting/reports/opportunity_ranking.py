"""The open deals that matter most."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import CURRENCY, MOST_ROWS, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import (
    AMOUNT,
    COUNT,
    CUSTOMER,
    DEAL_ID,
    NAME,
    NUMBER,
    SELLER,
    STAGE,
    WEIGHTED,
)


class OpportunityRankingQuery(ReportQuery):
    """The first `n` by amount, by weighted amount, or by age, the oldest first. Amounts are compared as they stand:
    name a currency where there are several. A period is that in which the deals are expected to close.
    """

    by = fields.String(load_default="amount", validate=validate.OneOf(("amount", "weighted_amount", "age")))
    n = fields.Integer(load_default=10, validate=validate.Range(min=1, max=MOST_ROWS))


AGE = Column("age_days", Kind.DAYS, {"en": "Days since opening", "zh": "开启至今天数"})

REPORT = Report(
    id="opportunity-ranking",
    title={"en": "Opportunity ranking", "zh": "商机排名"},
    question={
        "en": "Which open deals are the largest, the likeliest or the oldest?",
        "zh": "哪些进行中的商机最大、最有把握或最久？",
    },
    query=OpportunityRankingQuery,
    dimensions=(DEAL_ID, CURRENCY),
    labels=(NUMBER, NAME, CUSTOMER, SELLER, STAGE),
    measures=(COUNT, AMOUNT, WEIGHTED, AGE),
    chart=Chart("bar", "number", "amount", "currency"),
)
