"""What a Word document of a report says: the words of its template, its rows and totals as texts, and its chart."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from services.reporting.catalogue.queries.whole import WholeReport
from services.reporting.charts.queries.drawing import draw_png
from services.reporting.charts.queries.pictures import picture_of
from services.reporting.report_templates.queries.merging import Document, write_document
from services.reporting.statements.queries import Row
from shared.clock import today
from shared.contracts.reporting.catalogue import Column
from shared.word_files import plain


def write_report(template: bytes, whole: WholeReport, language: str) -> bytes:
    """Takes a while, so no transaction should be open. Raises `DocumentIsTooLarge` and `ChartDoesNotFit`."""
    picture = picture_of(whole.report, whole.chart, language)
    said = _names(whole, language)
    return write_document(template, Document(said, draw_png(picture), picture.description, len(whole.rows)))


def _names(whole: WholeReport, language: str) -> dict[str, Any]:
    """As `names_of` the report promises them."""
    report = whole.report
    return {
        "title": report.title[language],
        "question": report.question[language],
        "today": today().isoformat(),
        "as_of": "" if whole.at is None else whole.at.isoformat(timespec="seconds"),
        "asked": [SimpleNamespace(name=name, value=_text(value)) for name, value in whole.asked.items()],
        "columns": _titles(report.columns, language),
        "rows": _texts(report.columns, whole.rows),
        "total_columns": _titles(report.of_totals, language),
        "totals": _texts(report.of_totals, whole.totals),
    }


def _titles(columns: Sequence[Column], language: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(name=column.name, title=column.title[language]) for column in columns]


def _texts(columns: Sequence[Column], rows: Sequence[Row]) -> list[SimpleNamespace]:
    """Each row by its columns' names, and as cells in their order."""
    told = [{column.name: _text(row.get(column.name)) for column in columns} for row in rows]
    return [SimpleNamespace(**one, cells=list(one.values())) for one in told]


def _text(value: Any) -> str:
    """As in the table; nothing for what is not there."""
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return "" if value is None else plain(str(value))
