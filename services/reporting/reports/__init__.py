"""The statements of the reports: each module beside this one answers the report of its name."""

import importlib
import pkgutil
from functools import lru_cache
from types import MappingProxyType

from services.reporting.statements.queries import Statement


@lru_cache(maxsize=1)
def statements() -> MappingProxyType[str, Statement]:
    """By the id of the report."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    found: list[Statement] = [importlib.import_module(f"{__name__}.{name}").STATEMENT for name in names]
    return MappingProxyType({statement.report.id: statement for statement in found})
