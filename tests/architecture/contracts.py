"""Who may import whom, written for import-linter from the tree as it is, so that a new aggregate is covered at once.

Run it with `python -m tests.architecture.contracts [ROOT]`; `test_imports.py` has seen each contract red.
"""

import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from tests.architecture.tree import (
    PRODUCT,
    ROOT,
    Aggregate,
    list_aggregates,
    list_services,
)

BUS_LIBRARIES = ("nameko", "kombu", "amqp", "eventlet", "psycogreen")
WEB_LIBRARIES = ("flask", "werkzeug")
IMPURE = ("sqlalchemy", "marshmallow", *BUS_LIBRARIES, *WEB_LIBRARIES, "shared.contracts", "shared.clock")


@dataclass(frozen=True)
class Contract:
    """One contract of import-linter: its name, its type and its options."""

    name: str
    type: str
    options: dict[str, tuple[str, ...] | str] = field(default_factory=dict)

    def render(self, number: int) -> str:
        lines = [f"[importlinter:contract:c{number}]", f"name = {self.name}", f"type = {self.type}"]
        for option, value in self.options.items():
            lines += (
                [f"{option} = {value}"] if isinstance(value, str) else [f"{option} =", *(f"    {v}" for v in value)]
            )
        return "\n".join(lines)


def list_contracts(root: Path) -> list[Contract]:
    aggregates = list_aggregates(root)
    contracts = [
        Contract(
            "Commands start gateway and services, which sit side by side above shared",
            "layers",
            {"layers": ("deploy", "gateway | services", "shared")},
        ),
        Contract("Nameko and its libraries stop at the bus", "protected", _libraries(root, BUS_LIBRARIES, "bus")),
        Contract("Flask stays in the gateway", "protected", _libraries(root, WEB_LIBRARIES, "web")),
        *_between_services(root),
        *_inside_aggregates(root, aggregates),
        *(_doors(root, aggregate) for aggregate in aggregates if _private_roles(aggregate)),
    ]
    return [contract for contract in contracts if next(iter(contract.options.values()))]


def render(root: Path) -> str:
    head = [
        "[importlinter]",
        "include_external_packages = True",
        "root_packages =",
        *(f"    {name}" for name in PRODUCT),
    ]
    contracts = [contract.render(number) for number, contract in enumerate(list_contracts(root))]
    return "\n\n".join(["\n".join(head), *contracts]) + "\n"


def lint(root: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the tree below `root`; its output names each contract KEPT or BROKEN."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "importlinter.ini"
        config.write_text(render(root), encoding="utf-8")
        code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as c; c()"
        command = [sys.executable, "-c", code, "--config", str(config), "--cache-dir", str(cache), "--no-logo"]
        return subprocess.run(command, cwd=root, text=True, capture_output=True, check=False)


def _libraries(root: Path, libraries: tuple[str, ...], door: str) -> dict[str, tuple[str, ...] | str]:
    importers = {"bus": ("shared.bus", "shared.rpc", "gateway.server", "deploy"), "web": ("gateway",)}[door]
    used = tuple(library for library in libraries if _is_imported(root, library))
    return {"protected_modules": used, "allowed_importers": _present(root, *importers), "as_packages": "True"}


def _between_services(root: Path) -> list[Contract]:
    services = tuple(f"services.{name}" for name in list_services(root))
    return [
        Contract("Services never import one another", "independence", {"modules": services}),
        *(
            Contract(f"Aggregates of {owner} form no cycle", "acyclic_siblings", {"ancestors": owner, "depth": "0"})
            for owner in (*services, "gateway")
        ),
    ]


def _inside_aggregates(root: Path, aggregates: list[Aggregate]) -> list[Contract]:
    below_the_door = ("commands", "queries", "model")
    foundations = tuple(f"{owner}.persistence" for owner in sorted({aggregate.owner for aggregate in aggregates}))
    composers = tuple(f"{owner}.service" for owner in sorted({aggregate.owner for aggregate in aggregates}))
    gateway = tuple(one.module for one in aggregates if one.owner == "gateway")
    services = tuple(one.module for one in aggregates if one.owner != "gateway")
    return [
        _layers("An aggregate of a service reads top-down", services, ("(entrypoints)",)),
        _layers("An aggregate of the gateway reads top-down", gateway, ("(routes)", "(entrypoints) : (principals)")),
        Contract(
            "Rules are plain Python",
            "forbidden",
            {
                "source_modules": _role_modules(aggregates, "rules"),
                "forbidden_modules": (*IMPURE, *_present(root, *foundations)),
            },
        ),
        Contract(
            "Only service.py composes entrypoints",
            "protected",
            {
                "protected_modules": _role_modules(aggregates, "entrypoints"),
                "allowed_importers": _present(root, *composers),
            },
        ),
        Contract(
            "Schemas stop at the entrypoints",
            "forbidden",
            {
                "source_modules": _role_modules(aggregates, *below_the_door),
                "forbidden_modules": ("marshmallow",),
                "allow_indirect_imports": "True",
            },
        ),
    ]


def _layers(name: str, containers: tuple[str, ...], doors: tuple[str, ...]) -> Contract:
    layers = (*doors, "(commands) : (queries)", "(model)", "(rules)")
    return Contract(name, "layers", {"containers": containers, "layers": layers, "exhaustive": "True"})


def _doors(root: Path, aggregate: Aggregate) -> Contract:
    name = f"{aggregate.module} is entered through its commands and queries"
    importers = _present(root, aggregate.module, f"{aggregate.owner}.migrations")
    return Contract(name, "protected", {"protected_modules": _private_roles(aggregate), "allowed_importers": importers})


def _private_roles(aggregate: Aggregate) -> tuple[str, ...]:
    return _role_modules([aggregate], "model", "rules")


def _role_modules(aggregates: list[Aggregate], *roles: str) -> tuple[str, ...]:
    return tuple(f"{one.module}.{role}" for one in aggregates for role in roles if one.has(role))


def _present(root: Path, *modules: str) -> tuple[str, ...]:
    places = {module: root.joinpath(*module.split(".")) for module in modules}
    return tuple(
        module
        for module, place in places.items()
        if place.with_suffix(".py").exists() or (place / "__init__.py").exists()
    )


def _is_imported(root: Path, library: str) -> bool:
    sources = (path for folder in PRODUCT for path in (root / folder).rglob("*.py"))
    forms = (f"import {library}", f"from {library}")
    return any(form in path.read_text(encoding="utf-8") for path in sources for form in forms)


if __name__ == "__main__":
    tree = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    result = lint(tree, tree / ".import_linter_cache")
    print(result.stdout + result.stderr)
    sys.exit(result.returncode)
