"""What lies around deals, as tables of questions: of each the rows in sight, and of deals out of sight no amount."""

from typing import Any

import pytest

from shared.contracts.sales import activities, contacts
from shared.contracts.sales import opportunities as deals
from shared.ids import new_id
from tests.reporting.activities.telling import act, activity_event
from tests.reporting.customers.telling import enter, hear
from tests.reporting.newsroom import Newsroom

DAY = "2026-10-05"


def contact_event(room: Newsroom, kind_of_event: Any, name: str, version: int = 1, **facts: Any) -> Any:
    owner = room.people[facts.pop("owner", "nils")]
    unsaid = dict.fromkeys(("organisation", "title", "role", "email", "phone", "mobile"))
    told = {
        **unsaid,
        "contact_id": room.ids.setdefault(name, new_id()),
        "record_version": version,
        "kind": "customer",
        "name": name,
        "customer_id": room.ids["Acme"],
        "do_not_email": False,
        "do_not_call": False,
        "owner_id": owner.user_id,
        "org_unit_id": owner.unit_id,
        "changes": {},
    }
    return kind_of_event(**{**told, **facts})


@pytest.fixture
def known(room_anywhere: Newsroom) -> Newsroom:
    """Nils has a customer, a contact there, a deal with it and calls; one call is about a deal of Sara's."""
    room = room_anywhere
    enter(room, "Acme", "2026-09-01", region="north", level="key")
    hear(room, contact_event(room, contacts.ContactCreated, "Ann", title="Buyer"), DAY)
    at = {"customer_id": room.ids["Acme"], "customer_name": "Acme"}
    room.tell(room.event(deals.OpportunityOpened, "mine", amount="1000.00", **at))
    room.tell(room.event(deals.OpportunityOpened, "hers", "sara", amount="70.00", **at))
    act(room, "one", DAY, opportunity="mine", task="call back", task_due_on="2026-11-01")
    act(room, "two", DAY, opportunity="hers")
    return room


def answer(room: Newsroom, who: str, sql: str) -> list[tuple[Any, ...]]:
    rows = room._service(who).ask_question(request={"sql": sql})["rows"]
    return [tuple(row.values()) for row in rows]


def test_where_customers_contacts_deals_and_activities_are_and_what_they_may_bring(known: Newsroom) -> None:
    of_customers = "SELECT name, priority, region, entered_on, territory FROM customers"
    assert answer(known, "nils", of_customers) == [("Acme", "key", "north", "2026-09-01", None)]
    of_contacts = "SELECT name, title, priority, region, status, entered_on FROM contacts"
    assert answer(known, "nils", of_contacts) == [("Ann", "Buyer", "key", "north", "active", DAY)]
    of_deals = "SELECT name, amount, priority, region FROM deals"
    assert answer(known, "nils", of_deals) == [("mine", "1000.00", "key", "north")]
    of_calls = "SELECT subject, region, amount, weighted_amount, task_due_on FROM activities ORDER BY subject"
    assert answer(known, "nils", of_calls) == [
        ("one", "north", "1000.00", "100.00", "2026-11-01"),
        ("two", None, None, None, None),
    ], "of a deal out of sight nothing is told"
    for table in ("customers", "contacts", "activities", "visits"):
        assert answer(known, "sara", f"SELECT id FROM {table}") == []


def test_contacts_are_as_told_last_whatever_comes_late_and_go_along_in_a_merge(known: Newsroom) -> None:
    hear(known, contact_event(known, contacts.ContactChanged, "Ann", 3, title="Chief"), "2026-10-07")
    hear(known, contact_event(known, contacts.ContactChanged, "Ann", 2, title="Clerk"), "2026-10-06")
    hear(known, contact_event(known, contacts.ContactChanged, "Ann", 3, title="Chief"), "2026-10-07")
    assert answer(known, "nils", "SELECT title, entered_on FROM contacts") == [("Chief", DAY)]
    handed = {"from_owner_id": known.people["nils"].user_id, "to_owner_id": known.people["sara"].user_id}
    hear(known, contact_event(known, contacts.ContactTransferred, "Ann", 4, owner="sara", **handed), "2026-10-08")
    assert answer(known, "nils", "SELECT id FROM contacts") == []
    assert answer(known, "sara", "SELECT name FROM contacts") == [("Ann",)]
    hear(known, contact_event(known, contacts.ContactRemoved, "Ann", 5, owner="sara"), "2026-10-09")
    assert answer(known, "sara", "SELECT name FROM contacts") == []


def test_a_task_that_is_done_says_when(known: Newsroom) -> None:
    told = {"task": "call back", "task_due_on": "2026-11-01", "task_done_at": "2026-10-20T09:00:00+00:00"}
    told |= {"opportunity_id": known.ids["mine"]}
    done = activity_event(known, activities.ActivityTaskCompleted, "one", DAY, version=2, **told)
    known.take((done, 2))
    assert answer(known, "nils", "SELECT task_done_on FROM activities WHERE task IS NOT NULL") == [("2026-10-20",)]
