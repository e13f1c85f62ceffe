"""Reading a template of a report, and making a document of it by docxtpl. Takes a while, so no transaction should be
open.

What a template may say is decided by `read_template` when it is sent. The environment that fills it in is a
sandbox nevertheless, which writes no more than a document may hold.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from services.reporting.report_templates import rules
from services.reporting.report_templates.queries.reading import Reading, ensure_understood, read_template
from shared.contracts.reporting.report_templates import Shape, names_of
from shared.contracts.reporting.reports import REPORTS
from shared.rings import leaves_rings
from shared.word_files import DAMAGED, parts_of, plain

WIDTH = Mm(165)
_FAULTS = (*DAMAGED, TypeError, etree.LxmlError)
_ALIEN = re.compile(rb"<!(DOCTYPE|ENTITY)")
_OUTSIDE = re.compile(r"<Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>")
_LINK = re.compile(r"\bType\s*=\s*[\"'][^\"']*/hyperlink[\"']")
_INSTRUCTIONS = re.compile(r"<w:instrText[^>]*>(.*?)</w:instrText>|\bw:instr\s*=\s*\"([^\"]*)\"", re.DOTALL)
_FETCHING = re.compile(r"\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|DATABASE)\b", re.IGNORECASE)
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml\Z")
_MARKS = ("{{", "{%")


@dataclass(frozen=True)
class Document:
    """What is filled in: names as `names_of` the report has them, and the chart as a picture with its description.
    Raises `DocumentIsTooLarge` for more `rows` than a document has.
    """

    names: Mapping[str, Any]
    picture: bytes
    description: str
    rows: int

    def __post_init__(self) -> None:
        rules.ensure_rows(self.rows)


class _Bounded(Template):
    """Stops writing when a document has become too large."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        pieces, size = [], 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            rules.ensure_size(size)
            pieces.append(piece)
        return "".join(pieces)


class _Environment(ImmutableSandboxedEnvironment):
    template_class = _Bounded


class _WordTemplate(DocxTemplate):  # type: ignore[misc]
    """Only texts, headers and footers are filled in. What is filled in must be as sound as the template was."""

    def fix_tables(self, xml: str) -> Any:
        etree.fromstring(xml, parser=etree.XMLParser(resolve_entities=False))
        return super().fix_tables(xml)

    def render_footnotes(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """A footnote would be filled in once for each section."""

    def render_properties(self, context: Mapping[str, Any], jinja_env: Any = None) -> None:
        """What the file says about itself stays."""

    def sources(self) -> Iterator[str]:
        """The texts as they are filled in."""
        self.init_docx()
        yield self.patch_xml(self._readable(self.get_xml()))
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(uri):
                yield self.patch_xml(self._readable(self.get_part_xml(part)))

    def _readable(self, text: str) -> str:
        rules.ensure_readable(text)
        return text


def named_fields(content: bytes, report: str) -> list[str]:
    """The names of what is filled in, each once. For a trial the template is filled in with rows
    and without any.

    Raises `TemplateIsUnreadable`, `TemplateHasMacros`, `TemplateReachesOut`, `TemplateIsWrong`,
    `TemplateStatementIsRefused`, `TemplateFieldsAreUnknown` and `TemplateFieldIsMisplaced`.
    """
    _ensure_harmless(parts_of(content))
    names = names_of(REPORTS[report])
    reading = Reading(names)
    try:
        for source in _WordTemplate(io.BytesIO(content)).sources():
            read = read_template(_environment().parse(source), names)
            reading.found |= read.found
            reading.unknown |= read.unknown
            reading.refused |= read.refused
    except TemplateSyntaxError as fault:
        raise rules.TemplateIsWrong(f"A statement of the template is wrong: {fault.message}") from fault
    except _FAULTS as fault:
        raise rules.TemplateIsUnreadable("This is no Word file (.docx), or a damaged one.") from fault
    ensure_understood(reading)
    for rows in (2, 0):
        write_document(content, _sample(names, rows))
    return sorted(reading.found)


@leaves_rings
def write_document(content: bytes, document: Document) -> bytes:
    """The document as a file. Values are text, whatever signs they hold. Raises `TemplateIsWrong` where a statement
    stands so that what is filled in is no document any more, and `DocumentIsTooLarge`.
    """
    template = _WordTemplate(io.BytesIO(content))
    image = InlineImage(template, io.BytesIO(document.picture), width=WIDTH)
    try:
        template.render({**document.names, "chart": image}, _environment())
        for drawing in template.docx.element.body.iter("{*}docPr"):
            if not drawing.get("descr"):
                drawing.set("descr", plain(document.description))
        file = io.BytesIO()
        template.save(file)
    except (TemplateError, *_FAULTS) as fault:
        raise rules.TemplateIsWrong("A statement stands where nothing can be repeated or left out.") from fault
    return file.getvalue()


def _environment() -> _Environment:
    environment = _Environment(autoescape=True, undefined=StrictUndefined)
    environment.globals.clear()
    return environment


def _ensure_harmless(parts: Mapping[str, bytes]) -> None:
    """Nothing is fetched when the document is opened, and every name stands where it is filled in."""
    for name, content in parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        if _ALIEN.search(content.replace(b"\0", b"")):
            raise rules.TemplateIsUnreadable("This Word file declares a language of its own.")
        text = content.decode("utf-8", "replace")
        if any(not _LINK.search(one) for one in _OUTSIDE.findall(text)):
            raise rules.TemplateReachesOut("This Word file is attached to something outside of it.")
        said = "".join(one or other for one, other in _INSTRUCTIONS.findall(text))
        if _FETCHING.search(said):
            raise rules.TemplateReachesOut("A field of this Word file fetches something when it is opened.")
        plain_text = re.sub("<[^>]*>", "", text)
        if not _FILLED.match(name) and name.startswith("word/") and any(mark in plain_text for mark in _MARKS):
            raise rules.TemplateFieldIsMisplaced(f"Nothing is filled in in {name}.", fields=[name])


def _sample(names: Mapping[str, Shape], rows: int) -> Document:
    """A report of so many rows, as any template of it must be able to say."""
    return Document({name: _sampled(shape, rows) for name, shape in names.items()}, _DOT, "", rows)


def _sampled(shape: Shape, rows: int) -> Any:
    if isinstance(shape, list):
        return [_sampled(shape[0], rows) for _ in range(rows)]
    if isinstance(shape, Mapping):
        return SimpleNamespace(**{name: _sampled(inner, rows) for name, inner in shape.items()})
    return "1"


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b5500"
    "00000a49444154789c63f80f0001010100b138f6140000000049454e44ae426082"
)
"""The smallest picture."""
