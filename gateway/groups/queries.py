"""Reading groups, and what their grants add up to for a person."""

from collections.abc import Iterable

from sqlalchemy import Select, Subquery, select
from sqlalchemy.orm import Session, selectinload

from gateway.groups.model import Group, GroupGrant, GroupMember
from gateway.groups.rules import Grant
from shared.actor import Actor, Reach
from shared.contracts.gateway.groups import LISTING
from shared.contracts.payload import Payload
from shared.errors import NotFound, Stale
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history

EVERYTHING = Grant("*", Reach.ALL)


def visible_groups(actor: Actor) -> Select[Group]:
    """Groups are the same in the whole organisation: whoever may read them sees all of them."""
    rows = select(Group).options(selectinload(Group.grants))
    return rows if actor.reaches or actor.sight else rows.where(Group.id.in_([]))


def get_group(session: Session, actor: Actor, group_id: str) -> Group:
    wanted = visible_groups(actor).where(Group.id == group_id)
    group = session.scalar(wanted.execution_options(populate_existing=True))
    if group is None:
        raise NotFound(f"There is no group {group_id}.")
    return group


def get_group_for_change(session: Session, actor: Actor, group_id: str) -> Group:
    group = get_group(session, actor, group_id)
    if actor.expects_version not in (None, group.version):
        raise Stale(f"This group has changed; it is at version {group.version}.", current_version=group.version)
    return group


def find_groups(session: Session, codes: Iterable[str]) -> dict[str, Group]:
    """The groups with these codes, by code; missing ones are left out."""
    named = select(Group).options(selectinload(Group.grants)).where(Group.code.in_(set(codes)))
    return {group.code: group for group in session.scalars(named)}


def list_groups(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_groups(actor), Group, LISTING, _COLUMNS, query)


def list_group_history(session: Session, actor: Actor, group_id: str, after: int) -> Payload:
    return list_history(session, get_group(session, actor, group_id).id, after=after)


def grants_held() -> Subquery:
    """person_id, pattern, reach of everything granted to anybody, to join other tables with."""
    held = select(GroupMember.person_id, GroupGrant.pattern, GroupGrant.reach)
    return held.join(GroupGrant, GroupGrant.group_id == GroupMember.group_id).subquery("grants_held")


def grants_of(session: Session, person_id: str) -> set[Grant]:
    held = grants_held()
    rows = session.execute(select(held.c.pattern, held.c.reach).where(held.c.person_id == person_id))
    return {Grant(pattern, Reach(reach)) for pattern, reach in rows}


def grants_of_actor(session: Session, actor: Actor) -> set[Grant]:
    return {EVERYTHING} if actor.is_system else grants_of(session, actor.user_id)


def member_ids(group_id: str) -> Select[str]:
    return select(GroupMember.person_id).where(GroupMember.group_id == group_id)


_COLUMNS: Columns = {
    "id": Group.id,
    "code": Group.code,
    "name": Group.name,
    "shipped": Group.shipped,
    "created_at": Group.created_at,
    "updated_at": Group.updated_at,
}
