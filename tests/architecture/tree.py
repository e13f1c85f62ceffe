"""The source tree as the architecture tests see it: which files, which services, which aggregates."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("services", "gateway", "shared", "deploy")
SERVICE_ROLES = ("entrypoints", "commands", "queries", "model", "rules")
GATEWAY_ROLES = ("routes", *SERVICE_ROLES)
EXTRA_ROLES = {
    # Asked by the gateway's door on every request, in its own process: who holds this token, and what may they do.
    "gateway.access": ("principals",),
}
NOT_AGGREGATES = frozenset({"http", "migrations"})


@dataclass(frozen=True)
class Aggregate:
    """One folder of role files; `module` is its dotted name, `owner` the service it belongs to."""

    folder: Path
    module: str

    @property
    def owner(self) -> str:
        return self.module.rpartition(".")[0]

    @property
    def roles(self) -> tuple[str, ...]:
        roles = GATEWAY_ROLES if self.owner == "gateway" else SERVICE_ROLES
        return (*roles, *EXTRA_ROLES.get(self.module, ()))

    def has(self, role: str) -> bool:
        return (self.folder / f"{role}.py").exists() or (self.folder / role / "__init__.py").exists()


def list_aggregates(root: Path = ROOT) -> list[Aggregate]:
    folders = [*root.glob("services/*/*/"), *root.glob("gateway/*/")]
    found = [Aggregate(folder, ".".join(folder.relative_to(root).parts)) for folder in sorted(folders)]
    return [aggregate for aggregate in found if _is_aggregate(aggregate)]


def list_services(root: Path = ROOT) -> list[str]:
    return sorted(folder.parent.name for folder in root.glob("services/*/__init__.py"))


def list_sources(*folders: str, root: Path = ROOT) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*.py") if "versions" not in path.parts)


@lru_cache(maxsize=2000)
def parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()


def _is_aggregate(aggregate: Aggregate) -> bool:
    named_so = aggregate.folder.name in NOT_AGGREGATES or not (aggregate.folder / "__init__.py").exists()
    return not named_so and any(aggregate.has(role) for role in SERVICE_ROLES)
