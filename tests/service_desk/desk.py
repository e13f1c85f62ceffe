"""Two branches with the people who work in them, and the service desk's database for them to work on."""

from sqlalchemy.orm import Session

from services.service_desk.customers.model import Customer
from services.service_desk.persistence import Base
from shared.actor import Actor, Reach, system_actor
from shared.contracts.sales.customers import CustomerCreated
from shared.ids import new_id
from shared.known_customers import follow_customer
from shared.persistence.database import Database
from shared.persistence.platform import OrgPersonReplica, OrgUnitReplica, PlatformBase
from tests.recycling import lay_tables

NORTH, SOUTH = new_id(), new_id()
NORA, NILS, NINA, SARA = new_id(), new_id(), new_id(), new_id()
SYSTEM = system_actor("service_desk")

UNITS = (
    OrgUnitReplica(id=NORTH, node=2, path="/1/2/", kind="branch", code="N", name="North"),
    OrgUnitReplica(id=SOUTH, node=3, path="/1/3/", kind="branch", code="S", name="South"),
)
PEOPLE = {
    NORA: ("nora", NORTH, "/1/"),
    NILS: ("nils", NORTH, "/1/2/"),
    NINA: ("nina", NORTH, "/1/3/"),
    SARA: ("sara", SOUTH, "/4/"),
}


def open_desk(url: str) -> Database:
    database = Database(url)
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    with database.write() as session:
        for unit in UNITS:
            session.merge(unit)
        for person_id, (login, unit_id, path) in PEOPLE.items():
            name = login.title()
            session.add(OrgPersonReplica(id=person_id, login=login, name=name, unit_id=unit_id, path=path))
    return database


def agent(person_id: str, reach: Reach = Reach.UNIT) -> Actor:
    login, unit_id, path = PEOPLE[person_id]
    unit_path = {NORTH: "/1/2/", SOUTH: "/1/3/"}[unit_id]
    reaches = frozenset({reach})
    return Actor(person_id, login, login.title(), unit_id, unit_path, path, "test", reaches, reaches)


def know_customer(session: Session, name: str, unit_id: str = NORTH, owner_id: str = NILS, version: int = 1) -> str:
    """Let the desk hear of a customer as the sales service tells it."""
    customer_id = new_id()
    follow_customer(session, Customer, SYSTEM, told_customer(customer_id, name, unit_id, owner_id, version))
    session.flush()
    return customer_id


def told_customer(
    customer_id: str, name: str, unit_id: str = NORTH, owner_id: str = NILS, version: int = 1
) -> CustomerCreated:
    return CustomerCreated(
        customer_id=customer_id,
        record_version=version,
        name=name,
        tax_id=None,
        domain=None,
        phone=None,
        industry=None,
        region=None,
        country=None,
        level="none",
        customer_type="company",
        status="active",
        parent_id=None,
        external_id=None,
        owner_id=owner_id,
        org_unit_id=unit_id,
        changes={},
    )
