"""A branch of one test's own, with people in it: what one test records, no other sees."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from shared.ids import new_id
from tests.end_to_end.client import Client
from tests.end_to_end.company import PASSWORD, Company

_numbers = count(1)


@dataclass
class Branch:
    """`unit` and `people` as the API showed them; `clients` are their programs, signed in once a person."""

    company: Company
    unit: dict[str, Any]
    people: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)

    def hire(self, name: str, *groups: str, superior: str | None = None) -> str:
        """Somebody new here; answers the login."""
        login = f"{name}.{self.unit['code'].lower()}"
        body = {
            "login": login,
            "name": f"{name.title()} {self.unit['name']}",
            "unit_id": self.unit["id"],
            "superior_id": self.people[superior]["id"] if superior else None,
            "groups": list(groups) or ["salesperson"],
            "password": PASSWORD,
            "must_change_password": False,
        }
        self.people[login] = self.company["admin"].post("/v1/people", body)
        return login

    def __getitem__(self, login: str) -> Client:
        if login not in self.clients:
            self.clients[login] = self.company.stack.client(login, PASSWORD)
        return self.clients[login]


def found_branch(company: Company) -> Branch:
    number = next(_numbers)
    body = {
        "code": f"C{number}-{new_id()[-6:].upper()}",
        "name": f"Branch {number}",
        "kind": "branch",
        "parent_id": company.units["HQ"]["id"],
    }
    return Branch(company, company["admin"].post("/v1/org-units", body))
