"""The customers that order most."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import CURRENCY, MOST_ROWS, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT, COUNT, CUSTOMER, CUSTOMER_ID, SHARE
from shared.contracts.reporting.orders import LISTING


class TopCustomersQuery(ReportQuery):
    """The first `n`. Amounts are compared as they stand: name a currency where there are several."""

    n = fields.Integer(load_default=10, validate=validate.Range(min=1, max=MOST_ROWS))


CUMULATIVE = Column("cumulative_share", Kind.RATE, {"en": "Cumulative share", "zh": "累计占比"})

REPORT = Report(
    id="top-customers",
    title={"en": "Top customers by revenue", "zh": "收入前列客户"},
    question={
        "en": "Which customers order most, and what share of all is theirs?",
        "zh": "哪些客户订购最多，占总额多少？",
    },
    query=TopCustomersQuery,
    dimensions=(CUSTOMER_ID, CURRENCY),
    labels=(CUSTOMER,),
    measures=(COUNT, AMOUNT),
    derived=(SHARE, CUMULATIVE),
    chart=Chart("bar", "customer", "amount", "currency"),
    listing=LISTING,
)
