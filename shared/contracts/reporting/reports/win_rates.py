"""Who and what wins, and how fast."""

import re

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.reporting.catalogue import CURRENCY, FORMS, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import CYCLE_DAYS, PERIOD
from shared.contracts.reporting.reports.seller_comparison import LOST, LOST_AMOUNT, WIN_RATE, WON, WON_AMOUNT

BY_ID = ("seller", "unit", "product")
BY = ("all", *BY_ID, "category", "sector")
GRAINS = ("all", "month", "quarter", "year")


class WinRatesQuery(ReportQuery):
    """`by` is what the rows are about, `grain` the length of the periods in which deals were closed; `all` does not
    tell them apart. A sector is the industry of the customer, and with the category of a product as it is today.
    """

    by = fields.String(load_default="seller", validate=validate.OneOf(BY))
    grain = fields.String(load_default="all", validate=validate.OneOf(GRAINS))

    @validates_schema
    def name_grain_of_cell(self, data: dict[str, object], **_: object) -> None:
        if data.get("time") and data["grain"] == "all":
            raise ValidationError("Name the grain of this period.", "grain")

    @validates_schema
    def name_subject_by_id(self, data: dict[str, object], **_: object) -> None:
        if data["by"] in BY_ID and data.get("subject_id") and not re.match(FORMS[Kind.ID], str(data["subject_id"])):
            raise ValidationError("Not an id.", "subject_id")


SUBJECT_ID = Column("subject_id", Kind.TEXT, {"en": "Id or name of what it is about", "zh": "对象标识"})
SUBJECT = Column("subject", Kind.TEXT, {"en": "What it is about", "zh": "对象"})
MEDIAN_WON_DAYS = Column(
    "median_cycle_days", Kind.DAYS, {"en": "Median of the days of won deals", "zh": "赢单天数中位数"}
)
WIN_RATE_BY_AMOUNT = Column("win_rate_by_amount", Kind.RATE, {"en": "Win rate by amount", "zh": "按金额赢单率"})

REPORT = Report(
    id="win-rates",
    title={"en": "Win rates and cycles", "zh": "赢单率与周期"},
    question={
        "en": "How often do sellers, units, products and sectors win, and after how many days?",
        "zh": "各销售员、部门、产品和行业的赢单率与周期如何？",
    },
    query=WinRatesQuery,
    dimensions=(SUBJECT_ID, PERIOD, CURRENCY),
    labels=(SUBJECT,),
    measures=(WON, WON_AMOUNT, LOST, LOST_AMOUNT, WIN_RATE, WIN_RATE_BY_AMOUNT, CYCLE_DAYS, MEDIAN_WON_DAYS),
    chart=Chart("bar", "subject", "won", "time"),
)
