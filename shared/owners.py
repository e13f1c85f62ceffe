"""Whom a record belongs to, and whom it may be handed to: somebody the organisation knows and who still works here."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.actor import Actor
from shared.errors import RuleBroken
from shared.importing import ReferenceIsUnknown
from shared.persistence.platform import OrgPersonReplica


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
