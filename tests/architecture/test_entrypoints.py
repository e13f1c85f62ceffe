"""Every RPC name is unique in its service, and every RPC is one piece of work."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import list_aggregates, parse, relative

ASK_NO_DATABASE = {
    "list_audit": "The trail of every service is asked for over the bus and put together; nothing of it is kept here.",
    "list_processes": "The processes are the tables of transitions that the rules enforce; no record is asked for.",
    "list_rights": "The rights are declared in the contracts; the answer is made from them alone.",
}
DOORS = ("self.work()", "self.read()", "self.ask()")


def list_entrypoint_files() -> dict[str, list[Path]]:
    """The entrypoint files of each service."""
    files: dict[str, list[Path]] = {}
    for aggregate in list_aggregates():
        places = [aggregate.folder / "entrypoints.py", *sorted(aggregate.folder.glob("entrypoints/*.py"))]
        files.setdefault(aggregate.owner, []).extend(place for place in places if place.exists())
    return files


def rpc_methods(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and any(_is_rpc(decorator) for decorator in node.decorator_list):
            yield node


def find_shared_names(trees: list[ast.Module]) -> list[str]:
    names = Counter(method.name for tree in trees for method in rpc_methods(tree))
    return sorted(name for name, times in names.items() if times > 1)


def find_other_than_one_work(tree: ast.Module) -> list[str]:
    """The RPC methods that do not open exactly one transaction."""
    expected = {method: 0 if method.name in ASK_NO_DATABASE else 1 for method in rpc_methods(tree)}
    return [method.name for method, times in expected.items() if len(list(_doors_opened(method))) != times]


def find_decisions(tree: ast.Module) -> list[str]:
    """The RPC methods that decide something instead of decoding, delegating and encoding."""
    return [method.name for method in rpc_methods(tree) if any(isinstance(node, ast.If) for node in ast.walk(method))]


def test_no_two_aggregates_of_a_service_answer_the_same_name() -> None:
    shared = {owner: find_shared_names([parse(file) for file in files]) for owner, files in _files()}
    assert {owner: names for owner, names in shared.items() if names} == {}


def test_every_rpc_opens_one_piece_of_work() -> None:
    faults = {relative(file): find_other_than_one_work(parse(file)) for _, files in _files() for file in files}
    assert {file: names for file, names in faults.items() if names} == {}


def test_no_rpc_decides_anything() -> None:
    faults = {relative(file): find_decisions(parse(file)) for _, files in _files() for file in files}
    assert {file: names for file, names in faults.items() if names} == {}


def test_a_planted_name_twice_is_found() -> None:
    leads = "class LeadEntrypoints:\n @rpc\n def close(self): ...\n @rpc\n def open(self): ...\n"
    orders = "class OrderEntrypoints:\n @rpc\n def close(self): ...\n def open(self): ...\n"
    assert find_shared_names([ast.parse(leads), ast.parse(orders)]) == ["close"]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("with self.work() as session: return command(session)", []),
        ("with self.read() as session: return query(session)", []),
        ("with self.ask() as database: return query(database)", []),
        ("return command(None)", ["planted"]),
        ("with self.database.write() as session: return command(session)", ["planted"]),
        ("with self.work() as one, self.work() as two: return command(one, two)", ["planted"]),
        ("with self.work() as one:\n    with self.read() as two: return command(one, two)", ["planted"]),
        ("session = self.work().__enter__(); return command(session)", ["planted"]),
    ],
)
@pytest.mark.parametrize("decorator", ["rpc", "rpc()", "shared.rpc.rpc"])
def test_a_planted_rpc_without_one_piece_of_work_is_found(decorator: str, body: str, found: list[str]) -> None:
    lines = "".join(f"   {line}\n" for line in body.splitlines())
    planted = f"class Planted:\n @{decorator}\n def planted(self):\n{lines}"
    assert find_other_than_one_work(ast.parse(planted)) == found


def test_a_planted_decision_is_found() -> None:
    planted = "class Planted:\n @rpc\n def planted(self, request):\n  if request: return {}\n"
    assert find_decisions(ast.parse(planted)) == ["planted"]


def _files() -> list[tuple[str, list[Path]]]:
    return list(list_entrypoint_files().items())


def _is_rpc(decorator: ast.expr) -> bool:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(name).rpartition(".")[2] == "rpc"


def _doors_opened(method: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(method):
        if isinstance(node, ast.With):
            yield from (door for item in node.items if (door := ast.unparse(item.context_expr)) in DOORS)
