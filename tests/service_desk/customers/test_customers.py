"""The copies of customers: never older than what was told, whatever the order."""

from services.service_desk.customers import queries
from services.service_desk.customers.model import Customer
from shared.ids import new_id
from shared.known_customers import follow_customer
from shared.persistence.database import Database
from tests.service_desk.desk import NILS, SARA, SOUTH, SYSTEM, agent, told_customer


def test_an_older_event_never_overwrites_a_newer_one(database: Database) -> None:
    customer_id = new_id()
    with database.write() as session:
        follow_customer(session, Customer, SYSTEM, told_customer(customer_id, "Acme", version=1))
        follow_customer(session, Customer, SYSTEM, told_customer(customer_id, "Acme Ltd", SOUTH, SARA, version=3))
        follow_customer(session, Customer, SYSTEM, told_customer(customer_id, "Acme Inc", version=2))
    with database.read() as session:
        assert not queries.is_known_customer(session, agent(NILS), customer_id)
        assert queries.is_known_customer(session, agent(SARA), customer_id)
