"""A stream of events pushes what the person may hear, resumes at a cursor, and asks anew at each look."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from gateway.http.app import create_app
from gateway.http.door import EXTENSION
from gateway.stream import routes as stream
from shared.following import read_places, write_places
from shared.signing import verify_actor
from tests.gateway.http.stand_ins import SECRET, TOY_ID, Called, StandInAccess, StandInBus, StandInPrincipal

LEAD = "tenon.sales.lead.created.v1"


class Log(StandInBus):
    """The log of the sales service; it tells what the ears that came with the call open."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[dict[str, Any]] = []
        self.answers["sales.read_log"] = self._read
        self.answers["sales.tell_end_of_log"] = lambda called: {"end": len(self.kept)}

    def happen(self, type_: str = LEAD) -> dict[str, Any]:
        position = len(self.kept) + 1
        event = {"id": f"event {position}", "type": type_, "position": position, "time": f"{position:05}"}
        self.kept.append(event)
        for listener in list(self.listeners):
            listener(SimpleNamespace(data={}))
        return event

    def _read(self, called: Called) -> dict[str, Any]:
        ears = called.arguments["ears"]
        open_to = {name for ear in ears for name in ear["types"] if verify_actor(ear["actor"], SECRET).right}
        after, limit = called.arguments["after"], called.arguments["limit"]
        heard = [one for one in self.kept if one["position"] > after and one["type"] in open_to][:limit]
        reached = heard[-1]["position"] if len(heard) == limit else len(self.kept)
        return {"data": heard, "reached": reached, "end": len(self.kept)}


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def access() -> StandInAccess:
    access = StandInAccess()
    access.people = {
        "reader": StandInPrincipal(TOY_ID, "token-a", frozenset({"sales.lead:read"})),
        "other": StandInPrincipal(TOY_ID, "token-b", frozenset({"sales.order:read"})),
    }
    return access


@pytest.fixture
def client(log: Log, access: StandInAccess, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    from tests.gateway.http.stand_ins import StandInSettings

    monkeypatch.setattr(stream, "PING_SECONDS", 0.05)
    app: Flask = create_app(StandInSettings(), log, access, [stream.routes], broadcasts=log)
    yield app.test_client()
    app.extensions[EXTENSION].wakes.close()


def open_stream(client: FlaskClient, who: str, last: str | None = None, types: str = "sales.lead.*") -> Iterator[bytes]:
    headers = {"Authorization": f"Bearer {who}"} | ({"Last-Event-ID": last} if last else {})
    answer = client.get("/v1/stream", query_string={"types": types}, headers=headers)
    assert answer.status_code == 200, answer.text
    frames = iter(answer.response)
    assert next(frames) == b"retry: 2000\n\n"
    return frames  # type: ignore[return-value]


def told(chunk: bytes) -> list[tuple[str, str, Any]]:
    """The frames of a chunk: event, id, data."""
    lines = [frame.split(b"\n") for frame in chunk.split(b"\n\n") if frame.startswith(b"event")]
    return [(kind[7:].decode(), identity[4:].decode(), orjson.loads(data[6:])) for kind, identity, data in lines]


def test_what_happens_from_now_on_is_pushed_with_a_cursor(client: FlaskClient, log: Log) -> None:
    log.happen()
    frames = open_stream(client, "reader")
    assert next(frames) == f"id: {write_places({'sales': 1})}\n\n".encode()

    event = log.happen()

    (kind, cursor, data), *others = told(next(frames))
    assert (kind, data, others) == ("event", event, [])
    assert read_places(cursor) == {"sales": 2}


def test_a_stream_resumes_at_its_cursor_however_much_was_missed(client: FlaskClient, log: Log) -> None:
    events = [log.happen() for _ in range(stream.BATCH + 20)]

    frames = open_stream(client, "reader", write_places({"sales": 5}))

    chunks = told(next(frames)) + told(next(frames))
    assert [data for _, _, data in chunks] == events[5:]
    assert read_places(chunks[-1][1])["sales"] == len(events)


def test_a_right_one_does_not_hold_opens_nothing(client: FlaskClient, log: Log) -> None:
    frames = open_stream(client, "other", types="sales.*")

    next(frames)
    log.happen()

    assert [next(frames), next(frames)] == [b": ping\n\n"] * 2


def test_a_right_that_is_taken_closes_the_ears_and_a_lost_token_the_stream(
    client: FlaskClient, log: Log, access: StandInAccess
) -> None:
    frames = open_stream(client, "reader")
    next(frames)
    access.people["reader"].rights = frozenset()
    log.happen()
    assert next(frames) == b": ping\n\n"

    del access.people["reader"]

    assert b'"code":"token_unknown"' in next(frames)
    assert next(frames, None) is None


@pytest.mark.parametrize(
    ("query", "last"), [({"types": "sales.nothing.*"}, None), ({"types": "sales.lead.*"}, "x"), ({"type": "x"}, None)]
)
def test_a_malformed_wish_is_refused(client: FlaskClient, query: dict[str, str], last: str | None) -> None:
    headers = {"Authorization": "Bearer reader"} | ({"Last-Event-ID": last} if last else {})
    assert client.get("/v1/stream", query_string=query, headers=headers).status_code == 400
