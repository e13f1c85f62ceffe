"""The latest version of a quotation as a Word document: its lines with their attributes, its totals, its conditions."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from sqlalchemy.orm import Session

from services.sales.customers.queries import customer_names
from services.sales.document_templates.queries.merging import plain
from services.sales.quotations.model import Quotation, QuotationLine, QuotationVersion
from services.sales.quotations.queries import get_quotation
from shared.actor import Actor
from shared.contracts.custom import Choice, CustomField, Definitions
from shared.contracts.fields import money_text
from shared.contracts.sales import products
from shared.definitions import definitions_of
from shared.rings import leaves_rings

ENGLISH, CHINESE = "en", "zh"
LANGUAGES = (ENGLISH, CHINESE)

_WORDS: Mapping[str, Mapping[str, str]] = {
    ENGLISH: {
        "quotation": "Quotation", "version": "Version", "customer": "Customer", "valid_until": "Valid until",
        "currency": "Currency", "status": "Status", "position": "No.", "product": "Product", "quantity": "Quantity",
        "unit_price": "Unit price", "discount": "Discount %", "tax_percent": "Tax %", "net": "Net", "tax": "Tax",
        "gross": "Total", "note": "Note", "draft": "draft", "sent": "sent", "accepted": "accepted",
        "refused": "refused", "expired": "expired", "superseded": "superseded", "yes": "yes", "no": "no",
    },
    CHINESE: {
        "quotation": "报价单", "version": "版本", "customer": "客户", "valid_until": "有效期至",
        "currency": "币种", "status": "状态", "position": "序号", "product": "产品", "quantity": "数量",
        "unit_price": "单价", "discount": "折扣 %", "tax_percent": "税率 %", "net": "未税金额", "tax": "税额",
        "gross": "合计", "note": "备注", "draft": "草稿", "sent": "已发送", "accepted": "已接受",
        "refused": "已拒绝", "expired": "已过期", "superseded": "已被取代", "yes": "是", "no": "否",
    },
}  # fmt: skip
_COLUMNS = ("position", "product", "quantity", "unit_price", "discount", "tax_percent", "net")
_FOR_CHINESE = "SimSun"


@dataclass(frozen=True)
class PrintedLine:
    """A line of the table; `attributes` are the product's own, each with its label and its value as people read it."""

    cells: tuple[str, ...]
    attributes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Printed:
    """All that the document says, in one language."""

    number: str
    words: Mapping[str, str]
    heads: tuple[tuple[str, str], ...]
    lines: tuple[PrintedLine, ...]
    totals: tuple[tuple[str, str], ...]
    note: str | None


def printed_quotation(session: Session, actor: Actor, quotation_id: str, language: str) -> Printed:
    """What is to be printed of a quotation in the caller's sight."""
    quotation = get_quotation(session, actor, quotation_id)
    version, words = quotation.latest, _WORDS[language]
    definitions = definitions_of(session)
    return Printed(
        number=quotation.number,
        words=words,
        heads=_heads(quotation, version, language, customer_name(session, actor, quotation)),
        lines=tuple(_line(line, definitions, language) for line in version.lines),
        totals=tuple((words[name], money_text(getattr(version, name))) for name in ("net", "tax", "gross")),
        note=version.note,
    )


def customer_name(session: Session, actor: Actor, quotation: Quotation) -> str:
    """The name of the customer; nothing where there is none in the caller's sight."""
    if quotation.customer_id is None:
        return ""
    return customer_names(session, actor, {quotation.customer_id}).get(quotation.customer_id, "")


def status_word(status: str, language: str) -> str:
    return _WORDS[language].get(status, status)


def _heads(
    quotation: Quotation, version: QuotationVersion, language: str, customer: str
) -> tuple[tuple[str, str], ...]:
    words = _WORDS[language]
    return (
        (words["customer"], customer),
        (words["version"], str(version.number)),
        (words["status"], status_word(version.status, language)),
        (words["valid_until"], version.valid_until.isoformat()),
        (words["currency"], quotation.currency),
    )


def _line(line: QuotationLine, definitions: Definitions, language: str) -> PrintedLine:
    amounts = (line.unit_price, line.discount_percent, line.tax_percent, line.net)
    product = f"{line.name} ({line.code})"
    cells = (str(line.position), product, str(line.quantity), *(money_text(amount) for amount in amounts))
    return PrintedLine(cells, tuple(attributes_of(line.attributes or {}, definitions, language)))


def attributes_of(values: Mapping[str, Any], definitions: Definitions, language: str) -> Iterable[tuple[str, str]]:
    """In the order in which the company has put its fields; a field that is gone goes by its code."""
    fields = definitions.fields.get(products.ENTITY, {})
    for code in sorted(values, key=lambda code: (fields[code].position if code in fields else len(fields), code)):
        field = fields.get(code)
        label = _in_language(field.label, language) if field else code
        yield label, _value(values[code], field, definitions, language)


def _value(value: Any, field: CustomField | None, definitions: Definitions, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_value(one, field, definitions, language) for one in value)
    if isinstance(value, bool):
        return _WORDS[language]["yes" if value else "no"]
    choices: Mapping[str, Choice] = definitions.choices.get(field.picklist, {}) if field and field.picklist else {}
    choice = choices.get(str(value))
    return _in_language(choice.label, language) if choice else str(value)


def _in_language(label: Mapping[str, str], language: str) -> str:
    return label.get(language) or label.get(ENGLISH) or next(iter(label.values()), "")


@leaves_rings
def write_document(printed: Printed) -> bytes:
    """The document as a file; takes a while for long ones, so no transaction should be open."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size = Pt(10)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FOR_CHINESE)
    document.core_properties.title = plain(f"{printed.words['quotation']} {printed.number}")
    document.core_properties.author = ""
    document.add_heading(plain(f"{printed.words['quotation']} {printed.number}"), level=1)
    _add_pairs(document, printed.heads)
    document.add_paragraph()
    _add_lines(document, printed)
    document.add_paragraph()
    _add_pairs(document, printed.totals)
    if printed.note:
        document.add_heading(printed.words["note"], level=2)
        document.add_paragraph(plain(printed.note))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _add_pairs(document: Any, pairs: Sequence[tuple[str, str]]) -> None:
    table = document.add_table(rows=0, cols=2)
    for label, value in pairs:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = plain(label), plain(value)


def _add_lines(document: Any, printed: Printed) -> None:
    table = document.add_table(rows=1, cols=len(_COLUMNS), style="Table Grid")
    for cell, name in zip(table.rows[0].cells, _COLUMNS, strict=True):
        cell.text = printed.words[name]
    for line in printed.lines:
        cells = table.add_row().cells
        for place, text in enumerate(line.cells):
            cells[place].text = plain(text)
            if place > 1:
                cells[place].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        for label, value in line.attributes:
            cells[1].add_paragraph(plain(f"{label}: {value}"))
