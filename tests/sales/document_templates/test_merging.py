"""What is read of a template, and what becomes of it when it is filled in."""

import io
from typing import Any

import pytest
from docx import Document

from services.sales.document_templates import rules
from services.sales.document_templates.queries.merging import named_fields, write_merged
from services.sales.document_templates.queries.shipped import shipped_template
from services.sales.document_templates.rules import Merge
from shared.contracts.sales.document_templates import FIELDS, KINDS

KNOWN = ("name", "note", "line.name")


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def filled(document: Any, merge: Merge) -> Any:
    return Document(io.BytesIO(write_merged(saved(document), merge)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_shipped_template_names_only_what_there_is(kind: str) -> None:
    assert named_fields(shipped_template(kind), FIELDS[kind])


def test_a_value_is_text_whatever_signs_it_holds_and_names_nothing_itself() -> None:
    document = Document()
    document.add_paragraph("{{name}}, {{ name }}: {{ note }}")
    value = "<w:t> & ]]> {{ note }} \x07"
    merge = Merge({"name": value, "note": "one\ntwo"})
    [paragraph] = filled(document, merge).paragraphs
    assert paragraph.text == "<w:t> & ]]> {{ note }}  , <w:t> & ]]> {{ note }}  : one\ntwo"


def test_a_field_that_word_has_cut_into_pieces_is_filled_in_with_the_looks_of_its_first_piece() -> None:
    document = Document()
    paragraph = document.add_paragraph("Dear ")
    for text, bold in (("{", False), ("{ na", True), ("me }} and {{na", False), ("me}", True), ("}!", False)):
        paragraph.add_run(text).bold = bold
    runs = filled(document, Merge({"name": "Ann"})).paragraphs[0].runs
    assert [(run.text, run.bold) for run in runs if run.text] == [
        ("Dear ", None),
        ("Ann", False),
        (" and Ann", False),
        ("!", False),
    ]


@pytest.mark.parametrize("names", [(), ("Pump",), ("Pump", "Hose", "{{ name }}")])
def test_a_row_that_names_a_line_is_there_once_for_each(names: tuple[str, ...]) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "for {{ name }}"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = "{{ line.name }}", "{{ name }}"
    table.rows[2].cells[0].text = "end"
    merge = Merge({"name": "Ann"}, tuple({"line.name": name} for name in names))
    rows = [[cell.text for cell in row.cells] for row in filled(document, merge).tables[0].rows]
    assert rows == [["for Ann", ""], *([name, "Ann"] for name in names), ["end", ""]]


def test_headers_and_footers_are_filled_in_too() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "{{ name }}"
    document.sections[0].footer.paragraphs[0].text = "{{ note }}"
    assert named_fields(saved(document), KNOWN) == ["name", "note"]
    [section] = filled(document, Merge({"name": "Ann", "note": "Bye"})).sections
    assert (section.header.paragraphs[0].text, section.footer.paragraphs[0].text) == ("Ann", "Bye")


def test_a_field_of_a_line_stands_in_a_row() -> None:
    document = Document()
    document.add_paragraph("{{ line.name }}")
    with pytest.raises(rules.TemplateFieldIsMisplaced) as refused:
        named_fields(saved(document), KNOWN)
    assert refused.value.extra["fields"] == ["line.name"]


def test_there_is_room_for_so_many_templates_and_no_more() -> None:
    rules.ensure_room(rules.MOST_TEMPLATES - 1)
    with pytest.raises(rules.TemplatesAreExhausted):
        rules.ensure_room(rules.MOST_TEMPLATES)
