"""GET /v1/events tells again what happened: gap-free, in order, and only to those who may read the records."""

import base64
import json
from typing import Any

import pytest

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company


def replay(client: Client, after: str | None = None, **query: Any) -> tuple[list[Any], str]:
    """Every event from a cursor to the end, and the cursor of the end."""
    events: list[Any] = []
    while True:
        page = client.get("/v1/events", params={**query, **({"after": after} if after else {})})
        events += page["data"]
        after = page["cursor"]
        if page["next"] is None:
            return events, page["cursor"]


def heard_of(client: Client, subject: str, after: str | None = None, **query: Any) -> list[str]:
    return [event["type"] for event in replay(client, after, limit=200, **query)[0] if event["subject"] == subject]


def end_of_all(client: Client, cursor: str) -> str:
    """The cursor behind which nothing comes, and which stays as it is then: what follows from before has come."""

    def rests() -> bool:
        nonlocal cursor
        before = cursor
        events, cursor = replay(client, before)
        return (events, cursor) == ([], before)

    assert eventually(rests)
    return cursor


@pytest.fixture
def deal(company: Company) -> Any:
    """A deal of Nils that has changed twice."""
    nils = company["nils.north"]
    deal = nils.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": "100.00", "currency": "EUR"})
    nils.patch(f"/v1/opportunities/{deal['id']}", {"amount": "200.00"})
    return nils.post(f"/v1/opportunities/{deal['id']}/win", {})


def test_what_happened_is_told_from_the_beginning_page_by_page_without_a_gap(company: Company, deal: Any) -> None:
    admin = company["admin"]
    assert eventually(lambda: "tenon.sales.opportunity.won.v1" in heard_of(admin, deal["id"], type="sales.*"))

    events, _ = replay(admin, limit=7)

    by_source: dict[str, list[int]] = {}
    for event in events:
        by_source.setdefault(event["source"], []).append(event["position"])
    mine = [event for event in events if event["subject"] == deal["id"]]
    assert all(positions == sorted(set(positions)) for positions in by_source.values())
    assert [event["sequence"] for event in mine] == list(range(1, deal["version"] + 1))
    assert by_source["/tenon/sales"] == list(range(1, len(by_source["/tenon/sales"]) + 1))
    assert {"/tenon/sales", "/tenon/gateway"} <= by_source.keys()
    assert (mine[0]["specversion"], mine[-1]["data"]["status"]) == ("1.0", "won")


def test_a_cursor_goes_on_where_it_ended_and_hears_what_came_since(company: Company, deal: Any) -> None:
    nils = company["nils.north"]
    assert eventually(lambda: len(heard_of(nils, deal["id"])) == deal["version"])
    told, cursor = replay(nils)
    later, cursor = replay(nils, cursor)
    assert {event["id"] for event in told}.isdisjoint(event["id"] for event in later)
    cursor = end_of_all(nils, cursor)

    nils.post(f"/v1/opportunities/{deal['id']}/reopen", {})

    assert eventually(lambda: heard_of(nils, deal["id"], cursor)) == ["tenon.sales.opportunity.reopened.v1"]


def test_types_are_chosen_by_pattern(company: Company, deal: Any) -> None:
    nils = company["nils.north"]
    every = ["tenon.sales.opportunity.opened.v1", "tenon.sales.opportunity.changed.v1"]
    assert eventually(lambda: len(heard_of(nils, deal["id"])) == deal["version"])

    assert heard_of(nils, deal["id"], type="sales.opportunity.*")[:2] == every
    assert heard_of(nils, deal["id"], type="*.opportunity.opened") == every[:1]
    assert heard_of(nils, deal["id"], type="sales.opportunity.won,tenon.sales.opportunity.opened.v1") == [
        every[0],
        "tenon.sales.opportunity.won.v1",
    ]
    assert heard_of(nils, deal["id"], type="sales.lead.*") == []
    for pattern in ("sales.deal.*", "*.*.*.*.*.*", "", "sales", "%", "tenon.sales.opportunity.won.v9"):
        problem = nils.refused("GET", "/v1/events", params={"type": pattern}, status=400)
        assert problem["errors"][0]["pointer"].startswith("?type")


def test_only_those_who_may_read_the_record_are_told(company: Company, deal: Any) -> None:
    superior, peer, stranger = company["nora.north"], company["nina.north"], company["sara.south"]
    assert eventually(lambda: len(heard_of(superior, deal["id"])) == deal["version"])

    for pattern in ({}, {"type": "*"}, {"type": "sales.*"}, {"type": "*.opportunity.*"}):
        assert heard_of(peer, deal["id"], **pattern) == heard_of(stranger, deal["id"], **pattern) == []
    everything, _ = replay(stranger, limit=200)
    visible = {row["id"] for row in stranger.all("/v1/opportunities", params={"limit": 200})}
    assert {one["subject"] for one in everything if ".opportunity." in one["type"]} <= visible
    assert not [one for one in everything if one["type"].startswith(("tenon.gateway.group", "tenon.gateway.import"))]


def test_a_message_is_heard_by_its_recipient_alone(company: Company, deal: Any) -> None:
    sent = {"type": "messaging.message.sent", "limit": 200}
    for login in ("admin", "nora.north", "sven.south"):
        told = replay(company[login], **sent)[0]
        assert {event["data"]["recipient_id"] for event in told} <= {company[login].me["id"]}


def test_a_deal_that_is_handed_over_takes_its_events_along(company: Company, deal: Any) -> None:
    nils, sara, nora = company["nils.north"], company["sara.south"], company["nora.north"]
    assert eventually(lambda: len(heard_of(nils, deal["id"])) == deal["version"])
    nils.post(f"/v1/opportunities/{deal['id']}/reopen", {})
    assert eventually(lambda: len(heard_of(nora, deal["id"])) == deal["version"] + 1)
    told = deal["version"] + 1

    company["admin"].post(f"/v1/opportunities/{deal['id']}/transfer", {"owner_id": company.people["sara.south"]["id"]})

    assert eventually(lambda: len(heard_of(sara, deal["id"])) == told + 1)
    assert heard_of(nils, deal["id"]) == heard_of(nora, deal["id"]) == []


def test_a_share_opens_the_events_and_its_end_closes_them(company: Company, deal: Any) -> None:
    nils, nina = company["nils.north"], company["nina.north"]
    share = nils.post(f"/v1/opportunities/{deal['id']}/shares", {"person_id": company.people["nina.north"]["id"]})
    assert eventually(lambda: "tenon.sales.opportunity.shared.v1" in heard_of(nina, deal["id"]))

    nils.ask("DELETE", f"/v1/opportunities/{deal['id']}/shares/{share['id']}")

    assert heard_of(nina, deal["id"]) == []


def _forged(content: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


NO_CURSORS: tuple[Any, ...] = (
    *("x", "%00", "é", "A" * 1001),
    *(_forged(content) for content in ([], None, "[" * 500, {"other": 1})),
    *(_forged({"sales": position}) for position in (-1, 2**63, "1", True, 1.5)),
)


@pytest.mark.parametrize("cursor", NO_CURSORS, ids=range(len(NO_CURSORS)))
def test_a_cursor_that_we_did_not_give_out_is_refused(company: Company, cursor: str) -> None:
    company["nils.north"].refused("GET", "/v1/events", params={"after": cursor}, status=400)


def test_a_forged_cursor_opens_nothing(company: Company, deal: Any) -> None:
    assert eventually(lambda: len(heard_of(company["nils.north"], deal["id"])) == deal["version"])
    for places in ({}, {"sales": 0, "gateway": 0}, {"marketing": 5}, {"sales": 2**63 - 1}):
        assert heard_of(company["sara.south"], deal["id"], _forged(places)) == []


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"limit": "x"}, {"cursor": "x"}, {"limit": [1, 2]}])
def test_a_malformed_question_is_refused_by_name(company: Company, query: dict[str, Any]) -> None:
    problem = company["nils.north"].refused("GET", "/v1/events", params=query, status=400)
    assert problem["errors"][0]["pointer"] == f"?{next(iter(query))}"


def test_a_stranger_is_told_nothing(company: Company) -> None:
    answer = company["nils.north"].http.get(
        f"{company.stack.url}/v1/events", headers={"Authorization": "Bearer nobody"}, timeout=30
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "token_unknown")
