"""Where the requests go: real records for them to be about, and three who send them."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemathesis import Case, Response
from schemathesis.core.parameters import ParameterLocation

from shared.ids import is_id, new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD
from tests.end_to_end.stack import ADMIN_PASSWORD
from tests.end_to_end.walker.classes import Unclassified, named_by
from tests.end_to_end.walker.description import Operation
from tests.end_to_end.walker.world import World

ADMINISTRATOR, NEWCOMER, NOBODY = "an administrator", "a person without rights", "nobody"
PEOPLE, UNITS, GROUPS, PRODUCTS = "/v1/people", "/v1/org-units", "/v1/groups", "/v1/products"
NAMED = {
    "owner_id": PEOPLE, "person_id": PEOPLE, "assignee_id": PEOPLE, "superior_id": PEOPLE, "unit_id": UNITS,
    "org_unit_id": UNITS, "product_id": PRODUCTS, "item_id": PRODUCTS,
}  # fmt: skip
"""What the whole company may name; other ids the walker knows."""


@dataclass
class House:
    """An installation that may be turned upside down, and `newcomer`, the login of somebody who is in no group."""

    world: World
    newcomer: str
    _rows: dict[str, list[Any]] = field(default_factory=dict)
    _clients: dict[str, Client] = field(default_factory=dict)

    def send(self, case: Case, sender: str) -> Response:
        """The request as that person; whom it signs out signs in again, for the requests behind."""
        about = self._about_something_real(case)
        headers = {"Authorization": f"Bearer {self._client(sender).token}"} if sender != NOBODY else {}
        answer = about.call(base_url=self.world.company.stack.url, headers=headers, timeout=30, allow_redirects=False)
        if sender != NOBODY and answer.status_code == 401 and b'"token_' in answer.content:
            del self._clients[sender]
        return answer

    def right(self, label: str) -> str:
        """The right that an operation names."""
        return self._operations[label].right

    def _about_something_real(self, case: Case) -> Case:
        """The same with ids of records that there are, so that it is judged by more than that there is no record."""
        about = case.derive()
        operation = self._operations[case.operation.label]
        for name, value in list(about.path_parameters.items())[:1]:
            known = self._codes(operation.collection) if not name.endswith("_id") else self._ids(operation.collection)
            if (
                known
                and (is_id(value) or not name.endswith("_id"))
                and self._as_described(case, ParameterLocation.PATH)
            ):
                about.path_parameters[name] = known[len(known) // 2]
        if isinstance(about.body, dict | list):  # one that is left out, set again, counts as one that is wrong
            about.body = self._body(about.body, operation, ())
        declared = {header.name for header in case.operation.headers}
        if self._as_described(case, ParameterLocation.HEADER):
            fitting = {"Idempotency-Key": new_id(), "If-Match": "*"}
            about.headers.update({name: value for name, value in fitting.items() if name in declared})
        about.headers.pop("Authorization", None)
        about.cookies.clear()
        return about

    @staticmethod
    def _as_described(case: Case, place: ParameterLocation) -> bool:
        made = case.meta.components.get(place) if case.meta else None
        return made is None or made.mode.is_positive

    def _body(self, part: Any, operation: Operation, place: tuple[str, ...]) -> Any:
        if isinstance(part, dict):
            return {name: self._body(value, operation, (*place, name)) for name, value in part.items()}
        if isinstance(part, list):
            return [self._body(value, operation, (*place, "[]")) for value in part]
        if place and place[-1].endswith("_id") and is_id(part):
            known = self._ids(self._noun(place, operation))
            return known[len(known) // 2] if known else part
        return part

    def _noun(self, place: tuple[str, ...], operation: Operation) -> str:
        try:
            return NAMED.get(place[-1]) or named_by(place, operation, set(self.world.lists)) or ""
        except Unclassified:
            return ""

    def _ids(self, noun: str) -> list[str]:
        return [row["id"] for row in self._some_rows(noun) if row["id"] not in self._untouchable]

    def _codes(self, noun: str) -> list[str]:
        return [row["code"] for row in self._some_rows(noun) if "code" in row]

    def _some_rows(self, noun: str) -> list[Any]:
        """As they were when they were first asked for: what is closed since is worth asking for too."""
        if noun not in self._rows:
            listed = self.world.lists.get(noun)
            self._rows[noun] = self.world["admin"].get(listed.path)["data"] if listed else []
        return self._rows[noun]

    @cached_property
    def _operations(self) -> dict[str, Operation]:
        return {str(one.operation): one.operation for one in self.world.classified}

    @cached_property
    def _untouchable(self) -> set[str]:
        """Those who send, and what they stand on: else the first request to a person may be the last of the run."""
        admin = self.world["admin"]
        groups = {row["id"] for row in admin.all(GROUPS) if row["code"] in admin.me["groups"]}
        sender = {row["id"] for row in admin.all(PEOPLE) if row["login"] == self.newcomer}
        return {admin.me["id"], admin.me["org_unit"]["id"], *groups, *sender}

    def _client(self, sender: str) -> Client:
        if sender not in self._clients:
            login, password = ("admin", ADMIN_PASSWORD) if sender == ADMINISTRATOR else (self.newcomer, PASSWORD)
            self._clients[sender] = self.world.company.stack.client(login, password)
        return self._clients[sender]
