"""How much depends on the largest customers."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import CURRENCY, MOST_ROWS, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT, CUSTOMER, CUSTOMER_ID, SHARE
from shared.contracts.reporting.orders import LISTING


class KeyCustomersQuery(ReportQuery):
    """The first `n` in the period, this year where none is named, held against the period before it. Amounts are
    compared as they stand: name a currency where there are several.
    """

    n = fields.Integer(load_default=10, validate=validate.Range(min=1, max=MOST_ROWS))


PREVIOUS = Column("previous_amount", Kind.MONEY, {"en": "Amount in the period before", "zh": "上期金额"})
CHANGE = Column("change", Kind.MONEY, {"en": "Change of the amount", "zh": "金额变化"})
CHANGE_RATE = Column("change_rate", Kind.RATE, {"en": "Change of the amount as a share", "zh": "金额变化率"})
CONCENTRATION = Column("concentration", Kind.RATE, {"en": "Share of the first n together", "zh": "前列客户合计占比"})

REPORT = Report(
    id="key-customers",
    title={"en": "Key customers", "zh": "重点客户分析"},
    question={"en": "How much of the revenue do the largest customers bring?", "zh": "最大的客户带来多少收入？"},
    query=KeyCustomersQuery,
    dimensions=(CUSTOMER_ID, CURRENCY),
    labels=(CUSTOMER,),
    measures=(AMOUNT, PREVIOUS),
    derived=(SHARE, CHANGE, CHANGE_RATE),
    concluded=(CONCENTRATION,),
    chart=Chart("pie", "customer", "amount", "currency"),
    listing=LISTING,
)
