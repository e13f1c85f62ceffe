"""Win and churn scores through the public API, over a history whose figures are computed here by other means."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from services.reporting.deals.model import Deal
from services.reporting.orders.model import OrderFact
from shared.clock import today
from shared.ids import new_id
from shared.persistence.database import Database, database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company

CHURN, WINS = "/v1/reports/churn-scores", "/v1/reports/win-scores"
HORIZON, SPACING, SHOPS = 30, 20, 44
CASE = 80
"""Deals of each outcome."""


def shop(place: int) -> list[int]:
    """How many days ago it ordered: those with odd numbers every 20 days, others so until a day of their own."""
    until = 0 if place % 2 else 8 * place
    return [ago for ago in range(place % SPACING, 400, SPACING) if ago >= until]


SHOP_ORDERS = {f"shop {place}": shop(place) for place in range(SHOPS)}


def at(cut: int) -> dict[str, bool]:
    """The shops that had ordered within a year of the day so many horizons ago, and whether they were gone then."""
    then = cut * HORIZON
    known = {name: days for name, days in SHOP_ORDERS.items() if any(then <= ago < then + 365 for ago in days)}
    return {name: not any(then - HORIZON <= ago < then for ago in days) for name, days in known.items()}


def base_brier() -> tuple[int, int, float]:
    """Over the last three horizons: of how many shops how many were gone, and how far the share of before missed."""
    missed: list[float] = []
    gone = 0
    for cut in (1, 2, 3):
        before = [was for earlier in range(cut + 1, 9) for was in at(earlier).values()]
        rate = sum(before) / len(before)
        missed += [(rate - was) ** 2 for was in at(cut).values()]
        gone += sum(at(cut).values())
    return len(missed), gone, sum(missed) / len(missed)


class Shops:
    """A new seller in the east with years of orders and deals, as the reports would have heard of them."""

    def __init__(self, company: Company) -> None:
        admin, login = company["admin"], f"scorer.{new_id()[-12:]}"
        body = {"login": login, "name": login.title(), "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
        superior = {"superior_id": company.people["helen.head"]["id"], "groups": ["salesperson"]}
        self.id = admin.post("/v1/people", {**body, **superior, "must_change_password": False})["id"]
        self.client: Client = company.stack.client(login, PASSWORD)
        self.unit = company.units["EAST"]["id"]
        self.customers = {
            sector: self.client.post("/v1/customers", {"name": f"{sector} {new_id()}", "industry": sector})["id"]
            for sector in ("finance", "paper")
        }
        orders = [self._order(name, ago) for name, days in SHOP_ORDERS.items() for ago in days]
        ended = [self._deal("finance" if place % 2 else "paper", place) for place in range(2 * CASE)]
        still = [self._deal(sector, None) for sector in self.customers]
        self.facts: list[Any] = [*orders, *ended, *still]

    def kept(self) -> dict[str, Any]:
        return {
            "id": new_id(),
            "version": 1,
            "owner_id": self.id,
            "org_unit_id": self.unit,
            "created_by": self.id,
            "currency": "USD",
        }

    def _order(self, name: str, ago: int) -> OrderFact:
        day = today() - timedelta(days=ago)
        told = {"number": f"{name} {ago}", "status": "confirmed", "customer_name": name, "ordered_on": day}
        sums: dict[str, Any] = {"amount": 50, "invoiced": 0, "paid": 0}
        self.customers.setdefault(name, new_id())
        return OrderFact(**self.kept(), **told, **sums, customer_id=self.customers[name], created_at=_midnight(day))

    def _deal(self, sector: str, place: int | None) -> Deal:
        """Banks buy and mills do not; each works at it for a hundred days."""
        closed = None if place is None else today() - timedelta(days=10 + 2 * place)
        began = today() - timedelta(days=1) if closed is None else closed - timedelta(days=100)
        stage = "prospecting" if closed is None else "won" if sector == "finance" else "lost"
        told = {"number": f"{sector} {place}", "name": f"{sector} {place}", "stage": stage, "channel": "direct"}
        status = "open" if closed is None else stage
        ended = {"closed_on": closed, "closed_at": None if closed is None else _midnight(closed)}
        known = {"customer_id": self.customers[sector], "status": status, "probability": 10}
        return Deal(**self.kept(), **told, **ended, **known, created_at=_midnight(began))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


@pytest.fixture(scope="module")
def shops(company: Company) -> Iterator[Shops]:
    made = Shops(company)
    mine = {"owner": made.id, "limit": "1"}
    known = "/v1/reports/customer-composition"
    assert eventually(lambda: made.client.get(known, params=mine)["rows"] != [], seconds=60)
    database: Database = database_at(company.stack.database_url("reporting"))
    with database.write() as session:
        session.add_all(made.facts)
    yield made
    with database.write() as session:
        for model in (OrderFact, Deal):
            table = table_of(model)
            session.execute(delete(table).where(table.c.owner_id == made.id))
    database.close()


def ask(client: Client, **query: str) -> Any:
    return client.get(CHURN, params={"horizon_days": f"{HORIZON}", "limit": "200", **query})


@pytest.mark.feature("B-17")
def test_churn_scores_name_their_factors_and_their_measured_accuracy(shops: Shops) -> None:
    answer = ask(shops.client)
    (total,) = answer["totals"]
    held_out, gone, brier = base_brier()
    assert (total["horizon_days"], total["on"], total["basis"]) == (HORIZON, today().isoformat(), "factors")
    assert (total["held_out"], total["held_out_gone"], total["base_brier"]) == (held_out, gone, f"{brier:.4f}")
    assert float(total["brier"]) < brier / 2
    assert 0.9 < float(total["auc"]) <= 1
    assert total["learnt_from"] == sum(len(at(cut)) for cut in range(1, 9))
    rate = sum(sum(at(cut).values()) for cut in range(1, 9)) / total["learnt_from"]
    assert total["base_rate"] == f"{rate:.4f}"
    rows = {row["customer"]: row for row in answer["rows"]}
    assert set(rows) == set(at(0))
    stays, left = rows["shop 1"], rows["shop 30"]
    assert float(stays["score"]) < 0.2 < 0.8 < float(left["score"])
    assert (left["days_since_order"], left["usual_interval"], left["count"]) == (250, "20.0", 6)
    assert float(stays["effect_of_recency"]) < 0 < float(left["effect_of_recency"])
    assert left["raised_by"].split(":")[0] in ("recency", "rhythm")
    assert stays["lowered_by"] is not None
    assert [row["score"] for row in answer["rows"]] == sorted((row["score"] for row in rows.values()), reverse=True)


@pytest.mark.feature("B-17")
def test_churn_scores_take_a_period_a_unit_pages_files_and_lead_to_orders(company: Company, shops: Shops) -> None:
    answer, helen = ask(shops.client), company["helen.head"]
    rows = answer["rows"]
    assert answer["totals"][0]["count"] == sum(row["count"] for row in rows)
    assert ask(shops.client, limit="1", cursor="1")["rows"][0]["customer"] == rows[1]["customer"]
    behind = shops.client.all(f"{CHURN}/records?{rows[0]['drill']}")
    assert {record["customer"]["name"] for record in behind} == {rows[0]["customer"]}
    assert len(behind) == rows[0]["count"]
    file = shops.client.ask("GET", CHURN, params={"horizon_days": f"{HORIZON}", "format": "csv"})
    lines = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [(one["customer"], one["score"]) for one in lines] == [(row["customer"], row["score"]) for row in rows]
    assert answer["chart"]["series"][0]["values"] == [row["count"] for row in rows]
    below = {"org_unit": company.units["HQ"]["id"], "include_children": "true", "owner": shops.id}
    assert ask(helen, **below)["totals"] == answer["totals"]
    then = (today() - timedelta(days=HORIZON)).isoformat()
    before = ask(shops.client, until=then)
    assert {row["customer"] for row in before["rows"]} == set(at(1))
    assert before["totals"][0]["on"] == then
    shops.client.refused("GET", CHURN, params={"horizon_days": "3"}, status=400)


@pytest.mark.feature("B-17")
def test_nobody_elsewhere_sees_or_learns_from_these_customers(company: Company, shops: Shops) -> None:
    for login in ("sven.south", "sara.south", "nora.north"):
        other = company[login]
        told = other.ask("GET", CHURN, params={"limit": "200"}).text
        assert "shop 1" not in told
        for path in (CHURN, f"{CHURN}/records", f"{CHURN}/sql"):
            other.refused("GET", path, params={"owner": shops.id}, status=404)
        assert ask(other)["totals"][0]["basis"] == "none", "from too little no score is made"
        assert all(row["score"] is None for row in ask(other)["rows"])
        assert not {row["name"] for row in other.get(WINS)["rows"]} & {"finance None", "paper None"}


@pytest.mark.feature("B-17")
def test_win_scores_name_their_factors_and_their_measured_accuracy(shops: Shops) -> None:
    answer = shops.client.get(WINS)
    rows = {row["name"]: row for row in answer["rows"]}
    bank, mill = rows["finance None"], rows["paper None"]
    assert float(mill["score"]) < 0.4 < 0.6 < float(bank["score"])
    assert [row["factors"][0]["factor"] for row in (bank, mill)] == ["sector", "sector"]
    assert bank["factors"][0]["effect"].startswith("+")
    assert mill["factors"][0]["effect"].startswith("-")
    accuracy = answer["accuracy"]
    assert (answer["learnt_from"], answer["base_rate"], accuracy["better"]) == (2 * CASE, "0.5000", True)
    assert float(accuracy["auc"]) > 0.9
    assert float(accuracy["log_loss"]) < float(accuracy["base_log_loss"])
    assert accuracy["deals"] == sum(one["deals"] for one in accuracy["calibration"]) >= 100


@pytest.mark.feature("B-17")
def test_what_is_learnt_is_kept_with_its_date_and_what_others_do_changes_nothing_of_it(
    shops: Shops, company: Company
) -> None:
    outlook = f"/v1/reports/deal-outlook?opportunity_id={shops.client.get(WINS)['rows'][0]['opportunity_id']}"
    paths = (WINS, "/v1/reports/history-forecast", "/v1/reports/forecast-errors?quarters=1", outlook)

    def learnt() -> list[Any]:
        """Without when: what changed seconds ago is learnt anew, to be sure that it is in."""
        found = [shops.client.get(path)["learnt"] for path in paths]
        return [{name: one[name] for name in ("records", "since", "until")} for one in found if one["at"]]

    before = learnt()
    assert (before[0]["records"], before[0]["since"] < before[0]["until"]) == (2 * CASE, True)
    other = company["nora.north"]
    other.post("/v1/opportunities", {"name": f"elsewhere {new_id()}", "stage": "prospecting", "amount": "1.00"})
    other.get(WINS)
    assert learnt() == before
