"""What axe finds wrong on a screen for people who see, hear or move differently: WCAG 2.2 AA."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from deploy.launcher.catalogue import ROOT

SOURCE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] })"""


@cache
def _source() -> str:
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """One line for each rule that is broken and each place where it is. Evaluated past the page's policy."""
    page.evaluate(_source() + "; null")
    found: dict[str, Any] = page.evaluate(_RUN, RULES)
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary'].splitlines()[-1].strip()}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
