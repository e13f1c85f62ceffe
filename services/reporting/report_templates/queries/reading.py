"""Reading what a template of a report says, before anything of it has run.

A template is a small language: texts, names, `if`, and `for` through the lists that there are. What it may say is
listed here, and all else is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import nodes

from services.reporting.report_templates import rules
from shared.contracts.reporting.report_templates import Shape

MOST_DEEP = 2
"""The rows, and in each of them its cells."""
FILTERS = frozenset({"default", "lower", "trim", "upper"})
LOOP: Shape = dict.fromkeys(("index", "index0", "first", "last", "length"))


@dataclass(frozen=True)
class Named:
    """What a name stands for at its place in a template, and where it comes from: rows[].amount."""

    path: str
    shape: Shape


NOTHING = Named("", None)
Known = dict[str, Named]


@dataclass
class Reading:
    """What has been found in a template; `names` are those that there are at this place."""

    names: Mapping[str, Shape]
    found: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


def read_template(template: nodes.Template, names: Mapping[str, Shape]) -> Reading:
    """What a template names. Each list is gone through by itself, never inside another of the whole report, so that a
    document grows with its rows and no faster.
    """
    reading = Reading(names)
    _read_all(reading, template.body, {name: Named(name, shape) for name, shape in names.items()}, depth=0)
    return reading


def ensure_understood(reading: Reading) -> None:
    """Raises `TemplateStatementIsRefused` and `TemplateFieldsAreUnknown`."""
    rules.ensure_said(reading.refused)
    rules.ensure_known(reading.unknown, _told(reading.names))


def _told(names: Mapping[str, Shape], before: str = "") -> list[str]:
    """Every name with what is inside of it: rows[].amount."""
    told: list[str] = []
    for name, shape in names.items():
        is_list = isinstance(shape, list)
        inner = shape[0] if isinstance(shape, list) else shape
        place = f"{before}{name}{'[]' if is_list else ''}"
        told += _told(inner, f"{place}.") if isinstance(inner, Mapping) else [place]
    return told


def _read_all(reading: Reading, body: list[nodes.Node], known: Known, *, depth: int) -> None:
    for node in body:
        match node:
            case nodes.Output():
                for one in node.nodes:
                    if not isinstance(one, nodes.TemplateData):
                        _read_text(reading, one, known)
            case nodes.If():
                _read_value(reading, node.test, known)
                for part in (node.body, node.elif_, node.else_):
                    _read_all(reading, list(part), known, depth=depth)
            case nodes.For():
                _read_loop(reading, node, known, depth=depth)
            case _:
                reading.refused.add(type(node).__name__.lower())


def _read_loop(reading: Reading, node: nodes.For, known: Known, *, depth: int) -> None:
    through = _read_value(reading, node.iter, known)
    if not isinstance(node.target, nodes.Name) or node.recursive:
        reading.refused.add("for with several names")
    elif not isinstance(through.shape, list):
        reading.refused.add("for through what is no list")
    elif depth and (depth >= MOST_DEEP or isinstance(node.iter, nodes.Name)):
        reading.refused.add(f"for through {_name_of(node.iter)} inside another")
    else:
        one = Named(f"{through.path}[]", through.shape[0])
        inside = {**known, node.target.name: one, "loop": Named("loop", LOOP)}
        if node.test is not None:
            _read_value(reading, node.test, inside)
        _read_all(reading, node.body, inside, depth=depth + 1)
        _read_all(reading, node.else_, known, depth=depth)


def _read_text(reading: Reading, node: nodes.Node, known: Known) -> None:
    """Only what is a text can be written down."""
    if _read_value(reading, node, known).shape is not None:
        reading.unknown.add(f"text of {_name_of(node)}")


def _read_value(reading: Reading, node: nodes.Node, known: Known) -> Named:
    match node:
        case nodes.Const():
            return NOTHING
        case nodes.Name() | nodes.Getattr():
            return _looked_up(reading, node, known)
        case nodes.Filter(name=name) if name in FILTERS and node.node is not None:
            _read_each(reading, [node.node, *node.args], known)
        case nodes.Compare():
            _read_each(reading, [node.expr, *(one.expr for one in node.ops)], known)
        case nodes.And() | nodes.Or():
            _read_each(reading, [node.left, node.right], known)
        case nodes.Not():
            _read_each(reading, [node.node], known)
        case nodes.CondExpr():
            _read_each(reading, [one for one in (node.test, node.expr1, node.expr2) if one is not None], known)
        case _:
            named = getattr(node, "name", None)
            reading.refused.add(f"{type(node).__name__.lower()} {named}" if named else type(node).__name__.lower())
    return NOTHING


def _read_each(reading: Reading, each: list[Any], known: Known) -> None:
    for node in each:
        _read_value(reading, node, known)


def _looked_up(reading: Reading, node: nodes.Name | nodes.Getattr, known: Known) -> Named:
    found = known.get(node.name) if isinstance(node, nodes.Name) else _inside(reading, node, known)
    if found is None:
        reading.unknown.add(_name_of(node))
        return NOTHING
    if not isinstance(found.shape, Mapping):
        reading.found.add(found.path)
    return found


def _inside(reading: Reading, node: nodes.Getattr, known: Known) -> Named | None:
    whole = _read_value(reading, node.node, known)
    if not isinstance(whole.shape, Mapping) or node.attr not in whole.shape:
        return None
    return Named(f"{whole.path}.{node.attr}", whole.shape[node.attr])


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_name_of(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else type(node).__name__.lower()
