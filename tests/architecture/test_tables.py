"""Every table is its owner's: nobody names or opens another service's, and the gateway keeps none of the business."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, list_services, list_sources, relative

OPENERS = frozenset({"database_at", "Database", "create_engine"})
_READS = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+\"?([a-z_]+)\"?", re.IGNORECASE)


def owners(root: Path = ROOT) -> dict[str, set[str]]:
    """Each name of a table, and who has a table of it: services, the gateway, or `platform` for what all have."""
    found: dict[str, set[str]] = {}
    for path in list_sources("services", "gateway", "shared/persistence", root=root):
        for name in _tables(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(name, set()).add(_owner(path, root))
    return found


def find_trespassing(root: Path = ROOT) -> list[str]:
    """Each place that reaches for a table or a database that is somebody else's, and whose."""
    table_owners = owners(root)
    faults = []
    for path in list_sources("services", "gateway", root=root):
        owner = _owner(path, root)
        for name, line in _named(ast.parse(path.read_text(encoding="utf-8"))):
            whose = table_owners.get(name, {owner})
            if not whose & {owner, "platform"}:
                faults.append(f"{path.relative_to(root)}:{line} reaches for {name} of {', '.join(sorted(whose))}")
    return faults


def business_nouns(root: Path = ROOT) -> set[str]:
    """What the services speak about, by the file names of their contracts."""
    files = [path for service in list_services(root) for path in (root / "shared/contracts" / service).glob("*.py")]
    return {path.stem for path in files} - {"__init__"}


def _owner(path: Path, root: Path) -> str:
    parts = path.relative_to(root).parts
    return {"services": parts[1], "gateway": "gateway"}.get(parts[0], "platform")


def _tables(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__tablename__":
            yield str(ast.literal_eval(node.value))


def _named(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Names of tables in written SQL, in `Table("…")`, `table("…")`, `ForeignKey("…")` and `__tablename__`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((name.lower(), node.lineno) for name in _READS.findall(node.value))
        calls = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) and node.args else ""
        if calls in ("Table", "table", "ForeignKey") and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value).partition(".")[0], node.lineno
    yield from ((name, 1) for name in _tables(tree))


def test_nobody_reaches_for_the_tables_of_another() -> None:
    assert find_trespassing() == []


def test_the_gateway_has_no_business_table() -> None:
    gateways = {name for name, whose in owners().items() if "gateway" in whose}
    assert gateways
    assert gateways & business_nouns() == set()


def test_every_service_has_tables_and_no_two_services_share_one() -> None:
    by_owner: dict[str, list[str]] = {}
    for path in list_sources("services", "gateway"):
        for name in _tables(ast.parse(path.read_text(encoding="utf-8"))):
            by_owner.setdefault(_owner(path, ROOT), []).append(name)
    assert by_owner.keys() == {*list_services(), "gateway"}
    for owner, names in by_owner.items():
        assert len(names) == len(set(names)), owner


def test_a_service_opens_no_database_but_the_one_it_is_given() -> None:
    """Whoever starts a service hands it its database; in a service itself no address is made or looked up."""
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in list_sources("services")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in OPENERS | {"database_url"}
    ]
    assert found == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("services/rival/gammas/queries.py", 'session.execute(text("SELECT * FROM alphas WHERE id = 1"))'),
        ("services/rival/gammas/queries.py", 'session.execute(text("update alphas set x = 1"))'),
        ("services/rival/gammas/queries.py", 'rows = select(table("alphas"))'),
        ("services/rival/gammas/model.py", 'ALPHAS = Table("alphas", metadata)'),
        ("services/rival/gammas/model.py", 'key = ForeignKey("alphas.id")'),
        ("gateway/deltas/queries.py", 'session.execute(text("SELECT 1 FROM gammas JOIN alphas ON true"))'),
    ],
)
def test_a_planted_reach_for_anothers_table_is_found(tmp_path: Path, file: str, source: str) -> None:
    for path, table in (("services/proof/alphas/model.py", "alphas"), ("services/rival/gammas/thing.py", "gammas")):
        planted = tmp_path / path
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text(f'class Thing(Base):\n    __tablename__ = "{table}"\n', encoding="utf-8")
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    assert find_trespassing(tmp_path) == []
    (tmp_path / file).write_text(source, encoding="utf-8")
    assert find_trespassing(tmp_path) != []
