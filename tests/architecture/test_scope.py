"""No query of a service starts anywhere but at what the actor may see."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, list_aggregates, list_sources, parse, relative

EXCEPTIONS = ROOT / "tests" / "architecture" / "unscoped_queries"
SHORTEST_REASON = 20
BARE = frozenset(
    {
        *("select", "update", "delete", "text", "get_of_company", "get_of_company_for_change"),
        *("row_about", "rows_about", "drop_rows"),
    }
)
BARE_METHODS = frozenset({"session.get", "session.get_one", "session.query"})
STARTERS = frozenset(
    {"visible", "changeable", "get_visible", "get_for_change", "get_within_reach", "list_history", "list_records"}
)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def find_unscoped(tree: ast.Module, unowned: frozenset[str] = frozenset()) -> Iterator[tuple[str, int]]:
    """The function and line of each statement that asks the database from nowhere.

    A statement starts somewhere when it calls `visible()` or its like, or uses a name that such a statement gave:
    the lines of an order that was found in sight are in sight. `unowned` are models that belong to nobody in
    particular; a statement that names only such models may start anywhere.
    """
    in_sight: dict[str, set[str]] = {}
    for owner, statement in sorted(_statements(tree), key=lambda one: one[1].lineno):
        names = {ast.unparse(node.func) for node in ast.walk(statement) if isinstance(node, ast.Call)}
        known = in_sight.setdefault(owner, set())
        if _starters(names) or known & _names(statement, ast.Load):
            known |= _names(statement, ast.Store)
        elif any(_is_bare(name) for name in names) and not _models(statement) <= unowned:
            yield owner, statement.lineno


def list_exceptions(kind: str, key: str) -> dict[str, str]:
    """The exceptions of one kind (`allowed` statements, `unowned` models) with their reasons."""
    files = [tomllib.loads(file.read_text(encoding="utf-8")) for file in sorted(EXCEPTIONS.glob("*.toml"))]
    return {entry[key]: entry["reason"] for file in files for entry in file.get(kind, [])}


def list_found() -> dict[str, list[int]]:
    unowned = frozenset(list_exceptions("unowned", "model"))
    found: dict[str, list[int]] = {}
    for path in _aggregate_files():
        for owner, line in find_unscoped(parse(path), unowned):
            found.setdefault(f"{relative(path)}::{owner}", []).append(line)
    return found


def test_no_aggregate_asks_past_the_scope() -> None:
    allowed = list_exceptions("allowed", "where")
    assert {where: lines for where, lines in list_found().items() if where not in allowed} == {}


def test_every_exception_still_exists_and_says_why() -> None:
    found, allowed = list_found(), list_exceptions("allowed", "where")
    unowned = list_exceptions("unowned", "model")
    classes = {node.name for path in _model_files() for node in ast.walk(parse(path)) if isinstance(node, ast.ClassDef)}
    short = [where for where, reason in {**allowed, **unowned}.items() if len(reason) < SHORTEST_REASON]
    assert [*(allowed.keys() - found.keys()), *(unowned.keys() - classes), *short] == []


def test_a_model_with_an_owner_is_never_called_unowned() -> None:
    unowned = list_exceptions("unowned", "model")
    nodes = (node for path in _model_files() for node in ast.walk(parse(path)) if isinstance(node, ast.ClassDef))
    owned = {node.name for node in nodes if any(ast.unparse(base) == "OwnedRecord" for base in node.bases)}
    assert owned & unowned.keys() == set()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("return session.scalar(visible(Lead, actor).where(Lead.id == id))", False),
        ("rows = select(func.count()).select_from(visible(Lead, actor).subquery())", False),
        ("return session.scalars(select(Lead))", True),
        ('return get_of_company(session, Lead, id, "lead")', True),
        ('return get_of_company_for_change(session, actor, Lead, id, "lead")', True),
        ("return session.scalars(sa.select(Lead.id))", True),
        ("return session.get(Lead, id)", True),
        ("return self.session.get_one(Lead, id)", True),
        ("return session.query(Lead).all()", True),
        ("session.execute(update(Lead).values(name=''))", True),
        ("session.execute(delete(Lead))", True),
        ("session.execute(text('SELECT * FROM leads'))", True),
        ("if one:\n    return session.get(Lead, id)", True),
        ("with visible_elsewhere():\n    return session.get(Lead, id)", True),
        ("for lead in session.scalars(select(Lead)): pass", True),
        ("match session.get(Lead, id):\n    case None: visible(Lead, actor)", True),
        ("lead = get_visible(session, Lead, actor, id)\nreturn session.scalars(select(Call).where(lead))", False),
        ("lead = other(session, id)\nreturn session.scalars(select(Call).where(lead))", True),
        ("return form.get('name')", False),
    ],
)
def test_a_planted_statement_past_the_scope_is_found(body: str, found: bool) -> None:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    planted = ast.parse(f"def planted(session, actor, id):\n{lines}")
    assert [owner for owner, _ in find_unscoped(planted)] == (["planted"] if found else [])


@pytest.mark.parametrize(
    ("models", "found"), [("Product.id", False), ("Product.id, Lead.id", True), ("Lead.id", True), ("1", False)]
)
def test_only_models_named_as_unowned_may_be_asked_from_anywhere(models: str, found: bool) -> None:
    planted = ast.parse(f"def planted(session):\n    return session.scalars(select({models}))\n")
    assert bool(list(find_unscoped(planted, frozenset({"Product"})))) is found


def _aggregate_files() -> Iterator[Path]:
    for aggregate in list_aggregates():
        if aggregate.owner != "gateway":
            yield from sorted(aggregate.folder.rglob("*.py"))


def _model_files() -> Iterator[Path]:
    yield from (path for path in list_sources("services", "shared/persistence") if path.stem in ("model", "platform"))


def _models(statement: ast.AST) -> frozenset[str]:
    """The names in it that look like classes; a raw text names none that could be checked."""
    nodes = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    classes = {node.id for node in nodes if node.id[:1].isupper() and not node.id.isupper()}
    return frozenset(classes | ({"text"} & {node.id for node in nodes}))


def _starters(names: set[str]) -> set[str]:
    return {name for name in names if name.rpartition(".")[2] in STARTERS}


def _names(statement: ast.AST, use: type[ast.expr_context]) -> set[str]:
    return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, use)}


def _is_bare(name: str) -> bool:
    scope, _, last = name.rpartition(".")
    return (last in BARE and scope in ("", "sa", "sqlalchemy")) or name.removeprefix("self.") in BARE_METHODS


def _statements(tree: ast.Module) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    """The simple statements, and the heads of the compound ones, each with the function around it."""
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    owners = {id(inner): function.name for function in functions for inner in ast.walk(function)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt):
            continue
        owner = owners.get(id(node), "<module>")
        if isinstance(node, ast.Match):
            yield owner, node.subject
        elif not hasattr(node, "body"):
            yield owner, node
        for head in (child for child in ast.iter_child_nodes(node) if hasattr(node, "body")):
            if isinstance(head, ast.expr):
                yield owner, head
            if isinstance(head, ast.withitem):
                yield owner, head.context_expr
