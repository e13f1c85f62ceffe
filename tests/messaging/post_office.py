"""A messaging service told events through the real inbox, beside a gateway whose organisation is the real one."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from services.messaging.notices import commands
from services.messaging.persistence import Base
from services.messaging.service import MessagingService
from shared.actor import Actor, Reach
from shared.bus.container import Container
from shared.bus.envelope import Envelope
from shared.bus.handlers import handlers_of
from shared.bus.inbox import Inbox
from shared.call import Call
from shared.contracts.events import Event
from shared.contracts.sales import opportunities as deals
from shared.errors import Unavailable
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import PlatformBase
from shared.settings import Settings
from shared.signing import sign_actor
from tests.gateway.organisation import House
from tests.recycling import lay_tables

SETTINGS = Settings(secret="a secret for tests")


@dataclass
class GatewayBus:
    """Calls the gateway in this process. `away` makes it unreachable, `fault` makes it fail on one record."""

    house: House
    away: bool = False
    fault: str | None = None
    asked: int = 0

    def call(self, service: str, method: str, /, **arguments: Any) -> Any:
        self.asked += 1
        if self.away:
            raise Unavailable(f"{service} is away.")
        if self.fault is not None and arguments.get("owner_id") == self.fault:
            raise RuntimeError("the gateway broke on this one")
        return SimpleNamespace(result=self.house.ask(method, **arguments))


@dataclass
class PostOffice:
    database: Database
    house: House
    bus: GatewayBus
    inbox: Inbox
    position: int = 0
    versions: dict[str, int] = field(default_factory=dict)

    def take(self, *events: Event) -> list[Envelope]:
        envelopes = [self.envelope(event) for event in events]
        self.inbox.take(envelopes)
        return envelopes

    def deliver(self) -> int:
        return commands.deliver_due(self.database, self.bus)

    def envelope(self, event: Event) -> Envelope:
        self.position += 1
        data = event.data()
        subject = data.get("opportunity_id") or data["request_id"]
        self.versions[subject] = self.versions.get(subject, 0) + 1
        return Envelope(
            id=new_id(),
            source=event.source(),
            type=event.wire_type(),
            subject=subject,
            sequence=self.versions[subject],
            position=self.position,
            time=datetime.now(UTC).isoformat(),
            org_unit=None,
            actor=new_id(),
            actor_name="Somebody",
            correlation_id=None,
            causation_id=None,
            data=data,
        )

    def ask(self, login: str, rpc: str, *, reach: Reach = Reach.OWN, **arguments: Any) -> Any:
        """Call as this person would, whose right reaches so far."""
        service = MessagingService()
        service.database, service.settings = self.database, SETTINGS
        service.call = Call(actor_token=sign_actor(self._actor(login, reach), SETTINGS.secret))
        return getattr(service, rpc)(**arguments)

    def messages(self, login: str, **more: Any) -> list[Any]:
        listed: list[Any] = self.ask(login, "list_messages", query={"limit": 200, **more})["data"]
        return listed

    def readers(self) -> dict[str, int]:
        """How many messages each person has, of those who have any."""
        counts = {login: len(self.messages(login)) for login in self.house.people}
        return {login: count for login, count in counts.items() if count}

    def rise(self, owner: str, unit: str, *, risen: Any = True, **more: Any) -> deals.OpportunityStageChanged:
        """A deal of this person, in this unit, got to another stage."""
        steps = {"from_stage": "prospecting", "to_stage": "engaging", "from_position": 10, "to_position": 20}
        shared = {"shared_people": [], "shared_units": [], "stage": "engaging", "risen": risen}
        return deals.OpportunityStageChanged(**{**self._deal(owner, unit), **steps, **shared, **more})

    def transfer(self, owner: str, unit: str, to: str) -> deals.OpportunityTransferred:
        told = self._deal(to, unit)
        return deals.OpportunityTransferred(
            **told, from_owner_id=self.house.people[owner], to_owner_id=self.house.people[to]
        )

    def _deal(self, owner: str, unit: str) -> dict[str, Any]:
        nothing = ("customer_id", "product_id", "product_name", "expected_close_date", "closed_at")
        return {
            **dict.fromkeys(nothing),
            "opportunity_id": new_id(),
            "record_version": 2,
            "number": "OP-EAST-2026-000001",
            "name": "Lamps for the library",
            "stage": "prospecting",
            "status": "open",
            "amount": "1054.00",
            "currency": "USD",
            "probability": 30,
            "probability_overridden": False,
            "customer_name": "City library",
            "channel": "direct",
            "owner_id": self.house.people[owner],
            "org_unit_id": self.house.units[unit],
            "created_at": "2026-09-01T08:00:00+00:00",
            "changes": {},
        }

    def _actor(self, login: str, reach: Reach) -> Actor:
        reaches, unit = frozenset({reach}), self.house.units["HQ"]
        actor = Actor(self.house.people[login], login, login, unit, "/1/", "/1/", "messaging.message:read", reaches)
        return replace(actor, sight=reaches)


def open_post_office(database: Database, house: House) -> PostOffice:
    lay_tables(database, PlatformBase.metadata, Base.metadata)
    settings = replace(SETTINGS, databases=(("messaging", database.url),))
    container = Container(MessagingService, {"settings": settings, "client": None})
    for entrypoint in container.entrypoints:
        if hasattr(entrypoint, "event_class"):
            entrypoint.setup()
    for provider in container.dependencies:
        provider.setup()
    inbox = Inbox("messaging", database, handlers_of(container), (0.0,))
    inbox.prepare()
    return PostOffice(database, house, GatewayBus(house), inbox)
