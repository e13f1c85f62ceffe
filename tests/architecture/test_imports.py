"""Every import contract holds, and each is seen red: in a tree of the same shape one planted violation breaks it."""

from pathlib import Path

import pytest

from tests.architecture.contracts import lint, list_contracts
from tests.architecture.tree import ROOT

ROLES = ("entrypoints", "commands", "queries", "model", "rules")
AGGREGATES = ("services/proof/alphas", "services/proof/betas", "services/rival/gammas", "gateway/deltas")
MODULES = {
    "deploy/commands/up": "",
    "gateway/ports": "",
    "gateway/deltas/queries": "import gateway.ports",
    "services/proof/alphas/queries": "import services.proof.betas.queries",
    "services/proof/ports": "",
    "services/proof/service": "import services.proof.alphas.entrypoints",
    "services/rival/ports": "",
    "shared/bus/extensions": "import amqp, eventlet, kombu, nameko",
    "shared/clock": "",
    "shared/contracts/payload": "import marshmallow",
    "gateway/http/app": "import flask, werkzeug",
}
PLANTS = {
    "Commands start gateway and services, which sit side by side above shared": (
        ("shared/planted.py", "import services.proof.service"),
        ("gateway/planted.py", "import services.proof.service"),
        ("services/proof/planted.py", "import gateway.planted"),
        ("gateway/planted.py", "import deploy.commands"),
    ),
    "Services never import one another": (("services/proof/alphas/commands.py", "import services.rival.ports"),),
    "Nameko and its libraries stop at the bus": (
        ("services/proof/alphas/entrypoints.py", "import nameko.rpc"),
        ("services/proof/alphas/commands.py", "import kombu"),
        ("gateway/deltas/commands.py", "import eventlet"),
        ("shared/planted.py", "import amqp"),
    ),
    "Flask stays in the gateway": (
        ("services/proof/alphas/entrypoints.py", "import flask"),
        ("shared/planted.py", "import werkzeug"),
    ),
    "Aggregates of services.proof form no cycle": (
        ("services/proof/betas/commands.py", "import services.proof.alphas.queries"),
    ),
    "Aggregates of gateway form no cycle": (("gateway/ports.py", "import gateway.deltas.commands"),),
    "An aggregate of a service reads top-down": (
        ("services/proof/alphas/model.py", "import services.proof.alphas.queries"),
        ("services/proof/alphas/rules.py", "import services.proof.alphas.model"),
        ("services/proof/alphas/utils.py", ""),
    ),
    "An aggregate of the gateway reads top-down": (
        ("gateway/deltas/commands.py", "import gateway.deltas.routes"),
        ("gateway/deltas/helpers.py", ""),
    ),
    "Rules are plain Python": (
        ("services/proof/alphas/rules.py", "import sqlalchemy"),
        ("services/proof/alphas/rules.py", "import shared.clock"),
        ("services/proof/alphas/rules.py", "import shared.contracts.payload"),
        ("gateway/deltas/rules.py", "import marshmallow"),
    ),
    "Only service.py composes entrypoints": (
        ("services/proof/ports.py", "import services.proof.alphas.entrypoints"),
        ("gateway/planted.py", "import gateway.deltas.entrypoints"),
    ),
    "Schemas stop at the entrypoints": (
        ("services/proof/alphas/commands.py", "import marshmallow"),
        ("services/proof/alphas/queries.py", "import marshmallow"),
        ("gateway/deltas/model.py", "import marshmallow"),
    ),
    "services.proof.betas is entered through its commands and queries": (
        ("services/proof/alphas/commands.py", "import services.proof.betas.model"),
        ("services/proof/alphas/queries.py", "import services.proof.betas.rules"),
    ),
    "gateway.deltas is entered through its commands and queries": (
        ("gateway/planted.py", "import gateway.deltas.model"),
    ),
}
CASES = [(name, *plant) for name, plants in PLANTS.items() for plant in plants]


@pytest.fixture(scope="module")
def grove(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small tree of the product's shape that keeps every contract, whatever state the product is in."""
    root = tmp_path_factory.mktemp("grove")
    for place in AGGREGATES:
        roles = ("routes", *ROLES) if place.startswith("gateway") else ROLES
        for role in ("__init__", *roles):
            write(root / place / f"{role}.py")
    for module, line in MODULES.items():
        write(root / f"{module}.py", line)
    for package in {parent for path in root.rglob("*.py") for parent in path.parents if parent.is_relative_to(root)}:
        if package != root:
            write(package / "__init__.py")
    return root


def write(path: Path, line: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{line}\n")


def test_every_import_contract_holds(tmp_path: Path) -> None:
    result = lint(ROOT, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_grove_keeps_every_contract_that_is_planted_against(grove: Path) -> None:
    result = lint(grove, grove / "cache")
    assert [name for name in PLANTS if f"{name} KEPT" not in result.stdout] == [], result.stdout + result.stderr


@pytest.mark.parametrize(("name", "place", "line"), CASES)
def test_a_planted_violation_breaks_its_contract_alone(grove: Path, name: str, place: str, line: str) -> None:
    module = grove / place
    before = module.read_text() if module.exists() else None
    module.write_text(f"{before or ''}{line}\n")
    try:
        assert broken(grove) == {name}
    finally:
        if before is None:
            module.unlink()
        else:
            module.write_text(before)


def test_no_contract_of_the_product_goes_without_a_planted_violation() -> None:
    names = {contract.name for contract in list_contracts(ROOT)}
    per_folder = ("is entered through its commands and queries", "form no cycle")
    assert {name for name in names if not name.endswith(per_folder)} <= PLANTS.keys()


def broken(root: Path) -> frozenset[str]:
    result = lint(root, root / "cache")
    assert "Contracts:" in result.stdout, result.stdout + result.stderr
    return frozenset(line.removesuffix(" BROKEN") for line in result.stdout.splitlines() if line.endswith(" BROKEN"))
