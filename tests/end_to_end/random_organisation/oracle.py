"""Who sees which record of an organisation that changes: plain loops over what is known, slow and obviously right."""

from dataclasses import dataclass, field
from decimal import Decimal

OWN, UNIT, SUBTREE, SUBORDINATES, ALL = "own", "unit", "subtree", "subordinates", "all"
REACHES = (OWN, UNIT, SUBTREE, SUBORDINATES, ALL)


@dataclass
class Somebody:
    """`group` is the one that gives rights to sales; whoever is not `active` has left and cannot sign in."""

    id: str
    unit: str
    superior: str | None
    group: str
    active: bool = True


@dataclass
class Thing:
    """A record with the person and the unit that it belongs to; `shares` are opened to a person or a unit, by id."""

    id: str
    noun: str
    name: str
    owner: str
    unit: str
    amount: Decimal = Decimal(0)
    shares: dict[str, str] = field(default_factory=dict)


@dataclass
class Oracle:
    """All by id: units to what they stand under, people, groups to how far they reach, and records."""

    parents: dict[str, str] = field(default_factory=dict)
    people: dict[str, Somebody] = field(default_factory=dict)
    reaches: dict[str, set[str]] = field(default_factory=dict)
    things: dict[str, Thing] = field(default_factory=dict)

    def has_right(self, who: str) -> bool:
        return bool(self.reaches[self.people[who].group])

    def seen(self, who: str, noun: str) -> dict[str, Thing]:
        """The records of this noun that this person may see."""
        return {thing.id: thing for thing in self.things.values() if thing.noun == noun and self.sees(who, thing)}

    def sees(self, who: str, thing: Thing) -> bool:
        if not self.has_right(who):
            return False
        return any(self._gets_to(who, thing, reach) for reach in self.reaches[self.people[who].group]) or any(
            who == grantee or self.is_below(self.people[who].unit, grantee) for grantee in thing.shares.values()
        )

    def _gets_to(self, who: str, thing: Thing, reach: str) -> bool:
        if reach == OWN:
            return thing.owner == who
        if reach == UNIT:
            return thing.unit == self.people[who].unit
        if reach == SUBTREE:
            return self.is_below(thing.unit, self.people[who].unit)
        if reach == SUBORDINATES:
            return self.works_under(thing.owner, who)
        return reach == ALL

    def is_below(self, unit: str, top: str) -> bool:
        """Whether the unit is that one, or stands somewhere under it."""
        while unit != top:
            if unit not in self.parents:
                return False
            unit = self.parents[unit]
        return True

    def works_under(self, person: str | None, superior: str) -> bool:
        """Whether the person is that one, or has them somewhere above."""
        while person != superior:
            if person is None:
                return False
            person = self.people[person].superior
        return True
