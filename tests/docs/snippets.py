"""The pieces of code that the pages show, each with the file it says it is from."""

import re
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```\w+ file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def find_snippets(page: Path) -> Iterator[tuple[str, str]]:
    """Pairs of a file and the text it must contain, line by line."""
    for block in _BLOCK.finditer(page.read_text(encoding="utf-8")):
        yield block[1], block[2]


def is_in(text: str, file: Path) -> bool:
    return file.is_file() and f"\n{text}" in f"\n{file.read_text(encoding='utf-8')}"
