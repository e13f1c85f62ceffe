"""Deals by any two things that tell them apart."""

import re
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from shared.contracts.reporting.catalogue import (
    CURRENCY,
    FORMS,
    PERIOD_FORM,
    Chart,
    Column,
    Kind,
    Report,
    ReportQuery,
)
from shared.contracts.reporting.columns import AMOUNT, COUNT, WEIGHTED

BY_ID = ("seller", "unit", "product")
PERIODS = ("month", "quarter", "year")
DIMENSIONS = (*BY_ID, "category", "sector", "status", "stage", "channel", "reason", *PERIODS)
MEASURES = ("count", "amount", "weighted_amount")


class CubeQuery(ReportQuery):
    """`rows` and `columns` are what tells deals apart, and `measure` what cells are ordered by, the greatest first. The
    period is that in which closed deals were closed and open ones are expected to be; so are months, quarters and
    years. A sector is the industry of the customer, and with the category of a product as it is today.
    """

    rows = fields.String(load_default="seller", validate=validate.OneOf(DIMENSIONS))
    columns = fields.String(load_default="stage", validate=validate.OneOf(DIMENSIONS))
    measure = fields.String(load_default="amount", validate=validate.OneOf(MEASURES))

    @validates_schema
    def name_two_dimensions(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("rows") == data.get("columns"):
            raise ValidationError("Name two different dimensions.", "columns")

    @validates_schema
    def name_cell_in_its_form(self, data: dict[str, Any], **_: Any) -> None:
        for cell, dimension in (("row", "rows"), ("column", "columns")):
            named, by = str(data.get(cell) or ""), data.get(dimension)
            form = FORMS[Kind.ID] if by in BY_ID else PERIOD_FORM if by in PERIODS else ""
            if named and not re.match(form, named):
                raise ValidationError("Not a value of this dimension.", cell)


ROW = Column("row", Kind.TEXT, {"en": "Id or name of the row", "zh": "行标识"})
COLUMN = Column("column", Kind.TEXT, {"en": "Id or name of the column", "zh": "列标识"})
ROW_NAME = Column("row_name", Kind.TEXT, {"en": "Row", "zh": "行"})
COLUMN_NAME = Column("column_name", Kind.TEXT, {"en": "Column", "zh": "列"})

REPORT = Report(
    id="cube",
    title={"en": "Cube of deals", "zh": "商机多维分析"},
    question={
        "en": "What do deals come to by any two of seller, unit, product, stage, period and more?",
        "zh": "按任意两个维度（销售员、部门、产品、阶段、期间等），商机合计如何？",
    },
    query=CubeQuery,
    dimensions=(ROW, COLUMN, CURRENCY),
    labels=(ROW_NAME, COLUMN_NAME),
    measures=(COUNT, AMOUNT, WEIGHTED),
    chart=Chart("bar", "row_name", "amount", "column_name"),
)
