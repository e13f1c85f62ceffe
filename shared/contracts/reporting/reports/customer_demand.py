"""What customers ask for, by who they are."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import CATEGORY, COUNT, PRODUCT_ID, QUANTITY
from shared.contracts.reporting.counted import LISTING


class CustomerDemandQuery(ReportQuery):
    """What is recorded on deals and on service requests as asked for, by the region, industry, level or type of the
    customer, as these are today; empty for who is no customer. A period is that in which it was recorded. A deal
    counts for whom it belonged to when it was closed, an open one and a service request for whom it belongs to today;
    a `currency` narrows the deals alone. What was withdrawn is not counted.
    """

    by = fields.String(load_default="level", validate=validate.OneOf(("region", "industry", "level", "type")))


SEGMENT = Column("segment", Kind.TEXT, {"en": "Segment", "zh": "客户细分"})
NEED = Column("need", Kind.TEXT, {"en": "Need in words", "zh": "需求描述"})
ASKED_FOR = Column("asked_for", Kind.TEXT, {"en": "What is asked for", "zh": "所需内容"})
FROM_DEALS = Column("from_deals", Kind.COUNT, {"en": "On deals", "zh": "来自商机"})
FROM_REQUESTS = Column("from_requests", Kind.COUNT, {"en": "On service requests", "zh": "来自服务请求"})
CUSTOMERS = Column("customers", Kind.COUNT, {"en": "Customers", "zh": "客户数"})

REPORT = Report(
    id="customer-demand",
    title={"en": "Customer demand", "zh": "客户需求分析"},
    question={
        "en": "Which products and needs do customers of which segment ask for, how often and how many of them?",
        "zh": "各细分客户需要哪些产品、有哪些需求，次数和客户数各是多少？",
    },
    query=CustomerDemandQuery,
    dimensions=(SEGMENT, PRODUCT_ID, NEED, CATEGORY),
    labels=(ASKED_FOR,),
    measures=(COUNT, FROM_DEALS, FROM_REQUESTS, QUANTITY),
    derived=(CUSTOMERS,),
    concluded=(CUSTOMERS,),
    chart=Chart("bar", "segment", "count", "asked_for"),
    listing=LISTING,
)
"""A customer that asks for two things stands in two rows, and once in the total. Quantities are of deals, as far as
they are known.
"""
