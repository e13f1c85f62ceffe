"""No report of the catalogue reaches past the rows that it is given."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.reporting.reports import statements
from shared.contracts.reporting.catalogue import CURRENCY, Kind
from shared.contracts.reporting.reports import REPORTS
from tests.architecture.tree import ROOT, parse, relative

REPORT_FILES = sorted(path for path in (ROOT / "services/reporting/reports").glob("*.py") if path.stem != "__init__")
FROM_SQLALCHEMY = frozenset({"ColumnElement", "Select", "and_", "case", "func", "literal", "not_", "or_"})
"""With these a condition or a sum is made, and no statement is begun."""


def find_trespasses(tree: ast.Module) -> Iterator[str]:
    """Imports by which a report could ask the database past its rows."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            names = {name.name for name in node.names}
            if module.split(".")[0] == "sqlalchemy":
                yield from (
                    f"{module}.{name}" for name in names if module != "sqlalchemy" or name not in FROM_SQLALCHEMY
                )
            elif module == "shared.visible" or module.startswith("shared.persistence.platform"):
                yield module


def test_no_report_can_ask_past_its_rows() -> None:
    found = {relative(path): sorted(find_trespasses(parse(path))) for path in REPORT_FILES}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("from sqlalchemy import select", ["sqlalchemy.select"]),
        ("from sqlalchemy import func, text", ["sqlalchemy.text"]),
        ("from sqlalchemy.orm import Session", ["sqlalchemy.orm.Session"]),
        ("import sqlalchemy", ["sqlalchemy"]),
        ("from shared.visible import visible", ["shared.visible"]),
        ("from sqlalchemy import case", []),
    ],
)
def test_a_planted_way_past_the_rows_is_found(line: str, found: list[str]) -> None:
    assert list(find_trespasses(ast.parse(line))) == found


def test_each_report_that_is_declared_is_made_and_each_that_is_made_is_declared() -> None:
    assert statements().keys() == {report.id for report in REPORTS.values() if report.answered_by is None}
    modules = Path(ROOT / "shared/contracts/reporting/reports").glob("*.py")
    assert {path.stem for path in modules} - {"__init__"} == {report.name for report in REPORTS.values()}


@pytest.mark.parametrize("report", statements().values(), ids=lambda one: one.report.id)
def test_a_report_with_money_keeps_currencies_apart(report: object) -> None:
    declared = report.report  # type: ignore[attr-defined]
    has_money = any(measure.kind is Kind.MONEY for measure in declared.measures)
    assert not has_money or CURRENCY in declared.dimensions
