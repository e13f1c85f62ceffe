"""What services ask the gateway: how the organisation has changed, and who may see a record."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, or_, select
from sqlalchemy.orm import Session

from gateway.access.rules import INTERNAL, ensure_granted, missing
from gateway.access.rules import actor_by as actor_by
from gateway.access.rules import reaches_of as reaches_of
from gateway.custom_fields import queries as custom_fields
from gateway.groups import queries as groups
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.persistence import organisation_version
from gateway.picklists import queries as picklists
from shared.actor import Actor, Reach
from shared.contracts.payload import Payload
from shared.contracts.rights import all_rights, field_rights
from shared.errors import Forbidden, Unavailable
from shared.following import ears_of, kinds_by_type
from shared.persistence.paths import nodes_on
from shared.replay import Tree
from shared.rights import narrowed, noun_in, patterns_for

TREE = Tree(*org_units.PLACE, *people.PLACE)
"""The organisation itself, for reading the gateway's own log; services read theirs with their copy."""

MOST_CHANGES = 5000
MOST_PEOPLE = 1000
LOOKS = 5


def describe_caller(session: Session, actor: Actor, default_currency: str) -> Payload:
    """Who the caller is, and each right with its reaches; the currency is that of the nearest unit that has one."""
    person = people.find_oneself(session, actor)
    held = [(grant.pattern, str(grant.reach)) for grant in groups.grants_of(session, person.id)]
    grants = narrowed(held, actor.scopes)
    reaches = {right: sorted(reaches_of(right, grants)) for right in all_rights()}
    return {
        "id": person.id,
        "login": person.login,
        "name": person.name,
        "email": person.email,
        "org_unit": person.org_unit,
        "superior": person.superior,
        "groups": person.groups,
        "rights": {right: [str(reach) for reach in held] for right, held in reaches.items() if held},
        "realm": org_units.realm_of(person.org_unit.kind),
        "must_change_password": person.must_change_password,
        "locale": person.locale,
        "time_zone": person.time_zone,
        "currency": org_units.currency_on(session, person.org_unit.path) or default_currency,
    }


def ears_of_person(
    session: Session, actor: Actor, person_id: str, scopes: Sequence[str] | None, types: Sequence[str], secret: str
) -> Payload:
    """What this person may hear of these events at this moment, for webhooks; no more than the `scopes` of the token
    that made the webhook. Webhooks are for the people of the house, and only services may ask for others.
    """
    if not actor.is_system:
        raise Forbidden("Only the services themselves ask what somebody may hear.")
    who = people.standings()
    unit_kind = session.scalar(select(who.c.unit_kind).where(who.c.id == person_id, who.c.active))
    active = unit_kind is not None and org_units.realm_of(unit_kind) == INTERNAL
    kinds = [kinds_by_type()[name] for name in types if name in kinds_by_type()]

    def actor_for(right: str) -> Actor | None:
        try:
            return actor_of(session, person_id, right, scopes)
        except Forbidden as refusal:
            if refusal.code == missing(right).code:
                return None
            raise

    return {"active": active, "ears": ears_of(actor_for, kinds if active else [], secret)}


def actor_of(session: Session, person_id: str, right: str, scopes: Sequence[str] | None = None) -> Actor:
    """This person as they may act by this right at this moment, for work that goes on without their token; narrowed to
    `scopes` where their token was.

    Raises `RightMissing`; somebody whose access is closed has no right left.
    """
    who = people.standings()
    standing = session.execute(select(who).where(who.c.id == person_id, who.c.active)).one_or_none()
    if standing is None:
        raise missing(right)
    actor = actor_by(
        right,
        groups.grants_of(session, person_id),
        person_id=person_id,
        standing=standing,
        scopes=scopes,
        org_version=organisation_version(session),
        field_rights=field_rights(),
    )
    ensure_granted(right, actor.reaches)
    return actor


def list_organisation_changes(session: Session, after: int, limit: int) -> Payload:
    """Units, people, fields and choices changed after a version, oldest change first, in whole versions: at least one,
    and about `limit` rows. Read again when somebody changed the organisation meanwhile, so that nothing up to `version`
    is missing.
    """
    for _ in range(LOOKS):
        current = organisation_version(session)
        until = _last_whole_version(session, after, max(1, min(limit, MOST_CHANGES)), current)
        units = org_units.list_changed_units(session, after, until)
        persons = people.list_changed_people(session, after, until)
        if organisation_version(session) == current:
            return {
                "version": until,
                "units": units,
                "people": persons,
                "custom_fields": custom_fields.list_changed_fields(session, after, until),
                "choices": picklists.list_changed_values(session, after, until),
                "more": until < current,
            }
        session.expire_all()
    raise Unavailable("The organisation is changing right now.", retry_after=1)


def _last_whole_version(session: Session, after: int, limit: int, current: int) -> int:
    """The version of the `limit`th row changed after `after`, or the current one when there are fewer."""
    others = (people, custom_fields, picklists)
    changed = org_units.changed_versions(after).union_all(*(one.changed_versions(after) for one in others))
    versions = changed.subquery("changed")
    version: ColumnElement[int] = versions.c[0]
    nth = session.scalar(select(version).order_by(version).offset(limit - 1).limit(1))
    return current if nth is None else min(nth, current)


def list_people_who_may(
    session: Session,
    right: str,
    *,
    owner_id: str | None,
    org_unit_id: str | None,
    shared_people: Sequence[str] = (),
    shared_units: Sequence[str] = (),
    after: str | None = None,
    limit: int = MOST_PEOPLE,
) -> Payload:
    """The active people whom this right lets reach a record with this owner and unit, or with whom it is shared.

    A share to a unit counts for everybody in it and below it. Cost grows with the answer and with the depth of the
    organisation, not with its size.
    """
    who, held = people.standings(), groups.grants_held()
    wanted = (
        select(who.c.id, who.c.login, who.c.name)
        .join(held, held.c.person_id == who.c.id)
        .where(who.c.active, held.c.pattern.in_(patterns_for(right)))
        .where(who.c.id.not_in(_with_closed_fields(right)))
        .where(
            or_(*_ways(session, who, held, owner_id, org_unit_id), *_shared(session, who, shared_people, shared_units))
        )
        .distinct()
        .order_by(who.c.id)
    )
    if after is not None:
        wanted = wanted.where(who.c.id > after)
    bounded = max(1, min(limit, MOST_PEOPLE))
    found = session.execute(wanted.limit(bounded + 1)).all()
    page = found[:bounded]
    return {"people": page, "next": page[-1].id if len(found) > bounded else None}


def _with_closed_fields(right: str) -> Select[str]:
    """People to whom some fields of the noun are closed: a notice about it could tell them what these hold."""
    held = groups.limits_held()
    return select(held.c.person_id).where(held.c.pattern.like(f"{noun_in(right)}:%"))


def _ways(
    session: Session, who: Subquery, held: Subquery, owner_id: str | None, org_unit_id: str | None
) -> list[ColumnElement[bool]]:
    """One condition a reach, the same as `shared.visible` has for a caller, seen from the record."""
    unit_nodes = nodes_on(_path_of_unit(session, org_unit_id))
    owner_nodes = nodes_on(_path_of_person(session, owner_id))
    return [
        held.c.reach == Reach.ALL.value,
        and_(held.c.reach == Reach.SUBTREE.value, who.c.unit_node.in_(unit_nodes)),
        and_(held.c.reach == Reach.UNIT.value, who.c.unit_id == org_unit_id),
        and_(held.c.reach == Reach.SUBORDINATES.value, who.c.node.in_(owner_nodes)),
        and_(held.c.reach == Reach.OWN.value, who.c.id == owner_id),
    ]


def _shared(
    session: Session, who: Subquery, shared_people: Sequence[str], shared_units: Sequence[str]
) -> list[ColumnElement[bool]]:
    ways: list[ColumnElement[bool]] = []
    if shared_people:
        ways.append(who.c.id.in_(shared_people))
    for unit in org_units.units_by_id(session, shared_units).values():
        ways.append(who.c.unit_id.in_(org_units.ids_below(unit.path)))
    return ways


def _path_of_unit(session: Session, org_unit_id: str | None) -> Any:
    places = org_units.places()
    return session.scalar(select(places.c.path).where(places.c.id == org_unit_id)) if org_unit_id else None


def _path_of_person(session: Session, person_id: str | None) -> Any:
    who = people.standings()
    return session.scalar(select(who.c.person_path).where(who.c.id == person_id)) if person_id else None


def list_rights() -> Payload:
    return {"data": [{"right": right, "meaning": meaning} for right, meaning in all_rights().items()]}
