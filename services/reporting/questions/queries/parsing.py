"""Reading a question: what is no plain SELECT is refused here, whatever it would have done."""

from collections.abc import Mapping
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

from services.reporting.questions import rules
from services.reporting.questions.rules import refused

DIALECT = "postgres"
CLAUSES = ("expressions", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "distinct")
NOT_ANSWERED: Mapping[type[Any], str] = {
    exp.Subquery: "a SELECT inside another",
    exp.Select: "a SELECT inside another",
    exp.SetOperation: "UNION, INTERSECT and EXCEPT",
    exp.With: "WITH",
    exp.Into: "INTO",
    exp.Lock: "FOR UPDATE",
    exp.Window: "OVER",
    exp.Lateral: "LATERAL",
    exp.Parameter: "parameters",
    exp.Placeholder: "parameters",
    exp.Command: "anything but a SELECT",
}


def read(sql: str) -> exp.Select:
    """The one SELECT that the text is. Raises `QuestionIsRefused`."""
    statement = _parsed(sql)
    if not isinstance(statement, exp.Select):
        raise refused(f"Write one SELECT; {_said_of(statement)} is not answered.")
    for parts, node in enumerate(statement.bfs(), 1):
        if parts > rules.MOST_PARTS or _depth(node) > rules.DEEPEST:
            raise refused("This is too long or too deeply nested; ask less at once.")
        if node is not statement and isinstance(node, tuple(NOT_ANSWERED)):
            raise refused(f"Write one plain SELECT: {_said_of(node)} is not answered.")
        if isinstance(node, exp.Identifier) and not node.quoted:
            node.set("this", node.name.lower())
    only(statement, *CLAUSES)
    return statement


def only(node: exp.Expr, *names: str) -> None:
    """Refuse a part that says more than these: what is not read must not be there."""
    for name, value in node.args.items():
        if name not in names and value not in (None, False, [], ""):
            what = _said_of(value) if isinstance(value, exp.Expr) else name.strip("_").replace("_", " ").upper()
            raise refused(f"{what} is not answered in {type(node).__name__.upper()}; leave it out.")


def _parsed(sql: str) -> Any:
    try:
        parsed = sqlglot.parse(sql, read=DIALECT)
    except (SqlglotError, RecursionError, ValueError, TypeError, AttributeError, IndexError, KeyError) as fault:
        # what the parser trips over is as little a SELECT as what it refuses
        raise refused(f"This cannot be read as SQL{_place(fault)}.") from fault
    statements = list(filter(None, parsed))
    if len(statements) != 1:
        raise refused("Write exactly one SELECT, without another statement behind it.")
    return statements[0]


def _place(fault: Exception) -> str:
    errors = getattr(fault, "errors", None)
    return f" (line {errors[0]['line']}, column {errors[0]['col']})" if errors and errors[0].get("line") else ""


def _said_of(node: exp.Expr) -> str:
    """What a person calls it."""
    told = next((name for kind, name in NOT_ANSWERED.items() if isinstance(node, kind)), None)
    return told or type(node).__name__.upper()


def _depth(node: exp.Expr) -> int:
    """How deep it is nested; what a chain of AND or of OR joins is side by side."""
    depth, one, above = 0, node, node.parent
    while above is not None and depth <= rules.DEEPEST:
        if not (isinstance(one, exp.Connector) and type(one) is type(above)):
            depth += 1
        one, above = above, above.parent
    return depth
