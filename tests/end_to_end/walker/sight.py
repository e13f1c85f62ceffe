"""Who sees which row, in plain Python from the words of the design: slow and obviously right."""

from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.walker.classes import Sight


@dataclass
class Organisation:
    """What stands under what: units by id to their parents, people by id to their superiors."""

    parents: dict[str, str | None] = field(default_factory=dict)
    superiors: dict[str, str | None] = field(default_factory=dict)

    def is_below(self, unit_id: str | None, top: str) -> bool:
        return self._climbs_to(self.parents, unit_id, top)

    def works_under(self, person_id: str | None, superior: str) -> bool:
        return self._climbs_to(self.superiors, person_id, superior)

    @staticmethod
    def _climbs_to(above: dict[str, str | None], start: str | None, top: str) -> bool:
        while start is not None:
            if start == top:
                return True
            start = above.get(start)
        return False


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks: `rights` are those of /v1/me, each with its reaches."""

    id: str
    unit_id: str
    rights: dict[str, list[str]]

    def sees(
        self, row: Any, right: str, sight: Sight, organisation: Organisation, shared: frozenset[str] = frozenset()
    ) -> bool:
        """Whether this row is in sight; `shared` are the people and units that it is opened to."""
        reaches = self.rights.get(right, [])
        if not reaches:
            return False
        if sight is Sight.COMPANY or "all" in reaches:
            return True
        if sight is Sight.UNITS:
            return row["id"] == self.unit_id or (
                "subtree" in reaches and organisation.is_below(row["id"], self.unit_id)
            )
        owner = row["id"] if sight is Sight.PEOPLE else (row["owner"] or {}).get("id")
        unit = (row["org_unit"] or {}).get("id")
        ways = {
            "own": owner == self.id,
            "unit": unit == self.unit_id,
            "subtree": organisation.is_below(unit, self.unit_id),
            "subordinates": organisation.works_under(owner, self.id),
        }
        return any(ways[reach] for reach in reaches) or self._is_let_in(shared, organisation)

    def _is_let_in(self, shared: frozenset[str], organisation: Organisation) -> bool:
        return self.id in shared or any(organisation.is_below(self.unit_id, grantee) for grantee in shared)
