"""A company to walk in: three branches, three levels, people with every right at every reach, rows of every noun."""

import time
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import requests

from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.walker.classes import OPEN_ROWS, Classified, Kind, Sight, named_by, sight_of
from tests.end_to_end.walker.description import Description, Operation
from tests.end_to_end.walker.findings import Findings
from tests.end_to_end.walker.samples import body_for
from tests.end_to_end.walker.sight import Organisation, Viewer

REACHES = ("own", "unit", "subtree", "subordinates")
EXTRA = (
    # login, unit, superior, groups
    ("edda.east", "EAST", "helen.head", ["executive"]),
    ("emil.east", "EAST", "edda.east", ["salesperson", "storekeeper", "service_agent", "marketing"]),
    ("owen.north", "NORTH", "nora.north", ["walks_own"]),
    ("uma.south", "SOUTH", "sven.south", ["walks_unit"]),
    ("stan.north", "NORTH", "helen.head", ["walks_subtree"]),
    ("sue.east", "EAST", "helen.head", ["walks_subordinates"]),
    ("sid.east", "EAST", "sue.east", ["walks_own"]),
    ("pat.partner", "DEALER", "nora.north", ["partner"]),
)
USERS = (
    "helen.head", "nora.north", "sara.south", "olga.office", "edda.east", "owen.north", "uma.south", "stan.north",
    "sue.east", "pat.partner",
)  # fmt: skip
"""Head office, heads of branches, a seller, an office and a dealer; and one person with every right at each reach."""

APART = frozenset({Sight.PERSONAL, Sight.REACHED, Sight.TOLD, Sight.HEAD})
"""Lists whose rows the oracle does not foretell; each has a test of its own."""

MAKERS = ("owen.north", "uma.south", "stan.north", "sid.east")
"""Each makes one of everything that the description tells how to make; they hold every right."""


def hire(company: Company) -> None:
    """People who may do everything, each as far as one reach goes, and a third branch."""
    admin = company["admin"]
    for reach in REACHES:
        group = admin.post("/v1/groups", {"code": f"walks_{reach}", "name": f"Walks {reach}"})
        admin.post(f"/v1/groups/{group['id']}/grant", {"right": "*", "reach": reach})
    dealer = {"code": "DEALER", "name": "Dealer", "kind": "dealer", "parent_id": company.units["NORTH"]["id"]}
    company.units["DEALER"] = admin.post("/v1/org-units", dealer)
    for login, unit, superior, groups in EXTRA:
        body = {"login": login, "name": login, "unit_id": company.units[unit]["id"], "groups": groups}
        more = {"superior_id": company.people[superior]["id"], "password": PASSWORD, "must_change_password": False}
        company.people[login] = admin.post("/v1/people", body | more)


@dataclass
class World:
    """The company with its description, and every row of every list as the administrator sees it."""

    company: Company
    description: Description
    classified: list[Classified]
    findings: Findings
    rows: dict[str, list[Any]] = field(default_factory=dict)
    grantees: dict[str, frozenset[str]] = field(default_factory=dict)
    organisation: Organisation = field(default_factory=Organisation)
    _first: dict[tuple[str, str], str] = field(default_factory=dict)

    def __getitem__(self, login: str) -> Client:
        return self.company[login]

    def of_kind(self, *kinds: Kind) -> list[Classified]:
        return [one for one in self.classified if one.kind in kinds]

    @cached_property
    def lists(self) -> dict[str, Operation]:
        return {one.noun: one.operation for one in self.of_kind(Kind.LIST)}

    @cached_property
    def details(self) -> dict[str, Operation]:
        return {one.noun: one.operation for one in self.of_kind(Kind.DETAIL)}

    def sight(self, noun: str) -> Sight:
        return sight_of(self.description, self.lists[noun])

    def viewer(self, login: str) -> Viewer:
        me = self[login].me
        return Viewer(me["id"], me["org_unit"]["id"], me["rights"])

    def look(self) -> None:
        """Read every list as the administrator does, and who is opened what."""
        admin = self["admin"]
        for noun in self.lists:
            if self.sight(noun) not in APART:
                self.rows[noun] = every_row(admin, self.lists[noun])
        units, people = self.rows["/v1/org-units"], self.rows["/v1/people"]
        self.organisation.parents = {row["id"]: row["parent_id"] for row in units}
        self.organisation.superiors = {row["id"]: (row.get("superior") or {}).get("id") for row in people}
        for part in self.of_kind(Kind.PART):
            if part.noun in self.rows and part.operation.path.endswith(("}/shares", "}/participants")):
                for row in self.rows[part.noun]:
                    shares = admin.get(part.operation.at(row["id"]))["data"]
                    opened = frozenset(one["person_id"] or one.get("org_unit_id") for one in shares)
                    self.grantees[row["id"]] = self.grantees.get(row["id"], frozenset()) | opened

    def settle(self) -> None:
        """Wait until no event is on its way any more: nothing changes, and the reports know every deal."""
        last: list[Any] = []

        def still() -> bool:
            nonlocal last
            before, last = last, [self._count(path) for path in self.lists]
            known = self._count("/v1/reports/sales-funnel/records") == self._count("/v1/opportunities")
            return known and before == last and not time.sleep(0.3)

        assert eventually(still, 30), "events are still on their way"

    def _count(self, path: str) -> int:
        if "count" not in self.lists[path].query:
            return 0
        return int(self["admin"].get(path, params={"count": "exact", "limit": "1"})["count"])

    def visible(self, login: str, noun: str) -> list[Any]:
        """The rows of a list that somebody ought to see, by the oracle."""
        viewer, right, sight = self.viewer(login), self.lists[noun].right, self.sight(noun)
        return [row for row in self.rows[noun] if self._sees(viewer, noun, row, right, sight)]

    def _sees(self, viewer: Viewer, noun: str, row: Any, right: str, sight: Sight) -> bool:
        if noun in OPEN_ROWS and viewer.rights.get(right):
            name, value, _ = OPEN_ROWS[noun]
            if row[name] == value:
                return True
        return viewer.sees(row, right, sight, self.organisation, self.grantees.get(row["id"], frozenset()))

    def hidden(self, login: str, noun: str) -> list[Any]:
        """The rows of a list that somebody must never learn of."""
        seen = {row["id"] for row in self.visible(login, noun)}
        return [row for row in self.rows[noun] if row["id"] not in seen]

    def secret_ids(self, login: str) -> set[str]:
        """The ids of all records that are out of somebody's sight in every list that has them, but for those that a
        record in sight hangs on: a shipment names the warehouse that it leaves.
        """
        nouns = [noun for noun in self.rows if noun in self.lists and self.sight(noun) is not Sight.COMPANY]
        seen = [row for noun in nouns for row in self.visible(login, noun)]
        told = {row["id"] for row in seen}.union(*(referred(row) for row in seen))
        told |= {row["id"] for noun in ("/v1/people", "/v1/org-units") for row in self.rows[noun]}
        return {row["id"] for noun in nouns for row in self.rows[noun]} - told

    def secret_keys(self, login: str) -> set[str]:
        """The keys by which other systems know the records out of somebody's sight. A record in sight may name such a
        record by its id, and not by its key: that is one of its facts.
        """
        nouns = [noun for noun in self.rows if noun in self.lists and self.sight(noun) is not Sight.COMPANY]
        told = {row.get("external_id") for noun in nouns for row in self.visible(login, noun)}
        return {row["external_id"] for noun in nouns for row in self.rows[noun] if row.get("external_id")} - told

    def words_out_of_sight(self, login: str) -> list[str]:
        """By what records would be found that somebody must not find: the name of one of each list that has any."""
        nouns = [noun for noun in self.rows if noun in self.lists and self.sight(noun) is Sight.OWNED]
        names = [row.get("name") for noun in nouns for row in self.hidden(login, noun)[:1]]
        return [name for name in names if name]

    def personal_ids(self, login: str) -> set[str]:
        """The ids of what somebody alone sees, such as their messages."""
        return {
            row["id"]
            for noun, operation in self.lists.items()
            if self.sight(noun) is Sight.PERSONAL and operation.right in self[login].me["rights"]
            for row in every_row(self[login], operation)
        }

    def find(self, login: str, operation: Operation) -> Any:
        """The finder of ids for a body that this person could send."""

        def found(place: tuple[str, ...]) -> str | None:
            noun = {"owner_id": "/v1/people", "person_id": "/v1/people", "assignee_id": "/v1/people"}.get(place[-1])
            noun = noun or {"product_id": "/v1/products", "item_id": "/v1/items"}.get(place[-1])
            noun = noun or {"unit_id": "/v1/org-units", "org_unit_id": "/v1/org-units"}.get(place[-1])
            noun = noun or named_by(place, operation, set(self.lists))
            if noun not in self.lists or self.lists[noun].right not in self[login].me["rights"]:
                return None
            return self._first_of(login, noun)

        return found

    def _first_of(self, login: str, noun: str) -> str | None:
        """The id of the first row, asked for until there is one: the walk takes no row away again."""
        if (login, noun) not in self._first:
            rows = self[login].get(noun, params={"limit": "1"})["data"]
            if not rows:
                return None
            self._first[login, noun] = rows[0]["id"]
        return self._first[login, noun]

    def make_some_of_everything(self) -> None:
        """Let each maker send the smallest body to every operation that makes a record."""
        for one in self.of_kind(Kind.CREATE):
            if not one.noun or one.operation.body is None or self.sight(one.noun) is Sight.COMPANY:
                continue
            for login in MAKERS:
                body = body_for(self.description, one.operation, self.find(login, one.operation))
                answer = self[login].ask("POST", one.operation.path, body)
                if answer.status_code >= 300:
                    self.findings.unproven[f"{one.operation} as {login}"] = answer.text[:200]


def referred(row: Any) -> set[str]:
    """The ids of what a record hangs on: those in members of its own, not in lists of others."""
    ids = {value for name, value in row.items() if name.endswith("_id") and value}
    return ids | {value["id"] for value in row.values() if isinstance(value, dict) and value.get("id")}


def every_row(client: Client, operation: Operation) -> list[Any]:
    """All rows, page by page where the list has pages."""
    if "cursor" not in operation.query:
        return list(client.get(operation.path)["data"])
    return client.all(operation.path, params={"limit": "200"})


def same_but_for(answer: requests.Response, record_id: str) -> tuple[Any, ...]:
    """All of an answer that may not depend on which of two ids was asked for: status, headers and text."""
    passing = {"date", "traceparent", "ratelimit-remaining", "ratelimit-reset", "idempotency-replayed"}
    headers = sorted((name.lower(), value) for name, value in answer.headers.items() if name.lower() not in passing)
    text = answer.text.replace(record_id, "<id>")
    if answer.headers.get("Content-Type") == "application/problem+json":
        text = text.replace(answer.json()["trace_id"], "<trace>")
    return answer.status_code, headers, text
