"""Reports that a user defines by profit, area, priority, time and status: built, saved and run again."""

from datetime import timedelta
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

PATH = "/v1/built-reports"
REGION, AMOUNT = f"region {new_id()}", "4000.00"


class Trader:
    """Sara with a customer, and what is to come with it; nobody else has anything in that region."""

    def __init__(self, company: Company) -> None:
        self.client = company["sara.south"]
        listed = {"region": REGION, "level": "A"}
        self.customer = self._post("/v1/customers", {"name": f"Trader {new_id()}", **listed})
        at = {"customer_id": self.customer}
        self.contact = self._post("/v1/contacts", {"name": "Ann", **at})
        deal = {"name": "hoped for", "amount": AMOUNT, "currency": "USD", "stage": "negotiation"}
        self.deal = self._post("/v1/opportunities", {**deal, **at, "expected_close_date": self.day(20)})
        task = {"task": "call back", "task_due_on": self.day(5), "happened_at": f"{self.day(-1)}T09:00:00+00:00"}
        self.activity = self._post("/v1/activities", {"type": "call", "opportunity_id": self.deal, **task})
        visit = {"subject": "to come", "starts_at": f"{self.day(7)}T09:00:00+00:00"}
        self.visit = self._post("/v1/visits", {**visit, **at})

    def _post(self, path: str, body: Any) -> str:
        return str(self.client.post(path, body)["id"])

    @staticmethod
    def day(days: int) -> str:
        return (today() + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def trader(company: Company) -> Trader:
    return Trader(company)


def is_told(client: Client, report: str, expected: list[Any], **query: str) -> bool:
    """Whether the saved report, run again, comes to these rows."""

    def told() -> list[Any]:
        rows = client.get(f"{PATH}/{report}/rows", params=query)["rows"]
        return [{name: value for name, value in row.items() if name != "drill"} for row in rows]

    return bool(eventually(lambda: told() == expected, seconds=60))


CASES: dict[str, Any] = {
    "profit": ("deals", "weighted_amount", "gte", ["2999.00"]),
    "area": ("contacts", "region", "eq", [REGION]),
    "priority": ("customers", "priority", "eq", ["A"]),
    "time": ("visits", "visited_on", "gte", []),
    "status": ("activities", "status", "eq", ["done"]),
}
"""By criterion: the table, and the filter; without a value that of tomorrow."""


@pytest.mark.feature("S-104")
@pytest.mark.parametrize("criterion", CASES)
def test_a_user_builds_saves_and_reruns_a_report_by_each_criterion(
    company: Company, trader: Trader, criterion: str
) -> None:
    table, column, op, values = CASES[criterion]
    filters = [
        {"column": column, "op": op, "values": values or [Trader.day(1)]},
        {"column": "region", "op": "eq", "values": [REGION]},
    ]
    body = {"title": f"By {criterion}", "table": table, "columns": ["priority", "region"], "filters": filters}
    report = trader.client.post(PATH, body)["id"]
    record = {"deals": trader.deal, "contacts": trader.contact, "customers": trader.customer}
    record |= {"visits": trader.visit, "activities": trader.activity}
    assert is_told(trader.client, report, [{"id": record[table], "priority": "A", "region": REGION}])
    trader.client.post(f"{PATH}/{report}/shares", {"person_id": company.people["nora.north"]["id"]})
    assert company["nora.north"].get(f"{PATH}/{report}/rows")["rows"] == [], "each runs it over their own facts"


@pytest.mark.feature("S-104")
def test_what_is_to_come_is_summed_by_area_and_priority_for_any_period(trader: Trader) -> None:
    still_to_do = {"column": "task_done_on", "op": "null", "values": ["true"]}
    kept = [{"column": "region", "op": "eq", "values": [REGION]}, still_to_do]
    groups = [{"column": name} for name in ("region", "priority", "currency")]
    measures = [{"function": "count"}, {"function": "sum", "column": "amount"}]
    measures.append({"function": "sum", "column": "weighted_amount"})
    body = {"title": "To do", "table": "activities", "filters": kept, "groups": groups, "measures": measures}
    report = trader.client.post(PATH, {**body, "day": "task_due_on"})["id"]
    sums = {"count": 1, "sum_amount": AMOUNT, "sum_weighted_amount": "3000.00"}
    expected = [{"region": REGION, "priority": "A", "currency": "USD", **sums}]
    assert is_told(trader.client, report, expected, since=Trader.day(0), until=Trader.day(10))
    assert is_told(trader.client, report, [], since=Trader.day(11))
    trader.client.post(f"/v1/activities/{trader.activity}/complete-task")
    assert is_told(trader.client, report, [])
    bad = {**body, "filters": [{"column": "colour", "op": "eq", "values": ["red"]}]}
    trader.client.refused("POST", PATH, bad, status=422)
