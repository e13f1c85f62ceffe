"""A program that uses the public API: what a person of the company would do with curl."""

import time
from collections.abc import Callable
from copy import copy
from typing import Any

import requests

from shared.ids import new_id


class Client:
    """One signed-in person. Writes carry an Idempotency-Key of their own unless one is given."""

    def __init__(self, url: str, login: str, password: str) -> None:
        self.url = url
        self.login = login
        self.http = requests.Session()
        self.http.trust_env = False  # no proxy and no .netrc, for which each request would look
        answer = self.http.post(f"{url}/v1/tokens", json={"login": login, "password": password}, timeout=30)
        assert answer.status_code == 201, answer.text
        self.token = answer.json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"
        self.me = self.ok("GET", "/v1/me")

    def at(self, url: str) -> "Client":
        """The same person with the same token at another address."""
        there = copy(self)
        there.url = url
        return there

    def ask(self, method: str, path: str, body: Any = None, **more: Any) -> requests.Response:
        """Send one request; `more` goes to requests (params, headers, data)."""
        headers = dict(more.pop("headers", {}))
        if method != "GET":
            headers.setdefault("Idempotency-Key", new_id())
        if body is not None:
            more["json"] = body
        return self.http.request(method, self.url + path, headers=headers, timeout=30, **more)

    def ok(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """The body of an answer that must be a success."""
        answer = self.ask(method, path, body, **more)
        assert answer.status_code < 300, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def get(self, path: str, **more: Any) -> Any:
        return self.ok("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        return self.ok("POST", path, {} if body is None else body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> Any:
        return self.ok("PATCH", path, body, **more)

    def refused(
        self, method: str, path: str, body: Any = None, *, status: int, code: str | None = None, **more: Any
    ) -> Any:
        """The problem of an answer that must be this refusal."""
        answer = self.ask(method, path, body, **more)
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert code is None or problem["code"] == code, problem
        return problem

    def insist(self, method: str, path: str, body: Any = None, *, seconds: float = 90) -> Any:
        """Send it until it is done, as a careful program would: the same key, and no answer but done or away."""
        key = {"Idempotency-Key": new_id()}
        until = time.monotonic() + seconds
        while True:
            answer = self.ask(method, path, {} if body is None else body, headers=key)
            if answer.status_code < 300:
                return answer.json()
            problem = answer.json()
            away = answer.status_code == 503 and "Retry-After" in answer.headers
            assert away or problem["code"] == "idempotency_key_in_use", f"{method} {path}: {answer.text}"
            assert time.monotonic() < until, f"{method} {path} still refused after {seconds} s: {answer.text}"
            time.sleep(0.3)

    def all(self, path: str, **more: Any) -> list[Any]:
        """Every row of a list, page by page."""
        params = dict(more.pop("params", {}))
        rows: list[Any] = []
        while True:
            page = self.get(path, params=params, **more)
            rows += page["data"]
            if not page["next"]:
                return rows
            params["cursor"] = page["next"]


def eventually(look: Callable[[], Any], seconds: float = 30) -> Any:
    """What `look` returns as soon as it is true; events take a moment to arrive, and looking costs what they need."""
    until, pause = time.monotonic() + seconds, 0.02
    while True:
        found = look()
        if found or time.monotonic() > until:
            return found
        time.sleep(pause)
        pause = min(1.5 * pause, 0.25)
