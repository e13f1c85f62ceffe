"""What makes a report that somebody builds one that can be run, in plain Python: no database, no wire, no clock."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.errors import Malformed, RuleBroken

PARTS: Mapping[str, Any] = {
    "columns": [],
    "filters": [],
    "groups": [],
    "measures": [],
    "sort": [],
    "day": None,
    "chart": None,
}
"""Of a definition, each with what it is where nothing is said."""
COUNTED: Sequence[Mapping[str, str]] = ({"function": "count"},)


class ReportDoesNotFit(RuleBroken):
    """What is built names what its table does not have, or asks of a column what it cannot say."""

    code = "built_report_does_not_fit"


class ReportListsAndSums(RuleBroken):
    """A report lists facts one by one, or sums them up."""

    code = "built_report_lists_and_sums"


class ReportMixesCurrencies(RuleBroken):
    """Money is summed in one currency at a time: group by the currency, or keep to one by a filter."""

    code = "built_report_mixes_currencies"


class ReportHasNoDay(RuleBroken):
    """It names no day by which a period could be asked for."""

    code = "built_report_has_no_day"


class CellIsUnknown(Malformed):
    """A cell is one that a row of this report told."""

    code = "built_report_cell_unknown"


def name_of(measure: Mapping[str, str]) -> str:
    """What a measure is called in the answer: `sum_amount`, or `count` for the rows."""
    column = measure.get("column")
    return f"{measure['function']}_{column}" if column else str(measure["function"])


def ensure_lists_or_sums(definition: Mapping[str, Any]) -> None:
    if definition["columns"] and (definition["groups"] or definition["measures"]):
        raise ReportListsAndSums("A report has columns, or groups and measures.")


def ensure_one_currency(definition: Mapping[str, Any], money: bool, has_currency: bool) -> None:
    grouped = any(group["column"] == "currency" for group in definition["groups"])
    kept = any(one["column"] == "currency" and one["op"] == "eq" for one in definition["filters"])
    if money and has_currency and not (grouped or kept):
        raise ReportMixesCurrencies("Group by currency, or filter by one: money of several is never summed up.")


def ensure_chart_is_shown(chart: Mapping[str, Any] | None, groups: Sequence[str], measures: Sequence[str]) -> None:
    if chart is None:
        return
    if chart["x"] not in groups or chart["y"] not in measures or chart.get("series", chart["x"]) not in groups:
        raise ReportDoesNotFit("A chart draws a measure of the report over one of its groups.")
