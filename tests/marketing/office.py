"""Two branches with their marketing people, a stranger, and the marketing database."""

from typing import Any

from sqlalchemy.orm import Session

from services.marketing.campaigns import commands
from services.marketing.persistence import Base
from shared.actor import Actor, Reach, system_actor
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase
from tests.recycling import lay_tables

NORTH, SOUTH = new_id(), new_id()
NILS, SARA = new_id(), new_id()
SYSTEM = system_actor("marketing")
STRANGER = Actor(new_id(), "anonymous", "Anonymous", new_id(), "", "", "public", frozenset())


def open_office(url: str) -> Database:
    database = Database(url)
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    with database.write() as session:
        session.add(OrgUnitReplica(id=NORTH, node=2, path="/1/2/", kind="branch", code="N", name="North"))
        session.add(OrgUnitReplica(id=SOUTH, node=3, path="/1/3/", kind="branch", code="S", name="South"))
        session.add(OrgPersonReplica(id=NILS, login="nils", name="Nils", unit_id=NORTH, path="/1/"))
        session.add(OrgPersonReplica(id=SARA, login="sara", name="Sara", unit_id=SOUTH, path="/2/"))
    return database


def marketer(person_id: str) -> Actor:
    unit_id, path, login = {NILS: (NORTH, "/1/2/", "nils"), SARA: (SOUTH, "/1/3/", "sara")}[person_id]
    reaches = frozenset({Reach.UNIT})
    return Actor(person_id, login, login.title(), unit_id, path, "/1/", "test", reaches, reaches)


def plan(session: Session, **fields: Any) -> Any:
    """A campaign of Nils that is not launched yet."""
    return commands.create_campaign(session, marketer(NILS), **{"name": "Spring", "kind": "web", **fields})


def run(session: Session, **fields: Any) -> Any:
    """A campaign of Nils that runs."""
    return commands.launch_campaign(session, marketer(NILS), plan(session, **fields).id)
