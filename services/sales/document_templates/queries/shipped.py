"""The templates that the product comes with: good enough to send, and to be edited into one's own."""

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from shared.contracts.sales.document_templates import QUOTATION

_LINES = (
    ("No.", "line.position"),
    ("Product", "line.name"),
    ("Quantity", "line.quantity"),
    ("Unit price", "line.unit_price"),
    ("Discount %", "line.discount_percent"),
    ("Tax %", "line.tax_percent"),
    ("Net", "line.net"),
)
_TEXT_COLUMNS = 2


@lru_cache(maxsize=4)
def shipped_template(kind: str) -> bytes:
    """The Word file of the shipped template of this kind."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    document.core_properties.author = ""
    document.sections[0].footer.paragraphs[0].text = _field("unit.name")
    (_quotation if kind == QUOTATION else _proposal)(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _quotation(document: Any) -> None:
    document.add_heading(f"Quotation {_field('quotation.number')}", level=1)
    heads = (
        ("Customer", "customer.name"),
        ("Date", "today"),
        ("Version", "quotation.version"),
        ("Valid until", "quotation.valid_until"),
        ("Currency", "quotation.currency"),
        ("Your contact", "owner.name"),
    )
    _add_pairs(document, heads)
    document.add_paragraph()
    table = document.add_table(rows=2, cols=len(_LINES), style="Table Grid")
    for place, (title, name) in enumerate(_LINES):
        table.rows[0].cells[place].text = title
        cell = table.rows[1].cells[place]
        cell.text = _field(name)
        if place >= _TEXT_COLUMNS:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    table.rows[1].cells[1].add_paragraph(_field("line.attributes"))
    document.add_paragraph()
    _add_pairs(document, (("Net", "quotation.net"), ("Tax", "quotation.tax"), ("Total", "quotation.gross")))
    document.add_paragraph(_field("quotation.note"))


def _proposal(document: Any) -> None:
    document.add_heading(f"Proposal: {_field('opportunity.name')}", level=1)
    document.add_paragraph(f"For {_field('customer.name')}, {_field('today')}")
    facts = (
        ("Our reference", "opportunity.number"),
        ("Product", "opportunity.product"),
        ("Amount", "opportunity.amount"),
        ("Currency", "opportunity.currency"),
        ("Planned for", "opportunity.expected_close_date"),
        ("Next step", "opportunity.next_step"),
        ("Your contact", "owner.name"),
    )
    _add_pairs(document, facts)


def _add_pairs(document: Any, pairs: tuple[tuple[str, str], ...]) -> None:
    table = document.add_table(rows=0, cols=2)
    for title, name in pairs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = title, _field(name)


def _field(name: str) -> str:
    return "{{ " + name + " }}"
