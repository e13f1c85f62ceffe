"""The calendars of the demo company: what was done, what is due today, and what is to come."""

from deploy.demo.book import Book, day_in, moment_of, only, rows_of
from deploy.demo.callers import Caller, Callers
from shared.contracts.payload import Payload

VISIT_MINUTES = 90
MEETING_MINUTES = 45


def fill_calendars(callers: Callers, book: Book) -> None:
    """Needs customers and deals."""
    for row in rows_of("activities"):
        _record_activity(callers.person(row["login"]), book, row)
    for row in rows_of("visits"):
        _plan_visit(callers.person(row["login"]), book, row)
    for row in rows_of("schedules"):
        times = {"starts_at": moment_of(row), "ends_at": moment_of(row, minutes=MEETING_MINUTES)}
        callers.person(row["login"]).create(
            "messaging", "create_schedule", **only(row, "kind", "title", "place"), **times
        )
    for row in rows_of("call_backs"):
        callers.person(row["login"]).create(
            "sales",
            "arrange_call_back",
            subject=row["subject"],
            phone_number=row["phone"],
            at=moment_of(row),
            person_id=book.people[row["login"]],
            opportunity_id=book.deals[row["deal"]],
        )


def _record_activity(seller: Caller, book: Book, row: Payload) -> None:
    task = {"task": row["task"], "task_due_on": day_in(row["task_in_days"]).isoformat()} if "task" in row else {}
    seller.create(
        "sales",
        "record_activity",
        **only(row, "type", "subject", "note", "result"),
        happened_at=moment_of(row),
        opportunity_id=book.deals[row["deal"]],
        **task,
    )


def _plan_visit(seller: Caller, book: Book, row: Payload) -> None:
    times = {"starts_at": moment_of(row), "ends_at": moment_of(row, minutes=VISIT_MINUTES)}
    about = {"customer_id": book.customers[row["customer"]]}
    if "deal" in row:
        about["opportunity_id"] = book.deals[row["deal"]]
    visit = seller.create("sales", "plan_visit", **only(row, "subject", "place"), **times, **about)
    if "outcome" in row:
        _pay_visit(seller, visit["id"], row)


def _pay_visit(seller: Caller, visit_id: str, row: Payload) -> None:
    """The device was without a network at the customer's, and tells it afterwards."""
    there = {name: float(row[name]) for name in ("latitude", "longitude")}
    begun = {"device_at": moment_of(row), **there}
    seller.call("sales", "check_in_visit", visit_id=visit_id, request=begun)
    ended = only(row, "outcome", "result") | {"device_at": moment_of(row, minutes=VISIT_MINUTES)}
    seller.call("sales", "complete_visit", visit_id=visit_id, request=ended)
