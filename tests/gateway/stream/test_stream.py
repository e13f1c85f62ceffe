"""A stream pushes the person's own messages, resumes where it was, and ends with the right to it."""

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from gateway.http.app import create_app
from gateway.http.door import EXTENSION, Door
from gateway.stream import routes as stream
from shared.errors import Unavailable
from tests.gateway.http.stand_ins import (
    Called,
    StandInAccess,
    StandInBus,
    StandInPrincipal,
    StandInSettings,
    TokenUnknown,
)

ANNA, BEN = (f"01890000-0000-7000-8000-00000000000{n}" for n in "ab")
FIRST = "01890000-0000-7000-8000-0000000000f1"


class Messages(StandInBus):
    """Keeps each person's messages as the messaging service would."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, list[dict[str, Any]]] = {ANNA: [], BEN: []}
        self.answers["messaging.list_messages_after"] = self._list
        self.looked = threading.Semaphore(0)

    def send(self, person: str, number: int) -> dict[str, Any]:
        message = {"id": f"01890000-0000-7000-8000-0000000000{number:02x}", "text": f"no. {number}\r\n\r\ndata: x"}
        self.kept[person].append(message)
        for listener in list(self.listeners):
            listener(SimpleNamespace(data={"recipient_id": person}))
        return message

    def _list(self, called: Called) -> dict[str, Any]:
        self.looked.release()
        mine = self.kept[called.actor.user_id]
        last = mine[-1]["id"] if mine else ""
        after = called.arguments["after"]
        if after is None:
            return {"data": [], "last": last}
        return {"data": [one for one in mine if one["id"] > after][: called.arguments["limit"]], "last": last}


@pytest.fixture
def bus() -> Messages:
    return Messages()


@pytest.fixture
def access() -> StandInAccess:
    access = StandInAccess()
    rights = frozenset({stream.READ})
    access.people = {
        "anna": StandInPrincipal(ANNA, "token-a", rights),
        "ben": StandInPrincipal(BEN, "token-b", rights),
        "none": StandInPrincipal(ANNA, "token-c", frozenset()),
    }
    return access


@pytest.fixture
def app(bus: Messages, access: StandInAccess, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setattr(stream, "RETRY_SECONDS", 0.05)
    app = create_app(StandInSettings(), bus, access, [stream.routes], broadcasts=bus)
    yield app
    door_of(app).wakes.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def door_of(app: Flask) -> Door:
    door: Door = app.extensions[EXTENSION]
    return door


def open_stream(client: FlaskClient, who: str, last: str | None = None) -> tuple[TestResponse, Iterator[bytes]]:
    headers = {"Authorization": f"Bearer {who}"} | ({"Last-Event-ID": last} if last else {})
    answer = client.get("/v1/stream", headers=headers)
    frames = iter(answer.response)
    return answer, frames  # type: ignore[return-value]


def messages_in(frame: bytes) -> list[dict[str, Any]]:
    return [orjson.loads(line[6:]) for line in frame.split(b"\n") if line.startswith(b"data: ")]


def test_a_message_sent_from_now_on_is_pushed(client: FlaskClient, bus: Messages) -> None:
    bus.send(ANNA, 1)
    answer, frames = open_stream(client, "anna")
    assert answer.content_type.startswith("text/event-stream")
    assert next(frames) == b"retry: 50\n\n"
    assert next(frames) == b": ping\n\n"

    sent = bus.send(ANNA, 2)
    frame = next(frames)

    assert frame.startswith(f"event: message\nid: {sent['id']}\ndata: ".encode())
    assert messages_in(frame) == [sent]
    assert frame.count(b"\n\n") == 1


def test_a_message_for_somebody_else_wakes_nobody(client: FlaskClient, bus: Messages, app: Flask) -> None:
    _, frames = open_stream(client, "anna")
    next(frames), next(frames)

    bus.send(BEN, 1)
    bus.send(ANNA, 2)

    assert [message["text"][:5] for message in messages_in(next(frames))] == ["no. 2"]


def test_the_first_message_of_all_is_pushed_too(client: FlaskClient, bus: Messages) -> None:
    _, frames = open_stream(client, "ben")
    next(frames), next(frames)

    sent = bus.send(BEN, 1)

    assert messages_in(next(frames)) == [sent]


def test_a_stream_resumes_after_the_last_message_received(client: FlaskClient, bus: Messages) -> None:
    first, *missed = [bus.send(ANNA, number) for number in range(1, 5)]

    _, frames = open_stream(client, "anna", first["id"])
    next(frames)

    assert messages_in(next(frames)) == missed


def test_more_than_one_page_of_missed_messages_comes_whole(client: FlaskClient, bus: Messages) -> None:
    first, *missed = [bus.send(ANNA, number) for number in range(1, 252)]

    _, frames = open_stream(client, "anna", first["id"])
    next(frames)

    assert messages_in(next(frames)) == missed


@pytest.mark.parametrize("last", ["7", "x' OR 1=1", "-"])
def test_a_last_event_that_is_none_is_refused(client: FlaskClient, last: str) -> None:
    answer, _ = open_stream(client, "anna", last)

    assert answer.status_code == 400


@pytest.mark.parametrize(("who", "status"), [("nobody", 401), ("none", 403)])
def test_a_stream_needs_a_token_and_the_right(client: FlaskClient, who: str, status: int) -> None:
    assert open_stream(client, who)[0].status_code == status


def test_a_right_that_is_taken_ends_the_stream_at_the_next_wake(
    client: FlaskClient, bus: Messages, access: StandInAccess
) -> None:
    _, frames = open_stream(client, "anna")
    next(frames), next(frames)
    access.people["anna"].rights = frozenset()

    bus.send(ANNA, 1)
    frame = next(frames)

    assert messages_in(frame)[0]["code"] == "right_missing"
    assert b"no. 1" not in frame
    assert next(frames, None) is None


def test_a_token_that_is_revoked_ends_the_stream_though_nobody_writes(
    client: FlaskClient, access: StandInAccess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_SECONDS", 0.05)
    _, frames = open_stream(client, "anna")
    next(frames), next(frames)
    del access.people["anna"]

    assert messages_in(next(frames))[0]["code"] == TokenUnknown.code
    assert next(frames, None) is None


def test_a_messaging_service_that_is_away_delays_and_loses_nothing(client: FlaskClient, bus: Messages) -> None:
    first = bus.send(ANNA, 1)
    really = bus.answers["messaging.list_messages_after"]
    bus.answers["messaging.list_messages_after"] = Unavailable("Away.")
    _, frames = open_stream(client, "anna", first["id"])
    next(frames)
    assert next(frames).startswith(b": messages are away")

    sent = bus.send(ANNA, 2)
    bus.answers["messaging.list_messages_after"] = really

    assert messages_in(next(frames)) == [sent]


def test_a_person_has_five_streams_and_a_closed_one_makes_room(client: FlaskClient, app: Flask) -> None:
    opened = [open_stream(client, "anna")[0] for _ in range(5)]

    sixth = open_stream(client, "anna")[0]
    other = open_stream(client, "ben")[0]
    opened[0].close()
    again = open_stream(client, "anna")[0]

    assert [answer.status_code for answer in opened] == [200] * 5
    assert (sixth.status_code, sixth.headers["Retry-After"]) == (429, "15")
    assert (other.status_code, again.status_code) == (200, 200)


def test_a_process_that_stops_ends_its_streams(client: FlaskClient, app: Flask, bus: Messages) -> None:
    _, frames = open_stream(client, "anna")
    next(frames), next(frames)

    door_of(app).wakes.close()

    assert next(frames, None) is None
    assert not bus.listeners
