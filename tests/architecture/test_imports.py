"""Every import contract holds, and each is seen red: in a copy of the tree a planted violation breaks it alone."""

import shutil
from pathlib import Path

import pytest

from tests.architecture.contracts import lint
from tests.architecture.tree import PRODUCT, ROOT

ROLES = ("entrypoints", "commands", "queries", "model", "rules")
AGGREGATES = ("services/proof/alphas", "services/proof/betas", "services/rival/gammas", "gateway/deltas")
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
    """A copy of the tree with four aggregates of our own, so that planting does not lean on the product's."""
    root = tmp_path_factory.mktemp("grove")
    for folder in PRODUCT:
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for place in AGGREGATES:
        aggregate = root / place
        aggregate.mkdir(parents=True)
        for role in ("__init__", *ROLES, *(("routes",) if place.startswith("gateway") else ())):
            (aggregate / f"{role}.py").write_text("")
    for module in (
        "services/proof/__init__",
        "services/rival/__init__",
        "services/proof/ports",
        "services/rival/ports",
    ):
        (root / f"{module}.py").write_text("")
    (root / "services/proof/service.py").write_text("import services.proof.alphas.entrypoints\n")
    (root / "services/proof/alphas/queries.py").write_text("import services.proof.betas.queries\n")
    (root / "gateway/ports.py").write_text("")
    (root / "gateway/deltas/queries.py").write_text("import gateway.ports\n")
    return root


@pytest.fixture(scope="module")
def broken_before(grove: Path) -> frozenset[str]:
    return broken(grove)


def test_every_import_contract_holds(tmp_path: Path) -> None:
    result = lint(ROOT, tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_contracts_are_checked_in_the_grove_too(grove: Path) -> None:
    result = lint(grove, grove / "cache")
    missing = [name for name in PLANTS if f"{name} KEPT" not in result.stdout and f"{name} BROKEN" not in result.stdout]
    assert not missing, result.stdout + result.stderr


@pytest.mark.parametrize(("name", "place", "line"), CASES)
def test_a_planted_violation_breaks_its_contract_alone(
    grove: Path, broken_before: frozenset[str], name: str, place: str, line: str
) -> None:
    module = grove / place
    before = module.read_text() if module.exists() else None
    module.write_text(f"{before or ''}{line}\n")
    try:
        assert broken(grove) - broken_before == {name}
    finally:
        if before is None:
            module.unlink()
        else:
            module.write_text(before)


def test_no_contract_goes_without_a_planted_violation(grove: Path) -> None:
    result = lint(grove, grove / "cache")
    named = {line.rsplit(" ", 1)[0] for line in result.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))}
    per_folder = ("is entered through its commands and queries", "form no cycle")
    assert {name for name in named if not name.endswith(per_folder)} <= PLANTS.keys()


def broken(root: Path) -> frozenset[str]:
    result = lint(root, root / "cache")
    assert "Contracts:" in result.stdout, result.stdout + result.stderr
    return frozenset(line.removesuffix(" BROKEN") for line in result.stdout.splitlines() if line.endswith(" BROKEN"))
