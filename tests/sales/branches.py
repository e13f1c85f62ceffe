"""A sales database with two branches in it, and its service called as one of their people, through the real door."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import select

from gateway.http.discovery import all_routes
from services.sales.persistence import Base
from services.sales.service import SalesService
from shared.actor import Actor, Reach, system_actor
from shared.call import Call
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase, StoredEvent
from shared.rights import PUBLIC
from shared.settings import Settings
from shared.signing import sign_actor
from tests.recycling import lay_tables

SETTINGS = Settings(secret="a secret for tests")
RIGHTS = {route.rpc: route.right for group in all_routes() for route in group.declared}
UNITS = (("HQ", "/1/"), ("NORTH", "/1/2/"), ("SOUTH", "/1/3/"))
PEOPLE = (
    # login, unit, path in the chain of superiors, reach
    ("helen", "HQ", "/1/", Reach.ALL),
    ("nora", "NORTH", "/1/2/", Reach.SUBORDINATES),
    ("nils", "NORTH", "/1/2/3/", Reach.OWN),
    ("nina", "NORTH", "/1/2/4/", Reach.OWN),
    ("sara", "SOUTH", "/1/5/", Reach.OWN),
)


@dataclass
class Branches:
    """`units` maps codes to ids, `people` logins to actors."""

    database: Database
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    def call(self, who: str, rpc: str, /, *, key: str | None = None, **arguments: Any) -> Any:
        """Call as this person would; everybody holds every right of sales, as far as their reach goes."""
        actor = self.people[who]
        token = sign_actor(replace(actor, right=RIGHTS.get(rpc, PUBLIC)), SETTINGS.secret)
        service = SalesService()
        service.database = self.database
        service.settings = SETTINGS
        service.call = Call(actor_token=token, idempotency_key=key, fingerprint=rpc)
        return getattr(service, rpc)(**arguments)

    def hear(self, handler: str, event: Any) -> None:
        """Have a handler told of an event, as the inbox does."""
        with self.database.write() as session:
            getattr(SalesService(), handler)(session, system_actor("sales"), event)

    def events(self, record_id: str) -> list[StoredEvent]:
        with self.database.read() as session:
            found = select(StoredEvent).where(StoredEvent.subject == record_id).order_by(StoredEvent.sequence)
            events = list(session.scalars(found))
            session.expunge_all()
            return events

    def told(self, record_id: str) -> list[str]:
        """The last words of the types of a record's events."""
        return [event.type.split(".")[3] for event in self.events(record_id)]


def open_branches(database: Database) -> Branches:
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    branches = Branches(database)
    with database.write() as session:
        for node, (code, path) in enumerate(UNITS, start=1):
            branches.units[code] = new_id()
            unit = OrgUnitReplica(id=branches.units[code], node=node, path=path, kind="branch", code=code, name=code)
            session.add(unit)
        for login, unit_code, path, reach in PEOPLE:
            actor = _actor(branches, login, unit_code, path, reach)
            branches.people[login] = actor
            session.add(
                OrgPersonReplica(
                    id=actor.user_id, login=login, name=actor.name, unit_id=actor.unit_id, path=path, active=True
                )
            )
    return branches


def _actor(branches: Branches, login: str, unit_code: str, path: str, reach: Reach) -> Actor:
    reaches = frozenset({reach})
    unit_path = dict(UNITS)[unit_code]
    unit_id = branches.units[unit_code]
    return Actor(new_id(), login, login.title(), unit_id, unit_path, path, "", reaches, reaches)
