"""What the customers are made up of."""

from marshmallow import fields, validate

from shared.contracts.reporting.catalogue import Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import COUNT
from shared.contracts.reporting.customers import LISTING


class CustomerCompositionQuery(ReportQuery):
    """The customers by their region, industry, level, type or status, as they are today. A period is that in which
    they were entered.
    """

    by = fields.String(
        load_default="region", validate=validate.OneOf(("region", "industry", "level", "type", "status"))
    )


VALUE = Column("value", Kind.TEXT, {"en": "Value", "zh": "取值"})
SHARE = Column("share", Kind.RATE, {"en": "Share of the customers", "zh": "客户占比"})

REPORT = Report(
    id="customer-composition",
    title={"en": "Composition of customers", "zh": "客户构成分析"},
    question={
        "en": "From which regions, industries, levels and types are the customers?",
        "zh": "客户来自哪些地区、行业、级别和类型？",
    },
    query=CustomerCompositionQuery,
    dimensions=(VALUE,),
    measures=(COUNT,),
    derived=(SHARE,),
    chart=Chart("pie", "value", "count"),
    listing=LISTING,
)
