"""The installation that is broken: the product as separate processes on a RabbitMQ and a PostgreSQL of its own."""

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from deploy.roster import EVERYBODY
from shared.ids import new_id
from shared.persistence.database import Database
from shared.settings import Settings
from tests.chaos.ledger import Ledger
from tests.chaos.load import OWN_STOCK, TRADE_PRICE, Caller, Goods
from tests.chaos.proxy import Proxy, proxy_to
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.stack import Stack
from tests.servers import PrivatePostgres, PrivateRabbitmq, private_postgres, private_rabbitmq

DEADLINE_SECONDS = 4
PASSWORD = "a password of this run"
GROUPS = ["executive", "account_manager", "salesperson", "service_agent", "storekeeper", "marketing"]
FOUNDING_SECONDS = 60
SETTINGS = {
    "TENON_ARGON2": "fast",
    "TENON_DEADLINE": str(DEADLINE_SECONDS),
    "TENON_EVENT_DELAYS": "0.2,0.5,1,2,4,8,15,30,60",
}


class SkewedStack(Stack):
    """Processes may have clocks that are wrong: `ahead` says by how many seconds, from their next start on."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        super().__init__("production", folder, environment)
        self.ahead: dict[str, float] = {}

    def started_as(self, name: str) -> list[str] | None:
        ahead = self.ahead.get(name)
        return [sys.executable, "-m", "tests.chaos.skewed", str(ahead)] if ahead else super().started_as(name)


@dataclass
class House:
    """A running installation, its servers, and how the checker reaches its databases past everything that is broken."""

    stack: SkewedStack
    broker: PrivateRabbitmq
    postgres: PrivatePostgres
    to_broker: Proxy
    to_postgres: Proxy
    folder: Path
    callers: list[Caller] = field(default_factory=list)

    def databases(self) -> dict[str, Database]:
        """Each service's, by a road of their own."""
        settings = Settings(database=_prefix(self.postgres.url))
        return {service: Database(settings.database_url(service), pool_size=1) for service in EVERYBODY}


@contextmanager
def running_house(
    folder: Path, stack_at: Callable[[Path, dict[str, str]], SkewedStack] = SkewedStack
) -> Iterator[House]:
    """Start everything below `folder`, and stop it."""
    with ExitStack() as places:
        broker = places.enter_context(private_rabbitmq(folder))
        postgres = places.enter_context(private_postgres(folder))
        to_broker = places.enter_context(proxy_to(make_url(broker.url).port or 0))
        to_postgres = places.enter_context(proxy_to(make_url(postgres.url).port or 0))
        bus = broker.url.replace(f":{make_url(broker.url).port}/", f":{to_broker.port}/")
        database = make_url(_prefix(postgres.url)).set(port=to_postgres.port).render_as_string(hide_password=False)
        stack = stack_at(folder, {**SETTINGS, "TENON_BUS": bus, "TENON_DATABASE": database})
        places.callback(stack.stop)
        stack.start()
        yield House(stack, broker, postgres, to_broker, to_postgres, folder)


def _prefix(url: str) -> str:
    return make_url(url).set(database="tenon").render_as_string(hide_password=False)


def found_callers(house: House, ledger: Ledger, many: int, seed: int) -> None:
    """People of one branch who may do everything there, each with goods of their own and one kind for all."""
    admin = house.stack.client()
    branch = {"code": "BRANCH", "name": "Branch", "kind": "branch", "parent_id": admin.me["org_unit"]["id"]}
    unit = admin.post("/v1/org-units", branch)
    keeper = _hire(house, admin, unit["id"], "keeper")
    scarce = keeper.post("/v1/items", {"code": new_id(), "name": "Scarce"})["id"]
    scarce_place = _place(keeper)
    ledger.note_moved(scarce, _receive(keeper, scarce_place, scarce, 3))
    for number in range(many):
        client = _hire(house, admin, unit["id"], f"caller-{number}")
        price = f"{TRADE_PRICE}.00"
        product = admin.post("/v1/products", {"code": new_id(), "name": "Plane", "list_price": price})["id"]
        place = _place(client)
        item = f"/v1/items/{product}"
        assert eventually(partial(_is_known, client, item), FOUNDING_SECONDS), f"distribution does not know {item}"
        ledger.note_moved(product, _receive(client, place, product, OWN_STOCK))
        goods = Goods(place, product, scarce_place, scarce)
        house.callers.append(Caller(client, ledger, goods, random.Random(f"{seed} {number}")))


def _is_known(client: Client, path: str) -> bool:
    return client.ask("GET", path).status_code == 200


def _hire(house: House, admin: Client, unit_id: str, login: str) -> Client:
    person: dict[str, Any] = {"login": login, "name": login, "unit_id": unit_id, "groups": GROUPS, "password": PASSWORD}
    admin.post("/v1/people", {**person, "must_change_password": False})
    return house.stack.client(login, PASSWORD)


def _place(client: Client) -> str:
    code = f"W-{new_id()[-12:].upper()}"
    return str(client.post("/v1/warehouses", {"code": code, "name": code})["id"])


def _receive(client: Client, warehouse: str, item: str, pieces: int) -> int:
    goods = {"warehouse_id": warehouse, "lines": [{"item_id": item, "quantity": pieces}]}
    document = client.post("/v1/inbound-documents", goods)
    client.post(f"/v1/inbound-documents/{document['id']}/post")
    return pieces
