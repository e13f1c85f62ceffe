"""Setting up an organisation and calling the gateway's service as one of its people, through the real door."""

from dataclasses import dataclass, field
from typing import Any

from gateway.access.principals import Access
from gateway.http.discovery import all_routes
from gateway.people.commands import ensure_first_administrator
from gateway.persistence import Base
from gateway.service import GatewayService
from shared.actor import Actor, system_actor
from shared.call import Call
from shared.contracts.gateway.imports import ENTITIES
from shared.contracts.gateway.undos import NOUNS
from shared.persistence.database import Database
from shared.persistence.platform import PlatformBase
from shared.rights import PUBLIC
from shared.settings import Settings
from shared.signing import sign_actor
from tests.recycling import KeptRows, keep_rows, lay_tables, put_back

PASSWORD = "correct horse battery"
SETTINGS = Settings(secret="a secret for tests")
RIGHTS = {route.rpc: route.right for group in all_routes() for route in group.declared}
RIGHTS |= {entity.rpc: entity.right for entity in ENTITIES.values()}
RIGHTS |= {noun.rpc: noun.right for noun in NOUNS.values()}


@dataclass
class House:
    """The gateway's service and database. `units` maps codes to ids, `people` logins to ids."""

    database: Database
    access: Access
    units: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    job: str | None = None
    """The job that is at work, if any."""

    def sign_in(self, login: str, password: str = PASSWORD, address: str | None = None) -> dict[str, Any]:
        signed: dict[str, Any] = self._service(anonymous()).create_token(
            {"login": login, "password": password}, **({"address": address} if address else {})
        )
        return signed

    def call(self, login: str, rpc: str, **arguments: Any) -> Any:
        """Call as this person would over HTTP: the token is looked up, the route's right resolved, the actor signed."""
        if login not in self.tokens:
            self.tokens[login] = self.sign_in(login)["access_token"]
        return self.call_with(self.tokens[login], rpc, **arguments)

    def call_with(self, token: str, rpc: str, **arguments: Any) -> Any:
        actor = self.access.authenticate(token).actor_for(RIGHTS[rpc])
        return getattr(self._service(actor), rpc)(**arguments)

    def let_timer_run(self, method: str) -> None:
        """As the service's own clock does."""
        getattr(self._service(system_actor("gateway")), method)()

    def ask(self, rpc: str, **arguments: Any) -> Any:
        """Call as another service does."""
        return getattr(self._service(system_actor("sales")), rpc)(**arguments)

    def add_unit(self, code: str, kind: str, parent: str) -> str:
        request = {"code": code, "name": f"Unit {code}", "kind": kind, "parent_id": self.units[parent]}
        self.units[code] = self.call("admin", "create_org_unit", request=request)["id"]
        return self.units[code]

    def add_person(self, login: str, unit: str, groups: tuple[str, ...] = (), superior: str | None = None) -> str:
        request = {
            "login": login,
            "name": login.title(),
            "unit_id": self.units[unit],
            "superior_id": self.people[superior] if superior else None,
            "groups": list(groups),
            "password": PASSWORD,
            "must_change_password": False,
        }
        self.people[login] = self.call("admin", "create_person", request=request)["id"]
        return self.people[login]

    def load(self, noun: str, *rows: dict[str, Any], mode: str = "upsert", by: str = "admin") -> list[str]:
        """What becomes of each of these rows: its outcome, or the code of its refusal."""
        told = self.call(by, f"import_{noun}", rows=list(rows), mode=mode)["results"]
        return [result["code"] or result["outcome"] for result in told]

    def group(self, code: str, *grants: tuple[str, str]) -> str:
        """A new group with these grants."""
        made = self.call("admin", "create_group", request={"code": code, "name": code})
        for right, reach in grants:
            self.call("admin", "grant_right", group_id=made["id"], request={"right": right, "reach": reach})
        return str(made["id"])

    def _service(self, actor: Actor) -> GatewayService:
        service = GatewayService()
        service.database = self.database
        service.settings = SETTINGS
        service.call = Call(actor_token=sign_actor(actor, SETTINGS.secret), correlation_id=self.job)
        return service


def anonymous() -> Actor:
    return Actor("00000000-0000-7000-8000-000000000001", "anonymous", "", "", "", "", PUBLIC, frozenset())


@dataclass(frozen=True)
class _Built:
    """An organisation as it was when it had just been set up."""

    rows: KeptRows
    units: dict[str, str]
    people: dict[str, str]
    tokens: dict[str, str]


_built: dict[str, _Built] = {}
"""By engine: setting one up anew cost most tests more than what they are about."""


def build(database: Database) -> House:
    """An organisation of head office and two branches with an office each in an empty database: the same each time."""
    built = _built.get(database.dialect)
    if built is None:
        house = _set_up(database)
        _built[database.dialect] = _Built(
            keep_rows(database), dict(house.units), dict(house.people), dict(house.tokens)
        )
        return house
    put_back(database, built.rows, PlatformBase.metadata, Base.metadata)
    return House(database, Access(database), dict(built.units), dict(built.people), dict(built.tokens))


def _set_up(database: Database) -> House:
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    with database.write() as session:
        ensure_first_administrator(session, system_actor("gateway"), PASSWORD)
    house = House(database, Access(database))
    me = house.call("admin", "get_me")
    house.units["HQ"], house.people["admin"] = me["org_unit"]["id"], me["id"]
    for branch, office in (("EAST", "EAST-1"), ("WEST", "WEST-1")):
        house.add_unit(branch, "branch", "HQ")
        house.add_unit(office, "office", branch)
    return house
