"""The links of the chain, in plain Python: what was decided by whom comes in, what it means goes out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.errors import RuleBroken
from shared.rights import includes

Facts = Mapping[str, Any]

INTERNAL = "internal"
MAY, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND = 200, 401, 403, 404


class RightIsOfAnotherNoun(RuleBroken):
    """The question names a record of one noun and a right of another."""

    code = "right_is_of_another_noun"


class RightDoesNotExist(RuleBroken):
    """There is no such right; GET /v1/rights lists those there are."""

    code = "right_does_not_exist"


class RecordIsUnknownHere(RuleBroken):
    """What was named as a record is of no noun that is read by id, or of a noun that several services have."""

    code = "record_is_of_no_known_noun"


@dataclass(frozen=True)
class Link:
    """One rule: whether it holds, and what it was decided by."""

    rule: str
    holds: bool
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """Whom it is about, and where they stand: units and superiors from the topmost down to their own."""

    id: str
    login: str
    name: str
    active: bool
    must_change_password: bool
    owes_second_factor: bool
    customer_id: str | None
    realm: str
    units: Sequence[Facts]
    superiors: Sequence[Facts]


@dataclass(frozen=True)
class Place:
    """Whose the record is: the owner with the chain above, the unit with those above it."""

    owner: Facts | None
    chain: Sequence[Facts]
    units: Sequence[Facts]
    customer_id: str | None


@dataclass(frozen=True)
class Decision:
    """What the owning service answered for the person: `reads` to reading the record, `ways` which of the ways hold."""

    reads: bool
    ways: Mapping[str, bool]
    shares: Sequence[Facts]
    place: Place | None


def ensure_right_of(noun: str, right: str, known: Collection[str]) -> None:
    if right not in known:
        raise RightDoesNotExist(f"There is no right {right}; GET /v1/rights lists them.")
    if right.partition(":")[0] != noun:
        raise RightIsOfAnotherNoun(f"{right} is no right to a {noun}; ask for one that begins with {noun}:.")


@dataclass(frozen=True)
class Limits:
    """Which fields of the noun are open to somebody, None where nothing limits them; and those for which they lack a
    right of their own, each with that right.
    """

    open: Sequence[str] | None
    closed: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """What is asked for, and by what: whether partners may enter, and the scopes of the asker's own token, if any."""

    right: str
    for_partners: bool
    scopes: Sequence[str] | None

    def admits(self, person: Person) -> bool:
        return self.for_partners or person.realm == INTERNAL

    @property
    def in_scope(self) -> bool:
        return self.scopes is None or any(includes(scope, self.right) for scope in self.scopes)


def links(
    person: Person, entry: Entry, grants: Sequence[Facts], limits: Limits | None, decided: Decision | None
) -> list[Link]:
    """The chain in the order in which a call meets it. Without a right nobody asks the service: `decided` is None."""
    chain = [
        Link("access_open", person.active, _named(person)),
        Link("realm_admitted", entry.admits(person), {**_named(person), "realm": person.realm}),
        Link("password_is_own", not person.must_change_password, _named(person)),
        Link("second_factor_is_there", not person.owes_second_factor, _named(person)),
        Link("right_granted", bool(grants), {**_named(person), "right": entry.right, "grants": list(grants)}),
        Link("person_stands", True, {**_named(person), "units": person.units, "superiors": person.superiors}),
    ]
    if entry.scopes is not None:
        told = {**_named(person), "right": entry.right, "scopes": list(entry.scopes)}
        chain.append(Link("token_in_scope", entry.in_scope, told))
    if decided is not None:
        chain += _on_the_record(person, entry.right, decided)
    return chain + (_on_fields(person, limits) if limits is not None else [])


def _on_fields(person: Person, limits: Limits) -> list[Link]:
    chain = []
    if limits.open is not None:
        chain.append(Link("fields_open", True, {**_named(person), "fields": sorted(limits.open)}))
    if limits.closed:
        lacking = sorted(set(limits.closed.values()))
        told = {**_named(person), "fields": sorted(limits.closed), "rights": lacking}
        chain.append(Link("field_rights_granted", False, told))
    return chain


def _on_the_record(person: Person, right: str, decided: Decision) -> list[Link]:
    place = decided.place
    if place is None:
        return [Link("noun_has_own_rule", decided.reads, _named(person))]
    told = {**_named(person), **_where(person, place)}
    chain = [Link("record_belongs", True, told)]
    chain += [Link(f"reach_{way}", holds, told) for way, holds in decided.ways.items() if way != "share"]
    chain += [Link(_rule_of(share), bool(share["opens"]), {**_named(person), **share}) for share in decided.shares]
    if "share" in decided.ways and not decided.shares:
        chain.append(Link("share", False, {**_named(person), "grantee": None}))
    if right.endswith(":read") and decided.reads != any(decided.ways.values()):
        chain.append(Link("noun_has_own_rule", decided.reads, _named(person)))
    return chain


def answer(person: Person, entry: Entry, granted: bool, decided: Decision | None) -> int:
    """What a call answers: the status, 200 for any success."""
    if not person.active:
        return UNAUTHENTICATED
    if person.must_change_password or person.owes_second_factor or not entry.admits(person) or not entry.in_scope:
        return FORBIDDEN
    if not granted or decided is None:
        return FORBIDDEN
    if entry.right.endswith(":read"):
        return MAY if decided.reads else NOT_FOUND
    if any(decided.ways.values()):
        return MAY
    return FORBIDDEN if decided.reads else NOT_FOUND


def _rule_of(share: Facts) -> str:
    """A share is named by what made it: somebody's hand, or a link."""
    return "partner_link" if share["reason"] == "partner" else "share"


def _named(person: Person) -> dict[str, Any]:
    return {"person": {"id": person.id, "login": person.login, "name": person.name}}


def _where(person: Person, place: Place) -> dict[str, Any]:
    return {
        "owner": place.owner,
        "owner_chain": list(place.chain),
        "record_units": list(place.units),
        "person_unit": person.units[-1] if person.units else None,
        "record_customer_id": place.customer_id,
        "person_customer_id": person.customer_id,
    }
