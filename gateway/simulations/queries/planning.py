"""Working a change out without making it: who would be touched, and as whom they would act then."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gateway.access.queries import actor_by, actor_of
from gateway.explanations.queries import readable_nouns
from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.simulations import rules
from gateway.simulations.queries.sights import SIGHTS
from gateway.simulations.rules import Comparison, Effect, nobody
from shared.actor import Actor
from shared.contracts.gateway import groups as group_contract
from shared.contracts.gateway import people as person_contract
from shared.contracts.payload import Payload
from shared.contracts.rights import all_rights
from shared.rights import includes, noun_in, read_right

HERE, INTERNAL = "gateway", "internal"

Grants = set[groups.Grant]


@dataclass(frozen=True)
class _Moved:
    """A standing with another unit."""

    login: str
    name: str
    unit_id: str
    unit_path: str
    person_path: str
    customer_id: str | None
    unit_kind: str
    active: bool


@dataclass(frozen=True)
class Plan:
    """One page of the people whom a change would touch, and whom to ask on behalf of."""

    effects: list[Effect]
    names: dict[str, Any]
    next: str | None


def plan(
    session: Session,
    actor: Actor,
    *,
    change: Payload,
    users: Sequence[str] | None = None,
    nouns: Sequence[str] | None = None,
    limit: int,
    cursor: str | None,
    **_: Any,
) -> Plan:
    """Raises what the change itself would be refused with: the caller must hold all that is at stake."""
    known = comparable_nouns()
    rules.ensure_known_nouns(nouns, known)
    wanted = nouns or known
    touched, effect = (_of_group if "group" in change else _of_place)(session, actor, change)
    ids = sorted(touched if users is None else set(touched) & set(users))
    page = [one for one in ids if cursor is None or one > cursor][: limit + 1]
    who = _standings(session, page[:limit])
    effects = [effect(who[one], wanted) for one in page[:limit] if one in who]
    return Plan(effects, who, page[limit - 1] if len(page) > limit else None)


def comparison_for(session: Session, actor: Actor, change: Payload, person_id: str, noun: str) -> Comparison | None:
    """What is to be compared of one noun for one person; None where the change does not touch what they see of it."""
    found = plan(session, actor, change=change, users=[person_id], nouns=[noun], limit=1, cursor=None)
    return found.effects[0].nouns.get(noun) if found.effects else None


def comparable_nouns() -> list[str]:
    """Every noun that is read by id."""
    return sorted(noun for noun, route in readable_nouns().items() if route.service != HERE or noun in SIGHTS)


def sight_of(session: Session, actor: Actor, noun: str) -> Actor:
    """As what the caller sees records of this noun; without the right to, as somebody who sees none."""
    standing = _standings(session, [actor.user_id])[actor.user_id]
    held = groups.grants_of_actor(session, actor)
    return _acting(standing, held, read_right(f"{noun}:"), org_version=actor.org_version)


EffectOn = Callable[[Any, Iterable[str]], Effect]


def _of_group(session: Session, actor: Actor, change: Payload) -> tuple[list[str], EffectOn]:
    group = groups.get_group_by_code(session, actor, change["group"])
    granted, revoked = (_grants(change.get(name, ())) for name in ("grant", "revoke"))
    after = (group.granted | granted) - revoked
    members = list(session.scalars(groups.member_ids(group.id)))
    if joining := change.get("add_member") or change.get("remove_member"):
        right = group_contract.ADD_MEMBER if "add_member" in change else group_contract.REMOVE_MEMBER
        people.get_person(session, actor_of(session, actor.user_id, right, actor.scopes), joining)
        groups.ensure_may_hand_on(session, actor, group.granted)
        members, after = [joining], group.granted if "add_member" in change else set()
    else:
        for name, right in (("grant", group_contract.GRANT), ("revoke", group_contract.REVOKE)):
            if change.get(name):
                groups.ensure_for_everybody(actor_of(session, actor.user_id, right, actor.scopes))
        groups.ensure_may_hand_on(session, actor, granted)
    is_member = "add_member" not in change

    def effect(standing: Any, nouns: Iterable[str]) -> Effect:
        held = groups.grants_by_group(session, standing.id)
        others = {one.grant for one in held if one.group_id != group.id}
        own = {one.grant for one in held if one.group_id == group.id} if is_member else set()
        return _effect(standing, standing, others | own, others | after, nouns)

    return members, effect


def _of_place(session: Session, actor: Actor, change: Payload) -> tuple[list[str], EffectOn]:
    if "unit_id" in change:
        moving = actor_of(session, actor.user_id, person_contract.MOVE, actor.scopes)
        person = people.get_person(session, moving, change["user"])
        unit = org_units.unit_in_reach(session, moving, change["unit_id"])

        def moved(standing: Any, nouns: Iterable[str]) -> Effect:
            then = _Moved(
                standing.login,
                standing.name,
                unit.id,
                unit.path,
                standing.person_path,
                standing.customer_id,
                unit.kind,
                standing.active,
            )
            held = groups.grants_of(session, standing.id)
            return _effect(standing, then, held, held, nouns)

        return [person.id], moved
    return _under(session, actor, change)


def _under(session: Session, actor: Actor, change: Payload) -> tuple[list[str], EffectOn]:
    """Another superior: those above see more or less, the person and those below see what they saw."""
    placing = actor_of(session, actor.user_id, person_contract.PLACE, actor.scopes)
    person = people.get_person(session, placing, change["user"])
    superior = people.person_in_reach(session, placing, change["superior_id"]) if change["superior_id"] else None
    if superior is not None:
        people.ensure_not_below(person, superior)
    former, later = rules.on_one_chain_only(person.path, superior.path if superior else "")
    gone, come = (people.people_at(session, nodes) for nodes in (former, later))
    losers, winners = {one.id for one in gone} - {person.id}, {one.id for one in come}

    def effect(standing: Any, nouns: Iterable[str]) -> Effect:
        compare = rules.gaining if standing.id in winners else rules.losing
        held = groups.grants_of(session, standing.id)
        sights = {noun: _acting(standing, held, read_right(f"{noun}:")) for noun in nouns}
        found = {noun: compare(sight, person.path) for noun, sight in sights.items()}
        return Effect(standing.id, (), (), {noun: one for noun, one in found.items() if one is not None})

    return sorted(losers | winners), effect


def _effect(before: Any, after: Any, held: Grants, then: Grants, nouns: Iterable[str]) -> Effect:
    comparisons: dict[str, Comparison] = {}
    for noun in nouns:
        right = read_right(f"{noun}:")
        now = _acting(before, held, right)
        later = _acting(after, then, right, person_id=before.id)
        found = rules.compared(now, later)
        if found is not None and (now.reaches or later.reaches):
            comparisons[noun] = found
    return Effect(before.id, _only(then, held), _only(held, then), comparisons)


def _only(here: Grants, there: Grants) -> tuple[str, ...]:
    """The rights that one set of grants includes and the other does not."""
    return tuple(right for right in all_rights() if _has(here, right) and not _has(there, right))


def _has(grants: Grants, right: str) -> bool:
    return any(includes(grant.pattern, right) for grant in grants)


def _acting(standing: Any, grants: Grants, right: str, *, person_id: str | None = None, org_version: int = 0) -> Actor:
    """What is compared is whose records are reached, so limits of fields are left out. Whom the door does not let in
    sees nothing, what is shared with them included.
    """
    reaching = [replace(grant, fields=()) for grant in grants if includes(grant.pattern, right)]
    if not (reaching and _let_in(standing, right)):
        return nobody(right)
    return actor_by(
        right,
        reaching,
        person_id=person_id or standing.id,
        standing=standing,
        org_version=org_version,
        field_rights={},
    )


def _let_in(standing: Any, right: str) -> bool:
    noun = noun_in(right) or ""
    return standing.active and (
        readable_nouns()[noun].for_partners or org_units.realm_of(standing.unit_kind) == INTERNAL
    )


def _standings(session: Session, ids: Sequence[str]) -> dict[str, Any]:
    who = people.standings()
    return {row.id: row for row in session.execute(select(who).where(who.c.id.in_(ids)))}


def _grants(told: Iterable[Payload]) -> Grants:
    return {groups.known_grant(one["right"], one["reach"]) for one in told}
