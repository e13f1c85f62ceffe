"""The words around a report in a mail, and its tables in HTML: no pictures, no links, nothing that is fetched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from gateway.http.titles import ENGLISH

WORDS: Mapping[str, Mapping[str, str]] = {
    "why": {
        "en": "{owner} has this report sent to you. It shows what you may see yourself.",
        "zh": "此报表由 {owner} 安排发送给您,仅包含您有权查看的内容。",
    },
    "attached": {"en": "The report is attached: {name}", "zh": "报表见附件:{name}"},
    "inside": {"en": "The report is in the HTML part of this mail.", "zh": "报表见此邮件的 HTML 部分。"},
    "total": {"en": "Total", "zh": "合计"},
    "more": {"en": "There are more rows than are shown.", "zh": "仅显示部分行。"},
    "nothing": {"en": "There is nothing to show.", "zh": "没有数据。"},
    "fresh": {"en": "As of {at}", "zh": "截至 {at}"},
}
LANGUAGES = ("en", "zh")
CELL = "border:1px solid #ccc;padding:4px 8px;text-align:left"


@dataclass(frozen=True)
class Table:
    """`note` is said instead of rows; `fresh` is the moment of the figures, in UTC."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Sequence[Any]] = ()
    note: str | None = None
    fresh: str | None = None
    more: bool = False


def said(word: str, language: str, **told: str) -> str:
    """In the reader's language, or else in English."""
    words = WORDS[word]
    return words.get(language, words[ENGLISH]).format(**told)


def page_of(tables: Sequence[Table], language: str) -> str:
    return "".join(_table(table, language) for table in tables)


def framed(title: str, lines: Sequence[str], body: str, language: str) -> str:
    """A whole document."""
    told = "".join(f"<p>{escape(line)}</p>" for line in lines)
    head = f'<html lang="{escape(language)}"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    return f"<!DOCTYPE html>{head}<body><h1>{escape(title)}</h1>{body}{told}</body></html>"


def _table(table: Table, language: str) -> str:
    title = f"<h2>{escape(table.title)}</h2>" if table.title else ""
    if not table.rows:
        return f"{title}<p>{escape(table.note or said('nothing', language))}</p>"
    head = _row("th", table.head)
    rows = "".join(_row("td", row) for row in table.rows)
    totals = "".join(_total(row, language) for row in table.totals)
    notes = [said("more", language)] if table.more else []
    notes += [said("fresh", language, at=table.fresh)] if table.fresh else []
    told = "".join(f"<p>{escape(note)}</p>" for note in notes)
    grid = f"<thead>{head}</thead><tbody>{rows}</tbody><tfoot>{totals}</tfoot>"
    return f'{title}<table style="border-collapse:collapse">{grid}</table>{told}'


def _total(row: Sequence[Any], language: str) -> str:
    """The first cell that is empty says what the row is."""
    cells = list(row)
    if cells and cells[0] is None:
        cells[0] = said("total", language)
    return _row("td", cells)


def _row(tag: str, cells: Sequence[Any]) -> str:
    each = (f'<{tag} style="{CELL}">{escape("" if one is None else str(one))}</{tag}>' for one in cells)
    return f"<tr>{''.join(each)}</tr>"
