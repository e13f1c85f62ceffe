"""The template that the product comes with, for every report: good enough to send, and to be edited into one's own."""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Pt


@cache
def shipped_template() -> bytes:
    """The Word file: the title, what was asked, the chart, the rows and the totals."""
    document = Document()
    document.styles["Normal"].font.size = Pt(9)
    document.core_properties.author = ""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.footer.paragraphs[0].text = "{{ today }}"
    document.add_heading("{{ title }}", level=1)
    document.add_paragraph("{{ question }}")
    document.add_paragraph("{%p for one in asked %}")
    document.add_paragraph("{{ one.name }}: {{ one.value }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ chart }}")
    _add_table(document, "columns", "rows", "row")
    document.add_paragraph()
    _add_table(document, "total_columns", "totals", "total")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_table(document: Any, columns: str, rows: str, each: str) -> None:
    """As many columns as the report has, and a row for each of its own."""
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    head, begin, body, end = (row.cells for row in table.rows)
    for cells, over, told in ((head, columns, "cell.title"), (body, f"{each}.cells", "cell")):
        cells[0].text = f"{{%tc for cell in {over} %}}"
        cells[1].text = f"{{{{ {told} }}}}"
        cells[2].text = "{%tc endfor %}"
    begin[0].text, end[0].text = f"{{%tr for {each} in {rows} %}}", "{%tr endfor %}"
