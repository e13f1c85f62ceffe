"""Changing groups. Each change raises the access version, so that it holds from the next call on."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import and_, delete, or_, update
from sqlalchemy.orm import Session

from gateway.groups import queries, rules
from gateway.groups.model import GrantTerm, Group, GroupMember, MemberTerm
from gateway.groups.rules import Grant
from gateway.persistence import lock_organisation
from shared.actor import Actor, Reach
from shared.announce import announce
from shared.contracts.events import Event, changes
from shared.contracts.gateway.groups import (
    GroupCreated,
    GroupRightGranted,
    GroupRightRevoked,
    GroupSecondFactorDemanded,
    GroupSecondFactorWaived,
)
from shared.contracts.rights import all_rights
from shared.contracts.roles import ROLES, Role
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowResult,
    ensure_as_it_is,
    ensure_mode,
    take_rows,
)
from shared.rights import noun_in


def create_group(session: Session, actor: Actor, *, code: str, name: str) -> Group:
    rules.ensure_reaches_all(actor.reaches)
    lock_organisation(session)
    if queries.find_groups(session, [code]):
        raise rules.GroupCodeIsTaken(f"There is a group {code} already.")
    return _create(session, actor, code, name)


def grant_right(
    session: Session, actor: Actor, group_id: str, *, right: str, reach: str, open_fields: list[str] | None = None
) -> Group:
    """Grant a right, or all of a noun or service. With `open_fields` only these fields of the noun are open."""
    rules.ensure_reaches_all(actor.reaches)
    rules.ensure_known(right, all_rights())
    organisation = lock_organisation(session)
    group = queries.get_group_for_change(session, actor, group_id)
    grant = Grant(right, Reach(reach), tuple(sorted(set(open_fields or ()))))
    rules.ensure_fields_have_a_noun(grant)
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), [grant])
    before = _snapshot(group)
    group.grant(grant)
    organisation.change_access()
    _announce(session, actor, group, before, GroupRightGranted)
    return group


def revoke_right(session: Session, actor: Actor, group_id: str, *, right: str, reach: str) -> Group:
    rules.ensure_reaches_all(actor.reaches)
    organisation = lock_organisation(session)
    group = queries.get_group_for_change(session, actor, group_id)
    before = _snapshot(group)
    group.revoke(Grant(right, Reach(reach)))
    organisation.change_access()
    _announce(session, actor, group, before, GroupRightRevoked)
    return group


def demand_second_factor(session: Session, actor: Actor, group_id: str, *, demanded: bool) -> Group:
    """From the next call on the group's people must have a second factor, or need none."""
    rules.ensure_reaches_all(actor.reaches)
    organisation = lock_organisation(session)
    group = queries.get_group_for_change(session, actor, group_id)
    before = _snapshot(group)
    group.demand_second_factor(demanded)
    organisation.change_access()
    fact = GroupSecondFactorDemanded if demanded else GroupSecondFactorWaived
    _announce(session, actor, group, before, fact)
    return group


def import_groups(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the groups in step with these rows, by code; what a row does not mention, and who is in it, stays."""
    lock_organisation(session)
    return take_rows(session, rows, lambda form: _import_group(session, actor, mode, form))


def _import_group(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    rules.ensure_reaches_all(actor.reaches)
    found = queries.find_groups(session, [form["code"]]).get(form["code"])
    ensure_mode(mode, form["code"], found is not None)
    group = found or create_group(session, actor, code=form["code"], name=form["name"])
    before = group.version
    ensure_as_it_is(group, {"name": form["name"]})
    if "grants" in form:
        grant_just(session, actor, group, form["grants"])
    demanded = form.get("demands_second_factor", group.demands_second_factor)
    if demanded != group.demands_second_factor:
        demand_second_factor(session, actor, group.id, demanded=demanded)
    if found is None:
        return RowResult(CREATED, group.id)
    return RowResult(UNCHANGED if group.version == before else UPDATED, group.id)


def grant_just(session: Session, actor: Actor, group: Group, grants: list[Form]) -> None:
    """Take away what the group grants beyond these, and grant it what is missing: right by right, each an event."""
    wanted = {
        Grant(one["right"], Reach(one["reach"]), tuple(sorted(set(one.get("open_fields", ()))))) for one in grants
    }
    granted = group.granted
    for grant in sorted(granted - wanted):
        revoke_right(session, actor, group.id, right=grant.pattern, reach=str(grant.reach))
    for grant in sorted(wanted - granted):
        limit = list(grant.fields) or None
        grant_right(session, actor, group.id, right=grant.pattern, reach=str(grant.reach), open_fields=limit)


def put_in(session: Session, actor: Actor, group: Group, person_id: str) -> None:
    """Make the person a member; whoever does it must hold all that the group grants."""
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), group.granted)
    if session.get(GroupMember, (group.id, person_id)) is not None:
        raise rules.PersonIsInGroupAlready(f"The person is in {group.code} already.")
    session.add(GroupMember(group_id=group.id, person_id=person_id))
    organisation = lock_organisation(session)
    organisation.change_access()
    session.add(MemberTerm(group_id=group.id, person_id=person_id, since=organisation.moment()))
    session.flush()


def take_out(session: Session, actor: Actor, group: Group, person_id: str, *, others: int) -> None:
    """End the membership. `others` are the active members beside this person."""
    rules.ensure_may_hand_on(queries.grants_of_actor(session, actor), group.granted)
    if session.get(GroupMember, (group.id, person_id)) is None:
        raise rules.PersonIsNotInGroup(f"The person is not in {group.code}.")
    rules.ensure_somebody_is_left(group.code, others)
    wanted = delete(GroupMember).where(GroupMember.group_id == group.id, GroupMember.person_id == person_id)
    session.execute(wanted)
    organisation = lock_organisation(session)
    organisation.change_access()
    theirs = (MemberTerm.group_id == group.id, MemberTerm.person_id == person_id, MemberTerm.until.is_(None))
    session.execute(update(MemberTerm).where(*theirs).values(until=organisation.moment()))


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
    changed = group.follow(_template(role))
    if changed:
        _announce(session, actor, group, before, GroupRightGranted)
    return changed


def _create(session: Session, actor: Actor, code: str, name: str, *, shipped: bool = False) -> Group:
    group = Group(
        id=new_id(), code=code, name=name, shipped=shipped, adapted=False, created_by=actor.user_id, grants=[]
    )
    _announce(session, actor, group, {}, GroupCreated)
    return group


def _announce(session: Session, actor: Actor, group: Group, before: dict[str, Any], fact: Callable[..., Event]) -> None:
    """Tell of a change of a group, and put on record from when until when it granted what."""
    after = _snapshot(group)
    announce(session, actor, group, fact(**after, changes=changes(before, after)))
    had, has = _pairs(before), _pairs(after)
    if had == has:
        return
    moment = lock_organisation(session).moment()
    if ended := [and_(GrantTerm.pattern == pattern, GrantTerm.reach == reach) for pattern, reach in had - has]:
        open_terms = (GrantTerm.group_id == group.id, GrantTerm.until.is_(None))
        session.execute(update(GrantTerm).where(*open_terms, or_(*ended)).values(until=moment))
    for pattern, reach in sorted(has - had):
        session.add(GrantTerm(group_id=group.id, pattern=pattern, reach=reach, since=moment))
    session.flush()


def _pairs(snapshot: dict[str, Any]) -> set[tuple[str, str]]:
    return {(grant["right"], grant["reach"]) for grant in snapshot.get("grants", ())}


def _snapshot(group: Group) -> dict[str, Any]:
    granted = [_told(grant) for grant in sorted(group.granted)]
    told = {"id": group.id, "code": group.code, "name": group.name, "grants": granted}
    return told | {"demands_second_factor": bool(group.demands_second_factor)}


def _told(grant: Grant) -> dict[str, Any]:
    limit = {"open_fields": list(grant.fields)} if grant.fields else {}
    return {"right": grant.pattern, "reach": str(grant.reach), **limit}


def _template(role: Role) -> set[Grant]:
    """The role's grants; a limit on a noun goes with each of its grants of that noun."""
    limits = {noun: tuple(sorted(names)) for noun, names in role.open_fields}
    return {Grant(pattern, reach, limits.get(noun_in(pattern) or "", ())) for pattern, reach in role.grants}
