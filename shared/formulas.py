"""Texts that a spreadsheet would take for formulas: guarded on the way out, and as they were on the way in."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""What may begin a formula, in wide characters too, behind any apostrophes that guard it already."""


def guarded(text: str) -> str:
    """The text, behind an apostrophe if a spreadsheet would reckon with it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
