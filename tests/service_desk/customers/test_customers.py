"""The copies of customers: never older than what was told, whatever the order."""

from services.service_desk.customers import queries
from services.service_desk.customers.model import Customer
from shared.ids import new_id
from shared.known_customers import follow_customer, learn_customer
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


def test_what_was_not_kept_then_is_learnt_from_the_event_of_the_copy_and_from_no_other(database: Database) -> None:
    customer_id = new_id()
    then, since = told_customer(customer_id, "Acme", version=1), told_customer(customer_id, "Acme Ltd", version=2)
    with database.write() as session:
        follow_customer(session, Customer, SYSTEM, since)
        session.get_one(Customer, customer_id).level = None
    with database.write() as session:
        assert not learn_customer(session, Customer, then, "web")
        assert learn_customer(session, Customer, since, "web")
        assert not learn_customer(session, Customer, told_customer(new_id(), "Gone"), "web")
    with database.read() as session:
        kept = session.get_one(Customer, customer_id)
        assert (kept.name, kept.level, kept.version, kept.channel) == ("Acme Ltd", since.level, 2, "web")
