"""Importing as somebody with a program would, over HTTP."""

import time
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.persistence.database import Database

PASSWORD = "correct horse battery"
CUSTOMERS: dict[str, Any] = {
    "entity": "customers",
    "mapping": {
        "external_id": {"column": "id"},
        "name": {"column": "name"},
        "employees": {"column": "people", "empty_as_null": True},
        "parent_external_id": {"column": "parent", "empty_as_null": True},
    },
}
FILE = "id,name,people,parent\nC-2,Daughter,5,C-1\nC-1,Mother,,\n"
OVER = frozenset({"checked", "finished", "failed"})


@dataclass
class Office:
    http: FlaskClient
    database: Database
    tokens: dict[str, str] = field(default_factory=dict)

    def ask(self, login: str, method: str, path: str, **more: Any) -> TestResponse:
        if login not in self.tokens:
            self.tokens[login] = self.http.post("/v1/tokens", json={"login": login, "password": PASSWORD}).get_json()[
                "access_token"
            ]
        headers = {"Authorization": f"Bearer {self.tokens[login]}", **more.pop("headers", {})}
        return self.http.open(path, method=method, headers=headers, **more)

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.ask("admin", method, path, json=body) if body is not None else self.ask("admin", method, path)
        assert answer.status_code < 300, answer.get_data(as_text=True)
        return answer.get_json()

    def upload(
        self, import_id: str, content: bytes, media_type: str = "text/csv", login: str = "admin"
    ) -> TestResponse:
        return self.ask(login, "POST", f"/v1/imports/{import_id}/file", data=content, content_type=media_type)

    def prepared(self, content: str | bytes = FILE, **body: Any) -> str:
        """The id of an import with its file."""
        made = self.admin("POST", "/v1/imports", {**CUSTOMERS, **body})
        answer = self.upload(made["id"], content.encode() if isinstance(content, str) else content)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        import_id: str = made["id"]
        return import_id

    def ended(self, import_id: str, seconds: float = 15) -> Any:
        """The import as soon as it is over."""
        until = time.monotonic() + seconds
        while True:
            told = self.admin("GET", f"/v1/imports/{import_id}")
            if told["status"] in OVER or time.monotonic() > until:
                return told
            time.sleep(0.05)

    def run(self, import_id: str, verb: str = "run", **body: Any) -> Any:
        answer = self.ask("admin", "POST", f"/v1/imports/{import_id}/{verb}", json=body)
        assert answer.status_code == 202, answer.get_data(as_text=True)
        return self.ended(import_id)

    def customers(self) -> dict[str, Any]:
        return {row["external_id"]: row for row in self.admin("GET", "/v1/customers")["data"]}
