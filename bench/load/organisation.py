"""Who works in the measured company: made by the product's own commands, with tokens that the product knows."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from gateway.org_units.commands import create_org_unit
from gateway.org_units.queries import find_head_office
from gateway.passwords import hash_password
from gateway.people.commands import create_person
from gateway.tokens.model import AccessToken, Wanted
from gateway.tokens.rules import TOKEN_LIFETIME, Kind
from shared.actor import system_actor
from shared.clock import now
from shared.contracts.roles import EXECUTIVE, SALESPERSON
from shared.persistence.database import Database

PASSWORD = "measured by everybody"


@dataclass(frozen=True)
class Shape:
    """Branches below the head office, offices below each branch, sellers in each office; executives lead the rest."""

    branches: int = 4
    offices: int = 5
    sellers: int = 5
    directors: int = 4


@dataclass(frozen=True)
class Person:
    """Somebody who can ask; `branch` is the place of the branch they work in, -1 at the head office."""

    id: str
    unit_id: str
    token: str
    branch: int


@dataclass(frozen=True)
class Company:
    """Directors see everything, heads their branch, sellers what is theirs."""

    head_office_id: str
    directors: list[Person]
    heads: list[Person]
    sellers: list[Person]


def found_company(database: Database, shape: Shape) -> Company:
    """All of it in one transaction, before the gateway starts."""
    with database.write() as session:
        return _Founding(session, shape).company()


class _Founding:
    def __init__(self, session: Session, shape: Shape) -> None:
        self._session, self._shape = session, shape
        self._actor = system_actor("gateway")
        self._password = hash_password(PASSWORD)

    def company(self) -> Company:
        head_office = find_head_office(self._session)
        assert head_office is not None, "the administrator was made with a head office"
        directors = [
            self._person(f"director{n}", head_office.id, EXECUTIVE, None, -1) for n in range(self._shape.directors)
        ]
        heads: list[Person] = []
        sellers: list[Person] = []
        for branch in range(self._shape.branches):
            branch_id = self._unit(f"B{branch}", "branch", head_office.id)
            heads.append(self._person(f"head{branch}", branch_id, EXECUTIVE, directors[0].id, branch))
            for office in range(self._shape.offices):
                office_id = self._unit(f"B{branch}O{office}", "office", branch_id)
                sellers += [
                    self._person(f"seller{branch}.{office}.{n}", office_id, SALESPERSON, heads[-1].id, branch)
                    for n in range(self._shape.sellers)
                ]
        return Company(head_office.id, directors, heads, sellers)

    def _unit(self, code: str, kind: str, parent_id: str) -> str:
        made = create_org_unit(
            self._session, self._actor, code=code, name=f"Unit {code}", kind=kind, parent_id=parent_id
        )
        return made.id

    def _person(self, login: str, unit_id: str, group: str, superior_id: str | None, branch: int) -> Person:
        made = create_person(
            self._session,
            self._actor,
            login=login,
            name=login.title(),
            unit_id=unit_id,
            superior_id=superior_id,
            groups=[group],
            password_hash=self._password,
            must_change_password=False,
        )
        moment = now()
        wanted = Wanted(Kind.SIGN_IN, made.id, made.token_generation, moment + TOKEN_LIFETIME, label="bench")
        record, token = AccessToken.issue(wanted, moment)
        self._session.add(record)
        return Person(made.id, unit_id, token, branch)
