"""Write what is made from code and tests: docs/events.md, docs/features.md, docs/errors.md and its data."""

import argparse
import sys
from pathlib import Path

from deploy.documenting.errors import RefusalWithoutMeaning, errors_data, errors_page, find_errors
from deploy.documenting.features import features_page, read_rows
from deploy.documenting.proofs import ProofFault, find_proofs
from shared.contracts.catalogue import Schema, all_events, data_schema, listeners, meaning
from shared.contracts.events import Event

ROOT = Path(__file__).resolve().parents[2]
EVENTS_PAGE = ROOT / "docs" / "events.md"
FEATURES_PAGE = ROOT / "docs" / "features.md"
ERRORS_PAGE = ROOT / "docs" / "errors.md"
ERRORS_DATA = ROOT / "gateway" / "http" / "errors.json"

_HEAD = """# Events

Made from `shared/contracts` by `./tenon docs`; change the event classes, not this page.

Every event travels as a CloudEvents 1.0 message on the durable topic exchange `<service>.events`, at least once, in
order per record. `sequence` is gap-free within a record (`subject`), `position` within the log of a service. The
machine-readable forms are `GET /v1/asyncapi.json` and `GET /v1/events/catalogue`.
"""


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tenon docs", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a page is out of date")
    check = parser.parse_args(argv).check
    try:
        errors = find_errors()
        pages = {
            EVENTS_PAGE: events_page(),
            FEATURES_PAGE: features_page(read_rows(ROOT), find_proofs(ROOT)),
            ERRORS_PAGE: errors_page(errors),
            ERRORS_DATA: errors_data(errors),
        }
    except (ProofFault, RefusalWithoutMeaning) as fault:
        print(f"./tenon docs: {fault}", file=sys.stderr)
        return 1
    return _check(pages) if check else _write(pages)


def _check(pages: dict[Path, str]) -> int:
    old = [page for page, text in pages.items() if not page.exists() or page.read_text(encoding="utf-8") != text]
    for page in pages:
        state = "is out of date: run ./tenon docs" if page in old else "is current"
        print(f"{_place(page)} {state}")
    return 1 if old else 0


def _write(pages: dict[Path, str]) -> int:
    for page, text in pages.items():
        page.write_text(text, encoding="utf-8")
        print(f"{_place(page)} written")
    return 0


def _place(page: Path) -> str:
    return page.relative_to(ROOT).as_posix() if page.is_relative_to(ROOT) else page.name


def events_page() -> str:
    sections = [_HEAD]
    for source in sorted({kind.source() for kind in all_events()}):
        sections.append(f"## {source}\n")
        sections.extend(_section(kind) for kind in all_events() if kind.source() == source)
    return "\n".join(sections)


def _section(kind: type[Event]) -> str:
    schema = data_schema(kind)
    heard = ", ".join(listeners(kind)) or "no service yet; subscribers outside may"
    rows = [f"| `{name}` | {_words(part)} |" for name, part in schema["properties"].items()]
    table = "\n".join(["| field | type |", "|---|---|", *rows])
    return f"### `{kind.wire_type()}`\n\n{meaning(kind)} Heard by: {heard}.\n\n{table}\n"


def _words(schema: Schema) -> str:
    match schema:
        case {"type": "array", "items": dict(items)}:
            return f"list of {_words(items)}"
        case {"type": [*kinds]}:
            return " or ".join(str(kind) for kind in kinds)
        case {"type": kind}:
            return str(kind)
        case {"enum": [*values]}:
            return ", ".join(f"`{value}`" for value in values)
        case {"anyOf": [*parts]}:
            return " or ".join(_words(part) for part in parts)
    return "any"
