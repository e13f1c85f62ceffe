"""The API over HTTP: one connection pool, one token, repeated safely, refusals as exceptions, lists as iterators."""

import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import requests

TRIES = 6
LONGEST_PAUSE_SECONDS = 20.0
SECONDS = 30.0
SILENCE_SECONDS = 60.0
PAGE = 200

CloudEvent = dict[str, Any]


class Problem(Exception):
    """A refusal, as the API told it (RFC 9457). Act on `code`; show `detail` to a person."""

    def __init__(self, body: Mapping[str, Any], status: int) -> None:
        super().__init__(f"{status} {body.get('code', '')}: {body.get('detail', '')}")
        self.status = status
        self.code = str(body.get("code", ""))
        self.detail = str(body.get("detail", ""))
        self.errors: list[dict[str, str]] = list(body.get("errors", ()))
        self.body = dict(body)


class Unreachable(Exception):
    """No answer, however often it was asked. A write may or may not have happened; its key makes asking again safe."""


class Client:
    """Somebody signed in. A write carries an Idempotency-Key, the same one when it is sent again by itself.

    Safe for one thread; give each thread a client of its own.
    """

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **params: Any) -> Any:
        return self.request("GET", path, params=params)

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        return self.request("POST", path, {} if body is None else body, key=key)

    def patch(self, path: str, body: Any, *, version: int | None = None, key: str | None = None) -> Any:
        """`version` refuses the change (412) when the record has changed since."""
        return self.request(
            "PATCH", path, body, key=key, headers={} if version is None else {"If-Match": f'"{version}"'}
        )

    def delete(self, path: str, *, key: str | None = None) -> Any:
        return self.request("DELETE", path, key=key)

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, Any] | None = None,
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's body; None where there is none. Raises `Problem` or, when nobody answers, `Unreachable`."""
        sent = dict(headers or {})
        if method != "GET":
            sent["Idempotency-Key"] = key or str(uuid.uuid4())
        pause, last = 0.5, ""
        for attempt in range(TRIES):
            if attempt:
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            try:
                answer = self._http.request(
                    method, self.url + path, json=body, params=params, headers=sent, timeout=SECONDS
                )
            except requests.RequestException as fault:
                last = type(fault).__name__
                continue
            if not _is_passing(answer) or attempt == TRIES - 1:
                return _content(answer)
            last, pause = str(answer.status_code), max(pause, float(answer.headers.get("Retry-After", 0)))
        raise Unreachable(f"{method} {path}: {last}")

    def rows(self, path: str, **params: Any) -> Iterator[dict[str, Any]]:
        """Every row of a list, page by page: `rows("/v1/opportunities", **{"filter[status][eq]": "open"})`."""
        asked = {"limit": PAGE, **params}
        while True:
            page = self.get(path, **asked)
            yield from page["data"]
            if not page["next"]:
                return
            asked["cursor"] = page["next"]

    def events(self, after: str | None = None, types: Sequence[str] = ()) -> Iterator[tuple[list[CloudEvent], str]]:
        """What has happened since a cursor, or since the beginning: pages of events, each with the cursor after it.

        Keep the cursor in the transaction in which the events are taken in, and nothing is missed or taken in twice.
        Ends when the log ends; ask again later with the last cursor.
        """
        asked = {
            "limit": str(PAGE),
            **({"type": ",".join(types)} if types else {}),
            **({"after": after} if after else {}),
        }
        while True:
            page = self.get("/v1/events", **asked)
            yield page["data"], page["cursor"]
            if page["next"] is None:
                return
            asked["after"] = page["next"]

    def stream(self, types: Sequence[str], after: str | None = None) -> Iterator[tuple[CloudEvent, str]]:
        """Each event as it happens, with the cursor after it; comes back by itself and misses nothing meanwhile."""
        pause = 1.0
        while True:
            try:
                for event, cursor in self._frames(types, after):
                    pause, after = 1.0, cursor
                    if event is not None:
                        yield event, cursor
            except requests.RequestException:
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            time.sleep(pause)

    def _frames(self, types: Sequence[str], after: str | None) -> Iterator[tuple[CloudEvent | None, str]]:
        headers = {"Last-Event-ID": after} if after else {}
        times = (SECONDS, SILENCE_SECONDS)
        with self._http.get(
            f"{self.url}/v1/stream", params={"types": ",".join(types)}, headers=headers, stream=True, timeout=times
        ) as answer:
            if not answer.ok:
                _content(answer)
            yield from _events_in(answer.iter_lines(chunk_size=1))


def sign_in(url: str, login: str, password: str) -> Client:
    """A client for whoever has this login. Raises `Problem` (401) when the password is not right."""
    answer = requests.post(f"{url.rstrip('/')}/v1/tokens", json={"login": login, "password": password}, timeout=SECONDS)
    return Client(url, _content(answer)["access_token"])


def _is_passing(answer: requests.Response) -> bool:
    """Worth another try with the same key: away, too many, or the first try is at work still."""
    if answer.status_code in {429, 502, 503, 504}:
        return True
    return answer.status_code == 409 and _body(answer).get("code") == "idempotency_key_in_use"


def _content(answer: requests.Response) -> Any:
    if not answer.ok:
        raise Problem(_body(answer), answer.status_code)
    return answer.json() if answer.content else None


def _body(answer: requests.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        body = None
    return body if isinstance(body, dict) else {"code": f"http_{answer.status_code}", "detail": answer.text[:200]}


def _events_in(lines: Iterable[bytes]) -> Iterator[tuple[CloudEvent | None, str]]:
    """The events of a stream of frames, and cursors alone. An `end` frame says that the right to it is lost."""
    frame: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode().partition(": ")
        if name:
            frame[name] = value
            continue
        if frame.get("event") == "end":
            raise Problem(json.loads(frame["data"]), 401)
        if "id" in frame:
            yield (json.loads(frame["data"]) if "data" in frame else None), frame["id"]
        frame = {}
