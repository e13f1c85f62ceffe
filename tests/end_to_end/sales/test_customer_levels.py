"""What the level of a customer decides, through the public API: follow-ups, discounts, deadlines, and its own rise."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import column, create_engine, table, update

from shared.clock import now
from shared.ids import new_id
from shared.persistence.types import Id, UtcTime
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company

LEVELS = "/v1/customer-levels"


@contextmanager
def level(company: Company, code: str, rank: int = 1, **means: Any) -> Iterator[Any]:
    """What the level means for as long as the test lasts."""
    admin = company["admin"]
    defined = admin.post(LEVELS, {"code": code, "rank": rank, **means})
    try:
        yield defined
    finally:
        admin.ok("DELETE", f"{LEVELS}/{defined['id']}")


def customer(client: Client, code: str = "none") -> str:
    return f"/v1/customers/{client.post('/v1/customers', {'name': f'Mill {new_id()}', 'level': code})['id']}"


def touch(client: Client, path: str, days_ago: int = 0) -> Any:
    return client.post(f"{path}/touch", {"kind": "call", "at": (now() - timedelta(days=days_ago)).isoformat()})


def steps(client: Client, path: str) -> list[str]:
    return [entry["type"].split(".")[3] for entry in client.get(f"{path}/history")["data"]]


def reminders(client: Client, path: str) -> list[Any]:
    about = {"filter[kind][eq]": "customer_follow_up_due", "filter[about_id][eq]": path.rpartition("/")[2]}
    return list(client.get("/v1/messages", params=about)["data"])


def let_days_pass(company: Company, path: str, days: int) -> None:
    """As if the customer had been let alone for so many days."""
    engine = create_engine(company.stack.database_url("sales"))
    customers = table("customers", column("id", Id), column("quiet_since", UtcTime))
    of_it = update(customers).where(customers.c.id == path.rpartition("/")[2])
    with engine.begin() as connection:
        assert connection.execute(of_it.values(quiet_since=now() - timedelta(days=days))).rowcount == 1
    engine.dispose()


@pytest.mark.feature("S-061")
def test_level_a_at_14_days_is_reminded_of_on_day_15_and_no_more_after_a_touch(company: Company) -> None:
    nils, nina, sara = (company[who] for who in ("nils.north", "nina.north", "sara.south"))
    late, touched, early = (customer(nils, "A") for _ in range(3))
    for path, days_ago in ((late, 15), (touched, 15), (early, 14)):
        assert touch(nils, path, days_ago)["last_touch_at"] is not None
    touch(nils, touched)
    with level(company, "A", follow_up_days=14):
        assert eventually(lambda: len(reminders(nils, late)) == 1)
        [message] = reminders(nils, late)
        assert message["title"] == f"{nils.get(late)['name']} waits to hear from you"
        assert "every 14 days" in message["body"]
        assert [steps(nils, path).count("follow_up_due") for path in (touched, early)] == [0, 0]
        assert reminders(nina, late) == reminders(sara, late) == []

        touch(nils, late)
        let_days_pass(company, late, 14)
        let_days_pass(company, early, 15)
        assert eventually(lambda: len(reminders(nils, early)) == 1)
        assert len(reminders(nils, late)) == 1
        let_days_pass(company, late, 15)
        assert eventually(lambda: len(reminders(nils, late)) == 2)


def test_a_touch_is_logged_once_in_the_past_and_within_reach(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    path, key = customer(nils), {"Idempotency-Key": new_id()}
    for _ in range(2):
        nils.post(f"{path}/touch", {"kind": "mail", "summary": "Sent the list."}, headers=key)
    assert steps(nils, path) == ["created", "touched"]
    last = nils.get(path)["last_touch_at"]
    assert touch(nils, path, days_ago=3)["last_touch_at"] == last
    call = {"type": "call", "happened_at": now().isoformat(), "customer_id": path.rpartition("/")[2]}
    nils.post("/v1/activities", call)
    assert nils.get(path)["last_touch_at"] > last
    tomorrow = (now() + timedelta(days=1)).isoformat()
    late = {"kind": "call", "at": tomorrow}
    nils.refused("POST", f"{path}/touch", late, status=422, code="customer_touch_in_future")
    problem = nils.refused("POST", f"{path}/touch", {"kind": "dream"}, status=400)
    assert [fault["pointer"] for fault in problem["errors"]] == ["/kind"]
    sara.refused("POST", f"{path}/touch", {"kind": "call"}, status=404)
    assert steps(nils, path) == ["created", "touched", "touched", "touched"]


@pytest.mark.feature("S-053")
def test_the_level_drives_how_often_its_customers_are_followed_up(company: Company) -> None:
    nils = company["nils.north"]
    often, seldom, never = (customer(nils, code) for code in ("A", "B", "C"))
    for path in (often, seldom, never):
        touch(nils, path, days_ago=20)
    with level(company, "B", follow_up_days=30), level(company, "A", follow_up_days=7) as defined:
        assert eventually(lambda: steps(nils, often)[-1] == "follow_up_due")
        assert [steps(nils, path)[-1] for path in (seldom, never)] == ["touched", "touched"]
        company["admin"].patch(f"{LEVELS}/{defined['id']}", {"follow_up_days": None})
        nils.patch(seldom, {"level": "A"})
        company["admin"].patch(f"{LEVELS}/{defined['id']}", {"follow_up_days": 19})
        assert eventually(lambda: steps(nils, seldom)[-1] == "follow_up_due")


@pytest.mark.feature("S-053")
def test_the_level_drives_how_much_its_customers_are_let_off(company: Company) -> None:
    nils, admin = company["nils.north"], company["admin"]
    code = f"P-{new_id()[-12:]}"
    product = admin.post("/v1/products", {"code": code, "name": "Sieve", "list_price": "10.00"})

    def quoted(path: str, percent: str) -> Any:
        deal = nils.post("/v1/opportunities", {"name": "Sieves", "customer_id": path.rpartition("/")[2]})
        line = {"product_id": product["id"], "quantity": 2, "discount_percent": percent}
        return {"opportunity_id": deal["id"], "valid_until": "2999-12-31", "lines": [line]}

    bound, better, free = (customer(nils, one) for one in ("B", "A", "C"))
    above = {"status": 422, "code": "quotation_discount_above_ceiling"}
    with level(company, "B", discount_ceiling="10"), level(company, "A", discount_ceiling="25.5"):
        problem = nils.refused("POST", "/v1/quotations", quoted(bound, "10.01"), **above)
        assert (problem["ceiling"], problem["products"]) == ("10.00", [code])
        kept = nils.post("/v1/quotations", quoted(bound, "10"))
        assert kept["net"] == "18.00"
        change, named = quoted(bound, "12"), {"If-Match": f'"{kept["version"]}"'}
        path = f"/v1/quotations/{kept['id']}"
        nils.refused("PATCH", path, {"lines": change["lines"]}, headers=named, **above)
        nils.refused("POST", "/v1/quotations", quoted(better, "26"), **above)
        high = nils.post("/v1/quotations", quoted(better, "25.5"))
        assert nils.post("/v1/quotations", quoted(free, "99"))["net"] == "0.20"
        nils.patch(better, {"level": "B"})
        nils.refused("POST", f"/v1/quotations/{high['id']}/send", {}, **above)
        assert nils.post(f"{path}/send")["status"] == "sent"
    assert nils.post(f"/v1/quotations/{high['id']}/send")["status"] == "sent"


def hours_given(client: Client, path: str, **more: Any) -> float | None:
    """In how many hours a new request of this customer is due; none until the service desk knows the customer."""
    body = {"customer_id": path.rpartition("/")[2], "description": "It squeaks", **more}
    answer = client.ask("POST", "/v1/requests", body)
    if answer.status_code != 201:
        return None
    made = answer.json()
    given = datetime.fromisoformat(made["due_at"]) - datetime.fromisoformat(made["created_at"])
    return round(given.total_seconds() / 3600, 1)


@pytest.mark.feature("S-053")
def test_the_level_drives_how_soon_requests_of_its_customers_are_due(company: Company) -> None:
    nils, sara = company["nils.north"], company["sara.south"]
    with level(company, "A", solve_within_hours={"normal": 5, "critical": 1}) as defined:
        promised, usual = customer(nils, "A"), customer(nils, "B")
        assert eventually(lambda: hours_given(nils, promised) == 5)
        assert eventually(lambda: hours_given(nils, usual) == 24)
        assert [hours_given(nils, promised, severity=one) for one in ("critical", "high")] == [1, 8]
        agreed = (now() + timedelta(hours=50)).isoformat()
        assert hours_given(nils, promised, due_at=agreed) == 50
        assert hours_given(sara, promised) is None
        nils.patch(usual, {"level": "A"})
        assert eventually(lambda: hours_given(nils, usual) == 5)
        company["admin"].patch(f"{LEVELS}/{defined['id']}", {"solve_within_hours": {"normal": 3}})
        assert eventually(lambda: hours_given(nils, usual) == 3)
    assert eventually(lambda: hours_given(nils, usual) == 24)


def test_what_a_level_means_is_said_once_by_whom_the_whole_company_obeys(company: Company) -> None:
    admin, nils = company["admin"], company["nils.north"]
    nils.refused("POST", LEVELS, {"code": "A", "rank": 1}, status=403)
    for body, status, expected in (
        ({"code": "A", "rank": 0}, 400, "malformed"),
        ({"code": "A", "rank": 1, "discount_ceiling": "101"}, 400, "malformed"),
        ({"code": "A", "rank": 1, "follow_up_days": 0}, 400, "malformed"),
        ({"code": "A", "rank": 1, "solve_within_hours": {"urgent": 1}}, 400, "malformed"),
        ({"code": f"no {new_id()}", "rank": 1}, 422, "picklist_value_refused"),
        ({"code": "A", "rank": 1, "rises_over": "1"}, 422, "customer_level_threshold_currency"),
    ):
        admin.refused("POST", LEVELS, body, status=status, code=expected)
    with level(company, "A", follow_up_days=9) as defined:
        path = f"{LEVELS}/{defined['id']}"
        admin.refused("POST", LEVELS, {"code": "A", "rank": 2}, status=409, code="customer_level_defined_already")
        assert (nils.get(path), nils.get(LEVELS)["data"]) == (defined, [defined])
        nils.refused("PATCH", path, {"rank": 2}, status=403)
        admin.refused("PATCH", path, {"currency": "XTS"}, status=422, code="customer_level_threshold_currency")
        changed = admin.patch(path, {"rank": 2})
        assert (changed["rank"], changed["follow_up_days"]) == (2, 9)
        admin.refused("PATCH", path, {"rank": 3}, headers={"If-Match": '"1"'}, status=412)
    admin.refused("GET", path, status=404)
    admin.refused("DELETE", path, status=404)


def order(client: Client, path: str, product: Any, amount: str, currency: str = "XTS") -> str:
    """A draft; the currency is one that no other test sells in."""
    line = {"product_id": product["id"], "quantity": 1, "unit_price": amount}
    body = {"customer_id": path.rpartition("/")[2], "currency": currency, "lines": [line]}
    return f"/v1/orders/{client.post('/v1/orders', body)['id']}"


@pytest.mark.feature("X-18")
def test_the_order_that_takes_a_customer_over_a_threshold_raises_its_level_once_and_says_why(company: Company) -> None:
    nils, sara, admin = company["nils.north"], company["sara.south"], company["admin"]
    product = admin.post("/v1/products", {"code": f"P-{new_id()[-12:]}", "name": "Stone", "list_price": "10.00"})
    path = customer(nils)
    with (
        level(company, "B", rank=2, rises_over="1000.00", currency="XTS"),
        level(company, "A", rank=3, rises_over="5000.00", currency="XTS"),
    ):
        first, exact, draft = (order(nils, path, product, amount) for amount in ("900.00", "100.00", "9000.00"))
        other = order(nils, path, product, "2000.00", "XXX")
        sara.refused("POST", f"{draft}/confirm", {}, status=404)
        for one in (first, exact, other):
            nils.post(f"{one}/confirm")
        assert (nils.get(path)["level"], nils.get(path)["level_reason"]) == ("none", None)

        both = [order(nils, path, product, "600.00") for _ in range(2)]
        with ThreadPoolExecutor(2) as threads:
            assert [one["status"] for one in threads.map(lambda one: nils.post(f"{one}/confirm"), both)] == [
                "confirmed",
                "confirmed",
            ]
        nils.refused("POST", f"{both[0]}/confirm", {}, status=409, code="order_state_forbids")
        raised = nils.get(path)
        assert (raised["level"], raised["level_reason"]) == ("B", "What is ordered came to more than 1000.00 XTS.")
        assert steps(nils, path) == ["created", "level_changed"]
        diff = nils.get(f"{path}/history")["data"][1]["changes"]
        assert diff["level"] == {"before": "none", "after": "B"}
        assert diff["level_reason"]["after"] == raised["level_reason"]
        heard = eventually(lambda: [one for one in told_of_levels(admin) if one["subject"] == raised["id"]])
        assert [(one["data"]["from_level"], one["data"]["to_level"]) for one in heard] == [("none", "B")]
        assert heard[0]["data"]["reason"] == raised["level_reason"]

        nils.patch(path, {"level": "C"})
        nils.post(f"{order(nils, path, product, '10.00')}/confirm")
        assert (nils.get(path)["level"], nils.get(path)["level_reason"]) == ("C", None)
        nils.post(f"{draft}/confirm")
        assert nils.get(path)["level"] == "A"
        assert steps(nils, path) == ["created", "level_changed", "level_changed", "level_changed"]


def told_of_levels(client: Client) -> list[Any]:
    """Every event that says a customer came to another level."""
    told: list[Any] = []
    params: dict[str, Any] = {"type": "tenon.sales.customer.level_changed.v1", "limit": 200}
    while True:
        page = client.get("/v1/events", params=params)
        told += page["data"]
        if page["next"] is None:
            return told
        params["after"] = page["cursor"]
