"""Every file has a fixed role, says what it is for, and leaves nothing half done."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import PRODUCT, list_aggregates, list_sources, parse, relative

VAGUE_NAMES = frozenset({"base_utils", "common", "helper", "helpers", "misc", "stuff", "util", "utils"})
UNFINISHED = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
CALLS_LEFT_OPEN = frozenset({"NotImplementedError"})
PACKAGED_ROLES = frozenset({"commands", "queries", "entrypoints", "rules"})


def find_strangers(folder: Path, roles: tuple[str, ...]) -> list[str]:
    """What lies in an aggregate's folder and is no role of it."""
    files = {f"{role}.py" for role in roles} | {"__init__.py"}
    packages = {"__pycache__", *(role for role in roles if role in PACKAGED_ROLES)}
    return sorted(place.name for place in folder.iterdir() if place.name not in (packages if place.is_dir() else files))


def find_silences(tree: ast.Module) -> list[int]:
    """Lines where an exception is caught and nothing is done."""
    handlers = [node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)]
    return [handler.lineno for handler in handlers if all(_does_nothing(statement) for statement in handler.body)]


def find_unfinished(source: str) -> list[int]:
    lines = [number for number, line in enumerate(source.splitlines(), 1) if UNFINISHED.search(line)]
    names = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    return sorted({*lines, *(name.lineno for name in names if name.id in CALLS_LEFT_OPEN)})


def lacks_docstring(tree: ast.Module) -> bool:
    return bool(tree.body) and not (ast.get_docstring(tree) or "").strip()


def test_an_aggregate_holds_only_its_roles() -> None:
    strangers = {one.module: find_strangers(one.folder, one.roles) for one in list_aggregates()}
    assert {module: names for module, names in strangers.items() if names} == {}


def test_no_module_has_a_vague_name() -> None:
    assert [relative(path) for path in _all_sources() if VAGUE_NAMES & {path.stem, path.parent.name}] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [relative(path) for path in _all_sources() if lacks_docstring(parse(path))] == []


def test_no_exception_is_passed_over() -> None:
    found = {relative(path): find_silences(parse(path)) for path in _all_sources()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_nothing_is_left_half_done() -> None:
    found = {relative(path): find_unfinished(path.read_text(encoding="utf-8")) for path in list_sources(*PRODUCT)}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("stranger", ["utils.py", "extra.py", "notes.txt", "model/", "parts/"])
def test_a_planted_stranger_in_an_aggregate_is_found(tmp_path: Path, stranger: str) -> None:
    for name in ("__init__.py", "model.py", "rules.py"):
        (tmp_path / name).write_text("")
    (tmp_path / "commands").mkdir()
    place = tmp_path / stranger
    place.mkdir() if stranger.endswith("/") else place.write_text("")
    assert find_strangers(tmp_path, ("commands", "model", "rules")) == [stranger.rstrip("/")]


@pytest.mark.parametrize("body", ["pass", "...", "continue"])
def test_a_planted_silence_is_found(body: str) -> None:
    planted = f"for x in y:\n try:\n  do(x)\n except ValueError:\n  {body}\n"
    assert find_silences(ast.parse(planted)) == ([] if body == "continue" else [4])


@pytest.mark.parametrize("line", ["x = 1  # TO" + "DO later", "raise NotImplemented" + "Error", "# FIX" + "ME"])
def test_a_planted_loose_end_is_found(line: str) -> None:
    assert find_unfinished(f"y = 2\n{line}\n") == [2]


@pytest.mark.parametrize(("source", "lacks"), [("", False), ("'''Why.'''\n", False), ("x = 1\n", True)])
def test_a_planted_module_without_docstring_is_found(source: str, lacks: bool) -> None:
    assert lacks_docstring(ast.parse(source)) is lacks


def _all_sources() -> Iterator[Path]:
    return list_sources(*PRODUCT, "tests")


def _does_nothing(statement: ast.stmt) -> bool:
    ellipsis = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, ast.Pass) or ellipsis
