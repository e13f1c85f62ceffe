"""No test takes the time while tests are gathered: a run that passes midnight would test two days at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
CLOCKS = frozenset({"today", "now", "day_in", "iso_day", "noon", "utcnow"})
LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def taken_at_once(node: ast.AST) -> Iterator[int]:
    """The lines on which reading this module asks a clock: not those of what is called later."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in CLOCKS:
            yield node.lineno
    if isinstance(node, LATER):
        defaults = [one for one in (*node.args.defaults, *node.args.kw_defaults) if one is not None]
        parts: list[ast.AST] = [*defaults, *getattr(node, "decorator_list", [])]
    else:
        parts = list(ast.iter_child_nodes(node))
    for part in parts:
        yield from taken_at_once(part)


def test_no_test_module_asks_for_the_time_when_it_is_read() -> None:
    found = {
        f"{path.relative_to(TESTS)}:{line}"
        for path in TESTS.rglob("*.py")
        for line in taken_at_once(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_what_is_asked_for_while_reading_is_seen_and_what_is_asked_later_is_not() -> None:
    early = "A = today()\n@mark(clock.now())\ndef f(day=iso_day(1)): ...\nclass C:\n    D = [noon(-1)]"
    assert sorted(taken_at_once(ast.parse(early))) == [1, 2, 3, 5]
    later = "def f():\n    return today()\nG = lambda: now()\nclass C:\n    def g(self): return noon(1)"
    assert list(taken_at_once(ast.parse(later))) == []
