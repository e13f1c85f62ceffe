"""What a template of a report may hold and name, in plain Python."""

from collections.abc import Collection

from shared.errors import Conflict, RuleBroken
from shared.word_files import TemplateHasMacros as TemplateHasMacros
from shared.word_files import TemplateIsUnreadable as TemplateIsUnreadable

MOST_TEMPLATES = 200
MOST_ROWS = 1_000
LARGEST_TEXT = 512 * 1024
"""Of one part of the Word file, with its marks."""
MOST_MARKS = 400
"""So many names and statements a part may hold."""
LARGEST_DOCUMENT = 8 * 1024 * 1024
"""Of one part, once it is filled in."""


class TemplateFieldsAreUnknown(RuleBroken):
    """The template names what its report does not have. `fields` says which, `known` what there is."""

    code = "template_fields_unknown"


class TemplateFieldIsMisplaced(RuleBroken):
    """Names stand where nothing is filled in, as in a footnote."""

    code = "template_field_misplaced"


class TemplateIsWrong(RuleBroken):
    """A statement of the template is not closed, or cannot be read; `line` tells where its text begins."""

    code = "template_wrong"


class TemplateStatementIsRefused(RuleBroken):
    """A template fills in names and knows `if` and `for` through its lists; it calculates nothing and calls nothing."""

    code = "template_statement_refused"


class TemplateReachesOut(RuleBroken):
    """The Word file fetches something from elsewhere when it is opened; a document holds all that it shows."""

    code = "template_reaches_out"


class TemplateIsUnknown(RuleBroken):
    """A document is made from a template of its report."""

    code = "template_unknown"


class TemplatesAreExhausted(Conflict):
    """Nobody finds their way among so many templates."""

    code = "templates_exhausted"


class DocumentIsTooLarge(RuleBroken):
    """More than a Word document of a report holds; name a shorter period or a part of the company."""

    code = "document_too_large"


def ensure_room(templates: int) -> None:
    if templates >= MOST_TEMPLATES:
        raise TemplatesAreExhausted(f"There are {templates} templates already.")


def ensure_rows(rows: int) -> None:
    if rows > MOST_ROWS:
        raise DocumentIsTooLarge(f"A Word document of a report has at most {MOST_ROWS} rows; narrow it.")


def ensure_size(size: int) -> None:
    if size > LARGEST_DOCUMENT:
        raise DocumentIsTooLarge("The template makes a larger document of this report than anybody can open.")


def ensure_readable(text: str) -> None:
    """Raises `TemplateIsUnreadable`: reading a part takes the longer the more marks it has."""
    if len(text) > LARGEST_TEXT or sum(text.count(mark) for mark in ("{{", "{%", "{#")) > MOST_MARKS:
        raise TemplateIsUnreadable(f"This Word file holds more text than a template needs, or over {MOST_MARKS} names.")


def ensure_said(statements: Collection[str]) -> None:
    """`statements` are those that no template has."""
    if statements:
        told = sorted(statements)
        raise TemplateStatementIsRefused(f"A template has no {', '.join(told)}.", statements=told)


def ensure_known(unknown: Collection[str], known: Collection[str]) -> None:
    if unknown:
        told = sorted(unknown)
        raise TemplateFieldsAreUnknown(f"This report has no {', '.join(told)}.", fields=told, known=sorted(known))
