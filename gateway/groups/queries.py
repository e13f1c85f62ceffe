"""Reading groups, and what their grants add up to for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, Subquery, select
from sqlalchemy.orm import Session, selectinload

from gateway.groups import rules
from gateway.groups.model import GrantTerm, GroupGrant, GroupMember, MemberTerm
from gateway.groups.model import Group as Group
from gateway.groups.rules import Grant as Grant
from gateway.groups.rules import within_scope
from shared.actor import Actor, Reach
from shared.contracts.gateway.groups import LISTING
from shared.contracts.payload import Payload
from shared.contracts.rights import all_rights
from shared.errors import NotFound, Stale
from shared.listing import list_records
from shared.listing.filters import Columns
from shared.persistence.history import list_history

EVERYTHING = Grant("*", Reach.ALL)


def visible_groups(actor: Actor) -> Select[Group]:
    """Groups are the same in the whole organisation: whoever may read them sees all of them."""
    return groups_within(actor).options(selectinload(Group.grants))


def groups_within(actor: Actor) -> Select[Group]:
    """The same without what a group grants."""
    return select(Group) if actor.reaches or actor.sight else select(Group).where(Group.id.in_([]))


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


def get_group_by_code(session: Session, actor: Actor, code: str) -> Group:
    group = session.scalar(visible_groups(actor).where(Group.code == code))
    if group is None:
        raise NotFound(f"There is no group {code}.")
    return group


def known_grant(pattern: str, reach: str) -> Grant:
    """Raises `UnknownRight` for a pattern that no right fits."""
    rules.ensure_known(pattern, all_rights())
    return Grant(pattern, Reach(reach))


def ensure_may_hand_on(session: Session, actor: Actor, wanted: Iterable[Grant]) -> None:
    """Raises `GrantsMoreThanYouHold` where the caller does not hold all of it."""
    rules.ensure_may_hand_on(grants_of_actor(session, actor), wanted)


def ensure_for_everybody(actor: Actor) -> None:
    """Raises `GroupsBelongToAll` unless the caller's right reaches everywhere."""
    rules.ensure_reaches_all(actor.reaches)


def list_groups(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_groups(actor), Group, LISTING, _COLUMNS, query)


def list_group_history(session: Session, actor: Actor, group_id: str, after: int) -> Payload:
    return list_history(session, get_group(session, actor, group_id).id, after=after)


@cache
def grants_held() -> Subquery:
    """person_id, pattern, reach, open_fields of everything granted to anybody, to join other tables with."""
    held = select(GroupMember.person_id, GroupGrant.pattern, GroupGrant.reach, GroupGrant.open_fields)
    return held.join(GroupGrant, GroupGrant.group_id == GroupMember.group_id).subquery("grants_held")


@dataclass(frozen=True)
class HeldGrant:
    """A grant with the group that somebody has it from."""

    group_id: str
    group_code: str
    group_name: str
    grant: Grant


def grants_by_group(session: Session, person_id: str) -> list[HeldGrant]:
    """Every grant of a person, group by group, in the order of the groups' codes."""
    held = (
        select(Group.id, Group.code, Group.name, GroupGrant)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .join(GroupGrant, GroupGrant.group_id == Group.id)
        .where(GroupMember.person_id == person_id)
        .order_by(Group.code, GroupGrant.pattern, GroupGrant.reach)
    )
    return [HeldGrant(row.id, row.code, row.name, row.GroupGrant.grant) for row in session.execute(held)]


def limits_held() -> Subquery:
    """person_id and pattern of every grant that opens only some fields."""
    limited = select(GroupMember.person_id, GroupGrant.pattern).where(GroupGrant.limited.is_(True))
    return limited.join(GroupGrant, GroupGrant.group_id == GroupMember.group_id).subquery("limits_held")


def demands_second_factor(session: Session, person_id: str) -> bool:
    """Whether a group of this person demands that they sign in by more than a password."""
    demanding = select(Group.id).join(GroupMember, GroupMember.group_id == Group.id)
    wanted = demanding.where(GroupMember.person_id == person_id, Group.demands_second_factor.is_(True))
    return session.scalar(wanted.limit(1)) is not None


def grants_of(session: Session, person_id: str) -> set[Grant]:
    held = grants_held()
    rows = session.execute(
        select(held.c.pattern, held.c.reach, held.c.open_fields).where(held.c.person_id == person_id)
    )
    return {Grant(pattern, Reach(reach), tuple(fields)) for pattern, reach, fields in rows}


def grants_of_actor(session: Session, actor: Actor) -> set[Grant]:
    """What the caller may hand on: all they hold, as far as their token was made for it."""
    held = {EVERYTHING} if actor.is_system else grants_of(session, actor.user_id)
    return within_scope(held, actor.scopes)


def groups_at(session: Session, person_id: str, moment: datetime) -> Sequence[str]:
    """The codes of the groups that the person was in at that moment."""
    rows = select(Group.code).join(MemberTerm, MemberTerm.group_id == Group.id)
    return session.scalars(
        rows.where(MemberTerm.person_id == person_id, MemberTerm.held_at(moment)).order_by(Group.code)
    ).all()


def grants_at(session: Session, person_id: str, moment: datetime) -> set[Grant]:
    """What the person's groups granted at that moment."""
    rows = select(GrantTerm.pattern, GrantTerm.reach).join(MemberTerm, MemberTerm.group_id == GrantTerm.group_id)
    held = rows.where(MemberTerm.person_id == person_id, MemberTerm.held_at(moment), GrantTerm.held_at(moment))
    return {Grant(pattern, Reach(reach)) for pattern, reach in session.execute(held)}


def group_ids_of(person_id: str) -> Select[str]:
    return select(GroupMember.group_id).where(GroupMember.person_id == person_id)


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


def has_members(session: Session, group_id: str) -> bool:
    """Whether anybody is in the group; who it is, is not told."""
    return session.scalar(member_ids(group_id).limit(1)) is not None
