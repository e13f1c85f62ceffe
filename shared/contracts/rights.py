"""Every right of the product, collected from the contracts; the grammar of rights is in `shared.rights`."""

import importlib
import pkgutil
from collections.abc import Mapping
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
    "field_rights",
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


@lru_cache(maxsize=1)
def field_rights() -> MappingProxyType[str, Mapping[str, str]]:
    """By noun, as `sales.product`, its fields that ask for a right of their own, each with that right."""
    declared = (getattr(module, "FIELD_RIGHTS", {}) for module in _contract_modules())
    return MappingProxyType({noun: own for one in declared for noun, own in one.items()})


def _contract_modules() -> list[ModuleType]:
    """The modules `shared.contracts.<service>.<nouns>`."""
    packages = [found.name for found in pkgutil.iter_modules(shared.contracts.__path__) if found.ispkg]
    modules = []
    for package in packages:
        parent = importlib.import_module(f"shared.contracts.{package}")
        for found in pkgutil.iter_modules(parent.__path__):
            modules.append(importlib.import_module(f"shared.contracts.{package}.{found.name}"))
    return modules
