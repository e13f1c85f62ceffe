"""What a template may be and name, in plain Python."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from shared.errors import Conflict, RuleBroken
from shared.word_files import Part as Part
from shared.word_files import TemplateHasMacros as TemplateHasMacros
from shared.word_files import TemplateIsUnreadable as TemplateIsUnreadable
from shared.word_files import ensure_parts as ensure_parts

FIELD = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
"""A merge field; what is between the braces is its name."""

MOST_TEMPLATES = 200


class TemplateFieldsAreUnknown(RuleBroken):
    """The template names what documents of its kind do not have. `fields` says which, `known` what there is."""

    code = "template_fields_unknown"


class TemplateFieldIsMisplaced(RuleBroken):
    """A field of a line stands outside a row of a table, or any field where nothing is filled in, as in a footnote."""

    code = "template_field_misplaced"


class TemplateIsUnknown(RuleBroken):
    """A document is made from a template of its kind."""

    code = "template_unknown"


class TemplatesAreExhausted(Conflict):
    """Nobody finds their way among so many templates."""

    code = "templates_exhausted"


@dataclass(frozen=True)
class Merge:
    """What is filled in: a text for every field of the kind, and for every line its own."""

    values: Mapping[str, str]
    lines: tuple[Mapping[str, str], ...] = ()


def ensure_room(templates: int) -> None:
    if templates >= MOST_TEMPLATES:
        raise TemplatesAreExhausted(f"There are {templates} templates already.")


def names_in(text: str) -> list[str]:
    return [str(match[1]) for match in FIELD.finditer(text)]


def ensure_known(named: Iterable[str], known: Collection[str]) -> None:
    unknown = sorted(set(named) - set(known))
    if unknown:
        told = ", ".join(unknown)
        raise TemplateFieldsAreUnknown(f"Documents of this kind have no {told}.", fields=unknown, known=list(known))


def is_of_line(name: str) -> bool:
    return name.startswith("line.")


def ensure_placed(misplaced: Collection[str]) -> None:
    if misplaced:
        raise TemplateFieldIsMisplaced("These fields stand where they are not filled in.", fields=sorted(misplaced))
