"""Word files that people send to be filled in: what one may be, and that it holds and reaches for nothing else."""

import io
import re
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass

from shared.errors import RuleBroken

MOST_PARTS = 500
LARGEST_UNPACKED = 32 * 1024 * 1024
NEEDED_PARTS = ("[Content_Types].xml", "word/document.xml")
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DAMAGED = (zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, AttributeError, RuntimeError, OSError)
"""All that reading a file that is no Word file, or only looks like one, can end in; XML's faults are `SyntaxError`s."""

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, and so no Word document."""


class TemplateIsUnreadable(RuleBroken):
    """Not a Word file (.docx), a damaged one, or one that unpacks to more than any letter needs."""

    code = "template_unreadable"


class TemplateHasMacros(RuleBroken):
    """A template is text with names in it; programs are not sent to customers."""

    code = "template_has_macros"


@dataclass(frozen=True)
class Part:
    """A part of a Word file as its directory tells: the name, and the size once unpacked."""

    name: str
    size: int


def ensure_parts(parts: Collection[Part]) -> None:
    """Raises `TemplateIsUnreadable` for what is no Word file, reaches out of it, or swells when it is unpacked."""
    names = {part.name for part in parts}
    if any(name not in names for name in NEEDED_PARTS):
        raise TemplateIsUnreadable("This is no Word file (.docx).")
    if len(parts) > MOST_PARTS or len(names) < len(parts) or sum(part.size for part in parts) > LARGEST_UNPACKED:
        raise TemplateIsUnreadable("This Word file unpacks to more than a template needs.")
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        raise TemplateIsUnreadable("This Word file has parts that lie outside of it.")
    if any(name.lower().endswith((".bin", ".vbs", ".exe")) for name in names):
        raise TemplateHasMacros("This Word file holds a program or an embedded object; save it without.")


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts by name, once the directory has shown that they may be unpacked. A part cannot be larger than the
    directory says: reading it would fail.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            ensure_parts([Part(one.filename, one.file_size) for one in packed.infolist()])
            return {one.filename: packed.read(one) for one in packed.infolist()}
    except DAMAGED as fault:
        raise TemplateIsUnreadable("This is no Word file (.docx), or a damaged one.") from fault


def plain(text: str) -> str:
    """The text as a document can hold it."""
    return _NO_XML.sub(" ", text)
