"""docs/features.md: which row of the feature list works, and which tests prove it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.documenting.proofs import Proof, ProofFault

ROWS = Path("docs") / "features" / "rows.csv"

_HEAD = """# Features

Made by `./tenon docs` from the markers in `tests/` and the list in `docs/features/rows.csv`; change those, not this
page.

A row works when a test that goes in through the gateway's HTTP door carries `@pytest.mark.feature("its id")`, asserts
every word of the row, and passes on both profiles: embedded, and RabbitMQ with PostgreSQL. The tests in
`tests/end_to_end` do. A row without such a test is not working, whatever the code does. What each row demands is the
column `works_when` of the list.
"""
_HALF = """## Not on both profiles yet

These rows have a test through the gateway's door inside one process. They are not counted above.
"""


@dataclass(frozen=True)
class Row:
    """One promise of the product; `service` owns it ("platform": all of them together)."""

    id: str
    service: str
    feature: str
    works_when: str


def read_rows(root: Path) -> list[Row]:
    """The feature list, in its order. Raise `ProofFault` when an id stands there twice."""
    with (root / ROWS).open(encoding="utf-8", newline="") as file:
        rows = [Row(**line) for line in csv.DictReader(file)]
    if len({row.id for row in rows}) != len(rows):
        raise ProofFault(f"{ROWS}: an id stands there twice")
    return rows


def features_page(rows: Sequence[Row], proofs: Iterable[Proof]) -> str:
    """The page. Raise `ProofFault` when a test claims a row that is not in the list."""
    claims: dict[str, list[Proof]] = {row.id: [] for row in rows}
    for proof in proofs:
        if proof.row not in claims:
            raise ProofFault(f"{proof.file}::{proof.test} claims {proof.row}, which is no row of {ROWS}")
        claims[proof.row].append(proof)
    proven = {row_id: [one for one in made if one.is_whole] for row_id, made in claims.items()}
    half = {row_id: made for row_id, made in claims.items() if made and not proven[row_id]}
    services = list(dict.fromkeys(row.service for row in rows))
    parts = [_HEAD, _counts(services, rows, proven)]
    parts += [part for service in services if (part := _section(service, rows, proven))]
    if half:
        parts.append(f"{_HALF}\n{_table([row for row in rows if row.id in half], half)}")
    return "\n".join(parts)


def _counts(services: Sequence[str], rows: Sequence[Row], proven: dict[str, list[Proof]]) -> str:
    lines = ["| service | proven | of |", "|---|--:|--:|"]
    for service in services:
        owned = [row for row in rows if row.service == service]
        lines.append(f"| {service} | {sum(1 for row in owned if proven[row.id])} | {len(owned)} |")
    total = sum(1 for row in rows if proven[row.id])
    return "\n".join([*lines, f"| **all** | **{total}** | **{len(rows)}** |", ""])


def _section(service: str, rows: Sequence[Row], proven: dict[str, list[Proof]]) -> str:
    shown = [row for row in rows if row.service == service and proven[row.id]]
    return f"## {service}\n\n{_table(shown, proven)}" if shown else ""


def _table(rows: Sequence[Row], claims: dict[str, list[Proof]]) -> str:
    lines = [f"| {row.id} | {_cell(row.feature)} | {_links(claims[row.id])} |" for row in rows]
    return "\n".join(["| id | feature | proven by |", "|---|---|---|", *lines, ""])


def _links(proofs: Iterable[Proof]) -> str:
    return "<br>".join(f"[{_words(proof.test)}](../{proof.file})" for proof in proofs)


def _words(test: str) -> str:
    return test.removeprefix("test_").replace("_", " ")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
