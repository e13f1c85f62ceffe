"""Reports through the public API: figures, how fresh they are, and whose deals are in them."""

from decimal import Decimal
from typing import Any

import pytest

from shared.clock import today
from shared.ids import new_id
from tests.days import iso_day
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company


def around() -> dict[str, str]:
    """A period with `iso_day(10)` in it."""
    return {"since": iso_day(-5), "until": iso_day(20)}


FUNNEL = "/v1/reports/sales-funnel"


class Fixture:
    """A new seller in the east with six deals: three open, two won, one lost."""

    def __init__(self, company: Company) -> None:
        admin, login = company["admin"], f"seller.{new_id()[-12:]}"
        person = {"login": login, "name": login.title(), "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
        superior = {"superior_id": company.people["helen.head"]["id"], "groups": ["salesperson"]}
        self.id = admin.post("/v1/people", {**person, **superior, "must_change_password": False})["id"]
        self.client: Client = company.stack.client(login, PASSWORD)
        self.lamp, self.chair = (self._product(admin, name) for name in ("Lamp", "Chair"))
        self.deals = {
            "one": self._open("1000.00", expected_close_date=iso_day(10), product_id=self.lamp),
            "two": self._open("2000.00", stage="engaging", expected_close_date=iso_day(10)),
            "three": self._open("4000.00", stage="negotiation", expected_close_date=iso_day(10)),
            "four": self._open("5000.00", stage="engaging", product_id=self.lamp),
            "five": self._open("300.00", product_id=self.chair),
            "six": self._open("700.00", stage="engaging", product_id=self.chair),
        }
        for name in ("four", "five"):
            self.client.post(f"/v1/opportunities/{self.deals[name]}/win", {})
        self.client.post(f"/v1/opportunities/{self.deals['six']}/lose", {"reason": "price"})
        self.wait()

    def _product(self, admin: Client, name: str) -> str:
        code = f"{name}-{new_id()}"
        return str(admin.post("/v1/products", {"code": code, "name": code, "list_price": "10.00"})["id"])

    def _open(self, amount: str, **more: Any) -> str:
        body = {"name": f"Deal {amount}", "amount": amount, **more}
        return str(self.client.post("/v1/opportunities", body)["id"])

    def wait(self) -> None:
        def closed() -> bool:
            totals = self.client.get("/v1/reports/won-lost", params={"owner": self.id})["totals"]
            return (totals["won"]["count"], totals["lost"]["count"]) == (2, 1)

        assert eventually(closed)

    def rates(self, by: str) -> dict[str | None, tuple[Any, ...]]:
        rows = self.client.get("/v1/reports/won-lost", params={"by": by, "owner": self.id})["rows"]
        keys = ("win_rate_by_count", "win_rate_by_amount")
        return {
            row["id"] or row["name"]: (row["won"]["count"], row["lost"]["count"], *(row[key] for key in keys))
            for row in rows
        }


@pytest.fixture(scope="module")
def fixture(company: Company) -> Fixture:
    return Fixture(company)


@pytest.mark.feature("S-033")
def test_the_funnel_returns_each_stage_from_the_widest_to_the_narrowest(fixture: Fixture) -> None:
    rows = fixture.client.get(FUNNEL, params={"owner": fixture.id})["rows"]
    figures = ("stage", "count", "amount", "weighted_amount", "reached", "conversion")
    assert [tuple(row[name] for name in figures) for row in rows] == [
        ("prospecting", 1, "1000.00", "100.00", 6, "0.8333"),
        ("engaging", 1, "2000.00", "600.00", 5, "0.6000"),
        ("proposal", 0, "0.00", "0.00", 3, "1.0000"),
        ("negotiation", 1, "4000.00", "3000.00", 3, "0.6667"),
        ("won", 2, "5300.00", "5300.00", 2, None),
        ("lost", 1, "700.00", "0.00", 1, None),
    ]


@pytest.mark.feature("S-098")
def test_best_case_commit_and_weighted_amounts_of_a_period_equal_those_computed_by_hand(fixture: Fixture) -> None:
    answer = fixture.client.get("/v1/reports/forecast", params={"owner": fixture.id, "currency": "USD", **around()})
    sums = {name: answer[name] for name in ("best_case", "commit", "weighted", "won")}
    assert sums == {"best_case": "12300.00", "commit": "9300.00", "weighted": "9000.00", "won": "5300.00"}
    assert [row["stage"] for row in answer["rows"]] == ["negotiation", "engaging", "prospecting"]
    by_quarter = fixture.client.get("/v1/reports/forecast", params={"period": f"{today().year + 1}-Q4"})
    assert by_quarter["best_case"] == "0.00"


@pytest.mark.feature("S-030")
def test_the_win_rate_by_amount_and_count_per_seller_product_and_reason(fixture: Fixture) -> None:
    assert fixture.rates("person") == {fixture.id: (2, 1, "0.6667", "0.8833")}
    assert fixture.rates("product") == {
        fixture.lamp: (1, 0, "1.0000", "1.0000"),
        fixture.chair: (1, 1, "0.5000", "0.3000"),
    }
    assert fixture.rates("reason") == {None: (2, 0, "1.0000", "1.0000"), "price": (0, 1, "0.0000", "0.0000")}


@pytest.mark.feature("S-120")
def test_each_deal_has_a_channel_and_what_was_won_and_lost_is_split_by_it(company: Company) -> None:
    sara = company["sara.south"]
    mine = {"owner": company.people["sara.south"]["id"], "by": "channel"}

    def split(login: str = "sara.south") -> dict[str, tuple[int, int]]:
        rows = company[login].get("/v1/reports/won-lost", params=mine)["rows"]
        return {row["name"]: (row["won"]["count"], row["lost"]["count"]) for row in rows}

    before, channels = split(), ("direct", "dealer", "agent", "web")
    for channel in channels:
        for verb, body in (("win", {}), ("lose", {"reason": "price"})):
            deal = sara.post("/v1/opportunities", {"name": "Deal", "amount": "1.00", "channel": channel})
            assert deal["channel"] == channel
            sara.post(f"/v1/opportunities/{deal['id']}/{verb}", body)
    was = {channel: before.get(channel, (0, 0)) for channel in channels}
    expected = {channel: (won + 1, lost + 1) for channel, (won, lost) in was.items()}
    assert eventually(lambda: split() == expected, seconds=60)
    assert split("helen.head") == expected
    sara.refused("POST", "/v1/opportunities", {"name": "Deal", "channel": "pigeon"}, status=400)
    web = {"filter[channel][eq]": "web", "filter[owner_id][eq]": mine["owner"]}
    assert {row["channel"] for row in sara.all("/v1/opportunities", params=web)} == {"web"}


@pytest.mark.feature("B-14")
def test_what_is_written_is_in_the_figures_within_the_lag_that_the_answer_states(fixture: Fixture) -> None:
    def count() -> int:
        return int(fixture.client.get(FUNNEL, params={"currency": "EUR", "owner": fixture.id})["totals"]["count"])

    before, as_of = count(), fixture.client.get(FUNNEL)["as_of"]
    fixture.client.post("/v1/opportunities", {"name": "Euros", "amount": "1.00", "currency": "EUR"})
    assert eventually(lambda: count() == before + 1, seconds=as_of["stated_lag_seconds"])
    after = fixture.client.get(FUNNEL)["as_of"]
    assert after["position"] > as_of["position"]
    assert after["at"] > as_of["at"]


@pytest.mark.parametrize("path", [FUNNEL, "/v1/reports/won-lost", "/v1/reports/forecast"])
def test_figures_are_those_of_whom_one_may_see_and_units_out_of_sight_do_not_exist(
    company: Company, fixture: Fixture, path: str
) -> None:
    mine = {"owner": fixture.id, "currency": "USD", **around()}
    assert stripped(company["helen.head"].get(path, params=mine)) == stripped(fixture.client.get(path, params=mine))
    for other in ("nils.north", "nora.north", "sven.south"):
        company[other].refused("GET", path, params=mine, status=404)
        company[other].refused("GET", path, params={"org_unit": company.units["EAST"]["id"]}, status=404)
    company["helen.head"].refused("GET", path, params={"colour": "red"}, status=400)


def test_the_deals_behind_a_row_are_those_that_the_caller_may_read(company: Company, fixture: Fixture) -> None:
    behind = {"filter[stage][eq]": "won", "filter[owner_id][eq]": fixture.id, "limit": "1"}
    ids = {row["id"] for row in fixture.client.all(f"{FUNNEL}/records", params=behind)}
    assert ids == {fixture.deals["four"], fixture.deals["five"]}
    assert company["nora.north"].all(f"{FUNNEL}/records", params=behind) == []


@pytest.mark.feature("X-10")
@pytest.mark.parametrize("path", [FUNNEL, "/v1/reports/won-lost", "/v1/reports/forecast"])
def test_any_report_of_a_unit_with_its_children_equals_the_sum_of_the_units(
    company: Company, fixture: Fixture, path: str
) -> None:
    helen = company["helen.head"]
    company["olga.office"].post(
        "/v1/opportunities", {"name": "Office", "amount": "7.00", "expected_close_date": iso_day(10)}
    )
    company["nils.north"].post(
        "/v1/opportunities", {"name": "North", "amount": "11.00", "expected_close_date": iso_day(10)}
    )

    units = {unit["id"]: unit["parent_id"] for unit in helen.all("/v1/org-units", params={"limit": "200"})}
    top, north = company.units["HQ"]["id"], company.units["NORTH"]["id"]

    def is_below(unit: str | None, above: str) -> bool:
        return unit is not None and (unit == above or is_below(units.get(unit), above))

    def figures(unit: str, **more: str) -> list[Decimal]:
        query = {"org_unit": unit, "currency": "USD", **around(), **more}
        return amounts(helen.get(path, params=query))

    def whole_and_sum(above: str) -> tuple[list[Decimal], list[Decimal]]:
        each = [figures(unit) for unit in units if is_below(unit, above)]
        return figures(above, include_children="true"), [sum(column, Decimal(0)) for column in zip(*each, strict=True)]

    def agree() -> bool:
        of_north, of_all = whole_and_sum(north), whole_and_sum(top)
        return of_north[0] == of_north[1] and of_all[0] == of_all[1] and of_all[0][0] >= Decimal("5300.00")

    assert eventually(agree)


def amounts(answer: Any) -> list[Decimal]:
    """The sums of any of the reports."""
    if "best_case" in answer:
        return [Decimal(answer[name]) for name in ("best_case", "commit", "weighted", "won")]
    totals = answer["totals"]
    if "won" in totals:
        return [Decimal(totals[outcome]["amount"]) for outcome in ("won", "lost")]
    return [Decimal(totals["amount"]), Decimal(totals["weighted_amount"]), Decimal(totals["count"])]


def stripped(answer: Any) -> Any:
    return {name: value for name, value in answer.items() if name != "as_of"}
