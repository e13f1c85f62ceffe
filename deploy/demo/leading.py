"""How the demo company is led: territories, quotas, commissions, expenses."""

from datetime import date

from deploy.demo.book import Book, day_in, only, rows_of
from deploy.demo.callers import Caller, Callers
from shared.clock import today
from shared.contracts.payload import Payload


def lead_the_company(callers: Callers, book: Book) -> None:
    """Needs people and deals."""
    admin = callers.person("admin")
    for row in rows_of("territories"):
        _draw_territory(admin, book, row)
    for row in rows_of("quotas"):
        callers.person(row["login"]).create("sales", "set_quota", **_quota(book, row))
    _promise_commission(admin, book)
    for row in rows_of("expenses"):
        _spend(callers, book, row)


def _draw_territory(admin: Caller, book: Book, row: Payload) -> None:
    territory = admin.create("sales", "create_territory", **only(row, "code", "name"))["id"]
    rules = {"rules": [{"region": row["region"]}]}
    admin.call("sales", "add_territory_rules", territory_id=territory, request=rules)
    seller = {"person_id": book.people[row["person"]]}
    admin.call("sales", "assign_seller", territory_id=territory, request=seller)


def _quota(book: Book, row: Payload) -> Payload:
    year = today().year
    return {
        "person_id": book.people[row["person"]],
        "starts_on": date(year, 1, 1).isoformat(),
        "ends_on": date(year, 12, 31).isoformat(),
        "amount": row["amount"],
        "currency": "EUR",
    }


def _promise_commission(admin: Caller, book: Book) -> None:
    admin.create(
        "sales",
        "define_commission_plan",
        name="Sellers of laboratory devices",
        basis="paid",
        period="quarter",
        currency="EUR",
        starts_on=today().isoformat(),
        person_ids=[book.people[row["person"]] for row in rows_of("quotas")],
        tiers=[{"above": "0.00", "percent": "2.00"}, {"above": "100000.00", "percent": "3.50"}],
    )


def _spend(callers: Callers, book: Book, row: Payload) -> None:
    part = {"opportunity_id": book.deals[row["deal"]], "amount": row["amount"]}
    spender = callers.person(row["login"])
    expense = spender.create(
        "sales",
        "create_expense",
        spent_on=day_in(row["days"]).isoformat(),
        currency="EUR",
        allocations=[part],
        **only(row, "category", "amount", "description"),
    )["id"]
    for verb in row.get("then", "").split():
        actor = spender if verb == "submit" else callers.person("admin")
        request = {"reason": "Above what was agreed"} if verb == "refuse" else {}
        actor.call("sales", f"{verb}_expense", expense_id=expense, request=request)
