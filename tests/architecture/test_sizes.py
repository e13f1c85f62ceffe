"""No file and no function grows past the size that one can still take in."""

import ast
from pathlib import Path

import pytest

from tests.architecture.tree import PRODUCT, list_sources, parse, relative

LONGEST_FUNCTION = 50
LONGEST_FILE = 400
LONGEST_TEST_FILE = 500
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def find_long_files(paths: list[Path], longest: int) -> list[str]:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    return [f"{relative(path)}: {size} lines, {longest} allowed" for path, size in sizes.items() if size > longest]


def find_long_functions(paths: list[Path]) -> list[str]:
    functions = [(path, node) for path in paths for node in ast.walk(parse(path)) if isinstance(node, FUNCTIONS)]
    return [
        f"{relative(path)}:{node.lineno} {node.name}: {size} lines, {LONGEST_FUNCTION} allowed"
        for path, node in functions
        if (size := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]


def test_no_file_is_longer_than_400_lines() -> None:
    assert find_long_files(list(list_sources(*PRODUCT)), LONGEST_FILE) == []


def test_no_test_file_is_longer_than_500_lines() -> None:
    assert find_long_files(list(list_sources("tests")), LONGEST_TEST_FILE) == []


def test_no_function_is_longer_than_50_lines() -> None:
    assert find_long_functions(list(list_sources(*PRODUCT, "tests"))) == []


@pytest.mark.parametrize(("lines", "faults"), [(LONGEST_FILE, 0), (LONGEST_FILE + 1, 1)])
def test_a_planted_long_file_is_found(tmp_path: Path, lines: int, faults: int) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("x = 1\n" * lines)
    assert len(find_long_files([planted], LONGEST_FILE)) == faults


@pytest.mark.parametrize("keyword", ["def", "async def"])
@pytest.mark.parametrize(("lines", "faults"), [(LONGEST_FUNCTION, 0), (LONGEST_FUNCTION + 1, 1)])
def test_a_planted_long_function_is_found(tmp_path: Path, keyword: str, lines: int, faults: int) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(f"{keyword} long():\n" + "    x = 1\n" * (lines - 1))
    assert len(find_long_functions([planted])) == faults
