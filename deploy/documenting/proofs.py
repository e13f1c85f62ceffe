"""Which tests say that they prove which row of the feature list; read from the source, nothing is run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class ProofFault(ValueError):
    """A marker that names no row, or stands where it says nothing about one test."""


@dataclass(frozen=True, order=True)
class Proof:
    """One test that claims one row. `file` is relative to the checkout;"""

    row: str
    file: str
    test: str

    @property
    def is_whole(self) -> bool:
        """Whether the test goes through the running product, which it does once on each profile."""
        return self.file.startswith("tests/end_to_end/")


def find_proofs(root: Path) -> list[Proof]:
    """Every claim in tests/. Raise `ProofFault` when a marker stands anywhere but on a test function."""
    files = sorted((root / "tests").rglob("test_*.py"))
    return sorted(proof for file in files for proof in _proofs_in(file, file.relative_to(root).as_posix()))


def _proofs_in(file: Path, name: str) -> Iterator[Proof]:
    source = file.read_text(encoding="utf-8")
    if "mark.feature" not in source:
        return
    tree = ast.parse(source)
    tests = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS) and node.name.startswith("test_")]
    owned = {id(mark): test for test in tests for mark in test.decorator_list if _is_mark(mark)}
    for node in ast.walk(tree):
        if _is_mark(node) and id(node) not in owned:
            raise ProofFault(f"{name}: put the marker of a feature on the test function itself")
    for test in tests:
        for mark in (one for one in test.decorator_list if isinstance(one, ast.Call) and _is_mark(one)):
            yield from (Proof(row, name, test.name) for row in _rows_of(mark, name))


def _is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.feature"


def _rows_of(mark: ast.Call, name: str) -> list[str]:
    rows = [one.value for one in mark.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if not rows or len(rows) != len(mark.args) or mark.keywords:
        raise ProofFault(f"{name}: a marker of a feature names its row as text: {ast.unparse(mark)}")
    return rows
