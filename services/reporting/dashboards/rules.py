"""What a dashboard may show, in plain Python: no database, no wire, no clock."""

from collections.abc import Collection

from shared.errors import RuleBroken


class WidgetReportIsUnknown(RuleBroken):
    """A widget shows a report that its maker sees."""

    code = "widget_report_unknown"


def ensure_known(named: Collection[str], seen: Collection[str]) -> None:
    unknown = [one for one in named if one not in seen]
    if unknown:
        raise WidgetReportIsUnknown(f"Nobody has built a report {unknown[0]} that you see.")
