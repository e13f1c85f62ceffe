"""An organisation that hires, moves, shares and forgets at random, and asks after each step whether sight is right."""

from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.random_organisation.asking import NOUNS, Asker
from tests.end_to_end.random_organisation.oracle import (
    ALL,
    OWN,
    REACHES,
    SUBORDINATES,
    SUBTREE,
    UNIT,
    Oracle,
    Somebody,
    Thing,
)

MOST_UNITS, MOST_PEOPLE = 6, 7
SELDOM = 8
"""Everybody is asked everything after so many steps, and at the end."""

Pick = st.integers(min_value=0, max_value=59)
"""Stands for any of the units, people or records that there are by then."""


class RandomOrganisation(RuleBasedStateMachine):
    """Each example founds a branch of its own below head office; whoever else works there does not matter."""

    company: ClassVar[Company]
    oracle_of: ClassVar[type[Oracle]] = Oracle

    def __init__(self) -> None:
        super().__init__()
        self.oracle = self.oracle_of()
        self.admin = self.company["admin"]
        self.clients: dict[str, Client] = {}
        self.groups: dict[str, str] = {}
        self.steps = 0
        self.after = ""

    @initialize()
    def found(self) -> None:
        """Three units below each other, a chain of five people with a group for each reach, and a record of each noun
        by each of them.
        """
        self.after = last_event(self.admin)
        mark = new_id()[-8:]
        self._found_unit(self.company.units["HQ"]["id"])
        for _ in range(2):
            self._found_unit(self._units[-1])
        self.files = self._group(f"files_{mark}", ("gateway.export:*", "own"), ("gateway.job:*", "own"))["code"]
        superior = None
        for reach, unit in ((SUBORDINATES, 0), (SUBTREE, 0), (UNIT, 1), (OWN, 2), (ALL, 2)):
            code = f"sees_{reach}_{mark}"
            self.groups[code] = self._group(code, ("sales.*", reach), ("reporting.*", reach))["id"]
            self.oracle.reaches[code] = {reach}
            superior = self._hire(self._units[unit], superior, code)
            for amount, noun in enumerate(NOUNS, 1):
                self._make(noun, superior, amount)

    @rule(parent=Pick)
    @precondition(lambda self: len(self.oracle.parents) < MOST_UNITS)
    def found_a_unit(self, parent: int) -> None:
        self._found_unit(any_of(self._units, parent))

    @rule(unit=Pick, parent=Pick)
    def move_a_unit(self, unit: int, parent: int) -> None:
        moved, above = any_of(self._units[1:], unit), any_of(self._units, parent)
        if self.oracle.parents[moved] != above and not self.oracle.is_below(above, moved):
            self.admin.post(f"/v1/org-units/{moved}/move", {"parent_id": above})
            self.oracle.parents[moved] = above

    @rule(unit=Pick, superior=Pick, group=Pick)
    @precondition(lambda self: len(self.oracle.people) < MOST_PEOPLE)
    def hire(self, unit: int, superior: int, group: int) -> None:
        self._hire(any_of(self._units, unit), any_of(self._at_work, superior), any_of(list(self.groups), group))

    @rule(person=Pick, unit=Pick)
    def move_a_person(self, person: int, unit: int) -> None:
        """What they made stays where it was made."""
        who, there = any_of(self._at_work, person), any_of(self._units, unit)
        if self.oracle.people[who].unit != there:
            self.admin.post(f"/v1/people/{who}/move", {"unit_id": there})
            self.oracle.people[who].unit = there

    @rule(person=Pick, superior=Pick)
    def place_a_person(self, person: int, superior: int) -> None:
        who, above = any_of(self._at_work, person), any_of(self._at_work, superior)
        if self.oracle.people[who].superior != above and not self.oracle.works_under(above, who):
            self.admin.post(f"/v1/people/{who}/place", {"superior_id": above})
            self.oracle.people[who].superior = above

    @rule(person=Pick, group=Pick)
    def put_a_person_into_another_group(self, person: int, group: int) -> None:
        who, code = self.oracle.people[any_of(self._at_work, person)], any_of(list(self.groups), group)
        if who.group != code:
            self.admin.post(f"/v1/groups/{self.groups[who.group]}/remove-member", {"person_id": who.id})
            self.admin.post(f"/v1/groups/{self.groups[code]}/add-member", {"person_id": who.id})
            who.group = code

    @rule(group=Pick, reach=st.sampled_from(REACHES))
    def give_or_take_a_reach(self, group: int, reach: str) -> None:
        code = any_of(list(self.groups), group)
        held = self.oracle.reaches[code]
        verb = "revoke" if reach in held else "grant"
        for right in ("sales.*", "reporting.*"):
            self.admin.post(f"/v1/groups/{self.groups[code]}/{verb}", {"right": right, "reach": reach})
        held ^= {reach}

    @rule(person=Pick)
    @precondition(lambda self: len(self._at_work) > 3)
    def dismiss(self, person: int) -> None:
        who = any_of(self._at_work[1:], person)
        self.admin.post(f"/v1/people/{who}/deactivate")
        self.clients.pop(who).refused("GET", "/v1/leads", status=401)
        self.oracle.people[who].active = False

    @rule(noun=st.sampled_from(NOUNS), person=Pick, amount=st.integers(min_value=1, max_value=999))
    def make_a_record(self, noun: str, person: int, amount: int) -> None:
        who = any_of(self._at_work, person)
        if self.oracle.has_right(who):
            self._make(noun, who, amount)

    @rule(thing=Pick, person=Pick)
    @precondition(lambda self: self.oracle.things)
    def hand_a_record_over(self, thing: int, person: int) -> None:
        """It goes to the unit of whoever gets it."""
        handed, who = any_of(list(self.oracle.things.values()), thing), any_of(self._at_work, person)
        if handed.owner != who:
            self.admin.post(f"/v1/{handed.noun}/{handed.id}/transfer", {"owner_id": who})
            handed.owner, handed.unit = who, self.oracle.people[who].unit

    @rule(thing=Pick, grantee=Pick)
    @precondition(lambda self: self.oracle.things)
    def share_a_record(self, thing: int, grantee: int) -> None:
        opened = any_of(list(self.oracle.things.values()), thing)
        whom = any_of([*self._at_work, *self._units], grantee)
        if whom not in opened.shares.values() and whom != opened.owner:
            name = "person_id" if whom in self.oracle.people else "org_unit_id"
            made = self.admin.post(f"/v1/{opened.noun}/{opened.id}/shares", {name: whom, "access": "read"})
            opened.shares[made["id"]] = whom

    @rule(thing=Pick)
    @precondition(lambda self: self._shared)
    def end_a_share(self, thing: int) -> None:
        opened = any_of(self._shared, thing)
        share = next(iter(opened.shares))
        answer = self.admin.ask("DELETE", f"/v1/{opened.noun}/{opened.id}/shares/{share}")
        assert answer.status_code == 204, answer.text
        del opened.shares[share]

    @invariant()
    def lists_are_right(self) -> None:
        """For two of them, taking turns; now and then for everybody, and then every way to ask."""
        if not self.clients:
            return
        self.steps += 1
        if self.steps % SELDOM == 0:
            self.everything_is_right()
            return
        for number in (self.steps, self.steps + 1):
            self._asker(any_of(self._at_work, number)).lists_are_right()

    def teardown(self) -> None:
        if self.clients:
            self.everything_is_right()

    def everything_is_right(self) -> None:
        for who in self._at_work:
            self._asker(who).everything_is_right()
        for who in self._at_work:
            self._asker(who).events_are_right(self.after)
        who = any_of(self._at_work, self.steps)
        if self.oracle.has_right(who) and ALL not in self.oracle.reaches[self.oracle.people[who].group]:
            self._asker(who).an_export_is_right(NOUNS[self.steps % len(NOUNS)])

    def _asker(self, who: str) -> Asker:
        return Asker(self.oracle, who, self.clients[who])

    @property
    def _units(self) -> list[str]:
        return list(self.oracle.parents)

    @property
    def _at_work(self) -> list[str]:
        return [person.id for person in self.oracle.people.values() if person.active]

    @property
    def _shared(self) -> list[Thing]:
        return [thing for thing in self.oracle.things.values() if thing.shares]

    def _found_unit(self, parent: str) -> None:
        code = f"R{new_id()[-10:].upper()}"
        unit = self.admin.post("/v1/org-units", {"code": code, "name": code, "kind": "branch", "parent_id": parent})
        self.oracle.parents[unit["id"]] = parent

    def _group(self, code: str, *grants: tuple[str, str]) -> Any:
        group = self.admin.post("/v1/groups", {"code": code, "name": code})
        for right, reach in grants:
            self.admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": reach})
        return group

    def _hire(self, unit: str, superior: str | None, group: str) -> str:
        login = f"r.{new_id()[-12:]}"
        body = {"login": login, "name": login, "unit_id": unit, "superior_id": superior, "groups": [group, self.files]}
        person = self.admin.post("/v1/people", {**body, "password": PASSWORD, "must_change_password": False})
        self.oracle.people[person["id"]] = Somebody(person["id"], unit, superior, group)
        self.clients[person["id"]] = self.company.stack.client(login, PASSWORD)
        return str(person["id"])

    def _make(self, noun: str, who: str, amount: int) -> None:
        name, client = f"{noun} {new_id()}", self.clients[who]
        amounts = {"amount": str(amount)} if noun == "opportunities" else {}
        made = client.post(f"/v1/{noun}", {"name": name} | amounts)
        if noun == "leads":
            client.post(f"/v1/leads/{made['id']}/qualify", {"budget": str(amount)})
        unit = self.oracle.people[who].unit
        self.oracle.things[made["id"]] = Thing(made["id"], noun, name, who, unit, Decimal(amount))


def any_of(several: list[Any], pick: int) -> Any:
    return several[pick % len(several)]


def last_event(client: Client) -> str:
    """The cursor behind the latest event."""
    page = client.get("/v1/events", params={"limit": "200"})
    while page["next"]:
        page = client.get("/v1/events", params={"limit": "200", "after": page["next"]})
    return str(page["cursor"])
