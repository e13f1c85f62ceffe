"""Reports with a view of their own as tables: where their rows are in an answer, and what is shown of each.

Whatever is added to the catalogue is found here, or a test says so: every report can be sent by mail.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.payload import Payload
from shared.contracts.reporting.catalogue import Column, DrawnQuery, Kind, Report
from shared.contracts.reporting.columns import NAME, NUMBER

AMOUNT_WON = Column("won", Kind.MONEY, {"en": "Won so far", "zh": "已赢得"})
NAIVE = Column("naive", Kind.MONEY, {"en": "The quarter before, again", "zh": "沿用上一季度"})
STAGE_LABEL = Column("stage_label", Kind.TEXT, {"en": "Stage", "zh": "阶段"})
DAYS_IN_STAGE = Column("days_in_stage", Kind.DAYS, {"en": "Days in the stage", "zh": "所处阶段天数"})
STORED_AS = {"deal_id": "opportunity_id"}
"""What a column is called in the answer, where it has another name there."""


@dataclass(frozen=True)
class OwnTable:
    """`rows` is the member with the rows, None where the answer itself is the only one. `beside` are shown besides
    what the catalogue names.
    """

    rows: str | None
    beside: tuple[Column, ...] = ()


TABLES: Mapping[str, OwnTable] = {
    "deal-outlook": OwnTable(None, (NUMBER, NAME, STAGE_LABEL, DAYS_IN_STAGE)),
    "forecast-errors": OwnTable("quarters", (NAIVE,)),
    "history-forecast": OwnTable("amounts_by_currency", (AMOUNT_WON,)),
    "win-scores": OwnTable("rows", (NUMBER, NAME)),
}
"""By the id of the report. Those that are drawn have calls of their own for their rows."""


def is_drawn(report: Report) -> bool:
    """Whether there are pictures, documents and files of it."""
    return issubclass(report.query, DrawnQuery)


def files_of(report: Report) -> str | None:
    """The call that gives all rows of a report with a view of its own, where there is one: get_forecast has
    list_forecast_rows.
    """
    if report.answered_by is None or not is_drawn(report):
        return None
    return f"list_{report.answered_by.removeprefix('get_')}_rows"


def columns_of(report: Report) -> tuple[Column, ...]:
    """What a table of it shows."""
    beside = TABLES[report.id].beside if report.id in TABLES else ()
    return (*report.dimensions, *report.labels, *beside, *report.measures, *report.derived)


def rows_of(report: Report, answer: Payload) -> list[Payload]:
    """The rows of one answer, by the names of the columns."""
    table = TABLES[report.id]
    rows = [answer] if table.rows is None else answer[table.rows]
    names = [column.name for column in columns_of(report)]
    return [{name: row.get(STORED_AS.get(name, name)) for name in names} for row in rows]


def is_tabled(report: Report) -> bool:
    """Whether its rows are known: by the catalogue, by a call, or here."""
    return report.answered_by is None or is_drawn(report) or report.id in TABLES
