"""What the walk came to: which operation was walked as whom, how many rows were compared, and what leaked."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.conftest import REPORTS


@dataclass
class Findings:
    """Collected over all tests of the walker on one profile."""

    profile: str
    kinds: dict[str, str] = field(default_factory=dict)
    walked: dict[str, dict[str, int]] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    empty: set[str] = field(default_factory=set)
    unproven: dict[str, str] = field(default_factory=dict)

    def saw(self, operation: object, login: str, rows: int = 0) -> None:
        users = self.walked.setdefault(str(operation), {})
        users[login] = users.get(login, 0) + rows

    def leak(self, operation: object, login: str, what: str) -> None:
        self.leaks.append(f"{operation} as {login}: {what}")

    @property
    def pairs(self) -> int:
        return sum(len(users) for users in self.walked.values())

    @property
    def rows(self) -> int:
        return sum(rows for users in self.walked.values() for rows in users.values())

    def line(self) -> str:
        people = {login for users in self.walked.values() for login in users}
        return (
            f"walker, {self.profile}: {len(self.walked)} of {len(self.kinds)} operations × {len(people)} users"
            f" = {self.pairs} pairs, {self.rows} rows compared, {len(self.leaks)} leaks"
        )

    def write(self) -> None:
        REPORTS.mkdir(parents=True, exist_ok=True)
        stem = REPORTS / f"walker-{self.profile}"
        stem.with_suffix(".json").write_text(json.dumps(self._content(), indent=1, sort_keys=True), encoding="utf-8")
        stem.with_suffix(".md").write_text(self._page(), encoding="utf-8")

    def _content(self) -> dict[str, Any]:
        return {
            "profile": self.profile,
            "line": self.line(),
            "operations": {
                name: {"kind": kind, "users": self.walked.get(name, {})} for name, kind in self.kinds.items()
            },
            "leaks": self.leaks,
            "lists_without_rows_to_hide": sorted(self.empty),
            "unproven": dict(sorted(self.unproven.items())),
        }

    def _page(self) -> str:
        rows = [
            f"| {name} | {kind} | {len(self.walked.get(name, {}))} | {sum(self.walked.get(name, {}).values())} |"
            for name, kind in sorted(self.kinds.items())
        ]
        return "\n".join(
            (
                f"# The walker on the {self.profile} profile",
                "",
                f"{self.line()}.",
                "",
                *([f"* LEAK {leak}" for leak in self.leaks] or ["Nothing leaked."]),
                "",
                f"Lists in which nobody had a row to hide: {', '.join(sorted(self.empty)) or 'none'}.",
                "",
                "What was walked but proves little, because the body that the walker made was refused first:",
                "",
                *([f"* {name}: {why}" for name, why in sorted(self.unproven.items())] or ["Nothing."]),
                "",
                "| operation | walked as | users | rows compared |",
                "|---|---|--:|--:|",
                *rows,
                "",
            )
        )
