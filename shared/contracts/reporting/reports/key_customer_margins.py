"""The customers that matter: what they order, with which margin, and when somebody was last in touch."""

from marshmallow import fields, validate

from shared.contracts.fields import MoneyField
from shared.contracts.reporting.catalogue import CURRENCY, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT, CUSTOMER, CUSTOMER_ID, LAST_TOUCH_ON
from shared.contracts.reporting.orders import LISTING
from shared.contracts.reporting.sales import COSTED, MARGIN, MARGIN_RATE, ORDERS


class KeyCustomerMarginsQuery(ReportQuery):
    """`level` is the code of a level: its customers, and those of higher ones. `revenue` is what a customer ordered at
    least in the period, in one currency. With both either makes a customer a key one, without both all who ordered are.
    """

    level = fields.String(validate=validate.Length(min=1, max=100))
    revenue = MoneyField()


LEVEL = Column("level", Kind.TEXT, {"en": "Level", "zh": "级别"}, "customer_level")

REPORT = Report(
    id="key-customer-margins",
    title={"en": "Key customers with their margins", "zh": "重点客户报表"},
    question={
        "en": "What do the customers above a level or a revenue order, with which margin, and when was somebody last "
        "in touch with them?",
        "zh": "达到某级别或收入门槛的客户订货多少、毛利多少、最近何时联系过？",
    },
    query=KeyCustomerMarginsQuery,
    dimensions=(CUSTOMER_ID, CURRENCY),
    labels=(CUSTOMER, LEVEL, LAST_TOUCH_ON),
    measures=(ORDERS, AMOUNT, COSTED, MARGIN, MARGIN_RATE),
    chart=Chart("bar", "customer", "amount", "currency"),
    listing=LISTING,
)
