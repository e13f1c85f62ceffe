"""Periods side by side."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.reporting.catalogue import CURRENCY, PERIOD_FORM, Chart, Column, Kind, Report, ReportQuery
from shared.contracts.reporting.columns import AMOUNT, COUNT


class PeriodComparisonQuery(ReportQuery):
    """`periods` are years, quarters or months, from two to twelve of one length; each is held against the one that is
    named before it; without them this year is held against the last. `period`, `since` and `until` narrow them further.
    """

    periods = fields.List(fields.String(validate=validate.Regexp(PERIOD_FORM)), validate=validate.Length(min=2, max=12))

    @validates_schema
    def name_each_once(self, data: dict[str, Any], **_: Any) -> None:
        named = data.get("periods", [])
        if len(set(named)) < len(named) or len({len(period) + ("Q" in period) for period in named}) > 1:
            raise ValidationError("Name different periods of one length.", "periods")


PERIOD = Column("compared", Kind.TEXT, {"en": "Period", "zh": "期间"})
CHANGE = Column("change", Kind.MONEY, {"en": "Change of the amount", "zh": "金额变化"})
CHANGE_RATE = Column("change_rate", Kind.RATE, {"en": "Change of the amount as a share", "zh": "金额变化率"})

REPORT = Report(
    id="period-comparison",
    title={"en": "Comparison of periods", "zh": "期间对比"},
    question={
        "en": "How do results compare from year to year, quarter to quarter, month to month?",
        "zh": "各年、季、月的业绩如何对比？",
    },
    query=PeriodComparisonQuery,
    dimensions=(PERIOD, CURRENCY),
    measures=(COUNT, AMOUNT),
    derived=(CHANGE, CHANGE_RATE),
    chart=Chart("bar", "compared", "amount", "currency"),
)
