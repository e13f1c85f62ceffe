"""Whom a record belongs to, and whom it may be handed to: somebody the organisation knows and who still works here."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from shared.actor import Actor, Reach
from shared.errors import RuleBroken
from shared.importing import ReferenceIsUnknown
from shared.persistence.paths import lies_below
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica
from shared.persistence.records import OwnedRecord
from shared.persistence.units import unit_known


@dataclass(frozen=True)
class Belonging:
    """The person and the unit that a record belongs to, both by id."""

    owner_id: str
    org_unit_id: str


def own(actor: Actor) -> Belonging:
    """What somebody makes belongs to that person."""
    return Belonging(actor.user_id, actor.unit_id)


class NewOwnerUnknown(RuleBroken):
    """Records belong to people of the organisation."""

    code = "new_owner_unknown"


class NewOwnerInactive(RuleBroken):
    """Nobody would look after a record of somebody who has left."""

    code = "new_owner_inactive"


def new_owner(session: Session, person_id: str) -> OrgPersonReplica:
    """The person that a record is handed to; the record's unit becomes the person's."""
    person = session.scalar(select(OrgPersonReplica).where(OrgPersonReplica.id == person_id))
    if person is None:
        raise NewOwnerUnknown(f"There is no person {person_id} to hand this to.")
    return ensure_at_work(person)


def ensure_at_work(person: OrgPersonReplica) -> OrgPersonReplica:
    if not person.active:
        raise NewOwnerInactive(f"{person.name} no longer works here.")
    return person


def owners_within(session: Session, actor: Actor, person_ids: set[str]) -> dict[str, OrgPersonReplica]:
    """The people among these whose records this call's right reaches."""
    people = session.scalars(select(OrgPersonReplica).where(OrgPersonReplica.id.in_(person_ids))).all()
    paths = unit_paths(session, {one.unit_id for one in people})
    return {person.id: person for person in people if _reaches(actor, person, paths.get(person.unit_id, ""))}


def unit_paths(session: Session, unit_ids: set[str]) -> dict[str, str]:
    """Where these units stand in the tree, by id."""
    paths = select(OrgUnitReplica.id, OrgUnitReplica.path).where(OrgUnitReplica.id.in_(unit_ids))
    return {row.id: row.path for row in session.execute(paths)}


def _reaches(actor: Actor, person: OrgPersonReplica, unit_path: str) -> bool:
    return any(
        (
            Reach.ALL in actor.reaches,
            Reach.OWN in actor.reaches and person.id == actor.user_id,
            Reach.UNIT in actor.reaches and person.unit_id == actor.unit_id,
            Reach.SUBORDINATES in actor.reaches and lies_below(person.path, actor.person_path),
            Reach.SUBTREE in actor.reaches and lies_below(unit_path, actor.unit_path),
        )
    )


def owners_by_login(session: Session, logins: set[str]) -> dict[str, OrgPersonReplica]:
    """Those of these people that the organisation knows, by login, whether or not they still work here."""
    found = select(OrgPersonReplica).where(OrgPersonReplica.login.in_(logins))
    return {person.login: person for person in session.scalars(found)} if logins else {}


def owner_named(owners: dict[str, OrgPersonReplica], login: str) -> OrgPersonReplica:
    """Raises `ReferenceIsUnknown` when there is nobody of this login among them, `NewOwnerInactive` after they left."""
    if login not in owners:
        raise ReferenceIsUnknown(f"There is no person {login} to own this record.")
    return ensure_at_work(owners[login])


def people_by_login(session: Session, logins: set[str]) -> dict[str, str]:
    """The ids of those people of the organisation, by login."""
    found = session.execute(
        select(OrgPersonReplica.login, OrgPersonReplica.id).where(OrgPersonReplica.login.in_(logins))
    )
    return {row.login: row.id for row in found}


def places_of(record: OwnedRecord) -> dict[str, str]:
    """Where unit and owner of a record stand now, as its events tell it; of one that a load is about to write the load
    itself knows. The record keeps both, so that the answer need not ask for them again.
    """
    session = object_session(record)
    if session is None:
        return {}
    unit = unit_known(session, record.org_unit_id)
    owner = session.get(OrgPersonReplica, record.owner_id)
    set_committed_value(record, "org_unit", unit)
    set_committed_value(record, "owner", owner)
    return {"unit_path": unit.path if unit else "", "owner_path": owner.path if owner else ""}
