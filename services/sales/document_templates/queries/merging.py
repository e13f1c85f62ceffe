"""Reading what a template names, and making a document of it. Takes a while, so no transaction should be open."""

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from docx import Document
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from services.sales.document_templates import rules
from services.sales.document_templates.rules import FIELD, Part
from services.sales.document_templates.rules import Merge as Merge
from shared.rings import leaves_rings
from shared.word_files import DAMAGED
from shared.word_files import plain as plain

_PARAGRAPH, _ROW, _TEXT = qn("w:p"), qn("w:tr"), qn("w:t")
_KEEP_BLANKS = "{http://www.w3.org/XML/1998/namespace}space"


def named_fields(content: bytes, known: Collection[str]) -> list[str]:
    """The names of what is filled in, each once; `known` are those that there are.

    Raises `TemplateIsUnreadable`, `TemplateHasMacros`, `TemplateFieldsAreUnknown` and `TemplateFieldIsMisplaced`.
    """
    document = _opened(content)
    found: set[str] = set()
    misplaced: set[str] = set()
    for paragraph in _paragraphs(document):
        named = rules.names_in(_text_of(paragraph))
        found.update(named)
        if _row_of(paragraph) is None:
            misplaced.update(name for name in named if rules.is_of_line(name))
    for text in _other_texts(document):
        misplaced.update(rules.names_in(text))
    rules.ensure_known(found | misplaced, known)
    rules.ensure_placed(misplaced)
    return sorted(found)


@leaves_rings
def write_merged(content: bytes, merge: Merge) -> bytes:
    """The document as a file: the template with every field filled in. Values are text, whatever signs they hold: each
    place is filled once, so that braces in a value name nothing.
    """
    document = Document(io.BytesIO(content))
    rows = _rows_of_lines(document)
    for paragraph in _paragraphs(document):
        if not any(row in rows for row in paragraph.iterancestors(_ROW)):
            _fill(paragraph, merge.values)
    for row in rows:
        _repeat(row, [{**merge.values, **line} for line in merge.lines])
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _opened(content: bytes) -> Any:
    """The file as Word reads it, once its directory has shown that it may be unpacked. A part cannot be larger than the
    directory says: reading it would fail.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            rules.ensure_parts([Part(one.filename, one.file_size) for one in packed.infolist()])
        return Document(io.BytesIO(content))
    except DAMAGED as fault:
        raise rules.TemplateIsUnreadable("This is no Word file (.docx), or a damaged one.") from fault


def _paragraphs(document: Any) -> Iterator[Any]:
    """Those of the text, its tables and boxes, and of every header and footer."""
    for part in document.part.package.iter_parts():
        if isinstance(part, XmlPart):
            yield from list(part.element.iter(_PARAGRAPH))


def _other_texts(document: Any) -> Iterator[str]:
    """The parts that nothing is filled in: footnotes, comments and the like."""
    for part in document.part.package.iter_parts():
        if not isinstance(part, XmlPart) and part.partname.endswith(".xml"):
            yield re.sub("<[^>]*>", "", part.blob.decode("utf-8", "replace"))


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of its own text: Word cuts it wherever the looks or the spelling change. Those of a box that hangs on
    it are the box's.
    """
    return [text for text in paragraph.iter(_TEXT) if next(text.iterancestors(_PARAGRAPH)) is paragraph]


def _text_of(paragraph: Any) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _row_of(paragraph: Any) -> Any:
    """The innermost row of a table around the paragraph, if there is any."""
    return next(paragraph.iterancestors(_ROW), None)


def _rows_of_lines(document: Any) -> list[Any]:
    """The rows that name fields of a line, each once."""
    rows = [
        _row_of(paragraph)
        for paragraph in _paragraphs(document)
        if any(rules.is_of_line(name) for name in rules.names_in(_text_of(paragraph)))
    ]
    return list(dict.fromkeys(rows))


def _repeat(row: Any, lines: Sequence[Mapping[str, str]]) -> None:
    """The row once for each line, and not at all where there is none."""
    for line in lines:
        copied = deepcopy(row)
        row.addprevious(copied)
        for paragraph in list(copied.iter(_PARAGRAPH)):
            _fill(paragraph, line)
    row.getparent().remove(row)


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    """From the end of the text on, so that the places before stay true."""
    pieces = _texts(paragraph)
    text = "".join(piece.text or "" for piece in pieces)
    for match in reversed(list(FIELD.finditer(text))):
        _put(pieces, match.start(), match.end(), plain(values[match[1]]))
    for piece in pieces:
        _break_lines(piece)


def _put(pieces: Sequence[Any], start: int, end: int, value: str) -> None:
    """Where the field begins, in the looks it has there; what of it stands in later pieces is cut out."""
    at = 0
    for piece in pieces:
        text = piece.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if first < last:
            piece.text = text[:first] + (value if at <= start else "") + text[last:]
            piece.set(_KEEP_BLANKS, "preserve")
        at += len(text)


def _break_lines(piece: Any) -> None:
    """A new line is an element of its own in Word."""
    first, *others = (piece.text or "").splitlines() or [""]
    if not others:
        return
    piece.text, last = first, piece
    for line in others:
        text = OxmlElement("w:t")
        text.text = line
        text.set(_KEEP_BLANKS, "preserve")
        for element in (OxmlElement("w:br"), text):
            last.addnext(element)
            last = element
