"""Changing groups. Each change raises the access version, so that it holds from the next call on."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from gateway.groups import queries, rules
from gateway.groups.model import Group, GroupMember
from gateway.groups.rules import Grant
from gateway.persistence import lock_organisation
from shared.actor import Actor, Reach
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway.groups import GroupCreated, GroupRightGranted, GroupRightRevoked
from shared.contracts.rights import all_rights
from shared.contracts.roles import ROLES, Role
from shared.ids import new_id


def create_group(session: Session, actor: Actor, *, code: str, name: str) -> Group:
    rules.ensure_reaches_all(actor.reaches)
    lock_organisation(session)
    if queries.find_groups(session, [code]):
        raise rules.GroupCodeIsTaken(f"There is a group {code} already.")
    return _create(session, actor, code, name)


def grant_right(session: Session, actor: Actor, group_id: str, *, right: str, reach: str) -> Group:
    rules.ensure_reaches_all(actor.reaches)
    rules.ensure_known(right, all_rights())
    organisation = lock_organisation(session)
    group = queries.get_group_for_change(session, actor, group_id)
    grant = Grant(right, Reach(reach))
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), [grant])
    before = _snapshot(group)
    group.grant(grant)
    organisation.change_access()
    announce(session, actor, group, GroupRightGranted(**_snapshot(group), changes=changes(before, _snapshot(group))))
    return group


def revoke_right(session: Session, actor: Actor, group_id: str, *, right: str, reach: str) -> Group:
    rules.ensure_reaches_all(actor.reaches)
    organisation = lock_organisation(session)
    group = queries.get_group_for_change(session, actor, group_id)
    before = _snapshot(group)
    group.revoke(Grant(right, Reach(reach)))
    organisation.change_access()
    announce(session, actor, group, GroupRightRevoked(**_snapshot(group), changes=changes(before, _snapshot(group))))
    return group


def put_in(session: Session, actor: Actor, group: Group, person_id: str) -> None:
    """Make the person a member; whoever does it must hold all that the group grants."""
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), group.granted)
    if session.get(GroupMember, (group.id, person_id)) is not None:
        raise rules.PersonIsInGroupAlready(f"The person is in {group.code} already.")
    session.add(GroupMember(group_id=group.id, person_id=person_id))
    lock_organisation(session).change_access()
    session.flush()


def take_out(session: Session, actor: Actor, group: Group, person_id: str, *, others: int) -> None:
    """End the membership. `others` are the active members beside this person."""
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), group.granted)
    if session.get(GroupMember, (group.id, person_id)) is None:
        raise rules.PersonIsNotInGroup(f"The person is not in {group.code}.")
    rules.ensure_somebody_is_left(group.code, others)
    wanted = delete(GroupMember).where(GroupMember.group_id == group.id, GroupMember.person_id == person_id)
    session.execute(wanted)
    lock_organisation(session).change_access()


def ensure_may_rule(session: Session, actor: Actor, person_id: str) -> None:
    """Whoever opens or closes somebody's access, or sets their password, must hold all that this person holds."""
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), queries.grants_of(session, person_id))


def ensure_can_spare(session: Session, group: Group, person_id: str, *, others: int) -> None:
    """Raise where the person is the last active member of a group that needs one."""
    if session.get(GroupMember, (group.id, person_id)) is not None:
        rules.ensure_somebody_is_left(group.code, others)


def ensure_shipped_groups(session: Session, actor: Actor) -> None:
    """Create the shipped groups that are missing and bring those that nobody adapted in step with their templates."""
    organisation = lock_organisation(session)
    known = queries.find_groups(session, [role.code for role in ROLES])
    for role in ROLES:
        group = known.get(role.code) or _create(session, actor, role.code, role.name, shipped=True)
        if not group.adapted and _follow(session, actor, group, role):
            organisation.change_access()


def _follow(session: Session, actor: Actor, group: Group, role: Role) -> bool:
    before = _snapshot(group)
    changed = group.follow({Grant(pattern, reach) for pattern, reach in role.grants})
    if changed:
        after = _snapshot(group)
        announce(session, actor, group, GroupRightGranted(**after, changes=changes(before, after)))
    return changed


def _create(session: Session, actor: Actor, code: str, name: str, *, shipped: bool = False) -> Group:
    group = Group(
        id=new_id(), code=code, name=name, shipped=shipped, adapted=False, created_by=actor.user_id, grants=[]
    )
    announce(session, actor, group, GroupCreated(**_snapshot(group), changes=changes({}, _snapshot(group))))
    return group


def _snapshot(group: Group) -> dict[str, Any]:
    granted = [{"right": grant.pattern, "reach": str(grant.reach)} for grant in sorted(group.granted)]
    return {"id": group.id, "code": group.code, "name": group.name, "grants": granted}
