"""What a report may hold at most, in plain Python: no database, no wire, no clock."""

from shared.errors import NotFound, RuleBroken

MOST_IN_FILE = 10_000


class ReportIsUnknown(NotFound):
    """The catalogue has no report of this name."""

    code = "report_unknown"


class ReportIsTooLarge(RuleBroken):
    """More rows than a file holds; name a shorter period or a part of the company."""

    code = "report_too_large"


def ensure_fits(rows: int, most: int) -> None:
    if rows > most:
        raise ReportIsTooLarge(f"A report has at most {most} rows in one piece; narrow it.")
