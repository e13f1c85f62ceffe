"""A call that reads needs one connection to the database, however many others read at the same time."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from services.sales.contacts.model import Contact
from shared.persistence.database import Database
from tests.sales.desk import Office, open_office

OTHERS = 2
"""All connections for reading but one, where a process has six, half of them for reading."""


@pytest.fixture
def narrow(database_url: str) -> Iterator[Office]:
    database = Database(database_url, pool_size=6)
    yield open_office(database)
    database.close()


def test_a_list_of_what_a_customer_has_is_read_while_only_one_connection_is_free(narrow: Office) -> None:
    nils = narrow("nils")
    customer = nils.create_customer(request={"name": "Joinery"})["id"]
    contact = nils.create_contact(request={"name": "Ada", "customer_id": customer})["id"]
    with ExitStack() as reading:
        for _ in range(OTHERS):
            reading.enter_context(narrow.branches.database.read()).scalars(select(Contact.id)).all()
        listed = nils.list_customer_contacts(customer_id=customer, query={})["data"]
        assert [row["id"] for row in listed] == [contact]
        assert nils.list_customer_activities(customer_id=customer, query={})["data"] == []
