"""The import as a program does it: through the public API and nothing else."""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from deploy.importing.mappings import Step

LOOK_SECONDS = 0.25
TRIES = 20
LONGEST_PAUSE = 10.0
OVER = frozenset({"checked", "finished", "failed"})

Show = Callable[[int, int], None]


class ApiRefused(Exception):
    """The API said no, or was not there; the message is for a person."""


@dataclass(frozen=True)
class StepReport:
    """How one import ended; `rejected` are the results of the rows that were not taken."""

    step: Step
    status: str
    rows: int
    counts: dict[str, int]
    notes: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    failure: str | None

    @property
    def is_whole(self) -> bool:
        """Every record was taken, or its refusal is reported."""
        return self.status in ("finished", "checked")


class ApiClient:
    """One signed-in program. What passes by itself (the service away, too many requests) is asked again."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._token = ""

    def sign_in(self, login: str, password: str) -> None:
        self._token = self._ask("POST", "/v1/tokens", {"login": login, "password": password})["access_token"]

    def run_step(self, step: Step, folder: Path, password: str | None, dry_run: bool, show: Show) -> StepReport:
        """Prepare, upload, run, and wait until it is over."""
        body = {"entity": step.entity, "mode": step.mode, "name": step.name, "distinct": step.distinct}
        prepared = self._ask("POST", "/v1/imports", {**body, "mapping": step.mapping})
        at = f"/v1/imports/{prepared['id']}"
        self._send("POST", f"{at}/file", (folder / step.file).read_bytes(), "text/csv")
        first = {"password": password, "must_change_password": False} if step.password and password else {}
        self._ask("POST", f"{at}/{'dry-run' if dry_run else 'run'}", {} if dry_run else first)
        ended = self._wait(at, show)
        rejected = list(self._rejected(at)) if ended["counts"]["rejected"] else []
        return StepReport(
            step, ended["status"], ended["rows"], ended["counts"], ended["notes"], rejected, ended["failure"]
        )

    def _wait(self, at: str, show: Show) -> dict[str, Any]:
        while True:
            told = self._ask("GET", at)
            show(told["progress"]["done"], told["progress"]["total"])
            if told["status"] in OVER or (told["failure"] and told["status"] == "uploaded"):
                return told
            time.sleep(LOOK_SECONDS)

    def _rejected(self, at: str) -> Iterator[dict[str, Any]]:
        query = {"outcome": "rejected", "limit": "200"}
        while True:
            page = self._ask("GET", f"{at}/results?{urlencode(query)}")
            yield from page["data"]
            if page["next"] is None:
                return
            query["cursor"] = page["next"]

    def _ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        content = None if body is None else json.dumps(body).encode()
        return self._send(method, path, content, "application/json")

    def _send(self, method: str, path: str, content: bytes | None, media_type: str) -> dict[str, Any]:
        headers = {"Content-Type": media_type, "Accept": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if method == "POST" and self._token:
            headers["Idempotency-Key"] = str(uuid.uuid4())
        request = Request(self._url + path, data=content, headers=headers, method=method)
        for attempt in range(1, TRIES + 1):
            try:
                # the address that the administrator named
                with urlopen(request, timeout=60) as answer:  # nosec B310
                    told: dict[str, Any] = json.loads(answer.read())
                    return told
            except HTTPError as fault:
                if fault.code not in (429, 503) or attempt == TRIES:
                    raise ApiRefused(_problem(fault)) from fault
                pause = float(fault.headers.get("Retry-After") or 1)
            except (URLError, ConnectionError, TimeoutError) as fault:
                if attempt == TRIES or not self._token:
                    raise ApiRefused(f"{self._url} does not answer: {fault}") from fault
                pause = 1.0
            time.sleep(min(pause, LONGEST_PAUSE))
        raise ApiRefused(f"{self._url} does not answer.")


def _problem(fault: HTTPError) -> str:
    try:
        told = json.loads(fault.read())
        faults = "; ".join(f"{one.get('pointer', '')} {one.get('detail', '')}" for one in told.get("errors", []))
        return f"{fault.code} {told.get('code', '')}: {told.get('detail') or told.get('title', '')} {faults}".strip()
    except ValueError:
        return f"{fault.code} {fault.reason}"
