"""The catalogue: each module beside this one declares one report."""

import importlib
import pkgutil
from types import MappingProxyType

from shared.contracts.reporting.catalogue import Report


def _declared() -> dict[str, Report]:
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    reports = [importlib.import_module(f"{__name__}.{name}").REPORT for name in names]
    return {report.id: report for report in reports}


REPORTS = MappingProxyType(_declared())
"""By id."""
RIGHTS = {
    report.right: f"See the report: {report.title['en'].lower()}"
    for report in REPORTS.values()
    if report.answered_by is None
}
