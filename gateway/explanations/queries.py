"""What an explanation is made of: which record is meant, and what the organisation says of person and record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from gateway.access.queries import actor_of
from gateway.explanations.rules.chain import Decision, Limits, Person, Place, RecordIsUnknownHere
from gateway.groups import queries as groups
from gateway.http.discovery import all_routes
from gateway.http.routes import Route, Shape
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.second_factors import queries as second_factors
from shared.actor import Actor
from shared.contracts.gateway.access import EXPLAIN
from shared.contracts.payload import Payload
from shared.contracts.rights import field_rights
from shared.errors import NotFound
from shared.ids import is_id
from shared.rights import includes, noun_in, read_right

NAMED_BY_CODE = frozenset({"picklist"})
"""The parameters of routes that read a record by its code; all others do by its id."""


@dataclass(frozen=True)
class Target:
    """The record that a question names, and the call that reads it."""

    noun: str
    record_id: str
    route: Route

    @property
    def address(self) -> str:
        return address_of(self.noun, self.record_id)

    @property
    def arguments(self) -> dict[str, str]:
        return {self.route.parameters[0]: self.record_id}


@lru_cache(maxsize=1)
def readable_nouns() -> Mapping[str, Route]:
    """For each noun the route that reads one of its records by id."""
    declared = (route for group in all_routes() for route in group.declared)
    return {
        noun: route
        for route in declared
        if route.shape is Shape.READ
        and len(route.parameters) == 1
        and route.rule.endswith(">")
        and (noun := noun_in(route.right)) is not None
        and route.right == read_right(route.right)
    }


def address_of(noun: str, record_id: str) -> str:
    """Where a record of a noun is read."""
    route = readable_nouns()[noun]
    return route.template.replace(f"{{{route.parameters[0]}}}", record_id)


def find_target(record: str) -> Target:
    """The record of `noun:id` or of an address. Raises `RecordIsUnknownHere`, or `NotFound` for what is no id."""
    named, slash, last = record.rpartition("/")
    if slash:
        found = [(noun, route) for noun, route in readable_nouns().items() if route.rule.rpartition("/")[0] == named]
    else:
        named, _, last = record.partition(":")
        found = [(noun, route) for noun, route in readable_nouns().items() if named in (noun, noun.partition(".")[2])]
    if len(found) != 1:
        raise RecordIsUnknownHere(
            f"{record!r} names no sort of record; write service.noun:id, as in sales.lead:…, or its address.",
            nouns=sorted(noun for noun, _ in found) or sorted(readable_nouns()),
        )
    noun, route = found[0]
    if route.parameters[0] in NAMED_BY_CODE:
        return Target(noun, last, route)
    if not is_id(last.lower()):
        raise NotFound(f"There is no record {record}.")
    return Target(noun, last.lower(), route)


def ensure_may_ask_about(session: Session, actor: Actor, person_id: str) -> None:
    """Everybody may ask about themselves; about others who has the right to, and sees them."""
    if person_id != actor.user_id:
        people.get_person(session, actor_of(session, actor.user_id, EXPLAIN, actor.scopes), person_id)


def language_of(session: Session, actor: Actor, asked: str | None) -> str:
    return asked or people.find_oneself(session, actor).locale


def describe_person(session: Session, person_id: str) -> Person:
    person = people.people_by_id(session, [person_id])[person_id]
    unit = org_units.units_by_id(session, [person.unit_id])[person.unit_id]
    return Person(
        id=person.id,
        login=person.login,
        name=person.name,
        active=person.active,
        must_change_password=person.must_change_password,
        owes_second_factor=second_factors.owes_second_factor(session, person.id),
        customer_id=person.customer_id,
        realm=org_units.realm_of(unit.kind),
        units=_units_on(session, unit.path),
        superiors=_people_on(session, person.path)[:-1],
    )


def grants_including(session: Session, person_id: str, right: str) -> list[Payload]:
    """The grants of the right to a person, each with its group."""
    return [
        {
            "group": {"id": held.group_id, "code": held.group_code, "name": held.group_name},
            "right": held.grant.pattern,
            "reach": str(held.grant.reach),
            "open_fields": list(held.grant.fields),
        }
        for held in groups.grants_by_group(session, person_id)
        if includes(held.grant.pattern, right)
    ]


def limits_of(session: Session, person_id: str, right: str) -> Limits:
    """Which fields the person reads and writes by this right; whoever asks by a token of theirs may be told less."""
    actor = actor_of(session, person_id, right)
    own_rights = field_rights().get(noun_in(right) or "", {})
    open_fields = None if actor.fields is None else sorted(actor.fields)
    return Limits(open_fields, {name: own_rights[name] for name in sorted(actor.closed)})


def decision_on(session: Session, reads: bool, told: Payload | None) -> Decision:
    """What the service told, with the names that the organisation has for it."""
    if told is None or not told["exists"]:
        return Decision(reads, {}, (), None)
    return Decision(reads, told["ways"], _named_shares(session, told["shares"]), _place_of(session, told))


def _place_of(session: Session, told: Payload) -> Place:
    owner = people.people_by_id(session, [told["owner_id"]]).get(told["owner_id"])
    unit = org_units.units_by_id(session, [told["org_unit_id"]]).get(told["org_unit_id"])
    return Place(
        owner=_person(owner) if owner else None,
        chain=_people_on(session, owner.path) if owner else (),
        units=_units_on(session, unit.path) if unit else (),
        customer_id=told["customer_id"],
    )


def _named_shares(session: Session, shares: Iterable[Payload]) -> list[Payload]:
    told = list(shares)
    ids = {share[name] for share in told for name in ("grantee_id", "granted_by")}
    named = {person.id: _person(person) for person in people.people_by_id(session, ids).values()}
    named |= {unit.id: _unit(unit) for unit in org_units.units_by_id(session, ids).values()}
    return [
        {
            "share_id": share["id"],
            "grantee": named.get(share["grantee_id"], {"id": share["grantee_id"], "name": share["grantee_id"]}),
            "granted_by": named.get(share["granted_by"]),
            **{name: share[name] for name in ("grantee_kind", "reason", "access", "until", "granted_at", "opens")},
        }
        for share in told
    ]


def _units_on(session: Session, path: str) -> list[Payload]:
    return [_unit(unit) for unit in org_units.units_on(session, path)]


def _people_on(session: Session, path: str) -> list[Payload]:
    return [_person(person) for person in people.people_on(session, path)]


def _unit(unit: Any) -> Payload:
    return {"id": unit.id, "code": unit.code, "name": unit.name}


def _person(person: Any) -> Payload:
    return {"id": person.id, "login": person.login, "name": person.name}
