"""A new seller in the east with deals won, lost, open, lapsed, and orders, activities, expenses, all of today."""

from datetime import date, timedelta
from typing import Any

from shared.clock import now, today
from shared.ids import new_id
from tests.days import iso_day
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

WON, LOST, OPEN, LAPSED = "won", "lost", "open", "lapsed"
DEALS = (
    # name, amount, stage, what becomes of it
    ("signed", "5000.00", "engaging", WON),
    ("small", "300.00", "prospecting", WON),
    ("huge", "250000.00", "negotiation", WON),
    ("beaten", "700.00", "engaging", LOST),
    ("dear", "80.00", "engaging", LOST),
    ("running", "4000.00", "negotiation", OPEN),
    ("hopeful", "9000.00", "prospecting", OPEN),
    ("overdue", "60.00", "prospecting", LAPSED),
)
REASONS = {"beaten": {"reason": "features", "competitor": "Acme"}, "dear": {"reason": "price"}}
COMPETITORS = {"signed": "Acme", "beaten": "Acme", "running": "Zenith"}
"""Who else wants the deal."""
PROBLEMS = {"dear": "price", "running": "delivery"}
"""What stands in the way of the deal."""
NEEDS = {"signed": "a rope", "running": "a chain"}
"""What is asked for in the deal."""
MIX = [{"currency": "USD", "quantity": 9, "amount": "300.00"}]
"""What the confirmed orders come to."""
ORDERS = (
    # customer, lines of product, quantity and unit price, whether it is confirmed
    ("Acme", (("lamp", 2, "15.00"), ("chair", 1, "70.00")), True),
    ("Acme", (("lamp", 4, "12.50"),), True),
    ("Brown", (("chair", 2, "75.00"),), True),
    ("Brown", (("lamp", 1, "15.00"),), False),
)
ACTIVITIES = (
    # kind, the deal that it was about, what came of it, whether it is a draft
    ("call", "signed", "agreed", False),
    ("call", "beaten", "refused", False),
    ("call", "running", "agreed", False),
    ("meeting", "huge", None, False),
    ("call", "running", None, True),
)
KEY = ("signed", "running")
"""The deals of which what was done about them is key."""
COSTS = {"lamp": "4.00"}
"""What a piece costs; of a chair nobody knows."""
QUOTA = "1000.00"
"""What is to be sold this month."""
HERE = {"latitude": "52.5", "longitude": "13.4"}
LEVEL = "C"
"""That of the customer who is let alone."""
FOLLOW_UP_DAYS = 60
LONG_AGO = 100
"""So many days ago somebody was last in touch with the customer who is let alone."""
EXPENSES = (
    # what for, amount, the parts of deals
    ("travel", "90.30", (("signed", "60.20"), ("running", "30.10"))),
    ("meals", "9.70", (("signed", "9.70"),)),
    ("gifts", "5.05", ()),
)


class Seller:
    """`deals`, `products` and `customers` are ids by name, `orders`, `activities` and `expenses` ids of those.
    Amounts are in USD.
    """

    def __init__(self, company: Company) -> None:
        admin, login = company["admin"], f"seller.{new_id()[-12:]}"
        person = {"login": login, "name": login.title(), "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
        superior = {"superior_id": company.people["helen.head"]["id"], "groups": ["salesperson"]}
        self.name = login.title()
        self.id = admin.post("/v1/people", {**person, **superior, "must_change_password": False})["id"]
        self.client: Client = company.stack.client(login, PASSWORD)
        self.began = now().isoformat()
        self.deals = {name: self._deal(name, *facts) for name, *facts in DEALS}
        self.products = {name: self._product(admin, name) for name in ("lamp", "chair")}
        self.customers = {
            name: self.client.post("/v1/customers", {"name": f"{name} {new_id()}"})["id"] for name in ("Acme", "Brown")
        }
        self.orders = [self._order(*facts) for facts in ORDERS]
        self.activities = [self._activity(*facts) for facts in ACTIVITIES]
        self.expenses = [self._expense(*facts) for facts in EXPENSES]
        self._invoice(company["helen.head"], self.orders[0])
        self.visit = self._visit()
        self.lead = str(self.client.post("/v1/leads", {"name": "lead"})["id"])
        self.contact = self._contact()
        self.quiet = self._quiet()
        self.quota = self._quota(company["helen.head"])
        assert eventually(self._are_told, seconds=60)

    @property
    def ids(self) -> set[str]:
        """Of all that the reports are about."""
        mine = {*self.deals.values(), *self.orders, *self.activities, *self.expenses, *self.customers.values()}
        return mine | {self.visit, self.lead, self.quiet, self.contact, self.quota}

    @property
    def month(self) -> str:
        return today().isoformat()[:7]

    def ask(self, report: str, **query: str) -> Any:
        """A report on one's own deals in dollars."""
        return self.client.get(f"/v1/reports/{report}", params={"currency": "USD", **query})

    def records(self, report: str, row: Any) -> list[str]:
        """The names of the deals behind a row."""
        found = self.client.all(f"/v1/reports/{report}/records?{row['drill']}", params={"limit": "2"})
        return sorted(deal["name"] for deal in found)

    def _deal(self, name: str, amount: str, stage: str, outcome: str) -> str:
        body = {"name": name, "amount": amount, "stage": stage, "currency": "USD"}
        body |= {"expected_close_date": iso_day(-3)} if outcome == LAPSED else {}
        deal = str(self.client.post("/v1/opportunities", body)["id"])
        if name in NEEDS:
            self.client.post(f"/v1/opportunities/{deal}/needs", {"description": NEEDS[name]})
        if name in COMPETITORS:
            self.client.post(f"/v1/opportunities/{deal}/competitors", {"name": COMPETITORS[name]})
        if name in PROBLEMS:
            self.client.post(f"/v1/opportunities/{deal}/problems", {"type": PROBLEMS[name]})
        if outcome == WON:
            self.client.post(f"/v1/opportunities/{deal}/win", {})
        if outcome == LOST:
            self.client.post(f"/v1/opportunities/{deal}/lose", REASONS[name])
        return deal

    def _product(self, admin: Client, name: str) -> str:
        body = {
            "code": f"{name}-{new_id()}",
            "name": name,
            "list_price": "10.00",
            "currency": "USD",
            "cost": COSTS.get(name),
        }
        return str(admin.post("/v1/products", {**body, "category": f"things like a {name}"})["id"])

    def _order(self, customer: str, lines: tuple[tuple[str, int, str], ...], confirmed: bool) -> str:
        told = [
            {"product_id": self.products[name], "quantity": quantity, "unit_price": price}
            for name, quantity, price in lines
        ]
        body = {"customer_id": self.customers[customer], "currency": "USD", "lines": told}
        order = str(self.client.post("/v1/orders", body)["id"])
        if confirmed:
            self.client.post(f"/v1/orders/{order}/confirm")
        return order

    def _activity(self, kind: str, deal: str, result: str | None, draft: bool) -> str:
        body = {"type": kind, "opportunity_id": self.deals[deal], "happened_at": self.began, "draft": draft}
        body |= {"is_key": deal in KEY}
        return str(self.client.post("/v1/activities", body | ({} if result is None else {"result": result}))["id"])

    def _expense(self, category: str, amount: str, parts: tuple[tuple[str, str], ...]) -> str:
        told = [{"opportunity_id": self.deals[deal], "amount": part} for deal, part in parts]
        body = {"spent_on": today().isoformat(), "category": category, "amount": amount, "currency": "USD"}
        return str(self.client.post("/v1/expenses", {**body, "allocations": told})["id"])

    def _invoice(self, accountant: Client, order: str) -> None:
        """Of the first order a part is invoiced, and a part of that is paid."""
        path = f"/v1/orders/{order}"
        assert eventually(lambda: accountant.ask("GET", f"{path}/fulfilment").status_code == 200, seconds=30)
        accountant.post(f"{path}/invoices", {"amount": "60.00"})
        accountant.post(f"{path}/payments", {"amount": "20.00", "method": "cash"})

    def _visit(self) -> str:
        planned = {"customer_id": self.customers["Acme"], "subject": "visit", "starts_at": self.began}
        visit = str(self.client.post("/v1/visits", planned)["id"])
        self.client.post(f"/v1/visits/{visit}/check-in", {**HERE, "device_at": now().isoformat()})
        self.client.post(f"/v1/visits/{visit}/complete", {"outcome": "successful", "result": "agreed"})
        return visit

    def _contact(self) -> str:
        """At a customer, met nowhere yet."""
        return str(self.client.post("/v1/contacts", {"name": "Ann", "customer_id": self.customers["Acme"]})["id"])

    def _quiet(self) -> str:
        """A customer of a level that is to be followed up, with whom nobody was in touch for long."""
        customer = str(self.client.post("/v1/customers", {"name": f"Quiet {new_id()}", "level": LEVEL})["id"])
        at = (now() - timedelta(days=LONG_AGO)).isoformat()
        self.client.post(f"/v1/customers/{customer}/touch", {"kind": "call", "at": at})
        return customer

    def _quota(self, superior: Client) -> str:
        """For all products, for this month."""
        first = months_before(today(), 0)
        last = months_before(first + timedelta(days=31), 0) - timedelta(days=1)
        period = {"starts_on": first.isoformat(), "ends_on": last.isoformat()}
        body = {"person_id": self.id, "amount": QUOTA, "currency": "USD", **period}
        return str(superior.post("/v1/quotas", body)["id"])

    def _are_told(self) -> bool:
        counts = [len(self.ask(report)["rows"]) for report in ("won-deals", "missed-deals", "opportunity-ranking")]
        done = self.ask("activities")["totals"][0]["count"]
        spent = [one["amount"] for one in self.ask("expense-statistics")["totals"]]
        if (counts, done, spent) != ([3, 3, 3], 4, ["105.05"]) or self.ask("product-mix")["totals"][:1] != MIX:
            return False
        sales = [(one["margin"], one["target"]) for one in self.ask("seller-sales")["totals"]]
        asked = [one["count"] for one in self.ask("customer-demand")["totals"]]
        if (sales, asked) != ([("56.00", QUOTA)], [len(NEEDS)]):
            return False
        if self.ask("key-problems")["totals"][0]["reported"] != len(PROBLEMS):
            return False
        open_ones = [one["open"] for one in self.ask("receivables")["totals"]]
        return open_ones == ["40.00"] and len(self.ask("lapsed-customers")["rows"]) == 1


def months_before(day: date, months: int) -> date:
    """The first day of the month so many months before."""
    place = day.year * 12 + day.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
