"""Messages through the public API: who is told of what, on a list and on a stream."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PEOPLE, Company

EVERYBODY = ("admin", *(login for login, *_ in PEOPLE))


def open_deal(seller: Client, **more: Any) -> Any:
    return seller.post("/v1/opportunities", {"name": f"Deal {new_id()}", "amount": "1054.00", **more})


def told(client: Client, deal_id: str, kind: str = "opportunity_rose") -> list[Any]:
    about = {"filter[about_id][eq]": deal_id, "filter[kind][eq]": kind}
    messages: list[Any] = client.get("/v1/messages", params=about)["data"]
    return messages


def readers(company: Company, deal_id: str) -> dict[str, int]:
    """Everybody who may read the deal, as the deal's own address says."""
    path = f"/v1/opportunities/{deal_id}"
    return {login: 1 for login in EVERYBODY if company[login].ask("GET", path).status_code == 200}


def counted(company: Company, deal_id: str) -> dict[str, int]:
    counts = {login: len(told(company[login], deal_id)) for login in EVERYBODY}
    return {login: count for login, count in counts.items() if count}


@pytest.mark.feature("X-16")
@pytest.mark.parametrize(
    ("seller", "shared_with"), [("nils.north", None), ("sara.south", "nina.north"), ("olga.office", "SOUTH")]
)
def test_exactly_those_who_may_read_a_deal_get_one_message_when_it_rises(
    company: Company, seller: str, shared_with: str | None
) -> None:
    deal = open_deal(company[seller])
    path = f"/v1/opportunities/{deal['id']}"
    if shared_with in company.people:
        company[seller].post(f"{path}/shares", {"person_id": company.people[shared_with]["id"]})
    elif shared_with:
        company[seller].post(f"{path}/shares", {"org_unit_id": company.units[shared_with]["id"]})
    company[seller].post(f"{path}/advance", {"stage": "engaging"})
    expected = readers(company, deal["id"])
    assert {"admin", seller, "helen.head"} <= expected.keys() < set(EVERYBODY)
    assert eventually(lambda: counted(company, deal["id"]) == expected)
    time.sleep(1)
    assert counted(company, deal["id"]) == expected
    company[seller].post(f"{path}/advance", {"stage": "prospecting"})
    time.sleep(1)
    assert counted(company, deal["id"]) == expected


def test_a_message_is_there_within_five_seconds_and_can_be_marked_as_read_by_its_recipient_alone(
    company: Company,
) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    deal = open_deal(nils)
    nils.post(f"/v1/opportunities/{deal['id']}/advance", {"stage": "engaging"})
    [message] = eventually(lambda: told(nora, deal["id"]), seconds=5)
    assert message["about"] == {"type": "opportunity", "id": deal["id"]}
    path = f"/v1/messages/{message['id']}"
    for other in ("nils.north", "admin", "helen.head"):
        company[other].refused("GET", path, status=404)
        company[other].refused("POST", f"{path}/read", {}, status=404)
    before = nora.get("/v1/messages/unread-count")["count"]
    assert nora.post(f"{path}/read")["read_at"] is not None
    nora.post(f"{path}/read")
    assert nora.get("/v1/messages/unread-count")["count"] == before - 1
    assert [entry["sequence"] for entry in nora.get(f"{path}/history")["data"]] == [1, 2]


def test_old_and_new_owner_are_told_of_a_transfer(company: Company) -> None:
    nils, nina = company["nils.north"], company["nina.north"]
    deal = open_deal(nils)
    owner = {"owner_id": company.people["nina.north"]["id"]}
    company["nora.north"].post(f"/v1/opportunities/{deal['id']}/transfer", owner)
    assert eventually(lambda: told(nina, deal["id"], "opportunity_received"))
    assert eventually(lambda: told(nils, deal["id"], "opportunity_handed_over"))
    assert not told(company["nora.north"], deal["id"], "opportunity_received")


def test_the_stream_pushes_a_message_to_its_recipient(company: Company) -> None:
    sven = company["sven.south"]
    deal = open_deal(company["sara.south"])
    with requests.get(
        f"{sven.url}/v1/stream", headers={"Authorization": f"Bearer {sven.token}"}, stream=True, timeout=20
    ) as stream:
        lines = stream.iter_lines(chunk_size=1)
        assert next(lines).startswith(b"retry:")
        first_look(lines)
        company["sara.south"].post(f"/v1/opportunities/{deal['id']}/advance", {"stage": "engaging"})
        pushed = next(message for message in messages_of(lines) if message["about"]["id"] == deal["id"])
    assert pushed == told(sven, deal["id"])[0]


def first_look(lines: Iterator[bytes]) -> None:
    """Read until the stream has looked for messages once; from then on it pushes new ones."""
    next(line for line in lines if line.startswith((b": ping", b"event:")))


def messages_of(lines: Iterator[bytes]) -> Iterator[Any]:
    return (json.loads(line.removeprefix(b"data: ")) for line in lines if line.startswith(b"data: "))
