"""The pipeline through the public API: the open deals of whoever asks, stage by stage."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import Company

EVERYBODY = ("nils.north", "nina.north", "olga.office", "sara.south", "nora.north", "sven.south", "helen.head")
Figures = tuple[int, Decimal, Decimal]
NONE: Figures = (0, Decimal(0), Decimal(0))


def add(figures: Figures, deal: Any) -> Figures:
    amount, weighted = Decimal(deal["amount"] or 0), Decimal(deal["weighted_amount"] or 0)
    return figures[0] + 1, figures[1] + amount, figures[2] + weighted


def listed(client: Client) -> dict[tuple[str, str], Figures]:
    """The open deals of the list, counted and summed by hand by stage and currency."""
    found: dict[tuple[str, str], Figures] = defaultdict(lambda: NONE)
    for deal in client.all("/v1/opportunities", params={"filter[status][eq]": "open"}):
        place = deal["stage"], deal["currency"]
        found[place] = add(found[place], deal)
    return dict(found)


def shown(client: Client) -> dict[tuple[str, str], Figures]:
    """The rows of the pipeline that count anything."""
    answer = client.get("/v1/pipeline")
    assert answer["count"] == sum(row["count"] for row in answer["rows"])
    return {
        (row["stage"], row["currency"]): (row["count"], Decimal(row["amount"]), Decimal(row["weighted_amount"]))
        for row in answer["rows"]
        if row["count"]
    }


@pytest.mark.feature("S-031")
def test_the_pipeline_groups_the_open_deals_in_ones_scope_by_stage_with_totals(company: Company) -> None:
    before = {login: shown(company[login]) for login in EVERYBODY}
    made = []
    for owner, stage, amount, currency in (
        ("nils.north", "engaging", "100.10", "USD"),
        ("nils.north", "engaging", None, "USD"),
        ("nina.north", "engaging", "0.33", "USD"),
        ("olga.office", "negotiation", "70.00", "USD"),
        ("sara.south", "prospecting", "12.34", "CHF"),
    ):
        body = {"name": f"Deal {new_id()}", "amount": amount, "stage": stage, "currency": currency}
        made.append((owner, company[owner].post("/v1/opportunities", body)))
    endings = (("win", {"amount": "999.00"}), ("lose", {"reason": "price"}))
    for outcome, ending in endings:
        closed = company["nils.north"].post("/v1/opportunities", {"name": f"Deal {new_id()}", "stage": "engaging"})
        company["nils.north"].post(f"/v1/opportunities/{closed['id']}/{outcome}", ending)
    scope = {
        "nora.north": {"nils.north", "nina.north", "olga.office"},
        "sven.south": {"sara.south"},
        "helen.head": {owner for owner, _ in made},
    }
    for login in EVERYBODY:
        expected = defaultdict(lambda: NONE, before[login])
        for owner, deal in made:
            if owner in scope.get(login, {login}):
                place = deal["stage"], deal["currency"]
                expected[place] = add(expected[place], deal)
        assert shown(company[login]) == dict(expected), login
        assert shown(company[login]) == listed(company[login]), login


def test_every_open_stage_has_its_row_in_order_with_zeros_where_nothing_stands(company: Company) -> None:
    client = company["sven.south"]
    stages = [row for row in client.all("/v1/stages", params={"sort": "position"}) if row["outcome"] is None]
    rows, filled = client.get("/v1/pipeline")["rows"], {stage for stage, _ in listed(client)}
    assert list(dict.fromkeys((row["stage"], row["position"], row["success_rate"]) for row in rows)) == [
        (stage["code"], stage["position"], stage["success_rate"]) for stage in stages
    ]
    zeros = [row for row in rows if row["count"] == 0]
    assert {row["stage"] for row in zeros} == {stage["code"] for stage in stages} - filled
    assert "proposal" in {row["stage"] for row in zeros}
    assert {(row["currency"], row["amount"], row["weighted_amount"]) for row in zeros} == {("USD", "0.00", "0.00")}
    client.refused("GET", "/v1/pipeline", params={"org_unit": company.units["NORTH"]["id"]}, status=400)
