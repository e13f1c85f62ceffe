"""Dashboards through the public API: answered with one call, each report on one as its reader would have it alone."""

from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.reporting.seller import Seller

PATH = "/v1/dashboards"
PLACE = {"x": 0, "y": 0, "width": 6, "height": 4}
DOLLARS = {"currency": "USD"}
WIDGETS: list[dict[str, Any]] = [
    {"report": "won-trend", "parameters": {**DOLLARS, "grain": "year"}, "chart": "pie", "place": PLACE},
    {"report": "failed-reasons", "parameters": DOLLARS, "title": "Why we lose"},
    {"report": "sales-funnel", "parameters": {"include_children": "true"}},
    {"report": "opportunity-ranking", "parameters": {**DOLLARS, "limit": "1"}},
]


@pytest.fixture(scope="module")
def seller(company: Company) -> Seller:
    return Seller(company)


def arrange(client: Client, *widgets: dict[str, Any]) -> Any:
    return client.post(PATH, {"title": f"Morning {new_id()}", "widgets": list(widgets)})


def data_of(client: Client, dashboard: Any) -> list[Any]:
    widgets: list[Any] = client.get(f"{PATH}/{dashboard['id']}/data")["widgets"]
    return widgets


@pytest.mark.feature("S-118")
def test_one_call_answers_every_report_as_it_is_alone(seller: Seller) -> None:
    client = seller.client
    dashboard = arrange(client, *WIDGETS)
    shown = data_of(client, dashboard)
    assert [widget["error"] for widget in shown] == [None] * len(WIDGETS)
    for widget, made in zip(shown, WIDGETS, strict=True):
        alone = client.get(f"/v1/reports/{made['report']}", params=made["parameters"])
        told = widget["data"]
        for answer in (alone, told):
            answer.pop("as_of")
        if "chart" in made:
            assert told["chart"].pop("kind") == made["chart"] != alone["chart"].pop("kind")
        assert told == alone
    assert shown[0]["place"] == PLACE
    assert shown[1]["title"] == "Why we lose"
    assert shown[0]["data"]["totals"] == [{"count": 3, "amount": "255300.00", "currency": "USD"}]


@pytest.mark.feature("S-118")
def test_a_shared_dashboard_shows_each_reader_their_own_figures(company: Company, seller: Seller) -> None:
    built = seller.client.post("/v1/built-reports", {"title": f"Mine {new_id()}", "table": "deals"})
    dashboard = arrange(seller.client, WIDGETS[3], {"built_report_id": built["id"]})
    sara, one = company["sara.south"], f"{PATH}/{dashboard['id']}"
    sara.refused("GET", f"{one}/data", status=404)
    seller.client.post(f"{one}/shares", {"person_id": company.people["sara.south"]["id"]})
    ranked, mine = data_of(sara, dashboard)
    assert not seller.ids & {row["deal_id"] for row in ranked["data"]["rows"]}
    assert (mine["data"], mine["error"]["code"]) == (None, "not_found"), "the report on it is not shared with her"
    seller.client.post(f"/v1/built-reports/{built['id']}/shares", {"person_id": company.people["sara.south"]["id"]})
    assert data_of(sara, dashboard)[1]["error"] is None
    assert data_of(seller.client, dashboard)[1]["data"]["totals"] == [{"count": 8}]


@pytest.mark.feature("S-118")
def test_a_widget_that_fails_takes_no_other_along(company: Company, seller: Seller) -> None:
    admin, code = company["admin"], f"readers_{new_id()[-12:]}"
    group = admin.post("/v1/groups", {"code": code, "name": code})
    for right in ("reporting.won_trend:read", "reporting.dashboard:read"):
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": right, "reach": "unit"})
    login = f"reader.{new_id()[-12:]}"
    person = {"login": login, "name": login, "unit_id": company.units["EAST"]["id"], "password": PASSWORD}
    made = admin.post("/v1/people", {**person, "groups": [code], "must_change_password": False})
    gone = seller.client.post("/v1/built-reports", {"title": "Gone", "table": "deals"})
    dashboard = arrange(seller.client, *WIDGETS[:2], {"built_report_id": gone["id"]})
    seller.client.post(f"{PATH}/{dashboard['id']}/shares", {"person_id": made["id"]})
    trend, reasons, _ = data_of(company.stack.client(login, PASSWORD), dashboard)
    assert trend["data"]["totals"][0]["count"] >= 3
    assert (reasons["data"], reasons["error"]["code"]) == (None, "right_missing")
    assert seller.client.ask("DELETE", f"/v1/built-reports/{gone['id']}").status_code == 204
    shown = data_of(seller.client, dashboard)
    assert [widget["error"] and widget["error"]["code"] for widget in shown] == [None, None, "not_found"]


@pytest.mark.parametrize(
    "widget",
    [
        {},
        {"report": "won-trend", "built_report_id": new_id()},
        {"report": "no-such-report"},
        {"report": "won-trend", "parameters": {"grain": "second"}},
        {"report": "won-trend", "parameters": {"colour": "red"}},
        {"report": "won-trend", "parameters": {"format": "csv"}},
        {"report": "won-trend", "place": {"x": 12, "y": 0, "width": 1, "height": 1}},
        {"report": "won-trend", "chart": "cloud"},
    ],
)
def test_a_widget_that_could_never_show_anything_is_not_saved(seller: Seller, widget: dict[str, Any]) -> None:
    seller.client.refused("POST", PATH, {"title": "No", "widgets": [widget]}, status=400)


def test_nobody_puts_a_report_on_a_dashboard_that_they_do_not_see(company: Company, seller: Seller) -> None:
    built = seller.client.post("/v1/built-reports", {"title": "Mine", "table": "deals"})
    for hidden in (built["id"], new_id()):
        body = {"title": "Theirs", "widgets": [{"built_report_id": hidden}]}
        problem = company["sara.south"].refused("POST", PATH, body, status=422)
        assert problem["code"] == "widget_report_unknown"


def test_a_dashboard_is_changed_by_version_and_removed(seller: Seller) -> None:
    client = seller.client
    dashboard = arrange(client, WIDGETS[0])
    one = f"{PATH}/{dashboard['id']}"
    client.refused("PATCH", one, {"widgets": []}, status=428)
    client.refused("PATCH", one, {"widgets": []}, status=412, headers={"If-Match": '"7"'})
    changed = client.patch(one, {"widgets": WIDGETS[1:2]}, headers={"If-Match": '"1"'})
    assert [widget["report"] for widget in changed["widgets"]] == ["failed-reasons"]
    assert [entry["type"].split(".")[-2] for entry in client.get(f"{one}/history")["data"]] == ["created", "changed"]
    assert client.ask("DELETE", one).status_code == 204
    client.refused("GET", f"{one}/data", status=404)
