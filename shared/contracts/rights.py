"""Every right of the product, collected from the contracts; the grammar of rights is in `shared.rights`."""

import importlib
import pkgutil
from functools import lru_cache
from types import MappingProxyType, ModuleType

import shared.contracts
from shared.rights import (
    OWN_CREDENTIALS,
    OWN_CREDENTIALS_ANYHOW,
    PUBLIC,
    SIGNED_IN,
    SIGNED_IN_ANYHOW,
    is_pattern,
    is_right,
)

__all__ = [
    "OWN_CREDENTIALS",
    "OWN_CREDENTIALS_ANYHOW",
    "PUBLIC",
    "SIGNED_IN",
    "SIGNED_IN_ANYHOW",
    "all_rights",
    "is_pattern",
    "is_right",
]


@lru_cache(maxsize=1)
def all_rights() -> MappingProxyType[str, str]:
    """Each right with the sentence that says what it allows. Raises ValueError on a bad or doubly declared one."""
    found: dict[str, str] = {}
    for module in _contract_modules():
        for right, meaning in getattr(module, "RIGHTS", {}).items():
            if not is_right(right) or right in found:
                raise ValueError(f"{module.__name__} declares {right!r}, which is malformed or declared elsewhere")
            found[right] = meaning
    return MappingProxyType(dict(sorted(found.items())))


def _contract_modules() -> list[ModuleType]:
    """The modules `shared.contracts.<service>.<nouns>`."""
    packages = [found.name for found in pkgutil.iter_modules(shared.contracts.__path__) if found.ispkg]
    modules = []
    for package in packages:
        parent = importlib.import_module(f"shared.contracts.{package}")
        for found in pkgutil.iter_modules(parent.__path__):
            modules.append(importlib.import_module(f"shared.contracts.{package}.{found.name}"))
    return modules
