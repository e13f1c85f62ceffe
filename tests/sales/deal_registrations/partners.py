"""Two dealers of the north and an agent of the south, each with somebody who registers deals."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import update

from services.sales.deal_registrations.model import DealRegistration
from shared.actor import Actor, Reach
from shared.clock import today
from shared.contracts.sales import opportunities
from shared.ids import new_id
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, StoredEvent
from shared.signing import sign_actor
from tests.days import iso_day
from tests.sales.branches import SETTINGS
from tests.sales.desk import Desk, Office

UNITS = (
    # code, node, kind, path
    ("D1", 11, "dealer", "/1/2/11/"),
    ("D2", 12, "dealer", "/1/2/12/"),
    ("A1", 13, "agent", "/1/3/13/"),
)
PEOPLE = (("dora", "D1"), ("dirk", "D1"), ("dina", "D2"), ("anna", "A1"))


@dataclass(frozen=True)
class Channel:
    """`channel("dora")` is the desk of Dora; people of the house reach their subtree by the rights of this noun."""

    office: Office
    people: dict[str, Actor]
    units: dict[str, str]

    def __call__(self, login: str) -> Desk:
        if login in self.people:
            return Desk(self.office.branches.database, self.people[login])
        return self.office(login).reaching(Reach.SUBTREE)

    def events(self, registration: Any) -> list[StoredEvent]:
        return self.office.events(registration["id"])

    def submit(self, login: str, **more: Any) -> Any:
        return self(login).submit_deal_registration(request=asked(**more))

    def accepted(self, login: str, by: str = "helen", **more: Any) -> Any:
        made = self.submit(login, **more)
        return self(by).accept_deal_registration(deal_registration_id=made["id"], request={})

    def conflicts(self, login: str, registration: Any, *reaches: Reach) -> Any:
        """What somebody is told who may read opportunities as far as these reaches; without any, who may not."""
        desk = self(login)
        reader = replace(desk.who, right=opportunities.READ, reaches=frozenset(reaches), sight=frozenset(reaches))
        readers = [sign_actor(reader, SETTINGS.secret)] if reaches else []
        return desk.find_deal_conflicts(deal_registration_id=registration["id"], readers=readers)

    def let_days_pass(self, registration: Any, last_day: date | None = None) -> None:
        """As if the protection had been given long ago: its last day was yesterday, or the day that is said."""
        day = last_day or today() - timedelta(days=1)
        with self.office.branches.database.write() as session:
            chosen = update(DealRegistration).where(DealRegistration.id == registration["id"])
            session.execute(chosen.values(protected_until=day))


def asked(**more: Any) -> dict[str, Any]:
    """A deal with a prospect; a member that is None is left out."""
    body = {
        "name": "New mill",
        "customer_name": "Acme, Inc.",
        "product_category": "mills",
        "amount": "1200.50",
        "currency": "EUR",
        "expected_close_date": iso_day(30),
    }
    return {name: value for name, value in {**body, **more}.items() if value is not None}


def open_channel(office: Office) -> Channel:
    units, people = {}, {}
    with office.branches.database.write() as session:
        for code, node, kind, path in UNITS:
            units[code] = new_id()
            session.add(
                OrgUnitReplica(id=units[code], node=node, path=path, kind=kind, code=code, name=f"Partner {code}")
            )
        for node, (login, code) in enumerate(PEOPLE, start=20):
            path = next(one[3] for one in UNITS if one[0] == code)
            unit = frozenset({Reach.UNIT})
            actor = Actor(new_id(), login, login.title(), units[code], path, f"/{node}/", "", unit, unit)
            people[login] = actor
            whole = {"name": actor.name, "path": actor.person_path, "active": True}
            session.add(OrgPersonReplica(id=actor.user_id, login=login, unit_id=units[code], **whole))
    return Channel(office, people, units)
