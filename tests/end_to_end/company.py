"""A company of three branches and three levels, made through the public API, for the tests to work in."""

from dataclasses import dataclass, field
from typing import Any

from tests.end_to_end.client import Client
from tests.end_to_end.stack import ADMIN_PASSWORD, Stack

PASSWORD = "a password of the test"
PEOPLE = (
    # login, unit, superior, groups
    ("helen.head", "HQ", None, ["executive"]),
    ("nora.north", "NORTH", "helen.head", ["account_manager", "service_agent"]),
    ("nils.north", "NORTH", "nora.north", ["salesperson", "service_agent", "marketing"]),
    ("nina.north", "NORTH", "nora.north", ["salesperson", "service_agent", "storekeeper"]),
    ("sven.south", "SOUTH", "helen.head", ["account_manager"]),
    ("sara.south", "SOUTH", "sven.south", ["salesperson", "service_agent", "storekeeper", "marketing"]),
    ("olga.office", "NORTH-1", "nora.north", ["salesperson", "storekeeper"]),
)
UNITS = (
    # code, kind, parent
    ("NORTH", "branch", "HQ"),
    ("SOUTH", "branch", "HQ"),
    ("EAST", "branch", "HQ"),
    ("NORTH-1", "office", "NORTH"),
)


@dataclass
class Company:
    """`units` by code and `people` by login, as the API showed them; clients are made once a person."""

    stack: Stack
    units: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Any] = field(default_factory=dict)
    _clients: dict[str, Client] = field(default_factory=dict)

    def __getitem__(self, login: str) -> Client:
        """The signed-in client of this person ("admin" too)."""
        if login not in self._clients:
            password = ADMIN_PASSWORD if login == "admin" else PASSWORD
            self._clients[login] = self.stack.client(login, password)
        return self._clients[login]


def found_company(stack: Stack) -> Company:
    company = Company(stack)
    admin = company["admin"]
    company.units["HQ"] = admin.me["org_unit"]
    for code, kind, parent in UNITS:
        body = {"code": code, "name": code.title(), "kind": kind, "parent_id": company.units[parent]["id"]}
        company.units[code] = admin.post("/v1/org-units", body)
    for login, unit, superior, groups in PEOPLE:
        body = {
            "login": login,
            "name": login.replace(".", " ").title(),
            "unit_id": company.units[unit]["id"],
            "superior_id": company.people[superior]["id"] if superior else None,
            "groups": groups,
            "password": PASSWORD,
            "must_change_password": False,
        }
        company.people[login] = admin.post("/v1/people", body)
    return company
