"""Small organisations for tests below the door: units and people in the replica tables, and actors within them."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from shared.actor import Actor, Reach
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica


@dataclass
class Unit:
    id: str
    path: str


@dataclass
class Person:
    id: str
    unit: Unit
    path: str

    def actor(self, *reaches: Reach, sight: frozenset[Reach] | None = None, expects: int | None = None) -> Actor:
        granted = frozenset(reaches)
        return Actor(
            user_id=self.id,
            login="someone",
            name="Someone",
            unit_id=self.unit.id,
            unit_path=self.unit.path,
            person_path=self.path,
            right="test.thing:change",
            reaches=granted,
            sight=granted if sight is None else sight,
            expects_version=expects,
        )


class Organisation:
    """Grows unit by unit and person by person; node numbers are given in order."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.nodes = 0

    def unit(self, parent: Unit | None = None) -> Unit:
        path, node = self._path(parent.path if parent else "/")
        unit = Unit(new_id(), path)
        self.session.add(
            OrgUnitReplica(id=unit.id, node=node, path=path, kind="branch", code=f"U{node}", name=f"Unit {node}")
        )
        return unit

    def person(self, unit: Unit, superior: Person | None = None) -> Person:
        path, node = self._path(superior.path if superior else "/")
        person = Person(new_id(), unit, path)
        self.session.add(
            OrgPersonReplica(id=person.id, login=f"p{node}", name=f"Person {node}", unit_id=unit.id, path=path)
        )
        return person

    def _path(self, above: str) -> tuple[str, int]:
        self.nodes += 1
        return f"{above}{self.nodes}/", self.nodes
