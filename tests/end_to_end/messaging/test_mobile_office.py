"""The office on a phone: every function of it by a token alone, in answers that a slow line carries."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from shared.clock import now, today
from shared.ids import new_id
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import Company
from tests.end_to_end.walker.description import Description

NOT_OF_THE_OFFICE = {"webhook"}
"""What the messaging service does for programs, not for people."""

MOST_BYTES_AN_ANSWER = 4_000
MOST_BYTES_A_DAY = 100_000
MARK = r"[0-9a-f-]{36}"


@dataclass
class Phone:
    """A client that weighs what goes over the line, and remembers which operations it used."""

    client: Client
    used: set[str] = field(default_factory=set)
    heaviest: tuple[int, str] = (0, "")
    total: int = 0

    def ask(self, method: str, path: str, body: Any = None, **params: Any) -> Any:
        answer = self.client.ask(method, path, body, params=params)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        asked = answer.request
        assert asked.headers["Authorization"] == f"Bearer {self.client.token}"
        assert "Cookie" not in asked.headers
        weight = len(answer.content) + len(asked.body or b"")
        self.heaviest = max(self.heaviest, (weight, f"{method} {path}"))
        self.total += weight
        self.used.add(f"{method} {re.sub(MARK, '{}', path)}")
        return answer.json() if answer.content else None

    def get(self, path: str, **params: Any) -> Any:
        return self.ask("GET", path, **params)

    def post(self, path: str, body: Any = None) -> Any:
        return self.ask("POST", path, {} if body is None else body)


def office_of(client: Client) -> set[str]:
    """Every operation whose right is one of the office's, with `{}` for the ids in it."""
    operations = Description(client.get("/v1/openapi.json")).operations()
    nouns = {f"messaging.{noun}:" for noun in NOT_OF_THE_OFFICE}
    mine = [one for one in operations if one.right.startswith("messaging.") and not one.right.startswith(tuple(nouns))]
    return {f"{one.method} {re.sub(r'{[^}]+}', '{}', one.path)}" for one in mine}


def read_messages(phone: Phone) -> None:
    few = {"fields": "title,about,read_at", "limit": 20}
    unread = {"filter": {"field": "read_at", "op": "null", "value": True}, "limit": 5, "fields": ["title"]}
    assert phone.post("/v1/messages/search", unread)["data"]
    message = phone.get("/v1/messages", **few)["data"][0]
    before = phone.get("/v1/messages/unread-count")["count"]
    assert phone.get(f"/v1/messages/{message['id']}")["title"] == message["title"]
    assert phone.post(f"/v1/messages/{message['id']}/read")["read_at"]
    assert phone.get("/v1/messages/unread-count")["count"] == before - 1
    assert len(phone.get(f"/v1/messages/{message['id']}/history")["data"]) == 2


def keep_the_calendar(phone: Phone, colleague: str) -> None:
    begin = (now() - timedelta(minutes=30)).isoformat()
    body = {"kind": "call", "title": f"Call {new_id()}", "starts_at": begin, "plan": "agree on a price"}
    made = [phone.post("/v1/schedules", body)["id"] for _ in range(4)]
    path = f"/v1/schedules/{made[0]}"
    phone.ask("PATCH", path, {"participants": [colleague], "place": "Room 7"})
    assert phone.get(path)["place"] == "Room 7"
    assert phone.get(f"{path}/participants")["data"] == [{"person_id": colleague}]
    phone.post(f"{path}/move", {"starts_at": begin})
    phone.post(f"{path}/complete", {"result": "They ordered."})
    phone.post(f"/v1/schedules/{made[1]}/miss", {"reason": "no time"})
    phone.post(f"/v1/schedules/{made[2]}/cancel", {"reason": "not needed"})
    assert len(phone.get(f"{path}/history")["data"]) == 4
    few = ["title", "starts_at", "status"]
    named = {"filter": {"field": "title", "value": body["title"]}, "fields": few, "limit": 50}
    assert len(phone.post("/v1/schedules/search", named)["data"]) == 4
    assert phone.get("/v1/schedules", fields=",".join(few), limit=20)["data"]
    day = now() - timedelta(minutes=30)
    assert made[3] in [one["id"] for one in phone.get("/v1/calendar", day=day.date().isoformat())["data"]]
    told = phone.get("/v1/calendar/summary", day=day.date().isoformat())
    assert made[0] in [one["id"] for one in told["done"]]
    assert made[1] in [one["id"] for one in told["missed"]]


def keep_a_plan(phone: Phone, colleague: str) -> None:
    taken = {row["starts_on"] for row in phone.get("/v1/plans", fields="starts_on", limit=50)["data"]}
    days = ((today() + timedelta(days=ahead)).isoformat() for ahead in range(600, 900))
    body = {"kind": "day", "starts_on": next(day for day in days if day not in taken), "items": [{"text": "visit"}]}
    made = phone.post("/v1/plans", {**body, "deadline": (now() + timedelta(seconds=2)).isoformat()})
    path = f"/v1/plans/{made['id']}"
    phone.ask("PATCH", path, {"title": "A full day"})
    share = phone.post(f"{path}/shares", {"person_id": colleague})
    assert [one["id"] for one in phone.get(f"{path}/shares")["data"]] == [share["id"]]
    phone.ask("DELETE", f"{path}/shares/{share['id']}")
    assert eventually(lambda: phone.get(path)["locked"])
    outcomes = [{"item_id": item["id"], "outcome": "done"} for item in made["items"]]
    assert phone.post(f"{path}/summarise", {"summary": "All done.", "items": outcomes})["done"] == 1
    assert len(phone.get(f"{path}/history")["data"]) == 5
    named = {"filter": {"field": "status", "value": "summarised"}, "fields": ["starts_on"], "limit": 10}
    assert phone.post("/v1/plans/search", named)["data"]


@pytest.mark.feature("O-02")
def test_all_office_functions_work_over_the_public_api_with_a_token_and_small_payloads(company: Company) -> None:
    nils, nina = company["nils.north"], company["nina.north"]
    deal = nils.post("/v1/opportunities", {"name": f"Field {new_id()}", "amount": "9.00"})
    nils.post(f"/v1/opportunities/{deal['id']}/transfer", {"owner_id": nina.me["id"]})
    waiting = {"filter[about_id][eq]": deal["id"]}
    assert eventually(lambda: nina.get("/v1/messages", params=waiting)["data"])
    phone = Phone(nina)
    read_messages(phone)
    keep_the_calendar(phone, nils.me["id"])
    keep_a_plan(phone, nils.me["id"])
    assert office_of(nina) - phone.used == set()
    assert phone.heaviest[0] < MOST_BYTES_AN_ANSWER, phone.heaviest
    assert phone.total < MOST_BYTES_A_DAY, phone.total
